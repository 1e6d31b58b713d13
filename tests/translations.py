"""Brings the mirror's translations up to date: `make translations`.

Collects the sentences of `kiosk/mirror/screen/` into `assets/translations/mirror_<language>.ts`,
compiles each into `kiosk/mirror/translations/mirror_<language>.qm`, and says what is not
translated yet. `--check` changes nothing and fails when something is not up to date.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from shutil import copy, move
from typing import get_args

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from kiosk.config_sections import Language  # noqa: E402

SOURCES = REPO / "assets" / "translations"
COMPILED = REPO / "kiosk" / "mirror" / "translations"
SENTENCES = sorted((REPO / "kiosk" / "mirror" / "screen").glob("*.py"))
TOOLS = Path(sys.executable).parent
OTHERS = tuple(one for one in get_args(Language) if one != "en")


def collect(sources: list[Path]) -> None:
    """What is said now goes into the files; what is translated stays."""
    for source in sources:
        if not source.exists():
            language = source.stem.rpartition("_")[2]
            source.write_text(f'<!DOCTYPE TS>\n<TS version="2.1" language="{language}"></TS>\n')
    how = ("-no-obsolete", "-locations", "none")
    run("pyside6-lupdate", *map(str, SENTENCES), "-ts", *map(str, sources), *how)


def compile_all(sources: list[Path]) -> list[Path]:
    """The compiled files, beside their sources."""
    run("pyside6-lrelease", "-silent", *map(str, sources))
    return [source.with_suffix(".qm") for source in sources]


def untranslated(source: Path) -> list[str]:
    """The English texts that have no translation, or not in each of its forms."""
    missing = []
    for message in ElementTree.parse(source).getroot().iter("message"):
        said = message.find("translation")
        forms = [] if said is None else [form.text for form in said.iter("numerusform")]
        whole = all(forms) if forms else said is not None and bool(said.text)
        if not whole or said is None or said.get("type") == "unfinished":
            missing.append(message.findtext("source") or "")
    return missing


def faults() -> list[str]:
    """What is not up to date, in words; changes nothing."""
    names = [f"mirror_{language}" for language in OTHERS]
    kept = [(SOURCES / f"{name}.ts", COMPILED / f"{name}.qm") for name in names]
    found = [f"{file.name} is missing." for pair in kept for file in pair if not file.exists()]
    if found:
        return found
    with tempfile.TemporaryDirectory() as folder:
        now = [Path(copy(source, folder)) for source, _ in kept]
        collect(now)
        for source, (old, compiled), qm in zip(now, kept, compile_all(now), strict=True):
            found += [f"{old.name}: {text!r} is not translated." for text in untranslated(source)]
            if source.read_bytes() != old.read_bytes():
                found.append(f"{old.name} is older than the sentences in kiosk/mirror/screen/.")
            if qm.read_bytes() != compiled.read_bytes():
                found.append(f"{compiled.name} is older than {old.name}.")
    return found


def run(tool: str, *arguments: str) -> None:
    done = subprocess.run(
        [TOOLS / tool, *arguments], cwd=REPO, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{tool}: {done.stdout}{done.stderr}")


def main() -> int:
    if "--check" in sys.argv:
        found = faults()
    else:
        sources = [SOURCES / f"mirror_{language}.ts" for language in OTHERS]
        collect(sources)
        COMPILED.mkdir(exist_ok=True)
        for compiled in compile_all(sources):
            move(compiled, COMPILED / compiled.name)
        found = [
            f"{source.name}: {text!r} is not translated."
            for source in sources
            for text in untranslated(source)
        ]
    print(*found, sep="\n")
    return 1 if found and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())

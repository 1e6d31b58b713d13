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
from shutil import copy
from typing import get_args

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from kiosk.config import Language  # noqa: E402

SOURCES = REPO / "assets" / "translations"
COMPILED = REPO / "kiosk" / "mirror" / "translations"
SENTENCES = sorted((REPO / "kiosk" / "mirror" / "screen").glob("*.py"))
TOOLS = Path(sys.executable).parent
OTHERS = tuple(one for one in get_args(Language) if one != "en")


def collect(source: Path, language: str) -> None:
    """What is said now goes into the file; what is translated stays."""
    how = ("-target-language", language, "-no-obsolete", "-locations", "none")
    run("pyside6-lupdate", *map(str, SENTENCES), "-ts", str(source), *how)


def compile_to(source: Path, compiled: Path) -> None:
    run("pyside6-lrelease", "-silent", str(source), "-qm", str(compiled))


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
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for language in OTHERS:
            name = f"mirror_{language}"
            source, compiled = SOURCES / f"{name}.ts", COMPILED / f"{name}.qm"
            if not source.exists() or not compiled.exists():
                found.append(f"{name} is missing.")
                continue
            now, qm = Path(folder, f"{name}.ts"), Path(folder, f"{name}.qm")
            copy(source, now)
            collect(now, language)
            found += [f"{language}: {text!r} is not translated." for text in untranslated(now)]
            if now.read_bytes() != source.read_bytes():
                found.append(f"{name}.ts is older than the sentences in kiosk/mirror/screen/.")
            compile_to(source, qm)
            if qm.read_bytes() != compiled.read_bytes():
                found.append(f"{name}.qm is older than {name}.ts.")
    return found


def run(tool: str, *arguments: str) -> None:
    done = subprocess.run(
        [TOOLS / tool, *arguments], cwd=REPO, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{tool}: {done.stdout}{done.stderr}")


def main() -> int:
    if "--check" not in sys.argv:
        COMPILED.mkdir(exist_ok=True)
        for language in OTHERS:
            source = SOURCES / f"mirror_{language}.ts"
            collect(source, language)
            compile_to(source, COMPILED / f"mirror_{language}.qm")
            for text in untranslated(source):
                print(f"{language}: {text!r} is not translated.")
        return 0
    found = faults()
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

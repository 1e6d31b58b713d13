"""Checks every QML file of the mirror with qmllint; any warning is a failure.

Run by `make check`. Makes the types of the Python views known to qmllint first
(pyside6-metaobjectdump, pyside6-qmltyperegistrar), so that a misspelt property of it is found too.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
QML = REPO / "kiosk" / "mirror" / "qml"
WINDOW = REPO / "kiosk" / "mirror" / "window"
VIEWS = [path for path in sorted(WINDOW.glob("*.py")) if "@QmlElement" in path.read_text()]
MODULE = "Hangtag.Mirror"


def tool(name: str) -> str:
    """A tool of the PySide6 wheel: beside this Python, or on the PATH."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        sys.exit(f"{name} is not installed; it comes with PySide6-Essentials")
    return found


def make_types(folder: Path) -> None:
    """A QML module with the types of the view model, in `folder`."""
    module = folder.joinpath(*MODULE.split("."))
    module.mkdir(parents=True)
    dumped = subprocess.run(
        [tool("pyside6-metaobjectdump"), *map(str, VIEWS)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    types = folder / "types.json"
    types.write_text(dumped, encoding="utf-8")
    subprocess.run(
        [
            tool("pyside6-qmltyperegistrar"),
            *("--generate-qmltypes", str(module / "mirror.qmltypes")),
            *("--import-name", MODULE, "--major-version", "1", "--minor-version", "0"),
            *("-o", str(folder / "registered.cpp")),
            str(types),
        ],
        check=True,
        capture_output=True,
    )
    qmldir = f"module {MODULE}\ntypeinfo mirror.qmltypes\n"
    (module / "qmldir").write_text(qmldir, encoding="utf-8")


def lint(files: list[Path]) -> int:
    """qmllint's exit code for these files; what it finds goes to stderr."""
    with tempfile.TemporaryDirectory() as folder:
        make_types(Path(folder))
        done = subprocess.run(
            [
                tool("pyside6-qmllint"),
                *("-W", "0", "-I", folder, "-I", str(QML)),
                *(str(file.resolve()) for file in files),
            ],
            check=False,
        )
    return done.returncode


if __name__ == "__main__":
    checked = [Path(name) for name in sys.argv[1:]] or sorted(QML.rglob("*.qml"))
    code = lint(checked)
    if code == 0:
        print(f"{len(checked)} QML files are clean")
    sys.exit(code)

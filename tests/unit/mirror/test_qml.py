"""`make check` finds what is wrong in QML, a misspelt property of the view model included."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import REPO

DETAIL = REPO / "kiosk" / "mirror" / "qml" / "screens" / "DetailView.qml"


def lint(*files: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(REPO / "tests" / "qmllint.py"), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_our_qml_is_clean() -> None:
    done = lint()
    assert done.returncode == 0, done.stderr


def test_a_misspelt_property_is_found(tmp_path: Path) -> None:
    qml = tmp_path / "qml"
    for file in (REPO / "kiosk" / "mirror" / "qml").rglob("*"):
        if file.suffix == ".qml" or file.name == "qmldir":
            copy = qml / file.relative_to(REPO / "kiosk" / "mirror" / "qml")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    misspelt = qml / "screens" / "DetailView.qml"
    text = misspelt.read_text(encoding="utf-8")
    misspelt.write_text(text.replace("detail.title", "detail.titel"), encoding="utf-8")
    done = lint(misspelt)
    assert done.returncode != 0
    assert "titel" in done.stderr

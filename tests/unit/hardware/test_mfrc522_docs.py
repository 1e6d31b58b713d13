"""The MFRC522's page says every setting, and every sentence that staff may read."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from hardware.rfid.mfrc522 import driver
from hardware.rfid.mfrc522.driver import Mfrc522Reader
from tests.conftest import REPO

PAGE = (REPO / "docs" / "readers" / "mfrc522.md").read_text()


def test_every_setting_is_told_with_its_default() -> None:
    for name, setting in inspect.signature(Mfrc522Reader).parameters.items():
        if name not in ("open_registers", "clock"):
            default = str(setting.default).lower() if isinstance(setting.default, bool) else None
            told = default or f"{setting.default:g}" if name != "speed_hz" else "1000000"
            assert re.search(rf"^  {name}: {told}\b", PAGE, re.MULTILINE), (name, told)


def test_every_sentence_is_told() -> None:
    sentences = [
        words
        for name, words in vars(driver).items()
        if re.fullmatch("_[A-Z_]+", name) and isinstance(words, str)
    ]
    assert len(sentences) == 8
    assert [words for words in sentences if f"| {words} |" not in PAGE] == []


def test_the_example_hears_a_card(capsys, tmp_path: Path, monkeypatch) -> None:
    example = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    monkeypatch.chdir(tmp_path)
    exec(example.group(1), {})
    assert "TagRead(" in capsys.readouterr().out

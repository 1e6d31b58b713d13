"""One program of a name on a machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.alone import alone
from kiosk.config import ConfigError


def test_a_second_one_of_the_name_is_refused_with_a_sentence(tmp_path: Path) -> None:
    held = alone(tmp_path / "alone", "mirror-1")
    assert held is not None
    with pytest.raises(ConfigError, match=f"mirror-1 runs .* already .process {os.getpid()}"):
        alone(tmp_path / "alone", "mirror-1", waits_s=0.0)
    another = alone(tmp_path / "alone", "mirror-2", waits_s=0.0)
    assert another is not None
    os.close(another)
    os.close(held)  # as the kernel does at its end
    again = alone(tmp_path / "alone", "mirror-1", waits_s=0.0)
    assert again is not None
    os.close(again)


def test_one_that_is_just_ending_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = alone(tmp_path, "table-1")
    assert held is not None
    monkeypatch.setattr("time.sleep", lambda _: os.close(held))
    again = alone(tmp_path, "table-1", waits_s=60.0)
    assert again is not None
    os.close(again)


def test_a_disk_that_cannot_be_written_keeps_nobody_from_starting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert alone(tmp_path / "file", "mirror-1") is None

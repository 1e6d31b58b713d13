"""`kiosk mirror pin`: a PIN of the mirror's own, never an argument, never a weak one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.config import ConfigError
from kiosk.mirror.duty import local_pin
from kiosk.mirror.duty.service import Verdict
from tests.unit.programs.shop import content


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump(content()))
    monkeypatch.setenv("HANGTAG_CONFIG", str(file))
    return file


def test_it_is_set_and_set_again(config: Path) -> None:
    file = local_pin.file_of(config.parent / "var" / "keys")
    for pin in ("8642", "97531"):
        done = CliRunner().invoke(app, ["mirror", "pin"], input=f"{pin}\n{pin}\n")
        assert done.exit_code == 0, done.output
        assert pin not in done.output
        assert local_pin.compare(file, pin) is Verdict.RIGHT


@pytest.mark.parametrize("pin", ["1234", "12", "abcd", "1111"])
def test_a_weak_one_is_refused(config: Path, pin: str) -> None:
    done = CliRunner().invoke(app, ["mirror", "pin", "--pin-stdin"], input=f"{pin}\n")
    assert isinstance(done.exception, ConfigError)
    assert not local_pin.file_of(config.parent / "var" / "keys").exists()

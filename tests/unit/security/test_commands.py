"""`kiosk staff`, `devices` and `report audit`, while the hub runs and while it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from kiosk.cli import app as kiosk
from kiosk.config import ConfigError, load
from tests.unit.hub.conftest import serving
from tests.unit.programs.shop import free_port


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "config.yaml"
    place = {"reader": {"driver": "simulated"}}
    table = {"name": "Checkout 1", "terminal": {"driver": "simulated", "port": "t"}, **place}
    hub = {"port": free_port()}
    file.write_text(yaml.safe_dump({"sample_shop": "", "tables": {"1": table}, "hub": hub}))
    monkeypatch.setenv("HANGTAG_CONFIG", str(file))
    return file


def run(*arguments: str, pin: str = "") -> Result:
    return CliRunner().invoke(kiosk, list(arguments), input=f"{pin}\n" if pin else None)


def test_colleagues_without_a_hub(config: Path) -> None:
    assert "Nobody. Add a manager" in run("staff", "list").output
    added = run("staff", "add", "Mara", "--role", "manager", "--pin-stdin", pin="83415")
    assert added.output == "Mara can sign in now, as manager.\n"
    weak = run("staff", "add", "Tom", "--pin-stdin", pin="1234")
    assert isinstance(weak.exception, ConfigError)
    assert "guessed too easily" in str(weak.exception)
    assert "Mara" in run("staff", "list").output
    only = run("staff", "disable", "mara")
    assert "the only manager" in str(only.exception)
    assert "there is: Mara" in str(run("staff", "pin", "Ida", "--pin-stdin", pin="50617").exception)
    log = run("report", "audit").output
    assert "this machine  staff.added: Mara  (role manager)" in log
    assert "83415" not in log
    assert run("report", "audit", "--format", "csv").output.startswith("at,who,device,action")
    assert run("staff", "add", "=1+2", "--pin-stdin", pin="50617").output
    csv = run("report", "audit", "--format", "csv").output
    assert ",staff.added,'=1+2," in csv, "no formula for a spreadsheet"
    assert "Nothing was written down" in run("report", "audit", "--day", "2020-01-01").output


def test_colleagues_and_devices_through_the_hub(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(load(config)) as running:
        text = yaml.safe_load(config.read_text())
        text["hub"] = {"url": running.url}
        config.write_text(yaml.safe_dump(text))
        assert run("staff", "add", "Mara", "--role", "manager", "--pin-stdin", pin="83415").output
        assert [one.name for one in running.hub.staff.colleagues()] == ["Mara"]
        made = run("devices", "enrol", "--kind", "tablet", "--place", "1").output
        assert f"{running.url}/tablet/1" in made
        unknown = run("devices", "enrol", "--kind", "mirror", "--place", "9")
        assert "no place '9'" in str(unknown.exception)
        code = made.splitlines()[0]
        device = running.hub.security.devices.enrol(code, peer="t").device
        assert device.id in run("devices", "list").output
        assert "is the shop's no more" in run("devices", "revoke", device.id).output
        assert "device.revoked: tablet 1" in run("report", "audit").output

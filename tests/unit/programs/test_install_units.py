"""What `kiosk install` writes, as systemd, the shell and udev read it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from kiosk.config import parse
from kiosk.install.roles import CONFIG, MATRIX, Role, Wishes, plan_of
from tests.unit.programs.machines import KIOSK, MIRRORS, WISHES, every_machine, promised


@every_machine
def test_systemd_understands_the_unit(wishes: Wishes, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    plan = plan_of(wishes)
    unit = f"hangtag-{wishes.role}{'@' if wishes.place else ''}.service"
    [file] = [file for file in plan.files if file.path.endswith(f"/{unit}")]
    # The program that it names is not on this machine; everything else is judged.
    begin, end = file.text.index("ExecStart="), file.text.index("User=")
    text = f"{file.text[:begin]}ExecStart=/bin/true %i\n{file.text[end:]}"
    copy = tmp_path / plan.unit
    copy.write_text(text.replace("Documentation=", "#"), encoding="utf-8")
    judged = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(copy)],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (judged.returncode, judged.stderr) == (0, "")


def test_systemd_finds_a_misspelt_key(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    unit = tmp_path / "hangtag-odd.service"
    unit.write_text("[Service]\nExecStart=/bin/true\nWatchdogSecs=3\n", encoding="utf-8")
    judged = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(unit)],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert "WatchdogSecs" in judged.stderr


@every_machine
def test_every_unit_is_watched_bounded_and_nobody_in_particular(wishes: Wishes) -> None:
    [unit] = [
        file.text
        for file in plan_of(wishes).files
        if file.path.startswith("/etc/systemd/system/hangtag-")
    ]
    for line in (
        "Type=notify",
        "Restart=always",
        "User=hangtag",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "DevicePolicy=closed",
        "LimitCORE=0",
        "CapabilityBoundingSet=",
        "StartLimitIntervalSec=0",
    ):
        assert f"\n{line}\n" in unit, line
    for key in ("WatchdogSec=", "MemoryMax=", "MemoryHigh=", "XDG_CACHE_HOME=/run/"):
        assert key in unit, key


def test_what_systemd_is_told_by_a_child_is_heard() -> None:
    """A PAM session would move compositor and mirror into its own scope: no life sign arrives."""
    for wishes in MIRRORS:
        texts = promised(plan_of(wishes))
        unit = texts["/etc/systemd/system/hangtag-mirror@.service"]
        assert "\nNotifyAccess=all\n" in unit
        assert "\nPAMName=" not in unit
        # Then nobody else makes what a session would have brought: a seat, a folder, a console.
        assert "LIBSEAT_BACKEND=seatd" in unit
        assert "\nRuntimeDirectory=hangtag/mirror-%i\n" in unit
        assert "XDG_RUNTIME_DIR=/run/hangtag/mirror-%i" in unit
        assert "ExecStartPre=-+/usr/bin/chvt 7" in unit
        assert {"seatd", "kbd"} <= set(plan_of(wishes).packages)
        assert "m hangtag video" in texts["/etc/sysusers.d/hangtag-mirror.conf"]


def test_a_shared_reader_is_started_by_its_name_and_says_who_hears_it() -> None:
    [wishes] = [wishes for wishes in WISHES if wishes.place == "ceiling"]
    plan = plan_of(wishes)
    assert plan.unit == "hangtag-reader@ceiling.service"
    unit = promised(plan)["/etc/systemd/system/hangtag-reader@.service"]
    assert f"\nExecStart={KIOSK} --config {CONFIG} reader --name %i\n" in unit
    settings = parse(yaml.safe_load(promised(plan)[CONFIG]), Path(CONFIG))
    assert str(settings.shared_at("ceiling")) in "\n".join(plan.advice)


def test_the_hub_may_print() -> None:
    """The kernel calls the major number of /dev/usb/lp0 "usb"; "lp" is the old parallel port."""
    unit = promised(plan_of(WISHES[0]))["/etc/systemd/system/hangtag-hub.service"]
    assert "\nDeviceAllow=char-usb rw\n" in unit


def test_the_mirrors_own_script_is_a_shells(tmp_path: Path) -> None:
    for wishes in MIRRORS:
        [script] = [file for file in plan_of(wishes).files if file.path.endswith("mirror-session")]
        for shell in ("sh", "bash"):
            judged = subprocess.run(
                [shell, "-n"], input=script.text, capture_output=True, text=True
            )
            assert (judged.returncode, judged.stderr) == (0, "")


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_finger_lands_where_the_turned_picture_is(rotation: int) -> None:
    """The glass's corner under the finger, as the compositor turns the picture, by both ways."""
    a, b, c, d, e, f = map(float, MATRIX[rotation].split())
    turned = {
        90: lambda x, y: (1 - y, x),
        180: lambda x, y: (1 - x, 1 - y),
        270: lambda x, y: (y, 1 - x),
    }[rotation]
    for x, y in ((0, 0), (1, 0), (0.25, 0.5)):
        assert (a * x + b * y + c, d * x + e * y + f) == turned(x, y)
    plan = plan_of(Wishes(Role.MIRROR, "1", kiosk=KIOSK, rotation=rotation))
    texts = promised(plan)
    assert f'"{MATRIX[rotation]}"' in texts["/etc/udev/rules.d/70-hangtag.rules"]
    assert f"transform {rotation}" in texts["/etc/hangtag/kanshi"]


def test_touch_is_turned_once_only_under_labwc() -> None:
    texts = promised(plan_of(MIRRORS[-1]))
    assert "MATRIX" not in texts["/etc/udev/rules.d/70-hangtag.rules"]
    assert 'mapToOutput="HDMI-A-1"' in texts["/etc/hangtag/labwc/rc.xml"]

"""Screens that go off and on, and a finger on a dark one."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from hardware.device import DeviceError, DeviceState, make_device, open_device
from hardware.screen import drivers
from hardware.screen.drivers import (
    BacklightScreen,
    PlainScreen,
    SwitchedScreen,
    auto_screen,
    firmware_screen,
    run,
    wlopm_screen,
    wlr_randr_screen,
)
from hardware.screen.touch import TouchWatch
from tests.conftest import LogWatch, wait_until

LISTED = """HDMI-A-1 "Iiyama North America PL2795UHS 1234 (HDMI-A-1)"
  Physical size: 600x340 mm
  Enabled: yes
HDMI-A-2 "Unknown"
  Enabled: no
"""


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    folder = tmp_path / "backlight" / "10-0045"
    folder.mkdir(parents=True)
    for name, value in (("bl_power", "0"), ("brightness", "128"), ("max_brightness", "255")):
        (folder / name).write_text(f"{value}\n")
    return folder


def test_a_panels_light(panel: Path) -> None:
    screen = BacklightScreen(open_folder=panel.parent)
    screen.open()
    assert screen.brightness == pytest.approx(128 / 255)
    screen.set_brightness(0.5)
    assert (panel / "brightness").read_text() == "128"
    screen.set_brightness(0.0)
    assert int((panel / "brightness").read_text()) == round(0.05 * 255)
    screen.show(False)
    wait_until(lambda: (panel / "bl_power").read_text() == "4")
    screen.close()
    assert (panel / "bl_power").read_text() == "0"


@pytest.mark.parametrize("named", [True, False])
def test_without_a_backlight_the_screen_is_away_until_there_is_one(
    panel: Path, named: bool, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("the screen cannot be switched: there is no backlight at")
    monkeypatch.setattr("hardware.screen.screen.AGAIN_S", 0.01)
    away = panel.rename(panel.parent.parent / "away")
    screen = BacklightScreen(str(panel) if named else "", open_folder=panel.parent)
    screen.open()
    assert screen.health.state is DeviceState.AWAY
    assert "mirror.screen" in screen.health.message
    assert screen.brightness is None
    screen.set_brightness(0.5)
    screen.show(False)
    away.rename(panel)
    wait_until(lambda: (panel / "bl_power").read_text() == "4")
    wait_until(lambda: screen.health.ok)
    screen.close()
    assert (panel / "bl_power").read_text() == "0"


class Said:
    """Commands that were run; `broken` ones fail."""

    def __init__(self, answer: str = "") -> None:
        self.commands: list[list[str]] = []
        self.answer = answer
        self.broken = False

    def __call__(self, command: Sequence[str]) -> str:
        self.commands.append(list(command))
        if self.broken:
            raise OSError("no")
        return self.answer


def test_a_compositor_switches_its_outputs() -> None:
    said = Said(LISTED)
    screen = wlr_randr_screen(open_run=said)
    screen.open()
    screen.show(False)
    off = [["wlr-randr", "--output", f"HDMI-A-{n}", "--off"] for n in (1, 2)]
    wait_until(lambda: said.commands[1:] == off)
    screen.close()
    assert said.commands[-1] == ["wlr-randr", "--output", "HDMI-A-2", "--on"]


def test_labwc_keeps_the_output_and_only_darkens_it() -> None:
    said = Said()
    screen = wlopm_screen("HDMI-A-1", open_run=said)
    screen.open()
    screen.show(False)
    wait_until(lambda: said.commands == [["wlopm", "--off", "HDMI-A-1"]])
    screen.close()


def test_a_firmware_that_does_nothing_is_noticed(log_watch: LogWatch) -> None:
    log_watch.expect("the screen cannot be switched")
    screen = firmware_screen(open_run=Said("display_power=1"))
    screen.open()
    screen.show(False)
    wait_until(lambda: screen.health.state is DeviceState.FAULTY)
    assert "mirror.screen" in screen.health.message
    screen.close()


def test_a_screen_that_does_not_wake_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("the screen cannot be switched")
    monkeypatch.setattr("hardware.screen.screen.AGAIN_S", 0.01)
    turned: list[bool] = []
    fails = [2]

    def turn(on: bool) -> None:
        if on and fails[0]:
            fails[0] -= 1
            raise OSError("busy")
        turned.append(on)

    screen = SwitchedScreen(turn)
    screen.open()
    screen.show(False)
    wait_until(lambda: turned == [False])
    screen.show(True)
    wait_until(lambda: turned == [False, True])
    assert screen.health.ok
    screen.close()


def test_of_several_wishes_the_newest_counts() -> None:
    turned: list[bool] = []
    going = threading.Event()

    def turn(on: bool) -> None:
        going.wait(5)
        turned.append(on)

    screen = SwitchedScreen(turn)
    screen.open()
    for on in (False, True, False, True, False):
        screen.show(on)
    going.set()
    wait_until(lambda: turned[-1:] == [False])
    screen.close()
    assert turned in ([False, True], [False, True, False, True])


@pytest.mark.parametrize("name", ["auto", "none", "simulated"])
def test_by_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drivers, "BACKLIGHTS", tmp_path)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    port = {"port": str(tmp_path / "dev" / "screen")} if name == "simulated" else {}
    screen = open_device("screen", {"driver": name, **port})
    screen.show(False)
    assert screen.health.ok
    if port:
        assert (tmp_path / "dev" / "screen").read_text() == "off 0.80\n"
        screen.set_brightness(0.4)
        assert screen.brightness == 0.4
    screen.close()


def test_auto_takes_what_is_there(
    panel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert isinstance(auto_screen(open_folder=tmp_path / "none"), PlainScreen)
    assert isinstance(auto_screen(open_folder=panel.parent), BacklightScreen)
    (tmp_path / "wlr-randr").write_text("#!/bin/sh\n")
    (tmp_path / "wlr-randr").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert isinstance(auto_screen(open_folder=tmp_path / "none"), SwitchedScreen)


def test_none_is_well_and_has_no_settings() -> None:
    assert make_device("screen", {"driver": "none"}).health.ok
    with pytest.raises(DeviceError, match="no setting 'health'"):
        make_device("screen", {"driver": "none", "health": "x"})


def test_a_command_that_fails_is_an_os_error() -> None:
    assert run(["echo", "well"]) == "well\n"
    with pytest.raises(OSError, match="sh: odd"):
        run(["sh", "-c", "echo odd >&2; exit 3"])
    with pytest.raises(OSError, match="nowhere"):
        run(["/nowhere/at-all"])


def test_a_finger_on_a_dark_glass(tmp_path: Path) -> None:
    holds = []
    for name, properties in (("event0", "2"), ("event1", "0"), ("event2", "odd")):
        os.mkfifo(tmp_path / name)
        holds.append(os.open(tmp_path / name, os.O_RDWR))
        known = tmp_path / "known" / name / "device"
        known.mkdir(parents=True)
        (known / "properties").write_text(f"{properties}\n")
    hold, plug, odd = holds
    touched = threading.Event()
    watch = TouchWatch(touched.set, tmp_path, tmp_path / "known")
    watch.begin()
    os.write(plug, b"\0" * 24)  # a plug, and something that does not say what it is
    os.write(odd, b"\0" * 24)
    assert not touched.wait(0.02)
    os.write(hold, b"\0" * 24)
    assert touched.wait(5)
    watch.end()
    touched.clear()
    watch.begin()
    watch.begin()
    watch.end()
    os.write(hold, b"\0" * 24)
    assert not touched.wait(0.02)
    for each in holds:
        os.close(each)


def test_without_input_devices_nothing_is_heard_and_it_ends(tmp_path: Path) -> None:
    watch = TouchWatch(lambda: None, tmp_path)
    watch.begin()
    watch.end()
    watch.end()

"""A mirror as systemd has it: a process of its own that stalls, breaks or is told to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kiosk.mirror.duty.watch import BROKEN
from tests.conftest import wait_until
from tests.unit.programs.notify_socket import NotifySocket
from tests.unit.programs.shop import content

pytestmark = pytest.mark.slow

# What goes wrong in it is named by its argument.
SCRIPT = """
import logging, sys, threading, time
from pathlib import Path
from PySide6.QtCore import QTimer
from kiosk.config import load
from kiosk.config_sections import Device
from kiosk.mirror import app
from kiosk.mirror.duty import watch
from kiosk.mirror.window import display

kind, config = sys.argv[1:]
logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(message)s")
started = app.Program.start

def fail():
    raise RuntimeError("a slot broke" + 2000 * "!")

def start(program):
    started(program)
    if kind == "stalls":
        QTimer.singleShot(700, lambda: time.sleep(60))
    elif kind == "breaks":
        QTimer.singleShot(300, fail)
    elif kind == "thread":
        threading.Thread(target=fail, name="fitting room").start()
    elif kind == "closed":
        QTimer.singleShot(300, program.display.window.close)

app.Program.start = start
if kind == "scene":
    display.QML = Path("/nowhere")
settings = load(Path(config))
if kind == "screen":
    screen = Device(driver="backlight", brightness=3)
    mirror = settings.mirror.model_copy(update={"screen": screen})
    settings = settings.model_copy(update={"mirror": mirror})
if kind == "duty":
    watch.open_duty = lambda *_, **__: fail()
sys.exit(app.run(settings, fullscreen=True))
"""
PERIOD_S = 0.8


class Mirror:
    def __init__(self, folder: Path) -> None:
        self.systemd = NotifySocket(folder)
        self._config = folder / "config.yaml"
        self._config.write_text(yaml.safe_dump(content(sample_shop="")))
        self._log = folder / "log"
        self.process: subprocess.Popen[bytes]

    def start(self, kind: str) -> None:
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SCRIPT, kind, str(self._config)],
                env={**os.environ, **self.systemd.environment(PERIOD_S)},
                stderr=log,
            )

    @property
    def errors(self) -> list[str]:
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line.startswith(("ERROR", "Traceback", "CRITICAL"))]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.systemd.close()


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    mirror = Mirror(tmp_path)
    yield mirror
    mirror.close()


def test_it_is_ready_lives_at_rest_and_ends_when_it_is_told_to(mirror: Mirror) -> None:
    mirror.start("well")
    mirror.systemd.wait_for(6)
    assert mirror.systemd.said[0] == "READY=1"
    mirror.process.send_signal(signal.SIGTERM)
    assert mirror.process.wait(10) == 0
    assert mirror.systemd.hear()[-1] == "STOPPING=1"
    assert mirror.errors == []


def test_one_whose_screen_cannot_be_switched_is_on_duty_as_any_other(mirror: Mirror) -> None:
    mirror.start("screen")
    mirror.systemd.wait_for(6)
    assert mirror.systemd.said[0] == "READY=1"
    mirror.process.send_signal(signal.SIGTERM)
    assert mirror.process.wait(10) == 0
    (error,) = mirror.errors
    assert "config.yaml: mirror.screen: screen driver 'backlight' has no setting" in error


def test_one_that_stalls_gives_no_more_life_signs(mirror: Mirror) -> None:
    mirror.start("stalls")
    mirror.systemd.wait_for(1)
    quiet_since, fed = time.monotonic(), mirror.systemd.fed()
    # As long as systemd would wait before it kills.
    while time.monotonic() - quiet_since < 2 * PERIOD_S:
        if mirror.systemd.fed() != fed:
            quiet_since, fed = time.monotonic(), mirror.systemd.fed()
        time.sleep(0.01)
    assert mirror.process.poll() is None


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("breaks", "broke in the thread MainThread: RuntimeError: a slot broke"),
        ("thread", "broke in the thread fitting room: RuntimeError: a slot broke"),
        ("duty", "broke in the thread MainThread: RuntimeError: a slot broke"),
        ("scene", "the mirror cannot be shown: RuntimeError"),
    ],
)
def test_one_that_breaks_says_why_in_one_line_and_ends_to_be_started_again(
    mirror: Mirror, kind: str, words: str
) -> None:
    mirror.start(kind)
    assert mirror.process.wait(30) == BROKEN
    assert len([line for line in mirror.errors if words in line]) == 1
    assert "Traceback" not in "".join(mirror.errors)
    assert all(len(line) < 600 for line in mirror.errors)


def test_nobody_closes_its_window(mirror: Mirror) -> None:
    mirror.start("closed")
    mirror.systemd.wait_for(6)
    assert mirror.process.poll() is None
    wait_until(lambda: mirror.systemd.fed() > 8)

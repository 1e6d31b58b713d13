"""When something breaks on duty: no sign of life any more, one line in the log, a calm screen."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from kiosk.mirror.duty import crash
from kiosk.mirror.duty.crash import LONGEST, QtMessages, calm_about, one_line
from kiosk.mirror.duty.heartbeat import NEEDS, Heartbeat
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.calm_window import CalmWindow
from kiosk.watchdog import Watchdog
from tests.conftest import LogWatch
from tests.unit.mirror.stage import Stage, until
from tests.unit.mirror_duty.conftest import Clock
from tests.unit.programs.notify_socket import NotifySocket

# --- life signs


def test_a_still_scene_is_alive_and_a_stalled_one_is_not(stage: Stage, tmp_path: Path) -> None:
    systemd = NotifySocket(tmp_path)
    stage.settle()
    heart = Heartbeat(Watchdog.of(systemd.environment(0.04), *NEEDS), stage.window)
    heart.start()
    until(lambda: systemd.fed() >= 3, "life signs")
    assert systemd.said[0] == "READY=1"
    fed = systemd.fed()
    threading.Event().wait(0.06)  # the GUI thread does not turn
    assert systemd.fed() == fed
    stage.window.hide()  # it turns, and shows nothing
    QGuiApplication.processEvents()
    fed = systemd.fed()
    deadline = threading.Event()
    for _ in range(10):
        QGuiApplication.processEvents()
        deadline.wait(0.005)
    assert systemd.fed() <= fed + 1  # a frame may have been on its way
    heart.sleeping(True)
    until(lambda: systemd.fed() > fed + 2, "life signs of a screen that is off")
    heart.stop()
    stage.window.show()
    systemd.close()


# --- a calm end


def test_what_nobody_caught_is_one_line_and_calm(log_watch: LogWatch) -> None:
    log_watch.expect("the mirror broke in the thread")
    broke: list[str] = []

    def fail() -> None:
        raise ValueError("the reader said\n" + "x" * 5000)

    with calm_about(lambda: broke.append("once")):
        thread = threading.Thread(target=fail, name="fitting room")
        thread.start()
        thread.join()
        sys.excepthook(ValueError, ValueError("again"), None)
    assert broke == ["once"]


def test_a_log_line_is_bounded() -> None:
    assert one_line("a\nb") == "a b"
    assert len(one_line("x" * 5000)) == LONGEST
    with pytest.raises(ValueError, match="x") as raised:
        raise ValueError("x" * 5000)
    assert len(crash.cause(raised.value)) <= LONGEST


def test_qt_repeats_itself_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    messages = QtMessages(clock)
    context = QMessageLogContext()
    with caplog.at_level("DEBUG", "qt"):
        for _ in range(100):
            messages(QtMsgType.QtInfoMsg, context, "a binding loop\nof many lines")
        clock.now += 61
        messages(QtMsgType.QtInfoMsg, context, "a binding loop\nof many lines")
    assert [record.getMessage() for record in caplog.records] == [
        "a binding loop of many lines"
    ] * 2


def test_the_calm_screen(stage: Stage) -> None:
    stage.show(FittingVisit(forget_after_s=45))
    stage.display.duty.set_state(calm="One moment.")
    assert {"Maison Aster", "One moment."} <= set(stage.texts())
    stage.save("calm")
    stage.display.duty.set_state(calm="")


def test_the_calm_screen_without_the_scene(stage: Stage) -> None:
    window = CalmWindow("Maison Aster", "One moment.")
    window.show()
    until(window.isExposed, "the window")
    window.close()
    shiboken6.delete(window)


def test_the_calm_screen_has_the_shops_logo(stage: Stage, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
        '<rect width="40" height="10" fill="#ff0000"/></svg>'
    )
    window = CalmWindow("Maison Aster", "One moment.", logo)
    window.show()
    until(window.isExposed, "the window")
    picture = QImage(window.size(), QImage.Format.Format_RGB32)
    picture.fill(0)
    window.draw(QPainter(picture))
    assert picture.pixelColor(40, 40).name() == "#ff0000"
    window.close()
    shiboken6.delete(window)

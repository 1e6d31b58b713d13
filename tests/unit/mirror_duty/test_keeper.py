"""The duty in a real window: staff's way in by finger, sleep and waking, a calm screen."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QMessageLogContext, QPoint, QPointF, Qt, QtMsgType
from PySide6.QtGui import QAccessible, QCloseEvent, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest

from hardware.screen.simulated.driver import SimulatedScreen
from kiosk.mirror.duty import crash, local_pin
from kiosk.mirror.duty.crash import LONGEST, QtMessages, calm_about, one_line
from kiosk.mirror.duty.heartbeat import NEEDS, Heartbeat
from kiosk.mirror.duty.keeper import RESTART, Duty
from kiosk.mirror.duty.made import join_hub
from kiosk.mirror.duty.service import Verdict
from kiosk.mirror.duty.shown import DutyScreen
from kiosk.mirror.duty.sleep import Sleep
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.calm_window import CalmWindow
from kiosk.watchdog import Watchdog
from tests.conftest import LogWatch
from tests.unit.mirror.fakes import PlayedHub
from tests.unit.mirror.stage import Stage, until
from tests.unit.programs.notify_socket import NotifySocket

CORNERS = ((10, 10), (1070, 10), (1070, 1910), (10, 1910))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage.still()
    yield stage
    stage.close()


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Wall:
    """A mirror on duty, with what a test plays around it."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage = stage
        self.clock = Clock()
        self.screen_file = folder / "screen"
        self.screen = SimulatedScreen(str(self.screen_file))
        self.screen.open()
        self.pin_file = local_pin.file_of(folder / "keys")
        self.hub = PlayedHub()
        self.before: list[str] = []
        self.hub.on_reply = lambda path, *_: self.before.append(path)
        self.ended: list[int] = []
        self.slept: list[bool] = []
        self.duty = Duty(
            stage.display.duty,
            self.screen,
            room="Fitting room 1",
            sleep=Sleep(900.0),
            data_dir=folder,
            pin_file=self.pin_file,
            version="0.1.0",
            clock=self.clock,
        )
        self.duty.deeds.end = self.ended.append
        self.duty.deeds.sleeping = self.slept.append
        join_hub(self.duty, self.hub, "1")
        stage.show(FittingVisit(forget_after_s=45))

    def press(self, x: int, y: int) -> None:
        place = self.stage.window.contentItem().mapToScene(QPointF(x, y)).toPoint()
        QTest.mouseClick(
            self.stage.window,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(place),
        )
        QGuiApplication.processEvents()

    def open_pad(self) -> None:
        for place in CORNERS:
            self.press(*place)
        self.stage.settle()

    def enter(self, pin: str) -> None:
        for digit in pin:
            self.stage.tap(f"pin-{digit}")
        self.stage.tap("pin-enter")

    def open_page(self) -> None:
        self.duty.seen(False, hub_near=True)
        self.open_pad()
        self.enter("4711")
        self.reply(200, {"who": "Mara"})
        until(lambda: "service-note" in self.stage.names(), "the page")
        self.stage.settle()

    def reply(self, status: int, reply: dict[str, Any]) -> None:
        self.hub.reply(status, reply)
        QGuiApplication.processEvents()

    def later(self, seconds: float) -> None:
        self.clock.now += seconds
        self.duty._tick()
        self.stage.settle()

    def close(self) -> None:
        self.duty.close()
        self.stage.display.duty.set_state(asleep=False, calm="", kiosk=False)
        self.stage.display.duty.show(DutyScreen())
        shiboken6.delete(self.duty)


@pytest.fixture
def wall(stage: Stage, tmp_path: Path) -> Iterator[Wall]:
    wall = Wall(stage, tmp_path)
    yield wall
    wall.close()


# --- staff's page


def test_four_corners_a_pin_and_staff_are_in(wall: Wall) -> None:
    wall.duty.seen(False, hub_near=True)
    wall.open_pad()
    assert "For staff" in wall.stage.texts()
    wall.enter("4711")
    [(path, body)] = wall.hub.posted
    assert (path, body["pin"]) == ("/api/rooms/1/service", "4711")
    assert wall.hub.terms == [(3.0, False)]  # never written down
    wall.reply(200, {"who": "Mara"})
    until(lambda: "Opened by Mara" in wall.stage.texts(), "the page")
    texts = wall.stage.texts()
    assert "Fitting room 1" in texts
    assert {"0.1.0", "connected"} <= set(texts)
    assert any("% full" in text for text in texts)
    wall.stage.save("service-page")
    wall.stage.tap("service-close")
    wall.stage.settle()
    assert "service-note" not in wall.stage.names()


def test_replies_that_are_not_ours_go_on(wall: Wall) -> None:
    assert wall.hub.on_reply is not None
    wall.hub.on_reply("/api/requests", {"id": "1"}, 200, {})
    wall.hub.on_reply("/api/rooms/1/service", {"id": "1"}, 200, {})
    assert wall.before == ["/api/requests"]


def test_a_wrong_pin_is_said_and_three_make_a_pause(wall: Wall) -> None:
    wall.duty.seen(False, hub_near=True)
    wall.open_pad()
    for _ in range(3):
        wall.enter("1357")
        wall.reply(409, {"detail": {"code": "wrong_pin"}})
        wall.stage.settle()
    assert "Too many wrong PINs. Wait a little." in wall.stage.texts()
    wall.stage.save("service-pause")
    wall.stage.touch(wall.stage.spot("pin-1"))
    assert wall.stage.display.duty.property("dots") == 0


def test_without_the_hub_its_own_pin_opens_and_the_hub_is_told_later(wall: Wall) -> None:
    local_pin.keep(wall.pin_file, "8642")
    wall.open_pad()
    wall.enter("8642")
    until(lambda: "Opened without the hub" in wall.stage.texts(), "the page")
    [(path, body)] = wall.hub.posted
    assert path == "/api/rooms/1/service/opened"
    assert set(body) == {"id", "at_ms"}
    assert wall.hub.terms == [(None, True)]  # kept until the hub is back


def test_without_the_hub_and_without_a_pin_nobody_comes_in(wall: Wall) -> None:
    wall.open_pad()
    wall.enter("8642")
    until(lambda: any("no PIN of its own" in text for text in wall.stage.texts()), "the note")


def test_a_hub_that_fails_leaves_it_to_the_mirror(wall: Wall) -> None:
    local_pin.keep(wall.pin_file, "8642")
    wall.duty.seen(False, hub_near=True)
    wall.open_pad()
    wall.enter("8642")
    wall.reply(500, {})
    until(lambda: "Opened without the hub" in wall.stage.texts(), "the page")


def test_the_page_closes_by_itself(wall: Wall) -> None:
    wall.open_page()
    wall.later(91)
    assert wall.stage.display.duty.property("stage") == ""


def test_what_the_page_does(wall: Wall) -> None:
    left: list[bool] = []
    wall.duty.deeds.leave_fullscreen = lambda: left.append(True)
    wall.duty.set_kiosk(True)
    wall.open_page()
    assert "service-restart_device" not in wall.stage.names()
    wall.stage.tap("service-brighter")
    assert wall.screen.brightness == pytest.approx(0.9)
    wall.stage.settle()
    assert "Brightness 90 %" in wall.stage.texts()
    wall.stage.tap("service-restart_mirror")
    assert wall.ended == [RESTART]
    wall.stage.tap("service-leave_fullscreen")
    assert left == [True]
    assert wall.stage.display.duty.property("kiosk") is False


def test_the_device_is_restarted_only_where_systemd_allows_it(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    restarted = threading.Event()
    monkeypatch.setattr("kiosk.mirror.duty.facts.may_restart", lambda: True)
    monkeypatch.setattr("kiosk.mirror.duty.facts.restart", restarted.set)
    wall.open_page()
    until(lambda: "service-restart_device" in wall.stage.names(), "the button")
    wall.stage.settle()
    wall.stage.tap("service-restart_device")
    assert restarted.wait(5)


def test_the_pad_is_for_fingers_and_for_screen_readers(wall: Wall) -> None:
    wall.open_pad()
    keys = [item for item in wall.stage.items() if item.objectName().startswith("pin-")]
    targets = [item for item in keys if item.property("touchTarget")]
    assert len(targets) == 12
    assert all(item.width() >= 96 and item.height() >= 96 for item in targets)
    names = [
        QAccessible.queryAccessibleInterface(item).text(QAccessible.Text.Name) for item in targets
    ]
    assert names[:3] == ["One", "Two", "Three"]
    assert set(names[9:]) == {"Erase", "Zero", "Enter"}
    wall.stage.save("service-pin")


def test_a_mirror_that_is_used_does_not_open_it(wall: Wall) -> None:
    for x, y in [(10, 10), (540, 960), (1070, 10), (1070, 1910), (10, 1910)]:
        wall.press(x, y)
    assert wall.stage.display.duty.property("stage") == ""


# --- sleep


def test_it_sleeps_and_wakes_at_a_touch_which_does_nothing_else(wall: Wall) -> None:
    wall.later(901)
    assert wall.duty.asleep
    assert wall.screen_file.read_text().startswith("off")
    assert wall.slept == [True]
    picture = wall.stage.picture()
    assert picture.pixelColor(540, 1240).lightness() == 0
    wall.press(540, 1240)
    assert not wall.duty.asleep
    assert wall.screen_file.read_text().startswith("on")
    assert wall.slept == [True, False]


def test_it_wakes_when_something_is_hung_and_stays_awake(wall: Wall) -> None:
    wall.later(901)
    wall.duty.seen(True, hub_near=True)
    assert not wall.duty.asleep
    wall.later(5000)
    assert not wall.duty.asleep


def test_a_finger_that_only_the_kernel_hears_wakes_it(wall: Wall) -> None:
    wall.later(901)
    threading.Thread(target=wall.duty._touched.emit).start()
    until(lambda: not wall.duty.asleep, "waking")


# --- no way out


def test_a_kiosk_is_not_closed(wall: Wall) -> None:
    wall.duty.set_kiosk(True)
    for close in (True, False):
        event = QCloseEvent()
        QGuiApplication.sendEvent(wall.stage.window, event)
        assert wall.stage.window.isVisible()
        assert not event.isAccepted()
        if close:
            QTest.keyClick(wall.stage.window, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
            QTest.keyClick(wall.stage.window, Qt.Key.Key_Escape)


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


# --- its own PIN


def test_its_own_pin_is_kept_as_a_hash_for_its_user_only(tmp_path: Path) -> None:
    file = local_pin.file_of(tmp_path / "keys")
    assert local_pin.compare(file, "8642") is Verdict.UNKNOWN
    local_pin.keep(file, "8642")
    assert "8642" not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert local_pin.compare(file, "8642") is Verdict.RIGHT
    assert local_pin.compare(file, "8643") is Verdict.WRONG
    file.write_text("odd")
    assert local_pin.compare(file, "8642") is Verdict.UNKNOWN

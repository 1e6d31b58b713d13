"""The duty in a real window: staff's way in by finger, sleep and waking, no way out."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QCloseEvent, QGuiApplication
from PySide6.QtTest import QTest

from kiosk.mirror.duty import local_pin
from kiosk.mirror.duty.keeper import RESTART
from kiosk.mirror.duty.service import Verdict
from tests.unit.mirror.stage import until
from tests.unit.mirror_duty.conftest import Wall

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

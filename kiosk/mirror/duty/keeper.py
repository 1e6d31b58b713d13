"""The mirror's duty in the GUI thread: what happens goes in, a page and deeds come out.

Owns the service, the sleep and their clock, the screen's power and what is asked of the system.
Decides nothing: those are `service.py`'s and `sleep.py`'s.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from hardware.screen.screen import Screen
from hardware.screen.touch import TouchWatch
from kiosk.mirror.duty import facts as system
from kiosk.mirror.duty import local_pin
from kiosk.mirror.duty.gesture import corner_at
from kiosk.mirror.duty.page import Facts, duty_screen
from kiosk.mirror.duty.service import (
    Action,
    AskHere,
    AskHub,
    Closed,
    Compared,
    Digit,
    Entered,
    Erased,
    Happening,
    Opened,
    Passed,
    Pressed,
    Service,
    Stage,
    Verdict,
    Wanted,
)
from kiosk.mirror.duty.sleep import Sleep
from kiosk.mirror.screen.service_words import ServiceWords
from kiosk.mirror.window.duty_view import DutyView

FACTS_MS = 2000
WIDTH, HEIGHT = 1080.0, 1920.0
SILENT = ServiceWords()  # while the page is closed: no typeface is loaded for it
RESTART = 3  # the exit code of a mirror that was told to start again


@dataclass
class Deeds:
    """What the duty can do around itself; each returns at once. Set by who puts it together."""

    ask_hub: Callable[[str, str], None] = lambda _id, _pin: None
    tell_hub: Callable[[str], None] = lambda _id: None
    end: Callable[[int], None] = lambda _code: None
    leave_fullscreen: Callable[[], None] = lambda: None
    sleeping: Callable[[bool], None] = lambda _asleep: None
    reader: Callable[[], tuple[bool | None, float | None]] = lambda: (None, None)
    catalog_s: Callable[[], float | None] = lambda: None


class Duty(QObject):
    """`seen(somebody, hub_near, hangs)` is called when the visit changes. `hears_glass` has the
    kernel asked for fingers while the screen is off. `words` are staff's, asked for when their page
    is drawn."""

    _answered = Signal(object)
    _refused = Signal(str)
    _allowed = Signal(bool)
    _touched = Signal()

    def __init__(
        self,
        view: DutyView,
        screen: Screen,
        *,
        room: str,
        sleep: Sleep,
        data_dir: Path,
        pin_file: Path,
        version: str = "",
        hears_glass: bool = False,
        words: Callable[[], ServiceWords] = ServiceWords,
        right_to_left: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.deeds = Deeds()
        self._view = view
        self._screen = screen
        self._room = room
        self._data_dir = data_dir
        self._pin_file = pin_file
        self._words = words
        self._right_to_left = right_to_left
        self._clock = clock
        self._service = Service()
        self._sleep = replace(sleep, stirred_at=clock())
        self._facts = Facts(version=version)
        self._touch = TouchWatch(self._touched.emit) if hears_glass else None
        self._threads: list[threading.Thread] = []
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        self._alarm.timeout.connect(self._tick)
        self._looking = QTimer(self)
        self._looking.setInterval(FACTS_MS)
        self._looking.timeout.connect(self._look)
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._refused.connect(self._compare_anyway, Qt.ConnectionType.QueuedConnection)
        self._allowed.connect(self._know_allowed, Qt.ConnectionType.QueuedConnection)
        self._touched.connect(self._wake, Qt.ConnectionType.QueuedConnection)
        view.pressed.connect(self._press)
        view.digit.connect(self._type)
        view.erased.connect(self._erase)
        view.entered.connect(self._enter)
        view.closed.connect(self._shut)
        view.wanted.connect(self._want)
        view.dimmed.connect(self._dim)
        self._set_alarm()

    @property
    def asleep(self) -> bool:
        return self._sleep.asleep

    def set_kiosk(self, kiosk: bool) -> None:
        """Whether the mirror has the whole screen, and nobody may close it."""
        self._facts = replace(self._facts, fullscreen=kiosk)
        self._view.set_state(kiosk=kiosk)

    def seen(self, somebody: bool, hub_near: bool, hangs: Hashable = ()) -> None:
        """How the room is now."""
        self._facts = replace(self._facts, hub_near=hub_near)
        self._rest(self._sleep.seen(somebody, self._clock(), hangs))

    def answered(self, key: str, status: int, reply: dict[str, Any]) -> None:
        """What the hub said of a PIN; from any thread."""
        if status == 200:
            self._answered.emit(Compared(key, Verdict.RIGHT, str(reply.get("who") or "")))
        elif status == 409:
            self._answered.emit(Compared(key, Verdict.WRONG))
        else:
            self._refused.emit(key)

    def close(self) -> None:
        self._alarm.stop()
        self._looking.stop()
        if self._touch is not None:
            self._touch.end()
        self._screen.close()
        for thread in self._threads:
            thread.join(1.0)

    @Slot(object)
    def _take(self, happening: Happening) -> None:
        now = self._clock()
        self._rest(self._sleep.stirred(now))
        self._happen(happening, now)

    def _happen(self, happening: Happening, now: float) -> None:
        before = self._service
        self._service, wishes = before.after(happening, now)
        if self._service.stage is Stage.PAGE and before.stage is not Stage.PAGE:
            self._begin_looking()
        elif self._service.stage is not Stage.PAGE:
            self._looking.stop()
        for wish in wishes:
            match wish:
                case AskHub():
                    self.deeds.ask_hub(wish.id, wish.pin)
                case AskHere():
                    self._compare_here(wish)
                case Opened():
                    self.deeds.tell_hub(wish.id)
                case Wanted():
                    self._do(wish.action)
        self._draw()
        self._set_alarm()

    def _do(self, action: Action) -> None:
        match action:
            case Action.RESTART_MIRROR:
                self.deeds.end(RESTART)
            case Action.RESTART_DEVICE:
                self._behind(system.restart)
            case Action.LEAVE_FULLSCREEN:
                self.set_kiosk(False)
                self.deeds.leave_fullscreen()

    @Slot(float, float)
    def _press(self, x: float, y: float) -> None:
        self._take(Pressed(corner_at(x, y, WIDTH, HEIGHT)))

    @Slot(str)
    def _type(self, digit: str) -> None:
        self._take(Digit(digit))

    @Slot()
    def _erase(self) -> None:
        self._take(Erased())

    @Slot()
    def _shut(self) -> None:
        self._take(Closed())

    @Slot(str)
    def _want(self, action: str) -> None:
        self._take(Wanted(Action(action)))

    @Slot()
    def _enter(self) -> None:
        self._take(Entered(uuid.uuid4().hex, self._facts.hub_near))

    @Slot(str)
    def _compare_anyway(self, key: str) -> None:
        """The hub was asked and cannot say."""
        if self._service.trying == key:
            self._compare_here(AskHere(key, self._service.pin))

    def _compare_here(self, ask: AskHere) -> None:
        def compare() -> None:
            verdict = local_pin.compare(self._pin_file, ask.pin)
            self._answered.emit(Compared(ask.id, verdict, by_hub=False))

        self._behind(compare)

    @Slot(float)
    def _dim(self, brightness: float) -> None:
        if self._service.stage is Stage.PAGE:
            self._screen.set_brightness(brightness)
            self._look()

    # --- sleep --------------------------------------------------------------------------------

    @Slot()
    def _wake(self) -> None:
        self._rest(self._sleep.stirred(self._clock()))
        self._set_alarm()

    def _rest(self, sleep: Sleep) -> None:
        before, self._sleep = self._sleep, sleep
        if sleep.asleep is not before.asleep:
            self._view.set_state(asleep=sleep.asleep)
            self.deeds.sleeping(sleep.asleep)
            self._screen.show(not sleep.asleep)
            if self._touch is not None:
                (self._touch.begin if sleep.asleep else self._touch.end)()
        if sleep != before:
            self._set_alarm()

    # --- time ---------------------------------------------------------------------------------

    @Slot()
    def _tick(self) -> None:
        now = self._clock()
        self._rest(self._sleep.aged(now, _minute()))
        self._happen(Passed(), now)

    def _set_alarm(self) -> None:
        now = self._clock()
        due = [self._service.deadline(), self._sleep.deadline(now, _minute())]
        times = [time for time in due if time is not None]
        if not times:
            self._alarm.stop()
            return
        # A day at most: a timer counts milliseconds in 31 bits.
        wait_s = min(86_400.0, max(0.01, min(times) - now + 0.01))
        self._alarm.start(round(wait_s * 1000))

    # --- what the page says -------------------------------------------------------------------

    def _begin_looking(self) -> None:
        self._looking.start()
        self._look()

        self._behind(lambda: self._allowed.emit(system.may_restart()))

    @Slot(bool)
    def _know_allowed(self, allowed: bool) -> None:
        self._facts = replace(self._facts, may_restart=allowed)
        self._draw()

    @Slot()
    def _look(self) -> None:
        ok, heard_s = self.deeds.reader()
        self._facts = replace(
            self._facts,
            reader_ok=ok,
            heard_s=heard_s,
            catalog_s=self.deeds.catalog_s(),
            disk_percent=system.disk_percent(self._data_dir),
            temperature_c=system.temperature_c(),
            brightness=self._screen.brightness,
            screen_ok=self._screen.health.ok,
        )
        self._draw()

    def _draw(self) -> None:
        closed = self._service.stage is Stage.CLOSED
        words = SILENT if closed else self._words()
        screen = duty_screen(self._service, self._facts, self._room, words)
        self._view.show(replace(screen, right_to_left=self._right_to_left))

    def _behind(self, work: Callable[[], None]) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, name="duty", daemon=True)
        self._threads.append(thread)
        thread.start()


def _minute() -> int:
    now = datetime.now().astimezone()
    return now.hour * 60 + now.minute

"""The mirror while it is on duty: life signs, sleep, staff's way in, and a calm end when it breaks.

Owns how these hang together in one run of the program, from its first frame to its exit code.
"""

from __future__ import annotations

import logging
import os
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from kiosk.mirror.duty.calm_words import RIGHT_TO_LEFT, calm_words, language_of
from kiosk.mirror.duty.crash import calm_about, cause
from kiosk.mirror.duty.heartbeat import NEEDS, Heartbeat
from kiosk.mirror.duty.keeper import Duty
from kiosk.mirror.duty.made import join_hub, open_duty
from kiosk.mirror.duty.shown import DutyScreen
from kiosk.mirror.window import typefaces
from kiosk.mirror.window.calm_window import CalmWindow
from kiosk.mirror.window.languages import UNLIKE_LATIN
from kiosk.watchdog import Watchdog

if TYPE_CHECKING:
    from kiosk.config import Settings
    from kiosk.mirror.hub_link import Hub
    from kiosk.mirror.room.room_watch import RoomWatch
    from kiosk.mirror.visit.visit import FittingVisit
    from kiosk.mirror.window.display import Display

log = logging.getLogger(__name__)

CALM_MS = 400  # long enough to be drawn; the new mirror takes over from there
BROKEN = 1  # the exit code of a mirror that starts again because something broke


class Watch(QObject):
    """One mirror on duty, from its first frame on until `close`. What breaks meanwhile is met
    calmly."""

    _broke = Signal()

    def __init__(
        self, settings: Settings, room: str, display: Display, app: QGuiApplication, *, kiosk: bool
    ) -> None:
        super().__init__()
        self._settings = settings
        self._room = room
        self._display = display
        self._app = app
        self._kiosk = kiosk
        self._duty: Duty | None = None
        self._heart = Heartbeat(Watchdog.of(os.environ, *NEEDS), display.window)
        self._broke.connect(self._calm, Qt.ConnectionType.QueuedConnection)
        self._opened = ExitStack()

    def begin(self) -> None:
        """The hooks first: what breaks in what follows must end this mirror, too."""
        self._opened.enter_context(calm_about(self._broke.emit))  # from whichever thread it was
        duty = open_duty(self._settings, self._room, self._display.duty, kiosk=self._kiosk)
        duty.deeds.end = self._app.exit
        duty.deeds.leave_fullscreen = self._display.window.showNormal
        duty.deeds.sleeping = self._heart.sleeping
        self._duty = duty
        self._heart.start()

    def join(self, hub: Hub, reader: RoomWatch) -> None:
        """Once reader and hub are there."""
        if self._duty is None:  # it broke, and this mirror is about to end
            return
        join_hub(self._duty, hub, self._room)

        def heard() -> tuple[bool | None, float | None]:
            at = reader.heard_at
            return reader.ok, None if at is None else time.monotonic() - at

        self._duty.deeds.reader = heard

    def seen(self, visit: FittingVisit) -> None:
        """The visit has changed."""
        if self._duty is not None:
            self._duty.seen(visit.began, visit.hub_near, (visit.tags, visit.unknown))

    def close(self) -> None:
        self._opened.close()
        self._heart.stop()
        if self._duty is not None:
            self._duty.close()
        self._display.duty.set_state(kiosk=False)

    @Slot()
    def _calm(self) -> None:
        # First of all: this mirror ends, whatever becomes of its words.
        QTimer.singleShot(CALM_MS, lambda: self._app.exit(BROKEN))
        try:
            locale = self._settings.shop.locale
            _load_letters(locale)
            self._display.duty.show(DutyScreen(right_to_left=language_of(locale) in RIGHT_TO_LEFT))
            self._display.duty.set_state(calm=calm_words(locale))
        except Exception as error:  # noqa: BLE001 - the hooks tell of the first only
            log.error("the mirror ends without its calm screen: %s", cause(error))


def calm_end(
    app: QGuiApplication,
    shop: str,
    locale: str,
    error: Exception,
    *,
    fullscreen: bool,
    logo: Path | None = None,
) -> int:
    """A mirror that cannot even be drawn: says so in the log, is calm for a moment, and ends."""
    log.error("the mirror cannot be shown: %s", cause(error))
    _load_letters(locale)
    from_right = language_of(locale) in RIGHT_TO_LEFT
    window = CalmWindow(shop, calm_words(locale), logo, right_to_left=from_right)
    if fullscreen:
        window.showFullScreen()
    else:
        window.show()
    QTimer.singleShot(CALM_MS, lambda: app.exit(BROKEN))
    code = app.exec()
    window.close()
    return code


def _load_letters(locale: str) -> None:
    """Those of the shop's language: the shopper's may have taken their place."""
    language = language_of(locale)
    if language in UNLIKE_LATIN:
        with suppress(Exception):  # as plain as the system's letters may be, it is calm
            typefaces.speak(language)

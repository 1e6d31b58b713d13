"""One mirror in the GUI thread: events go in one after the other, a screen and effects come out.

Owns the current visit, the clock it lives by and the one place where threads cross: `publish`.
What a finger does and what staff answer is drawn at once. What the room does is gathered: all that
came while a frame was drawn is one change, and once the glass is full there are a few a second.
Decides nothing: that is `visit.py`'s, and what is shown is `screen.py`'s.
"""

from __future__ import annotations

import logging
import secrets
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from kiosk.mirror.screen.screen import screen_of
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.ageing import deadline
from kiosk.mirror.visit.effects import Effect, Note
from kiosk.mirror.visit.events import (
    CostsFound,
    Event,
    Named,
    OffersFound,
    PicturesCame,
    RoomSeen,
    SubstitutesFound,
    Tick,
)
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.view_model import MirrorViewModel

GATHERED = (RoomSeen, OffersFound, PicturesCame, SubstitutesFound, CostsFound)
TOKEN_BYTES = 24  # nobody guesses the address of a visit
CALM_MS = 400  # as long as a garment takes to hang still

log = logging.getLogger(__name__)


class Mirror(QObject):
    """`words_in(language)` is what is said in a language.

    `do` is called with each effect, in the GUI thread, and must return at once; `tell` with each
    new visit; `look_at` with the key of the picture that is looked at larger, or "", and the keys
    of those that come soon.
    """

    _happened = Signal(object)

    def __init__(
        self,
        visit: FittingVisit,
        view_model: MirrorViewModel,
        *,
        shop: str,
        words_in: Callable[[str], Words],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._visit = visit
        self._view_model = view_model
        self._shop = shop
        self._words_in = words_in
        self._clock = clock
        self.do: Callable[[Effect], None] = lambda effect: log.info("nobody does %s", effect)
        self.tell: Callable[[FittingVisit], None] = lambda _: None
        self.look_at: Callable[[str, Sequence[str]], None] = lambda _, __: None
        self.watched: Callable[[FittingVisit], None] = lambda _: None  # by the mirror's duty
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.timeout.connect(self._draw_gathered)
        self._gathered = False
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        self._alarm.timeout.connect(self._tick)
        self._happened.connect(self._gather, Qt.ConnectionType.QueuedConnection)
        view_model.tapped.connect(self.happen)
        self._draw()

    @property
    def visit(self) -> FittingVisit:
        return self._visit

    def publish(self, event: Event) -> None:
        """Something happened; from any thread."""
        self._happened.emit(event)

    @Slot(object)
    def happen(self, event: Event) -> None:
        """Something happened; from the GUI thread."""
        if self._take(event):
            self._draw()

    @Slot(object)
    def _gather(self, event: Event) -> None:
        if not self._take(event):
            return
        if not isinstance(event, GATHERED):
            self._draw()
            return
        self._gathered = True
        if not self._pause.isActive():
            self._pause.start(0)  # after what else has come by now

    def _take(self, event: Event) -> bool:
        """The visit after this event; whether it is another one."""
        before = self._visit
        self._visit, effects = before.after(event, self._clock())
        if self._visit.began and not self._visit.token:
            named = Named(str(uuid.uuid4()), secrets.token_urlsafe(TOKEN_BYTES))
            self._visit, more = self._visit.after(named, self._clock())
            effects += more
        changed = self._visit != before
        if changed:
            self.tell(self._visit)
            self.watched(self._visit)
        for effect in effects:
            self.do(self._signed(effect))
        self._set_alarm()
        return changed

    def _signed(self, effect: Effect) -> Effect:
        """What was noted before the visit had its name is this visit's."""
        if isinstance(effect, Note) and not effect.visit:
            return replace(effect, visit=self._visit.key)
        return effect

    @Slot()
    def _draw_gathered(self) -> None:
        if self._gathered:
            self._draw()

    def _tick(self) -> None:
        self.happen(Tick())

    def _draw(self) -> None:
        screen = screen_of(
            self._visit, shop=self._shop, words=self._words_in(self._visit.manners.language)
        )
        self._view_model.show(screen)
        self.look_at(screen.detail.picture, screen.soon)
        self._gathered = False
        if screen.more:
            self._pause.start(CALM_MS)
        else:
            self._pause.stop()

    def _set_alarm(self) -> None:
        due = deadline(self._visit)
        if due is None:
            self._alarm.stop()
        else:
            self._alarm.start(max(10, round((due - self._clock()) * 1000) + 10))

"""What the shopper's phone wants of the mirror: the hub's list of taps in, events out, each once.

Owns which tap is which event, and which ones have been done. The list is said again and again: what
was done is known by its id, and what belongs to another visit is nobody's. An odd tap is no event.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    CallTapped,
    ColourTapped,
    Event,
    ForgetTapped,
    FromPhone,
    HoldTapped,
    LanguageTapped,
    NeverMindTapped,
    OfferTapped,
    ScoreTapped,
    SizeTapped,
)

log = logging.getLogger(__name__)

REMEMBERED = 200  # the hub lists 60 at most

EVENTS: Mapping[str, Callable[[str, str], Event]] = {
    "garment": lambda _, value: OfferTapped(int(value)),
    "offer": lambda _, value: OfferTapped(int(value)),
    "colour": lambda _, value: ColourTapped(value),
    "size": lambda _, value: SizeTapped(value),
    "bring": lambda tap, value: BringTapped(tap, int(value)),
    "hold": lambda tap, value: HoldTapped(tap, int(value)),
    "call": lambda tap, _: CallTapped(tap),
    "back": lambda *_: BackTapped(),
    "cancel": lambda _, value: NeverMindTapped(value),
    "language": lambda _, value: LanguageTapped(value),
    "rating": lambda tap, value: ScoreTapped(tap, *_rating(value)),
    "forget": lambda *_: ForgetTapped(),
}


class PhoneTaps:
    """Used by one thread."""

    def __init__(self) -> None:
        self._done: OrderedDict[str, None] = OrderedDict()

    def fresh(self, taps: Iterable[Mapping[str, Any]], visit: str) -> list[Event]:
        """The events of those that are new and of this visit, in their order."""
        events: list[Event] = []
        for tap in taps:
            tap_id = str(tap.get("id", ""))
            if not visit or tap.get("visit") != visit or not tap_id or tap_id in self._done:
                continue
            self._done[tap_id] = None
            if len(self._done) > REMEMBERED:
                self._done.popitem(last=False)
            event = _event(tap_id, str(tap.get("event", "")), str(tap.get("value", "")))
            if event is not None:
                events.append(FromPhone(event))
        return events


def _event(tap: str, name: str, value: str) -> Event | None:
    try:
        return EVENTS[name](tap, value)
    except (KeyError, ValueError):
        log.info("a phone's %r cannot be done", name)
        return None


def _rating(value: str) -> tuple[int, str]:
    score, _, word = value.partition(" ")
    return int(score), word

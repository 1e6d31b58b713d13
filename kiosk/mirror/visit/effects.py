"""What a fitting visit wants done: plain frozen values. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hardware.lights.lamp import Light
from hardware.rfid.reader import TagId
from kiosk.mirror.visit.events import Fault, RequestKind


class Touchpoint(StrEnum):
    """What happened in a visit, as insight reads it."""

    BEGAN = "visit_began"
    ARRIVED = "arrived"
    LEFT = "left"
    LOOKED_AT = "looked_at"
    OFFER_LOOKED_AT = "offer_looked_at"
    ASKED_FOR = "asked_for"
    HANDED_BACK = "handed_back"
    PAID = "paid"
    RATED = "rated"
    PHONE_OPENED = "phone_opened"
    ENDED = "visit_ended"


@dataclass(frozen=True, slots=True)
class Ask:
    id: str
    kind: RequestKind
    variant_id: int | None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Nobody waits for this request any more, nor fetches what was set aside by it."""

    id: str


@dataclass(frozen=True, slots=True)
class Pay:
    id: str
    tags: tuple[TagId, ...]


@dataclass(frozen=True, slots=True)
class TakeBack:
    """What this payment sent to the checkout is not to be paid for there."""

    id: str
    tags: tuple[TagId, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A touchpoint, to be counted once. `visit` is its visit's key, "" before it has one."""

    kind: Touchpoint
    variant_id: int | None = None
    value: Fault | int | None = None
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """The visit's one rating, from 0 to 10."""

    id: str
    score: int
    word: str
    visit: str


class SoundKind(StrEnum):
    """Each is a file of `assets/sounds`."""

    TOUCH = "touch"
    ARRIVAL = "arrival"


@dataclass(frozen=True, slots=True)
class SetLight:
    """The room goes over to this light in so many seconds, and the screen to this brightness."""

    light: Light
    fade_s: float
    screen: float


@dataclass(frozen=True, slots=True)
class PlaySound:
    kind: SoundKind


Effect = Ask | Withdraw | Pay | TakeBack | Note | Rate | SetLight | PlaySound
Effects = tuple[Effect, ...]

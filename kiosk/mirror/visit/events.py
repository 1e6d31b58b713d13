"""What can happen to a fitting visit, and what it can want done: plain frozen values.

Owns the words between the mirror's shell (reader, catalog, hub, touch) and `visit.py`. Decides
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hardware.rfid.reader import TagId
from kiosk.mirror.visit.sheet import SheetKind

if TYPE_CHECKING:  # the mirror's first frame does not wait for the catalog's libraries
    from catalog.product import Offer, Product, Variant


@dataclass(frozen=True, slots=True)
class Garment:
    tag: TagId
    product: Product
    variant: Variant


class RequestKind(StrEnum):
    BRING = "bring"
    CALL = "call"


class RequestStatus(StrEnum):
    SENDING = "sending"  # not confirmed by the hub
    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def open(self) -> bool:
        return self in (RequestStatus.SENDING, RequestStatus.WAITING, RequestStatus.TAKEN)


# --- what happens -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoomSeen:
    """The whole set of what hangs here, in order of arrival. `unknown` names nothing we sell."""

    garments: tuple[Garment, ...]
    unknown: tuple[TagId, ...] = ()


@dataclass(frozen=True, slots=True)
class OffersFound:
    """What goes with the garments that have these tags."""

    tags: frozenset[TagId]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class PicturesCame:
    """Pictures that were missing on the glass are there now."""


@dataclass(frozen=True, slots=True)
class ReaderSeen:
    """Whether the room's reader hears what hangs here."""

    ok: bool


@dataclass(frozen=True, slots=True)
class HubSeen:
    """Whether the hub answers."""

    near: bool


@dataclass(frozen=True, slots=True)
class RequestNews:
    id: str
    status: RequestStatus
    answer: str = ""


@dataclass(frozen=True, slots=True)
class RoomNews:
    """The hub's whole view of this room. `basket` is the state of the tablet's basket."""

    requests: tuple[RequestNews, ...] = ()
    answer_minutes: int | None = None
    basket: str | None = None


@dataclass(frozen=True, slots=True)
class RequestAnswered:
    """The hub's reply to one request; `news` is None when the hub did not accept it."""

    id: str
    news: RequestNews | None


@dataclass(frozen=True, slots=True)
class PaymentAnswered:
    id: str
    accepted: bool
    tablet_name: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class GarmentTapped:
    tag: TagId


@dataclass(frozen=True, slots=True)
class MoreTapped:
    """The count of the garments that are not on the glass."""


@dataclass(frozen=True, slots=True)
class OfferTapped:
    variant_id: int


@dataclass(frozen=True, slots=True)
class ColourTapped:
    colour: str


@dataclass(frozen=True, slots=True)
class SizeTapped:
    size: str


@dataclass(frozen=True, slots=True)
class BackTapped:
    pass


@dataclass(frozen=True, slots=True)
class BringTapped:
    """`id` is new for every tap: it makes the request idempotent at the hub."""

    id: str


@dataclass(frozen=True, slots=True)
class NeverMindTapped:
    """What is looked at was asked for, and is not wanted any more."""


@dataclass(frozen=True, slots=True)
class CallTapped:
    id: str


@dataclass(frozen=True, slots=True)
class PayTapped:
    id: str


@dataclass(frozen=True, slots=True)
class Named:
    """A visit that began has a name for the hub, and a secret that opens it on a phone."""

    key: str
    token: str


@dataclass(frozen=True, slots=True)
class SheetTapped:
    kind: SheetKind


@dataclass(frozen=True, slots=True)
class SheetClosed:
    pass


@dataclass(frozen=True, slots=True)
class LanguageTapped:
    language: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


Event = (
    RoomSeen
    | OffersFound
    | PicturesCame
    | ReaderSeen
    | HubSeen
    | RoomNews
    | RequestAnswered
    | PaymentAnswered
    | GarmentTapped
    | MoreTapped
    | OfferTapped
    | ColourTapped
    | SizeTapped
    | BackTapped
    | BringTapped
    | NeverMindTapped
    | CallTapped
    | PayTapped
    | Named
    | SheetTapped
    | SheetClosed
    | LanguageTapped
    | Tick
)


# --- what must be done ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ask:
    id: str
    kind: RequestKind
    variant_id: int | None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Nobody waits for this request any more."""

    id: str


@dataclass(frozen=True, slots=True)
class Pay:
    id: str
    tags: tuple[TagId, ...]


Effect = Ask | Withdraw | Pay

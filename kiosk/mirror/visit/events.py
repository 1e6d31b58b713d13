"""What can happen to a fitting visit: plain frozen values.

Owns the words that the mirror's shell (reader, catalog, hub, touch) says to `visit.py`; what comes
back is in `effects.py`. Decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hardware.rfid.reader import TagId
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.sheet import SheetKind

if TYPE_CHECKING:  # the mirror's first frame does not wait for the catalog's libraries
    from catalog.money import Money
    from catalog.product import Offer, Product, Variant


@dataclass(frozen=True, slots=True)
class Garment:
    tag: TagId
    product: Product
    variant: Variant


class RequestKind(StrEnum):
    BRING = "bring"
    CALL = "call"
    HOLD = "hold"  # set aside at the checkout


class RequestStatus(StrEnum):
    SENDING = "sending"  # not confirmed by the hub
    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def open(self) -> bool:
        return self in (RequestStatus.SENDING, RequestStatus.WAITING, RequestStatus.TAKEN)


class Fault(StrEnum):
    """Why a garment was handed back."""

    TOO_SMALL = "too_small"
    TOO_BIG = "too_big"
    NOT_MY_COLOUR = "not_my_colour"
    TOO_DEAR = "too_dear"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who answers. `picture` is the hub's address of it, or ""."""

    name: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one piece of a variant costs under the offers that run, and what these are called."""

    variant_id: int
    price: Money
    titles: tuple[str, ...] = ()


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
class SubstitutesFound:
    """What could be had instead of a variant."""

    variant_id: int
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class CostsFound:
    """What the variants of the products that are spoken of cost now, where offers change it, and
    the sum of the garments that have these tags; None where there is none."""

    costs: tuple[Cost, ...]
    tags: frozenset[TagId] = frozenset()
    total: Money | None = None


@dataclass(frozen=True, slots=True)
class PicturesCame:
    """Pictures that were missing on the glass are there now."""


@dataclass(frozen=True, slots=True)
class ReaderSeen:
    """Whether it can be told what hangs here: the reader hears it, and there is a catalog."""

    ok: bool


@dataclass(frozen=True, slots=True)
class HubSeen:
    """Whether the hub answers."""

    near: bool


@dataclass(frozen=True, slots=True)
class RequestNews:
    """`escalated`: it was not taken in time, and asked again. `outcome` says what came of it ("" is
    what was asked for), `note` is a colleague's own words, `instead` the piece that they name in
    its place, `held_until` a time of the day.
    """

    id: str
    status: RequestStatus
    colleague: Colleague | None = None
    escalated: bool = False
    outcome: str = ""
    note: str = ""
    held_until: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class RoomNews:
    """The hub's whole view of this room. `basket` is the state of the tablet's basket; `on_duty`:
    somebody can bring something. `phones` follow this visit; `phone_url` opens it with a token."""

    requests: tuple[RequestNews, ...] = ()
    answer_minutes: int | None = None
    basket: str | None = None
    on_duty: bool = True
    phones: int = 0
    phone_url: str = ""


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
    """A piece that is spoken of is looked at: an offer, or one that a phone names."""

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
    """`id` is new for every tap: it makes the request idempotent at the hub. Without a variant it
    is what is looked at."""

    id: str
    variant_id: int | None = None


@dataclass(frozen=True, slots=True)
class HoldTapped:
    """As `BringTapped`, to be set aside at the checkout."""

    id: str
    variant_id: int | None = None


@dataclass(frozen=True, slots=True)
class NeverMindTapped:
    """Something was asked for and is not wanted any more: what is looked at, or the request."""

    request_id: str = ""


@dataclass(frozen=True, slots=True)
class FaultTapped:
    """A garment was handed back, for this reason."""

    tag: TagId
    fault: Fault


@dataclass(frozen=True, slots=True)
class CallTapped:
    id: str


@dataclass(frozen=True, slots=True)
class PayTapped:
    id: str


@dataclass(frozen=True, slots=True)
class Named:
    """A visit that began has a name for the hub, and a secret that opens it on a phone. The name is
    kept; the secret is another one when somebody else may have come."""

    key: str
    token: str


@dataclass(frozen=True, slots=True)
class SheetTapped:
    kind: SheetKind


@dataclass(frozen=True, slots=True)
class SheetClosed:
    pass


@dataclass(frozen=True, slots=True)
class SheetTouched:
    """Somebody is busy on the sheet: it stays."""


@dataclass(frozen=True, slots=True)
class LanguageTapped:
    language: str


@dataclass(frozen=True, slots=True)
class MannersTapped:
    """How the mirror shall be from now on, all of it."""

    manners: Manners


@dataclass(frozen=True, slots=True)
class ScoreTapped:
    """The answer to the one question. `id` is new for every tap."""

    id: str
    score: int
    word: str = ""


@dataclass(frozen=True, slots=True)
class ScoreWordTapped:
    word: str


@dataclass(frozen=True, slots=True)
class ForgetTapped:
    """The shopper wants all of this visit forgotten now."""


@dataclass(frozen=True, slots=True)
class FromPhone:
    """The same, tapped on the shopper's phone: nobody need stand before this mirror."""

    event: Event


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


Event = (
    RoomSeen
    | OffersFound
    | SubstitutesFound
    | CostsFound
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
    | HoldTapped
    | NeverMindTapped
    | FaultTapped
    | CallTapped
    | PayTapped
    | Named
    | SheetTapped
    | SheetClosed
    | SheetTouched
    | LanguageTapped
    | MannersTapped
    | ScoreTapped
    | ScoreWordTapped
    | ForgetTapped
    | FromPhone
    | Tick
)

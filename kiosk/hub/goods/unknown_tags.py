"""Tags that a reader hears now and the shop does not know: what staff can bind.

Owns the fitting rooms' reported sets, in memory only, and asks the tables' baskets for theirs.
Keeps nothing: a tag that is taken away is forgotten.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from catalog.product import Item, Product, Resolved, TagLike, UnregisteredPiece, Variant
from hardware.rfid.reader import TagId, TagKind
from kiosk.config import Settings
from kiosk.hub.tables.report_order import Order, ReportOrder

SILENT_S = 10.0  # a mirror repeats its set every 2 s; after this long it is not there

UNREGISTERED = "unregistered"


class Shelf(Protocol):
    """What this needs of the catalog."""

    def version(self) -> int: ...

    def resolve_all(self, tags: Iterable[TagLike]) -> dict[tuple[str, str], Resolved]: ...


@dataclass(frozen=True, slots=True)
class UnknownHere:
    """A tag that names no item of the shop, and where it is.

    `reason` is an `UnknownReason` or "unregistered": its GTIN is one of ours, and `suggestion`
    is the variant that it says it is. `detail` is for staff, e.g. the GTIN.
    """

    tag: TagId
    reason: str
    detail: str
    where: str
    suggestion: tuple[Product, Variant] | None = None

    @property
    def words(self) -> str:
        """Why it is unknown, as one colleague says it to another."""
        match self.reason:
            case "unregistered":
                return "Programmed at the factory, not registered here yet"
            case "foreign":
                return "Programmed for something that this shop does not sell"
            case "unbound":
                return "A new tag, bound to nothing yet"
            case _:
                return "A new tag, not programmed yet"


@dataclass(frozen=True, slots=True)
class _Report:
    tags: tuple[TagId, ...]
    at: float


class UnknownTags:
    """Every call may come from any thread. `basket(table)` is that table's basket snapshot;
    `known(tag)` says of a tag that it is staff's own, to test with."""

    def __init__(
        self,
        settings: Settings,
        catalog: Shelf,
        *,
        basket: Callable[[str], Mapping[str, Any] | None] = lambda _: None,
        known: Callable[[TagId], bool] = lambda _: False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._basket = basket
        self._known = known
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._reports: dict[str, _Report] = {}
        self._orders: dict[str, ReportOrder] = {}
        self._order: dict[TagId, None] = {}  # heard without a break, in order of arrival
        self._resolved: tuple[int, frozenset[TagId], dict[tuple[str, str], Resolved]] | None = None

    def heard(self, room: str, session: str, sequence: int, tags: Sequence[TagId]) -> bool:
        """What is in a fitting room now, as its mirror says it; False for an older message.

        Raises `LookupError` for a room that the shop does not have.
        """
        if room not in self._settings.rooms:
            raise LookupError(f"There is no fitting room {room!r}.")
        with self._lock:
            now = self._monotonic()
            order = self._orders.setdefault(room, ReportOrder(SILENT_S))
            if order.take(session, sequence, now) is Order.LATE:
                return False
            self._reports[room] = _Report(tuple(tags), now)
            return True

    def now(self) -> list[UnknownHere]:
        """The unknown tags that are heard now, in order of arrival."""
        places = self._places()
        with self._lock:
            self._order = {tag: None for tag in self._order if tag in places}
            self._order.update(dict.fromkeys(places))
            order = list(self._order)
        resolved = self._resolve(frozenset(places))
        found = []
        for tag in order:
            unknown = _unknown(tag, resolved[tag.kind.value, tag.value], places[tag])
            if unknown is not None and not self._known(tag):
                found.append(unknown)
        return found

    def count(self) -> int:
        return len(self.now())

    def _places(self) -> dict[TagId, str]:
        """Every tag that may be unknown, and the name of the place where it is."""
        places: dict[TagId, str] = {}
        for name, table in self._settings.tables.items():
            for doubtful in (self._basket(name) or {}).get("doubtful", ()):
                tag = doubtful["tag"]
                places[TagId(TagKind(tag["kind"]), tag["value"])] = table.name
        heard_since = self._monotonic() - SILENT_S
        with self._lock:
            reports = dict(self._reports)
        for name, report in reports.items():
            if report.at >= heard_since:
                for heard in report.tags:
                    places.setdefault(heard, self._settings.rooms[name].name)
        return places

    def _resolve(self, tags: frozenset[TagId]) -> dict[tuple[str, str], Resolved]:
        if not tags:
            return {}
        version = self._catalog.version()
        known = self._resolved
        if known is None or known[:2] != (version, tags):
            known = (version, tags, self._catalog.resolve_all(tags))
            self._resolved = known
        return known[2]


def _unknown(tag: TagId, resolved: Resolved, where: str) -> UnknownHere | None:
    if isinstance(resolved, Item):
        return None
    if isinstance(resolved, UnregisteredPiece):
        says = (resolved.product, resolved.variant)
        return UnknownHere(tag, UNREGISTERED, resolved.variant.gtin or "", where, says)
    return UnknownHere(tag, resolved.reason.value, resolved.detail, where)

"""The list that gates decide by: made of the catalog and the sales, said anew when these change.

Owns when it is made anew and what goes as a change beside it. Its form is `kiosk.gate_list`'s.

A sale is read by itself and said at once. All else (what was bound, returned, imported, counted) is
found by making the whole list again, in short turns and never for more than a twentieth of the
time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from catalog import standing
from catalog.product import ItemStatus
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.gate_list import GONE, GateList, Standing, key_of, name_of
from kiosk.hub.gates import test_tags
from kiosk.hub.gates.pace import Pace
from kiosk.hub.live import Live
from kiosk.hub.schema import SaleLineRow, SoldRow

log = logging.getLogger(__name__)

TOPIC = "gate"
SOLD = Standing.SOLD.value
MOST_CHANGES = 500  # beside a list; more are a list of their own
LOOKS_EVERY_S = 0.25
SHARE = 20.0  # for so many times as long as making it computed, it is not made again
LEAST_PAUSE_S = 1.0
_PAID = select(SoldRow.tag).execution_options(yield_per=500)


@dataclass(frozen=True, slots=True)
class _Made:
    """A list as gates fetch it, and what it says of each piece."""

    name: str
    content: bytes
    standings: Mapping[str, str]
    gtins: frozenset[str]


class Listing:
    """Every call may come from any thread."""

    def __init__(
        self,
        catalog: Catalog,
        live: Live,
        *,
        clock: Callable[[], float] = time.monotonic,
        cpu: Callable[[], float] = time.thread_time,
    ) -> None:
        self._catalog = catalog
        self._live = live
        self._clock = clock
        self._cpu = cpu
        self._lock = threading.RLock()
        self._made: _Made | None = None
        self._changes: dict[str, str] = {}
        self._touched: dict[str, str] = {}  # read by themselves while a list is being made
        self._catalog_version: int | None = None
        self._not_before = 0.0
        self._version = time.time_ns() // 1_000_000  # grows over restarts, too
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        self._thread = threading.Thread(target=self._look, name="gates: list", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def content(self) -> tuple[str, bytes] | None:
        """Name and bytes of the list that the changes build on; None while it is being made."""
        with self._lock:
            return (self._made.name, self._made.content) if self._made else None

    def sale_changed(self, sale_id: int) -> None:
        """Pieces of this sale were sold, or came back: says how they stand now."""
        with self._catalog.reader.connect() as connection:
            items = connection.scalars(
                select(SaleLineRow.item).where(
                    SaleLineRow.sale_id == sale_id, SaleLineRow.item != ""
                )
            ).all()
        self.read([TagId.parse(item) for item in items])

    def read(self, tags: Iterable[TagId]) -> None:
        """Reads how these pieces stand, and says it at once."""
        tags = list(tags)
        if not tags:
            return
        # The lock is held while it is read, so that an older reading is never said later.
        with self._lock:
            with self._catalog.reader.connect() as connection:
                now = self._standings_of(connection, tags)
            self._touched |= now
            if self._made is None:
                return
            for key, value in now.items():
                _note(self._changes, self._made, key, value)
            self._say()

    def refresh(self) -> bool:
        """Makes the list anew if anything changed; whether it did. For one thread at a time."""
        version = self._catalog.version()
        if version == self._catalog_version:
            return False
        with self._lock:
            self._touched = {}
        pace = Pace(self._closing.wait)
        with self._catalog.reader.connect() as connection:
            standings = _every_standing(connection, pace)
            gtins = standing.gtins(connection)
        # All that takes its time is done without the lock: a sale is said meanwhile.
        made, changes = self._made, _difference(self._made, standings, pace)
        if made is None or made.gtins != gtins or len(changes) > MOST_CHANGES:
            content = b"".join(pace.over(GateList.of(standings, gtins).parts(), 1))
            made, changes = _Made(name_of(content), content, standings, gtins), {}
        with self._lock:
            for key, value in self._touched.items():
                _note(changes, made, key, value)
            if changes != self._changes or made is not self._made:
                self._made, self._changes = made, changes
                self._say()
            self._catalog_version = version
        return True

    def _standings_of(self, connection: Connection, tags: Iterable[TagId]) -> dict[str, str]:
        tags = list(tags)
        keys = {str(tag): key_of(tag) for tag in tags}
        now = dict.fromkeys(keys.values(), GONE)
        for key, status in standing.statuses(connection, tags).items():
            now[key] = _of_status(status)
        for tag in connection.scalars(select(SoldRow.tag).where(SoldRow.tag.in_(keys))):
            now[keys[tag]] = SOLD
        tests = {key_of(one.tag) for one in test_tags.listed(connection)}
        return {key: Standing.TEST.value if key in tests else now[key] for key in now}

    def _say(self) -> None:
        assert self._made is not None
        self._version += 1
        said = {"version": self._version, "list": self._made.name, "changes": dict(self._changes)}
        self._live.publish(TOPIC, said)

    def _look(self) -> None:
        while not self._closing.is_set():
            begun, made = self._cpu(), True
            try:
                made = self._clock() >= self._not_before and self.refresh()
            except Exception:  # the next one may work; gates must not fall behind for ever
                log.exception("the gates' list could not be made")
            if made:
                took = self._cpu() - begun
                self._not_before = self._clock() + max(LEAST_PAUSE_S, SHARE * took)
            self._closing.wait(LOOKS_EVERY_S)


def _every_standing(connection: Connection, pace: Pace) -> dict[str, str]:
    # Who paid is never alarmed, whatever else happened to the piece's row.
    paid = set(pace.over(connection.scalars(_PAID)))
    standings = {}
    for key, tag, status in pace.over(standing.every_piece(connection)):
        sold = status == ItemStatus.SOLD or tag in paid
        standings[key] = SOLD if sold else Standing.UNSOLD.value
        if sold:
            paid.discard(tag)
    for tag in pace.over(paid):  # few: taking a tag apart is what takes time
        standings[key_of(TagId.parse(tag))] = SOLD
    for one in test_tags.listed(connection):
        standings[key_of(one.tag)] = Standing.TEST.value
    return standings


def _of_status(status: str) -> str:
    return SOLD if status == ItemStatus.SOLD.value else Standing.UNSOLD.value


def _difference(made: _Made | None, standings: Mapping[str, str], pace: Pace) -> dict[str, str]:
    """What the list says otherwise than it is now."""
    if made is None:
        return {}
    before = made.standings
    changes = {
        key: value for key, value in pace.over(standings.items()) if before.get(key) != value
    }
    changes |= {key: GONE for key in pace.over(before) if key not in standings}
    return changes


def _note(changes: dict[str, str], made: _Made, key: str, value: str) -> None:
    """How a piece stands now, beside the list."""
    if made.standings.get(key, GONE) == value:
        changes.pop(key, None)
    else:
        changes[key] = value

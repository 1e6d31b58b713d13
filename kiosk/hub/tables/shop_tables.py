"""All checkout tables of the shop: who they are, and the clock that they share.

Owns opening and closing them, and what concerns more than one: the catalog's changes, and what
lies somewhere else. What happens at one table is in `table.py`; where a piece is, in `places.py`.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable
from datetime import timedelta

from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub.checkout.checkout import THANKS_S
from kiosk.hub.checkout.tax import TaxPolicy
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.checkout.view import Surroundings
from kiosk.hub.ledger import Ledger, LiveAttempt
from kiosk.hub.live import Live
from kiosk.hub.tables.hand import Hand, Look, looks
from kiosk.hub.tables.reports import NOT_HEARD_YET
from kiosk.hub.tables.table import Refusal, Table
from kiosk.hub.tables.terminals import Terminals, close_terminals
from kiosk.hub.tables.voice import Snapshot

log = logging.getLogger(__name__)

TICK_S = 0.25


class Tables:
    """Every call may come from any thread. A table that the shop does not have is a `KeyError`.

    `on_change` is called soon after anything at any table has changed, on a thread of its own.
    """

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        ledger: Ledger,
        live: Live,
        terminals: Terminals,
        *,
        epoch: str,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._ledger = ledger
        self._terminals = terminals
        self.on_change: Callable[[], None] = lambda: None
        self.left_behind: list[LiveAttempt] = []  # payments of tables that are not there any more
        self._closing = False
        self._wake = threading.Event()
        self._changed = False
        self._failing = False
        self._ticker = threading.Thread(target=self._tick, name="tables", daemon=True)
        # Grows over restarts too, so that no page takes a new snapshot for an old one.
        first_version = time.time_ns() // 1_000_000
        address = shop_address(settings)

        def publisher(table: str) -> Callable[[Snapshot], None]:
            def publish(snapshot: Snapshot) -> None:
                live.publish(f"table/{table}", snapshot)
                self._changed = True
                self._wake.set()

            return publish

        self._tables = {
            name: Table(
                Surroundings(
                    table=name,
                    name=table.name,
                    shop=settings.shop,
                    address=address,
                    reader=NOT_HEARD_YET,
                    terminal=terminals[name][Tender.CARD].health,
                    tax=TaxPolicy(settings.shop.tax_percent, settings.checkout.tax_rounding),
                    steps=steps(settings, name),
                    languages=tuple(settings.checkout.languages),
                ),
                settings,
                catalog,
                ledger,
                terminals[name],
                epoch=epoch,
                first_version=first_version,
                publish=publisher(name),
                now=now,
            )
            for name, table in settings.tables.items()
        }

    def open(self) -> None:
        """Begin, and resume what was under way when the hub stopped. What no table can resume is
        left behind for reconciling."""
        live: dict[str, LiveAttempt] = {}
        for one in self._ledger.live_attempts():
            mine = self._terminals.get(one.table, {})
            if one.attempt.tender in mine and one.table not in live:
                live[one.table] = one
            else:
                self.left_behind.append(one)
        for name, table in self._tables.items():
            last = self._ledger.last_sale(name, timedelta(seconds=THANKS_S))
            table.open(live.get(name), last)
        self._ticker.start()

    def close(self) -> None:
        self._closing = True
        self._wake.set()
        if self._ticker.is_alive():
            self._ticker.join()
        close_terminals(self._terminals)
        for table in self._tables.values():
            table.close()

    @property
    def terminals(self) -> Terminals:
        """What each table takes payments with."""
        return self._terminals

    def __getitem__(self, table: str) -> Table:
        return self._tables[table]

    def snapshot(self, table: str) -> Snapshot:
        """The table's basket, as its tablet is told. Raises `KeyError`."""
        return self._tables[table].snapshot()

    def hands(self) -> list[Hand]:
        """The tables that need a colleague's hand now, by urgency."""
        found = (table.hand for table in self._tables.values())
        return sorted((one for one in found if one), key=lambda one: one.urgency)

    def looks(self) -> list[Look]:
        """What staff should have a look at: devices that are away, pieces that are in doubt."""
        return [one for table in self._tables.values() for one in looks(table.snapshot())]

    def laid_elsewhere(
        self, name: str, tags: Collection[TagId], near: Callable[[str], Collection[TagId]]
    ) -> None:
        """These tags were laid on the table `name`: at the others they go, or are a doubt.

        `near(table)` is what that table hears, but another place has.
        """
        for other, table in self._tables.items():
            if other != name:
                table.forget(tags)
                table.hear_near(near(other))

    def bring(self, room: str, tags: Iterable[TagId]) -> Snapshot | Refusal:
        """ "Pay for these": the room's pieces, to the tablet of the room. Raises `KeyError`."""
        settings = self._settings.rooms[room]
        if not settings.tablet:
            return Refusal("no_tablet", "Please pay at the checkout.")
        return self._tables[settings.tablet].bring(settings.name, tags)

    def take_back(self, room: str, tags: Collection[TagId]) -> None:
        """Takes back of what `bring` brought from this room what nobody has laid down. Raises
        `KeyError`."""
        settings = self._settings.rooms[room]
        if settings.tablet:
            self._tables[settings.tablet].take_back(settings.name, tags)

    def _tick(self) -> None:
        while not self._closing:
            self._wake.wait(TICK_S)
            self._wake.clear()
            works = [self._tried(table.tick) for table in self._tables.values()]
            if self._changed:
                self._changed = False
                works.append(self._tried(self.on_change))
            self._failing = not all(works)

    def _tried(self, work: Callable[[], None]) -> bool:
        """Whether it worked; one table must not make the others stand still."""
        try:
            work()
        except Exception:  # the next tick may work: said once, not four times a second
            if not self._failing:
                log.exception("a tick of the tables failed")
                self._failing = True
            return False
        return True


def steps(settings: Settings, table: str) -> dict[str, object]:
    """What the tablets ask before and after paying, as the shop has set it."""
    asked = settings.checkout
    return {
        "loyalty": asked.loyalty,
        "codes": asked.codes,
        "count_check": asked.count_check,
        "idle_s": asked.idle_s,
        "email": settings.mail is not None,
        "print": settings.tables[table].printer is not None,
    }


def shop_address(settings: Settings) -> str:
    """Where a shopper's phone finds the hub: as configured, else this machine in its network."""
    hub = settings.hub
    if hub.url or hub.host not in ("0.0.0.0", "::"):
        return settings.hub_url
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; the kernel picks our own address
        except OSError:
            return settings.hub_url
        return f"http://{probe.getsockname()[0]}:{hub.port}"

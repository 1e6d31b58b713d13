"""One worker: a folder, a warm engine without a connection, and the forks of one case at a time.

Everything is imported, compiled and run once before the first fork, and nothing is open at any
fork: a hub starts in milliseconds instead of a second. Owns starting and waiting for the case's
processes; what they do is in `hub_process.py` and `terminal_process.py`.
"""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import signal
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta

from catalog.store import Catalog
from hardware.payment_terminal.simulated.driver import SimulatedTerminal
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub import parts
from kiosk.hub.checkout import basket
from kiosk.hub.checkout.tax import TaxPolicy
from kiosk.hub.checkout.tender import Attempt, AttemptStatus, Tender
from kiosk.hub.ledger import Ledger
from kiosk.hub.live import Live
from tests.crash import clock, hub_process, shop, stripe_process, terminal_process
from tests.crash.cases import NO_FAULT, Case, Fault
from tests.crash.databases import PostgresStore, SqliteStore, Store
from tests.crash.judge import at_the_crash, judge
from tests.crash.points import Point, Trace

KEPT = ("template.db", "tags")
ENDS_WITHIN_S = 300.0  # a process that is still there then is a violation of its own


@dataclass
class Played:
    """How one case went. `struck` are the kills that did; `wrong` is what the judge found."""

    case: Case
    struck: tuple[Point, ...]
    wrong: list[str]
    trace: Trace = field(repr=False)

    @property
    def counts(self) -> bool:
        """Whether every kill struck at its named point, and there was one."""
        return bool(self.struck) and self.struck == self.case.kills


class Floor:
    """Plays cases, one after the other. Makes no thread, and forks only itself."""

    def __init__(self, name: str) -> None:
        self.folder = shop.folder(name)
        self._settings = shop.settings(self.folder, ("1",))
        self._port = stripe_process.free_port()
        self._stores: dict[str, Store] = {}
        self._store("sqlite")

    def close(self) -> None:
        for store in self._stores.values():
            store.catalog.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def play(self, case: Case, mutant: str = "") -> Played:
        self._clear(self._store(case.script.database))
        began = clock.real_monotonic()
        wrong: list[str] = []
        terminal = self._fork_terminal(case, case.fault)
        hub = self._fork_hub(case, began, mutant)
        struck = 0
        while True:
            ended = self._wait(hub, terminal, began + ENDS_WITHIN_S)
            if ended is None:
                wrong.append("a process did not end")
                break
            pid, code = ended
            killed = code == -signal.SIGKILL and len(self._trace().kills) > struck
            if killed:
                struck += 1
                wrong += at_the_crash(self.folder)
            if killed and mutant and wrong:  # found: what follows may never come to rest
                hub, terminal = (hub, 0) if pid == terminal else (0, terminal)
                break
            if pid == terminal and killed:
                terminal = self._fork_terminal(case, NO_FAULT)
            elif pid == terminal:
                wrong.append(f"the terminal ended with {code}")
                terminal = 0
                break
            elif killed:
                hub = self._fork_hub(case, began, mutant)
            else:
                hub = 0
                if code != 0:
                    wrong += [*self._trace().of("BROKEN"), *self._trace().of("STUCK")] or [
                        f"the hub ended with {code}"
                    ]
                break
        for pid in (hub, terminal):
            if pid:
                _end(pid)
        trace = self._trace()
        wrong += trace.of("WRONG")
        wrong += judge(self.folder)
        return Played(case, tuple(trace.kills), wrong, trace)

    # --- processes ----------------------------------------------------------------------------

    def _fork_terminal(self, case: Case, fault: Fault) -> int:
        assert threading.active_count() == 1, "a fork with threads is no restart"
        if pid := os.fork():
            return pid
        try:
            if case.script.driver == "stripe":
                stripe_process.serve(self.folder, case, fault, self._port)
            terminal_process.serve(self.folder, case, fault)
        finally:
            os._exit(hub_process.BROKEN)

    def _fork_hub(self, case: Case, began: float, mutant: str) -> int:
        assert threading.active_count() == 1, "a fork with threads is no restart"
        if pid := os.fork():
            return pid
        catalog = self._stores[case.script.database].catalog
        hub_process.run(self.folder, self._settings, catalog, case, began, mutant, self._port)
        raise AssertionError("unreachable")

    def _wait(self, hub: int, terminal: int, deadline: float) -> tuple[int, int] | None:
        """The process that ended first, and its exit code; None at the deadline."""
        files = {os.pidfd_open(pid): pid for pid in (hub, terminal)}
        try:
            left_s = max(0.0, deadline - clock.real_monotonic())
            ready, _, _ = select.select(list(files), [], [], left_s)
            if not ready:
                return None
            pid = files[ready[0]]
            return pid, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        finally:
            for file in files:
                os.close(file)

    def _trace(self) -> Trace:
        return Trace.read(self.folder / "trace")

    # --- the shop -----------------------------------------------------------------------------

    def _clear(self, store: Store) -> None:
        for path in self.folder.iterdir():
            if not path.is_dir() and path.name not in KEPT:
                path.unlink()
        shutil.rmtree(self.folder / "var")
        (self.folder / "var").mkdir()
        store.begin()

    def _store(self, database: str) -> Store:
        """The database of this kind, made when a case needs it first."""
        if database not in self._stores:
            make = SqliteStore if database == "sqlite" else PostgresStore
            store = make(self.folder, self._fill)
            self._warm_up(store)
            self._stores[database] = store
        return self._stores[database]

    def _fill(self, url: str) -> None:
        tags = shop.make_database(url, self.folder / "products.csv")
        (self.folder / "tags").write_text(json.dumps([tag.value for tag in tags]))

    def _warm_up(self, store: Store) -> None:
        """A hub that is opened and closed, and payments straight in the ledger, so that every
        statement is compiled before the forks. After that nothing is open and no thread runs.

        Cases begin with what a hub's first start wrote, the demo colleagues' hashed PINs.
        """
        self._clear(store)
        catalog = store.catalog
        with ExitStack() as opened:
            terminal = SimulatedTerminal(str(self.folder / "nobody"))
            parts.open_parts(
                self._settings, Live(), catalog, {"1": {Tender.CARD: terminal}}, opened
            )
        _close(catalog)
        store.keep()
        _pay_once(catalog, self._settings, json.loads((self.folder / "tags").read_text()))
        _close(catalog)
        clock.functions_with_clocks()
        clock.modules_with_dates()
        gc.collect()
        gc.freeze()


def _close(catalog: Catalog) -> None:
    catalog.engine.dispose()
    catalog.reader.dispose()


def _end(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _pay_once(catalog: Catalog, settings: Settings, tags: list[str]) -> None:
    ledger = Ledger(catalog, TaxPolicy(settings.shop.tax_percent))
    ids = [TagId.epc(value) for value in tags]
    found = catalog.resolve_all(ids)
    resolved = {tag: found[tag.kind.value, tag.value] for tag in ids}
    lines = basket.sort(basket.lay((), ids, 0.0), resolved, settings.shop.currency).lines
    for number in (1, 2):
        attempt = Attempt("warm", number, f"press-{number}", lines, "EUR", f"ref-{number}")
        assert ledger.freeze("1", attempt) is None
        ledger.store_reference(attempt)
        ledger.live_attempts()
        if number == 1:
            ledger.close_attempt(attempt, AttemptStatus.CANCELLED, "warm")
        else:
            ledger.record_sale("1", attempt)
    assert ledger.last_sale("1", timedelta(minutes=1)) is not None
    catalog.version()
    attempt.amount.text(settings.shop.locale)

"""One seed of the simulation: a day of a small shop with two tables, in virtual time.

Everything that decides is the real code: tables, state machine, cashiers, ledger, outbox and
reconciling over a real database. Owns the order in which things happen, and what goes wrong.
"""

from __future__ import annotations

import random
import sqlite3
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId
from kiosk.hub.checkout.events import AskCancel, AskStatus, CloseAttempt, Effect, Perform, Void
from kiosk.hub.checkout.tax import TaxPolicy
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.ledger import Ledger
from kiosk.hub.outbox.jobs import Done as JobDone
from kiosk.hub.outbox.jobs import Handler, Job
from kiosk.hub.outbox.settling import Settling
from kiosk.hub.outbox.worker import Outbox
from kiosk.hub.reconciling import Reconciler
from kiosk.hub.tables import table as table_module
from kiosk.hub.tables.cashier import Cashier
from kiosk.hub.tables.reports import Evidence, Report
from kiosk.hub.tables.shop_tables import Tables
from kiosk.hub.tables.table import Refusal
from kiosk.hub.tables.terminals import terminal_of
from tests.crash import judge
from tests.crash.model_terminal import CARDS, DONE, UNDONE, ModelTerminal
from tests.crash.shop import Shop

TOPICS = ("gate", "receipt_print", "upstream")
STEPS = (20, 70)
QUIET_STEPS = 1500
CRASH, DATABASE_FAILS = 0.012, 0.01  # at each point, while anything may go wrong
PAUSES_S = (0.1, 0.6, 2.0, 5.5, 31.0, 70.0)
EPOCH_MS = 1_700_000_000_000


class PowerCut(BaseException):
    """The hub is gone, here and now."""


class SimulatedCashier(Cashier):
    """The real one, but for its threads: the simulation says when it works, and on what."""

    made: list[SimulatedCashier] = []  # noqa: RUF012 - of the hub that is running

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.waiting: deque[Effect] = deque()
        self.cancels: deque[AskCancel] = deque()
        self.ready_at: float | None = None
        self.performing = False
        self._closing = SimpleNamespace(  # type: ignore[assignment]
            wait=lambda _: False, is_set=lambda: False, set=lambda: None
        )
        self._effects = SimpleNamespace(put=self.waiting.append)  # type: ignore[assignment]
        self.made.append(self)

    def open(self) -> None: ...

    def close(self) -> None: ...

    def do(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, AskCancel):
                self.cancels.append(effect)
            else:
                self.waiting.append(effect)

    @property
    def busy(self) -> bool:
        return bool(self.waiting or self.cancels)

    def due(self, now: float) -> bool:
        """Whether the next effect can be worked on now."""
        if not self.waiting:
            return False
        if self.ready_at is None:
            effect = self.waiting[0]
            pauses = isinstance(effect, AskStatus | CloseAttempt | Void)
            self.ready_at = now + (effect.after_s if pauses else 0.0)  # type: ignore[union-attr]
        return now >= self.ready_at

    def work(self) -> None:
        effect = self.waiting[0]
        if isinstance(effect, Perform) and not self.performing:
            terminal: Any = self._terminals[effect.attempt.tender]
            if terminal.begin(effect.attempt.reference):
                self.performing = True
                return
        self.waiting.popleft()
        self.ready_at, self.performing = None, False
        event = self._carry_out(effect)
        if event is not None:
            self._tell(event)

    def cancel(self) -> None:
        self._cancel(self.cancels.popleft())

    def _tell(self, event: Any) -> None:
        self._answer(event)  # a mistake there must not be caught here


class Day:
    """One seed."""

    def __init__(self, shop: Shop, seed: int, tell: Callable[[str], None] = lambda _: None) -> None:
        self._shop = shop
        self._chance = random.Random(seed)
        self._tell = tell
        self.now = 1000.0
        self._stormy = True
        self.wrong: list[str] = []
        self.seen: Counter[str] = Counter()
        self._terminals = {
            name: ModelTerminal(self._chance, self._point) for name in shop.settings.tables
        }
        self._presses: dict[str, Any] = {}
        self._laid: dict[str, tuple[TagId, ...]] = dict.fromkeys(self._terminals, ())
        self._said: dict[str, Any] = {}
        self._staff_said: set[str] = set()
        self._sequence = 0
        ids = random.Random(seed)
        table_module.uuid = SimpleNamespace(  # type: ignore[assignment]
            uuid4=lambda: uuid.UUID(int=ids.getrandbits(128))
        )
        self._start()

    # --- the hub ------------------------------------------------------------------------------

    def _start(self) -> None:
        SimulatedCashier.made.clear()
        shop, settings = self._shop, self._shop.settings
        self._ledger = Ledger(
            shop.catalog, TaxPolicy(settings.shop.tax_percent), lambda: self._ms()
        )
        live: Any = SimpleNamespace(publish=self._shows)
        terminals: Any = {name: {Tender.CARD: one} for name, one in self._terminals.items()}
        self._tables = Tables(
            settings, shop.catalog, self._ledger, live, terminals, epoch="e", now=lambda: self.now
        )
        self._tables._ticker = SimpleNamespace(start=lambda: None)  # type: ignore[assignment]
        self._cashiers = dict(zip(settings.tables, SimulatedCashier.made, strict=True))
        settling = Settling(self._ledger, lambda payment: terminal_of(terminals, payment))
        others = dict.fromkeys(TOPICS, _done_at_once)
        self._handlers: dict[str, Handler] = {**others, **settling.handlers}
        self._outbox = Outbox(shop.catalog, self._handlers, now_ms=lambda: self._ms())
        self._reconciler = Reconciler(
            shop.catalog,
            self._ledger,
            terminals,
            self._tables.left_behind,
            utc=lambda: datetime.fromtimestamp(self._ms() / 1000, UTC),
        )
        self._tables.open()
        self._sequence += 1
        self._session = f"session {self._sequence}"
        for name in self._terminals:
            self._lay(name, self._laid[name])

    def _dies(self) -> None:
        self._tell("the hub dies")
        self.seen["crash"] += 1
        self.wrong += judge.crashed(self._books(), self._shop.rows())
        self._said.clear()
        while True:
            try:
                self._start()
                return
            except PowerCut:
                self.seen["crash at start"] += 1

    def _point(self, name: str) -> None:
        """Called at every commit and every call of a terminal: the hub may end here."""
        if self._stormy and self._chance.random() < CRASH:
            self._tell(f"power fails at {name}")
            self.seen[name] += 1
            raise PowerCut(name)

    def commit(self, commit: Callable[[], None]) -> None:
        """What a commit is here: it may fail, before or after it is on disk."""
        self._point("commit: before")
        fails = self._stormy and self._chance.random() < DATABASE_FAILS
        if fails and self._chance.random() < 0.5:
            self.seen["not written"] += 1
            raise sqlite3.OperationalError("disk I/O error")
        commit()
        self._point("commit: after")
        if fails:
            self.seen["written, and not heard"] += 1
            raise sqlite3.OperationalError("disk I/O error")

    def _ms(self) -> int:
        return EPOCH_MS + int(self.now * 1000)

    # --- one day ------------------------------------------------------------------------------

    def run(self) -> list[str]:
        """What is wrong at the end of it."""
        for _ in range(self._chance.randint(*STEPS)):
            self._step(self._anything())
            if self.wrong:
                return self.wrong
        self._stormy = False
        for terminal in self._terminals.values():
            terminal.outage = min(terminal.outage, 12)
        for _ in range(QUIET_STEPS):
            if self._is_quiet():
                break
            self._step(self._settle_down)
        else:
            words = {name: one["state"] for name, one in self._said.items()}
            self.wrong.append(f"it does not come to rest: {words}")
        self.wrong += judge.found(self._books(), self._shop.rows(), self._presses)
        return self.wrong

    def _step(self, action: Callable[[], None]) -> None:
        try:
            action()
        except PowerCut:
            self._dies()

    def _anything(self) -> Callable[[], None]:
        name = self._chance.choice([*self._terminals])
        cashier, terminal = self._cashiers[name], self._terminals[name]
        state = self._said[name]["state"] if name in self._said else "EMPTY"
        paying = state in ("LOCKED", "AUTHORISING")
        choices: list[tuple[float, Callable[[], None]]] = [
            (0.15 if paying else 1.0, lambda: self._lays(name)),
            (1.5, self._waits),
            (0.15, lambda: self._outage(name)),
            (0.15, self._dies),
            (1.0, self._sends),
            (0.2, self._sweeps),
        ]
        if cashier.due(self.now) and not (cashier.performing and terminal.presenting):
            choices.append((9.0, cashier.work))
        if cashier.cancels:
            choices.append((4.0, cashier.cancel))
        if terminal.presenting:
            choices.append((3.0, lambda: terminal.card(self._chance.choice(CARDS))))
        if state == "OPEN":
            choices.append((6.0, lambda: self._pays(name)))
        if paying:
            choices.append((0.4, lambda: self._cancels(name)))
        if state == "SOLD":
            choices.append((1.0, lambda: self._done(name)))
        if state == "NEEDS_STAFF":
            choices.append((3.0, lambda: self._colleague(name)))
        weights = [weight for weight, _ in choices]
        return self._chance.choices([action for _, action in choices], weights)[0]

    def _settle_down(self) -> None:
        """Nothing goes wrong any more: everybody finishes what is under way."""
        for name, cashier in self._cashiers.items():
            terminal = self._terminals[name]
            if terminal.presenting and self._chance.random() < 0.5:
                terminal.card("approve")
            elif cashier.cancels:
                cashier.cancel()
            elif cashier.due(self.now) and not (cashier.performing and terminal.presenting):
                cashier.work()
            elif self._said[name]["state"] == "NEEDS_STAFF" and not terminal.outage:
                self._colleague(name)
        self._sends()
        if self._chance.random() < 0.1:
            self._sweeps()
        self.now += self._chance.choice((0.3, 1.0, 5.0))
        for name in self._cashiers:
            self._tables[name].tick()

    def _is_quiet(self) -> bool:
        if any(cashier.busy for cashier in self._cashiers.values()):
            return False
        if self._shop.outbox_waits():
            return False
        attempts = self._shop.select("attempt")
        if any(row["status"] == "live" for row in attempts):
            return False
        sold = {row["key"] for row in attempts if row["status"] == "approved"}
        return not any(
            payment["state"] == "presenting"
            or (payment["key"] not in sold and judge.net(payment))  # the sweep gives it back
            for payment in self._books()
        )

    # --- who does what ------------------------------------------------------------------------

    def _lays(self, name: str) -> None:
        count = self._chance.choice((0, 1, 2, 2, 3, 4))
        self._lay(name, tuple(self._chance.sample(self._shop.tags, count)))

    def _lay(self, name: str, tags: tuple[TagId, ...]) -> None:
        self._tell(f"{name}: {len(tags)} pieces lie there")
        self._laid[name] = tags
        self._sequence += 1
        heard = {tag: Evidence(rssi_dbm=-50.0) for tag in tags}
        report = Report(self._session, self._sequence, Health(DeviceState.OK), heard)
        self._tables[name].hear(report)

    def _waits(self) -> None:
        self.now += self._chance.choice(PAUSES_S)
        for name in self._terminals:
            self._lay(name, self._laid[name])
            self._tables[name].tick()

    def _pays(self, name: str) -> None:
        now = self._tables[name].snapshot()
        press = f"{name}-{self._chance.random()}"
        tags = sorted(line["key"] for line in now["lines"])
        self._presses[press] = {"total": now["total"]["minor"], "tags": tags}
        said = self._tables[name].pay(press, now["version"])
        if self._chance.random() < 0.2:
            said = self._tables[name].pay(press, now["version"])  # the request was sent twice
        self._tell(f"{name}: pays {said if isinstance(said, Refusal) else now['total']['minor']}")
        self.seen["refused" if isinstance(said, Refusal) else "pay"] += 1

    def _cancels(self, name: str) -> None:
        self._tell(f"{name}: cancels")
        self._tables[name].cancel()

    def _done(self, name: str) -> None:
        self._tables[name].done()

    def _outage(self, name: str) -> None:
        calls = self._chance.choice((1, 1, 2, 6, 14, 40))
        self._tell(f"{name}: {calls} calls will fail")
        self.seen[f"outage of {calls}"] += 1
        self._terminals[name].fails(calls, self._chance.choice((UNDONE, DONE, "")))

    def _colleague(self, name: str) -> None:
        """Reads on the terminal how the payment ended, if it has, and says so."""
        hand = self._tables[name].hand
        if hand is None or hand.payment is None:
            return
        payment = self._terminals[name].books.get(hand.payment.reference)
        if payment is None or payment["state"] == "presenting":
            return
        whole = payment["approved_minor"] == payment["amount_minor"] and not payment["voided"]
        if payment["state"] == "approved" and not payment["voided"] and not whole:
            return  # a part of it: the hub gives it back itself
        charged = payment["state"] == "approved" and whole
        self._tell(f"{name}: a colleague says {'charged' if charged else 'not charged'}")
        self._staff_said.add(hand.payment.attempt)
        self.seen["staff"] += 1
        self._tables[name].settle(charged, hand.payment.attempt)

    def _sends(self) -> None:
        """One round of the outbox: in the shop, a thread for each topic."""
        if not self._shop.outbox_waits():
            return
        for topic, handler in self._handlers.items():
            with suppress(SQLAlchemyError):  # as the worker's thread does: the next look may work
                self._outbox.work_once(topic, handler)

    def _sweeps(self) -> None:
        """What the reconciler's thread does every minute."""
        self.seen["sweep"] += 1
        with suppress(SQLAlchemyError):
            self._reconciler.sweep()
            self._reconciler.reconcile()

    # --- what is seen -------------------------------------------------------------------------

    def _shows(self, topic: str, snapshot: dict[str, Any]) -> None:
        name = topic.removeprefix("table/")
        before, self._said[name] = self._said.get(name), snapshot
        state, message = snapshot["state"], snapshot["message"]
        if before is None or before["state"] != state:
            self._tell(f"{name}: {state} {message or ''}")
            self.seen[state] += 1
        if message and (before is None or before["message"] != message):
            sold = {row["attempt_key"] for row in self._shop.select("sale")}
            for payment in self._terminals[name].books.values():
                held = payment["state"] == "approved" and not payment["voided"]
                told = payment["key"] in self._staff_said
                if held and payment["key"] not in sold and not told:
                    self.wrong.append(f"the page says {message}, and {payment['key']} is charged")

    def _books(self) -> list[dict[str, Any]]:
        return [dict(p) for one in self._terminals.values() for p in one.books.values()]


def _done_at_once(_: Job) -> JobDone:
    return JobDone()

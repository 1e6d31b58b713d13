"""Mistakes that are planted on purpose, one at a time, to see whether the judge finds them.

Each is a switch that changes the running code of one hub process, and the ways on which it must
be found. Owns the mistakes; whether one is found is for the same judge to say as of the real code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Insert, text

from catalog.store import Catalog
from hardware.payment_terminal.desk.books import Books, Entry
from hardware.payment_terminal.desk.driver import DeskTerminal
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    TerminalError,
    Unknown,
)
from kiosk.hub.aftersale.aftersale import AfterSale
from kiosk.hub.checkout.events import OutcomeKnown
from kiosk.hub.ledger import Ledger
from kiosk.hub.ledger import ledger as ledger_module
from kiosk.hub.security import audit
from kiosk.hub.tables import table as table_module
from kiosk.hub.tables.cashier import Cashier
from kiosk.hub.tables.desk import DeskError, Desks
from tests.crash.cases import EVERY_SCRIPT, MANY, NO_FAULT, ONE, Fault, Kind, Script


@dataclass(frozen=True, slots=True)
class Mutant:
    """`ways` are played with a kill at each point whose name begins with one of `at`; without a
    kill when `at` is empty."""

    name: str
    plant: Callable[[Catalog, type], None]
    ways: tuple[tuple[Script, Fault], ...]
    at: tuple[str, ...] = ()


def plant(name: str, catalog: Catalog, terminal: type) -> None:
    """`terminal` is the class of the driver that is used here."""
    next(mutant for mutant in MUTANTS if mutant.name == name).plant(catalog, terminal)


def _late_writes(terminal: Any, names: tuple[str, ...]) -> None:
    """These writes of the ledger wait until the card has been charged."""
    waiting: list[Callable[[], Any]] = []

    def delayed(method: Callable[..., Any]) -> Callable[..., Any]:
        def called(self: Ledger, *args: Any) -> None:
            waiting.append(lambda: method(self, *args))

        return called

    def flushes(method: Callable[..., Any], *, first: bool) -> Callable[..., Any]:
        def called(*args: Any) -> Any:
            answer = None if first else method(*args)
            while waiting:
                waiting.pop(0)()
            return method(*args) if first else answer

        return called

    for name in names:
        setattr(Ledger, name, delayed(getattr(Ledger, name)))
    terminal.perform = flushes(terminal.perform, first=False)
    for name in ("close_attempt", "record_sale"):
        setattr(Ledger, name, flushes(getattr(Ledger, name), first=True))


def _key_after_the_call(_: Catalog, terminal: type) -> None:
    _late_writes(terminal, ("freeze", "store_reference"))


def _reference_after_the_call(_: Catalog, terminal: type) -> None:
    _late_writes(terminal, ("store_reference",))


def _commits(connection: Connection) -> None:
    """And goes on in a transaction that is another one."""
    connection.exec_driver_sql("COMMIT")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _two_transactions(_: Catalog, _t: type) -> None:
    mark_sold = Catalog.mark_sold

    def marked(self: Catalog, connection: Connection, *args: Any) -> Any:
        _commits(connection)
        return mark_sold(self, connection, *args)

    Catalog.mark_sold = marked  # type: ignore[method-assign]


def _new_key_after_unknown(_: Catalog, terminal: Any) -> None:
    prepare, perform = terminal.prepare, terminal.perform
    asked: dict[str, tuple[str, int, str]] = {}

    def prepared(self: Any, key: str, amount: int, currency: str) -> str:
        reference = prepare(self, key, amount, currency)
        asked[reference] = key, amount, currency
        return reference

    def performed(self: Any, reference: str) -> Any:
        outcome = perform(self, reference)
        if isinstance(outcome, Unknown):
            key, amount, currency = asked[reference]
            return perform(self, prepare(self, key + "0", amount, currency))
        return outcome

    terminal.prepare = prepared
    terminal.perform = performed


def _timeout_is_a_decline(_: Catalog, terminal: type) -> None:
    for name in ("perform", "status"):
        method = getattr(terminal, name)

        def called(self: Any, reference: str, method: Any = method) -> Any:
            outcome = method(self, reference)
            return Declined("timeout") if isinstance(outcome, Unknown) else outcome

        setattr(terminal, name, called)


def _gives_up(_: Catalog, terminal: Any) -> None:
    status = terminal.status
    unknown = {"": 0}

    def asked(self: Any, reference: str) -> Any:
        outcome = status(self, reference)
        unknown[""] = unknown[""] + 1 if isinstance(outcome, Unknown) else 0
        return Cancelled() if unknown[""] >= 10 else outcome

    terminal.status = asked


def _basket_not_frozen(_: Catalog, _t: type) -> None:
    """What is sold is what lies on the table when the card has been charged."""
    step = table_module.step
    now_there: list[Any] = []

    def stepped(checkout: Any, event: Any, now: float) -> Any:
        if isinstance(event, OutcomeKnown) and checkout.attempt is not None:
            attempt = replace(checkout.attempt, lines=checkout.basket.lines)
            now_there[:] = [attempt]
        return step(checkout, event, now)

    attempt_of = ledger_module.attempt_of

    def attempt(row: Any, tax: Any) -> Any:
        return now_there[0] if now_there else attempt_of(row, tax)

    table_module.step = stepped
    ledger_module.attempt_of = attempt


def _index_dropped(catalog: Catalog, _t: type) -> None:
    with catalog.begin() as connection:
        connection.execute(text("DROP INDEX IF EXISTS uq_attempt_live"))


def _captured_first(_: Catalog, terminal: Any) -> None:
    perform = terminal.perform

    def performed(self: Any, reference: str) -> Any:
        outcome = perform(self, reference)
        if isinstance(outcome, Approved):
            self.capture(reference)
        return outcome

    terminal.perform = performed


def _cancel_not_confirmed(_: Catalog, _t: type) -> None:
    def cancel(self: Any, effect: Any) -> None:
        self._tell(OutcomeKnown(effect.attempt.key, Cancelled()))
        self._ask("cancel", effect.attempt)

    Cashier._cancel = cancel  # type: ignore[method-assign]


def _void_not_confirmed(_: Catalog, terminal: Any) -> None:
    void = terminal.void

    def voided(self: Any, reference: str) -> Any:
        void(self, reference)
        return Done()

    terminal.void = voided


def _outbox_outside(_: Catalog, _t: type) -> None:
    record_sale, execute = Ledger.record_sale, Connection.execute
    later: list[tuple[Any, ...]] = []
    selling = [False]

    def executed(self: Connection, statement: Any, *args: Any, **kwargs: Any) -> Any:
        if selling[0] and isinstance(statement, Insert) and statement.table.name == "outbox":
            later.append((statement, *args))
            return None
        return execute(self, statement, *args, **kwargs)

    def recorded(self: Ledger, *args: Any) -> Any:
        selling[0] = True
        try:
            receipt = record_sale(self, *args)
        finally:
            selling[0] = False
        with self._catalog.begin() as connection:
            while later:
                connection.execute(*later.pop(0))
        return receipt

    Connection.execute = executed  # type: ignore[method-assign]
    Ledger.record_sale = recorded  # type: ignore[method-assign]


def _exchange_in_two(_: Catalog, _t: type) -> None:
    hand_out = AfterSale._hand_out

    def handed(self: AfterSale, connection: Connection, *args: Any) -> None:
        _commits(connection)
        hand_out(self, connection, *args)

    AfterSale._hand_out = handed  # type: ignore[method-assign]


def _refund_with_a_new_key(_: Catalog, terminal: Any) -> None:
    refund = terminal.refund
    tries: list[str] = []

    def refunded(self: Any, key: str, reference: str, amount: int) -> Any:
        tries.append(key)
        return refund(self, f"{key}-{len(tries)}", reference, amount)

    terminal.refund = refunded


def _word_after_the_sale(_: Catalog, _t: type) -> None:
    """What a colleague took is in the desk's books when it is captured."""
    settle, capture = Books.settle, Books.capture
    waiting: list[Callable[[], None]] = []

    def settled(self: Books, entry: Entry, taken: bool, by: str) -> None:
        waiting.append(lambda: settle(self, entry, taken, by))
        self._apply({"what": "taken" if taken else "not_taken", "reference": entry.reference})

    def captured(self: Books, entry: Entry) -> Any:
        while waiting:
            waiting.pop(0)()
        return capture(self, entry)

    Books.settle = settled  # type: ignore[method-assign]
    Books.capture = captured  # type: ignore[method-assign]


def _taken_by_nobody(_: Catalog, _t: type) -> None:
    """Who took the money is written down when they have said so."""
    settle = DeskTerminal.settle

    def desks_settle(
        self: Desks, table: str, reference: str, taken: bool, by: str, device: str
    ) -> None:
        try:
            settle(self._desks[table], reference, taken, by)
        except TerminalError as error:
            raise DeskError(str(error)) from error

        def work(connection: Connection) -> None:
            action = "desk.taken" if taken else "desk.not_taken"
            audit.write(connection, by, action, reference, {"table": table}, device=device)

        self._catalog.transact(work)

    Desks.settle = desks_settle  # type: ignore[method-assign]


def _script(name: str) -> Script:
    return next(script for script in EVERY_SCRIPT if script.name == name)


PAYS = ((_script("pays"), NO_FAULT),)
LOST = Fault(Kind.LOST_ANSWER, "perform", ONE)
LOST_FOR_LONG = Fault(Kind.LOST_ANSWER, "perform", MANY)
AROUND_PERFORM = ("terminal perform", "OutcomeKnown", "line perform", "books approved")
IN_THE_SALE = ("ledger",)
AT_THE_DESK = tuple(
    (_script(f"at the desk: {name}"), NO_FAULT) for name in ("pays", "has no cash", "adds one")
)
EXCHANGES = tuple(
    (_script(name), NO_FAULT)
    for name in ("exchanges one", "exchanges one without a tag", "at the desk: exchanges one")
)
LOST_REFUND = tuple(
    (_script(f"{where}brings one back"), Fault(Kind.LOST_ANSWER, "refund", calls))
    for where in ("", "on PostgreSQL: ")
    for calls in (ONE, 5)
)
ON_POSTGRESQL = tuple(
    (_script(f"on PostgreSQL: {name}"), NO_FAULT) for name in ("pays", "is declined")
)

MUTANTS = (
    Mutant("key stored after the call", _key_after_the_call, PAYS, AROUND_PERFORM),
    Mutant("reference stored after the call", _reference_after_the_call, PAYS, AROUND_PERFORM),
    Mutant("sale split over two transactions", _two_transactions, PAYS, IN_THE_SALE),
    Mutant("new key after unknown", _new_key_after_unknown, ((_script("pays"), LOST),)),
    Mutant("timeout taken as decline", _timeout_is_a_decline, ((_script("pays"), LOST),)),
    Mutant("reconciling gives up", _gives_up, ((_script("pays"), LOST_FOR_LONG),)),
    Mutant(
        "basket not frozen",
        _basket_not_frozen,
        ((_script("adds one too late"), NO_FAULT), (_script("lifts one too late"), NO_FAULT)),
    ),
    Mutant("unique index dropped", _index_dropped, PAYS),
    Mutant("capture before the sale is written", _captured_first, PAYS, AROUND_PERFORM),
    Mutant(
        "cancel not confirmed before the next attempt",
        _cancel_not_confirmed,
        ((_script("cancels too late"), NO_FAULT), (_script("adds one too late"), NO_FAULT)),
    ),
    Mutant(
        "void not confirmed before the next attempt",
        _void_not_confirmed,
        ((_script("has too little"), Fault(Kind.LOST_REQUEST, "void", ONE)),),
    ),
    Mutant("outbox row outside of the transaction", _outbox_outside, PAYS, IN_THE_SALE),
    Mutant("exchange split over two transactions", _exchange_in_two, EXCHANGES, ("aftersale",)),
    Mutant("refund asked for again with another key", _refund_with_a_new_key, LOST_REFUND),
    Mutant(
        "desk's word written after the sale",
        _word_after_the_sale,
        AT_THE_DESK,
        ("page: SOLD", "SaleRecorded", "ledger.ledger.record_sale: after"),
    ),
    Mutant("money taken by nobody", _taken_by_nobody, AT_THE_DESK, ("desk books taken: after",)),
    Mutant(
        "sale split over two transactions, on PostgreSQL",
        _two_transactions,
        ON_POSTGRESQL,
        ("ledger.selling.sell: UPDATE",),
    ),
    Mutant("unique index dropped, on PostgreSQL", _index_dropped, ON_POSTGRESQL),
)

ENGINE = MUTANTS[:12]
"""Those in what the simulation plays too."""

"""The cashier's thread outlives whatever breaks under it: the payment always gets an answer."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest

from hardware.payment_terminal.terminal import (
    Approved,
    Outcome,
    PaymentTerminal,
    TerminalError,
    Unknown,
)
from kiosk.hub.checkout.checkout import step
from kiosk.hub.checkout.events import (
    AskCancel,
    Effect,
    Event,
    Freeze,
    Frozen,
    NotWritten,
    OutcomeKnown,
    Perform,
    Prepare,
    PrepareFailed,
)
from kiosk.hub.checkout.state import NOT_PREPARED, Checkout, State
from kiosk.hub.checkout.tender import Attempt, Tender
from kiosk.hub.ledger import Ledger
from kiosk.hub.tables.cashier import Cashier
from tests.conftest import LogWatch, wait_until

ATTEMPT = Attempt("c1", 1, "press-1", (), "EUR", reference="t-1")


class Terminal:
    """Raises `error` when it should prepare; approves whatever it performs."""

    error: Exception = KeyError("reference")
    cancels: list[Outcome]

    def prepare(self, key: str, amount_minor: int, currency: str) -> str:
        raise self.error

    def cancel(self, reference: str) -> Outcome:
        return self.cancels.pop(0)

    def perform(self, reference: str) -> Approved:
        return Approved()


class Books:
    """A ledger whose code has a mistake that is none of its database's errors."""

    def freeze(self, table: str, attempt: Attempt) -> None:
        raise ValueError("a mistake")

    def give_back(self, key: str) -> bool:
        return True


@contextlib.contextmanager
def cashier(answer: Callable[[Event], None], terminal: Terminal) -> Iterator[Cashier]:
    made = Cashier(
        "1", cast(Ledger, Books()), {Tender.CARD: cast(PaymentTerminal, terminal)}, answer
    )
    made.open()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("effect", "answer", "said"),
    [
        (Prepare(ATTEMPT), PrepareFailed, "the terminal's driver broke"),
        (Freeze(ATTEMPT), NotWritten, "Freeze of c1:1 was not written"),
    ],
)
def test_a_mistake_in_the_driver_or_the_ledger_is_answered_and_the_next_effect_carried_out(
    effect: Effect, answer: type, said: str, log_watch: LogWatch
) -> None:
    log_watch.expect(said)
    events: list[Event] = []
    with cashier(events.append, Terminal()) as mine:
        mine.do([effect, Perform(ATTEMPT)])
        wait_until(lambda: len(events) == 2, what="two answers")
    assert isinstance(events[0], answer)
    assert isinstance(events[1], OutcomeKnown)


def test_an_answer_that_nobody_could_take_does_not_end_the_work(log_watch: LogWatch) -> None:
    log_watch.expect("was not said")
    events: list[Event] = []

    def answer(event: Event) -> None:
        events.append(event)
        raise RuntimeError("a page could not be drawn")

    with cashier(answer, Terminal()) as mine:
        mine.do([Perform(ATTEMPT), Perform(ATTEMPT)])
        wait_until(lambda: len(events) == 2, what="both answers")


def test_what_a_terminal_says_to_staff_is_not_shown_to_the_shopper() -> None:
    terminal = Terminal()
    terminal.error = TerminalError("Check its cable and its power.")
    events: list[Event] = []
    with cashier(events.append, terminal) as mine:
        mine.do([Prepare(ATTEMPT)])
        wait_until(lambda: events, what="an answer")
    locked = Checkout(state=State.LOCKED, attempt=ATTEMPT)
    asked, _ = step(locked, Frozen(ATTEMPT.key), 1.0)
    closing, effects = step(asked, events[0], 1.0)
    assert closing.closing == NOT_PREPARED
    assert "cable" not in NOT_PREPARED.sentence
    effect = cast(Any, effects[0])
    assert effect.reason == "not prepared: Check its cable and its power."


def test_what_staff_settled_and_the_terminal_charged_after_all_is_told(
    log_watch: LogWatch, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.tables.cashier.ASK_AGAIN_S", 0.01)
    log_watch.expect("payment c1:1 of €0.00 is charged after all")
    terminal = Terminal()
    terminal.cancels = [Unknown("line"), Unknown("line"), Approved()]
    events: list[Event] = []
    with cashier(events.append, terminal) as mine:
        mine.do([AskCancel(ATTEMPT, until_answered=True)])
        wait_until(lambda: "charged after all" in caplog.text)
    assert events == [OutcomeKnown(ATTEMPT.key, Approved())]


def test_pieces_that_are_shuffled_about_call_a_payment_off_once_at_a_time() -> None:
    class Slow(Terminal):
        def __init__(self) -> None:
            self.answer = threading.Event()
            self.asked: list[str] = []

        def cancel(self, reference: str) -> Outcome:
            self.asked.append(reference)
            self.answer.wait(20)
            return Unknown("line")

    terminal = Slow()
    with cashier(lambda _: None, terminal) as mine:
        for _ in range(20):
            mine.do([AskCancel(ATTEMPT)])
        other = replace(ATTEMPT, number=2, reference="t-2")
        mine.do([AskCancel(other)])
        wait_until(lambda: len(terminal.asked) == 2, what="both")
        terminal.answer.set()
        wait_until(lambda: not mine._calling_off, what="the answers")
        assert sorted(terminal.asked) == ["t-1", "t-2"]
        mine.do([AskCancel(ATTEMPT)])
        wait_until(lambda: len(terminal.asked) == 3, what="what was lost may be asked again")

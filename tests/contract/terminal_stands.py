"""What the contract suite needs of a payment terminal: to play its card, and to read its books.

One stand for each driver. Owns how a card is played there; the suite owns what must then be true.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Protocol

from hardware.device import open_device
from hardware.payment_terminal.desk.driver import DeskTerminal
from hardware.payment_terminal.simulated.books import PaymentState
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from hardware.payment_terminal.terminal import (
    Approved,
    Outcome,
    PaymentTerminal,
    TerminalError,
)
from tests.conftest import wait_until
from tests.stripe_simulator import KEY, StripeProcess

Perform = Callable[[str], "Future[Outcome]"]
PAID = [("c1:1", 7900)]


class Stand(Protocol):
    driver: PaymentTerminal

    def settings(self) -> dict[str, Any]: ...

    def card(self, how: str) -> None:
        """What the next card does: approve, decline, partial, cancel, or ask for `decide`."""

    def decide(self, how: str) -> None:
        """What the card does that is being asked for: approve or decline."""

    def asks(self) -> object:
        """Whether a card is being asked for."""

    def charged(self) -> list[tuple[str, int]]:
        """Key and amount of all money that is held or taken, by the terminal's own books."""

    def lose(self, op: str, done: bool) -> None:
        """The next answer to this op is lost, after it was done or before."""

    def cut(self) -> None: ...

    def mend(self) -> None: ...

    def close(self) -> None: ...


def another(stand: Stand) -> PaymentTerminal:
    """A second driver of the same terminal, as a hub opens it that was started again."""
    driver: PaymentTerminal = open_device("payment_terminal", stand.settings())
    wait_until(lambda: driver.health.ok, what="the terminal")
    return driver


class SimulatedStand:
    def __init__(self, folder: Path) -> None:
        self._port = folder / "terminal"
        self.emulator = TerminalEmulator(
            self._port, folder / "books.jsonl", thinking_s=0.002, outage_s=0.05
        )
        self.emulator.start()
        self.driver = another(self)

    def settings(self) -> dict[str, Any]:
        return {"driver": "simulated", "port": str(self._port)}

    def card(self, how: str) -> None:
        self.emulator.mode = how

    def decide(self, how: str) -> None:
        self.emulator.decide(how)

    def asks(self) -> object:
        return self.emulator.pending()

    def charged(self) -> list[tuple[str, int]]:
        return [
            (p.key, p.approved_minor)
            for p in self.emulator.books()
            if p.state is PaymentState.APPROVED and not p.voided
        ]

    def lose(self, op: str, done: bool) -> None:
        self.emulator.lose(op, done=done)

    def cut(self) -> None:
        self.emulator.unplug()

    def mend(self) -> None:
        self.emulator.plug()

    def close(self) -> None:
        self.driver.close()
        self.emulator.stop()


class StripeStand:
    _PATHS: ClassVar[dict[str, str]] = {
        "prepare": "/payment_intents$",
        "perform": "/process_payment_intent$",
        "capture": "/capture$",
        "void": "/payment_intents/.*/cancel$",
        "refund": "/refunds$",
    }

    def __init__(self, simulator: StripeProcess) -> None:
        os.environ["HANGTAG_STRIPE_KEY"] = KEY
        self.simulator = simulator
        simulator.tell("a_day_later")  # every test has the same keys
        self.reader = simulator.new_reader()
        self.driver = another(self)

    def settings(self) -> dict[str, Any]:
        quick = {"poll_s": 0.005, "lost_s": 0.03, "timeout_s": 20.0, "health_s": 0.1}
        return {"driver": "stripe", "reader": self.reader, "base_url": self.simulator.url, **quick}

    def card(self, how: str) -> None:
        self.simulator.tell(f"readers/{self.reader}", card=how)

    def decide(self, how: str) -> None:
        number = {"approve": "4242424242424242", "decline": "4000000000000002"}[how]
        self.simulator.tell(f"readers/{self.reader}/present", number=number)

    def asks(self) -> object:
        action = self.books()["reader"][0]["action"]
        return action and action["status"] == "in_progress"

    def books(self) -> dict[str, list[dict[str, Any]]]:
        return self.simulator.of(self.reader)

    def charged(self) -> list[tuple[str, int]]:
        held = {"requires_capture": "amount_capturable", "succeeded": "amount_received"}
        return [
            (one["metadata"]["checkout"], one[held[one["status"]]])
            for one in self.books()["intent"]
            if one["status"] in held
        ]

    def lose(self, op: str, done: bool) -> None:
        kind = "lost_after" if done else "lost_before"
        self.simulator.faults({"kind": kind, "method": "POST", "path": self._PATHS[op]})

    def cut(self) -> None:
        self.simulator.faults({"kind": "refuse", "times": 1_000_000})

    def mend(self) -> None:
        self.simulator.faults()

    def close(self) -> None:
        self.driver.close()
        self.simulator.faults()
        os.environ.pop("HANGTAG_STRIPE_KEY", None)


class DeskStand:
    """With a colleague who settles what waits as soon as the shopper is sent there."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "desk.jsonl"
        self._how = "approve"
        self._turn = threading.Lock()  # what they answer is what they were told last
        self._closed = threading.Event()
        self.driver: DeskTerminal = open_device("payment_terminal", self.settings())
        self._colleague = threading.Thread(target=self._work, daemon=True)
        self._colleague.start()

    def settings(self) -> dict[str, Any]:
        return {"driver": "desk", "books": str(self._file)}

    def card(self, how: str) -> None:
        with self._turn:
            self._how = how

    def decide(self, how: str) -> None:
        for waiting in self.driver.waiting():
            try:
                self.driver.settle(waiting.reference, taken=how == "approve", by="Ana")
            except TerminalError:  # called off in this moment
                continue

    def asks(self) -> object:
        return self.driver.waiting()

    def charged(self) -> list[tuple[str, int]]:
        from hardware.payment_terminal.journal import read

        events = read(self._file)
        prepared = {e["reference"]: e for e in events if e["what"] == "prepared"}
        said = {what: [e["reference"] for e in events if e["what"] == what] for what in
                ("taken", "voided")}  # fmt: skip
        return [
            (prepared[reference]["key"], prepared[reference]["amount_minor"])
            for reference in said["taken"]
            if reference not in said["voided"]
        ]

    def lose(self, op: str, done: bool) -> None:
        raise NotImplementedError("the desk has no line")

    cut = mend = lambda self: None

    def close(self) -> None:
        self._closed.set()
        self._colleague.join()
        self.driver.close()

    def _work(self) -> None:
        while not self._closed.wait(0.002):
            with self._turn:
                if self._how != "ask":
                    self.decide(self._how)


# what tests do at every stand


def prepared(stand: Stand, key: str = "c1:1", amount: int = 7900) -> str:
    return stand.driver.prepare(key, amount, "EUR")


def paid(stand: Stand, key: str = "c1:1", amount: int = 7900) -> str:
    reference = prepared(stand, key, amount)
    assert stand.driver.perform(reference) == Approved()
    return reference


def asking(stand: Stand, perform: Perform, key: str = "c1:1") -> tuple[str, Future[Outcome]]:
    stand.card("ask")
    reference = prepared(stand, key)
    outcome = perform(reference)
    wait_until(stand.asks, what="the card to be asked for")
    return reference, outcome


def refunded(stand: Stand) -> int:
    payments = stand.driver.payments(datetime.now(UTC) - timedelta(minutes=5))
    return sum(payment.refunded_minor for payment in payments)

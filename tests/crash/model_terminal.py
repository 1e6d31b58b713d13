"""A card terminal as a model, for the simulation: one thread, virtual time, faults by the seed.

Owns books of its own, in the form of the simulated terminal's journal, which only its own rules
change; and how a call fails: before it is done, after it, or with the card still on its way.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any

from hardware.device import DeviceState, Health
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Payment,
    Pending,
    Refused,
    Settlement,
    TerminalError,
    Unknown,
)

OK = Health(DeviceState.OK)
CARDS = ("approve", "approve", "approve", "decline", "partial", "red key", "nobody")
UNDONE, DONE = "before it was done", "after it was done"


class ModelTerminal:
    """The contract's calls answer at once; `begin` is what a real terminal does while `perform`
    waits, and `card` ends it. `point` may end the hub there and then."""

    def __init__(self, chance: random.Random, point: Callable[[str], None]) -> None:
        self._chance = chance
        self._point = point
        self.books: dict[str, dict[str, Any]] = {}
        self.outage = 0  # calls that still fail
        self._how = ""

    def fails(self, calls: int, how: str) -> None:
        """From now on so many calls fail: `how` is UNDONE, DONE or "" for either."""
        self.outage, self._how = calls, how

    # --- what the terminal does ---------------------------------------------------------------

    @property
    def presenting(self) -> str:
        """The reference of the payment on the display, "" if there is none."""
        return next((r for r, p in self.books.items() if p["state"] == "presenting"), "")

    def begin(self, reference: str) -> bool:
        """Whether a card is awaited now, and somebody here waits for it."""
        self._point("perform: before")
        how = self._fault()
        payment = self.books[reference]
        if how != UNDONE and payment["state"] == "prepared":
            busy = bool(self.presenting)
            payment["state"] = "declined" if busy else "presenting"
        return not how and payment["state"] == "presenting"

    def card(self, card: str) -> None:
        """What the shopper's card comes to; "nobody" holds one there for now."""
        payment = self.books[self.presenting]
        match card:
            case "approve":
                payment |= {"state": "approved", "approved_minor": payment["amount_minor"]}
            case "partial":
                payment |= {"state": "approved", "approved_minor": payment["amount_minor"] // 2}
            case "decline":
                payment["state"] = "declined"
            case "red key":
                payment["state"] = "cancelled"

    def _fault(self) -> str:
        if self.outage <= 0:
            return ""
        self.outage -= 1
        return self._how or self._chance.choice((UNDONE, DONE))

    def _call(self, name: str, work: Callable[[], Any]) -> Any:
        """Raises `ConnectionError` when the caller gets no answer."""
        self._point(f"{name}: before")
        how = self._fault()
        answer = None if how == UNDONE else work()
        self._point(f"{name}: done")
        if how:
            raise ConnectionError(how)
        return answer

    # --- the contract -------------------------------------------------------------------------

    @property
    def health(self) -> Health:
        return OK

    def open(self) -> None: ...

    def close(self) -> None: ...

    def prepare(self, key: str, amount_minor: int, currency: str) -> str:
        def work() -> str:
            for reference, payment in self.books.items():
                if payment["key"] == key:
                    if payment["amount_minor"] != amount_minor:
                        raise TerminalError("this key is another payment's")
                    return reference
            reference = f"m-{len(self.books) + 1}"
            self.books[reference] = {
                "reference": reference,
                "key": key,
                "amount_minor": amount_minor,
                "currency": currency,
                "state": "prepared",
                "approved_minor": 0,
                "captured": False,
                "voided": False,
                "refunds": {},
            }
            return reference

        try:
            return str(self._call("prepare", work))
        except ConnectionError as error:
            raise TerminalError("It is away.") from error

    def perform(self, reference: str) -> Outcome:
        """The end of what `begin` began; a card at once for one that nobody began."""
        if self.books[reference]["state"] == "prepared" and not self.outage:
            self.books[reference]["state"] = "presenting"
            self.card("approve")
        outcome = self._asked("perform", lambda: self._outcome(reference))
        return Unknown("nobody waited") if isinstance(outcome, Pending) else outcome

    def status(self, reference: str) -> Outcome:
        return self._asked("status", lambda: self._outcome(reference))

    def cancel(self, reference: str) -> Outcome:
        def work() -> Outcome:
            payment = self.books[reference]
            if payment["state"] == "presenting" and self._chance.random() < 0.3:
                self.card("approve")
            elif payment["state"] in ("prepared", "presenting"):
                payment["state"] = "cancelled"
            return self._outcome(reference)

        return self._asked("cancel", work)

    def capture(self, reference: str) -> Settlement:
        def work() -> Settlement:
            payment = self.books[reference]
            whole = payment["approved_minor"] == payment["amount_minor"]
            if payment["state"] != "approved" or payment["voided"] or not whole:
                return Refused("not_approved")
            payment["captured"] = True
            return Done()

        return self._settled("capture", work)

    def void(self, reference: str) -> Settlement:
        def work() -> Settlement:
            payment = self.books[reference]
            if payment["captured"]:
                return Refused("captured")
            if payment["state"] in ("prepared", "presenting"):
                return Refused("not_ended")
            payment["voided"] = payment["state"] == "approved"
            return Done()

        return self._settled("void", work)

    def refund(self, key: str, reference: str, amount_minor: int) -> Settlement:
        def work() -> Settlement:
            payment = self.books[reference]
            left = payment["amount_minor"] - sum(payment["refunds"].values())
            if key not in payment["refunds"]:
                if not payment["captured"] or amount_minor > left:
                    return Refused("bad_amount")
                payment["refunds"][key] = amount_minor
            return Done()

        return self._settled("refund", work)

    def payments(self, since: datetime) -> list[Payment]:
        def work() -> list[Payment]:
            return [
                Payment(
                    reference,
                    payment["key"],
                    payment["amount_minor"],
                    payment["currency"],
                    self._outcome(reference),
                    payment["captured"],
                    payment["voided"],
                    sum(payment["refunds"].values()),
                )
                for reference, payment in self.books.items()
            ]

        try:
            return list(self._call("payments", work))
        except ConnectionError as error:
            raise TerminalError("It is away.") from error

    def _asked(self, name: str, work: Callable[[], Outcome]) -> Outcome:
        try:
            outcome: Outcome = self._call(name, work)
        except ConnectionError as error:
            return Unknown(str(error))
        return outcome

    def _settled(self, name: str, work: Callable[[], Settlement]) -> Settlement:
        try:
            settlement: Settlement = self._call(name, work)
        except ConnectionError as error:
            return Unknown(str(error))
        return settlement

    def _outcome(self, reference: str) -> Outcome:
        payment = self.books[reference]
        match payment["state"]:
            case "approved" if payment["voided"]:
                return Cancelled()
            case "approved" if payment["approved_minor"] < payment["amount_minor"]:
                return Approved(payment["approved_minor"])
            case "approved":
                return Approved()
            case "declined":
                return Declined("card_declined")
            case "cancelled":
                return Cancelled()
        return Pending(started=payment["state"] == "presenting")

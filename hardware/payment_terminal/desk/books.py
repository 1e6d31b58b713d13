"""The desk's books: what was asked for, and what colleagues say they took and gave back.

Owns the file, as a journal of what happened that is replayed at the start, and the rules of what
may happen next. A payment here has one phase: taken is charged. Its caller locks.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from hardware.payment_terminal import terminal
from hardware.payment_terminal.journal import Journal, JournalError
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Pending,
    Refused,
    Settlement,
)


class State(StrEnum):
    PREPARED = "prepared"
    ASKED = "asked"  # the shopper is on the way to a colleague
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Entry:
    """One payment. The money is in the till if, and only if, it is `TAKEN` and not `voided`."""

    reference: str
    key: str
    amount_minor: int
    currency: str
    since: datetime
    state: State = State.PREPARED
    captured: bool = False  # the sale is written down: giving it back is a refund from now on
    voided: bool = False
    refunds: dict[str, int] = field(default_factory=dict)  # by the refund's key

    @property
    def outcome(self) -> Outcome:
        match self.state:
            case State.PREPARED:
                return Pending(started=False)
            case State.ASKED:
                return Pending(started=True)
            case State.TAKEN:
                return Cancelled() if self.voided else Approved()
            case State.NOT_TAKEN:
                return Declined("not_taken")
            case State.CANCELLED:
                return Cancelled()

    @property
    def ended(self) -> bool:
        return self.state not in (State.PREPARED, State.ASKED)

    def told(self) -> terminal.Payment:
        return terminal.Payment(
            self.reference,
            self.key,
            self.amount_minor,
            self.currency,
            self.outcome,
            captured=self.state is State.TAKEN and not self.voided,
            voided=self.voided,
            refunded_minor=sum(self.refunds.values()),
        )


class Books:
    """Every change is on the disk before it is true. Raises `OSError` when it cannot be."""

    def __init__(self, file: Path) -> None:
        self._journal = Journal(file, exclusive=True)
        self._entries: dict[str, Entry] = {}
        self._journal.open()
        try:
            for event in self._journal.entries():
                self._apply(event)
        except (KeyError, TypeError, ValueError) as error:
            self._journal.close()
            raise JournalError(f"The payment books {file} say what makes no sense.") from error
        except OSError:
            self._journal.close()
            raise

    def close(self) -> None:
        self._journal.close()

    def all(self) -> list[Entry]:
        return list(self._entries.values())

    def get(self, reference: str) -> Entry | None:
        return self._entries.get(reference)

    def by_key(self, key: str) -> Entry | None:
        return next((each for each in self._entries.values() if each.key == key), None)

    def prepare(self, key: str, amount_minor: int, currency: str) -> Entry:
        reference = f"desk-{uuid.uuid4().hex[:16]}"
        self._write(
            "prepared", reference, key=key, amount_minor=amount_minor, currency=currency.upper()
        )
        return self._entries[reference]

    def ask(self, entry: Entry) -> None:
        if entry.state is State.PREPARED:
            self._write("asked", entry.reference)

    def cancel(self, entry: Entry) -> None:
        if not entry.ended:
            self._write("cancelled", entry.reference)

    def settle(self, entry: Entry, taken: bool, by: str) -> None:
        self._write("taken" if taken else "not_taken", entry.reference, by=by)

    def capture(self, entry: Entry) -> Settlement:
        if not entry.ended:
            return Refused("not_ended")
        if entry.outcome != Approved():
            return Refused("not_approved")
        if not entry.captured:
            self._write("captured", entry.reference)
        return Done()

    def void(self, entry: Entry) -> Settlement:
        if entry.captured:
            return Refused("captured")
        if not entry.ended:
            return Refused("not_ended")
        if entry.outcome == Approved():
            self._write("voided", entry.reference)
        return Done()

    def refund(self, entry: Entry, key: str, amount_minor: int) -> Settlement:
        for each in self._entries.values():
            if key in each.refunds:
                same = each.reference == entry.reference and each.refunds[key] == amount_minor
                return Done() if same else Refused("key_reused")
        if entry.outcome != Approved():
            return Refused("not_captured")
        if not 0 < amount_minor <= entry.amount_minor - sum(entry.refunds.values()):
            return Refused("bad_amount")
        self._write("refunded", entry.reference, key=key, amount_minor=amount_minor)
        return Done()

    def _write(self, what: str, reference: str, **more: Any) -> None:
        at_ms = round(datetime.now(UTC).timestamp() * 1000)
        event = {"at_ms": at_ms, "what": what, "reference": reference, **more}
        self._journal.append(event)
        self._apply(event)

    def _apply(self, event: dict[str, Any]) -> None:
        reference = event["reference"]
        if event["what"] == "prepared":
            since = datetime.fromtimestamp(event["at_ms"] / 1000, UTC)
            self._entries[reference] = Entry(
                reference, event["key"], event["amount_minor"], event["currency"], since
            )
            return
        entry = self._entries[reference]
        match event["what"]:
            case "captured":
                entry = replace(entry, captured=True)
            case "voided":
                entry = replace(entry, voided=True)
            case "refunded":
                refunds = {**entry.refunds, event["key"]: event["amount_minor"]}
                entry = replace(entry, refunds=refunds)
            case state:
                entry = replace(entry, state=State(state))
        self._entries[reference] = entry

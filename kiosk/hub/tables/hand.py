"""What a checkout table needs a colleague's hand for, and who is on it.

Owns a shopper's call from a table, what makes a payment a colleague's business, their order and
their names. Pure: `now` is an argument, and nothing is kept. `table.py` holds the call.

    nobody -> waiting -> taken -> nobody     called, "I'll go", done
    taken  -> waiting                        put back: somebody else should go
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from catalog.money import Money
from kiosk.hub.checkout.basket import DoubtReason

CHECKED_BY_ITSELF = timedelta(seconds=5)  # an outcome is mostly known again by then
ABOUT_MISSING = "item_missing"
ABOUT_PAYMENT = "payment"  # what a call is about that nobody made: a colleague saw the payment


class HandKind(StrEnum):
    PAYMENT = "payment"  # nobody knows whether it was charged: a person must read the terminal
    CHECKING = "checking"  # the same, but the terminal may still answer by itself
    MISSING = "missing"  # the shopper says that an item is missing
    CALL = "call"  # the shopper would like a colleague


TITLES = {
    HandKind.PAYMENT: "A payment needs to be settled",
    HandKind.CHECKING: "A payment is being checked",
    HandKind.MISSING: "An item is missing",
    HandKind.CALL: "A colleague, please",
}
SENTENCES = {False: "A colleague knows, and will come to you.", True: "A colleague is on the way."}


class CallError(ValueError):
    """The call cannot move that way. The text says why, for the colleague who tapped."""


@dataclass(frozen=True, slots=True)
class Call:
    """A table asks for a colleague. `about` is what it asked with, as the tablet says it.

    Times are UTC; `taken_at` is None until somebody goes, and `taken_by` may be "" even then.
    """

    about: str
    since: datetime
    taken_at: datetime | None = None
    taken_by: str = ""

    @property
    def taken(self) -> bool:
        return self.taken_at is not None

    def take(self, by: str, now: datetime) -> Call:
        """`by` goes. Taking it twice changes nothing. Raises `CallError`."""
        if self.taken and self.taken_by != by:
            raise CallError(f"{self.taken_by or 'A colleague'} has taken this one already.")
        return self if self.taken else replace(self, taken_at=now, taken_by=by)

    def put_back(self) -> Call:
        """Nobody is on it any more."""
        return replace(self, taken_at=None, taken_by="")

    def for_the_tablet(self) -> dict[str, str]:
        return {
            "status": "taken" if self.taken else "waiting",
            "sentence": SENTENCES[self.taken],
            "about": self.about,
        }


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A payment whose outcome is not known since `since` (UTC).

    `attempt` is its idempotency key, `reference` the name that the terminal knows it by.
    """

    attempt: str
    reference: str
    amount: Money
    count: int
    since: datetime
    needs_staff: bool


def moved(
    call: Call | None, payment: Unsettled | None, status: str, about: str, by: str, now: datetime
) -> Call | None:
    """The table's call after somebody said `status`; None when nobody asks any more.

    "waiting" is a shopper's press, and a second one is the same call. "taken", "put_back" and
    "done" are a colleague's; they may go for a payment that nobody called them for. Raises
    `CallError`.
    """
    if status == "waiting":
        return call or Call(about, now)
    if status == "done":
        return None
    if call is None and payment is not None:
        call = Call(ABOUT_PAYMENT, now)
    if call is None:
        raise CallError("Nobody waits at this table any more.")
    return call.take(by, now) if status == "taken" else call.put_back()


@dataclass(frozen=True, slots=True)
class Hand:
    """One table that needs a hand, for one reason: the one that matters most."""

    table: str
    name: str
    kind: HandKind
    since: datetime
    taken: bool = False
    taken_by: str = ""
    payment: Unsettled | None = None

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @property
    def urgency(self) -> tuple[bool, datetime, str]:
        """Sorts what waits: a payment to be settled before anything else, then by waiting time."""
        return self.kind is not HandKind.PAYMENT, self.since, self.table

    def as_json(self, locale: str) -> dict[str, Any]:
        """As the `staff` topic says it; `id` is the same for as long as the reason is."""
        paid = self.payment
        return {
            "id": f"{self.table}/{self.kind}/{self.since.isoformat(timespec='milliseconds')}",
            "table": self.table,
            "name": self.name,
            "kind": self.kind.value,
            "title": self.title,
            "status": "taken" if self.taken else "waiting",
            "since": self.since.isoformat(timespec="milliseconds"),
            "taken_by": self.taken_by,
            "payment": paid
            and {
                "attempt": paid.attempt,
                "reference": paid.reference,
                "amount": paid.amount.text(locale),
                "count": paid.count,
            },
        }


def hand(
    table: str, name: str, call: Call | None, payment: Unsettled | None, now: datetime
) -> Hand | None:
    """What the table needs, or None. A call goes before a payment that may yet settle itself."""
    kind = _kind(call, payment, now)
    if kind is None:
        return None
    about_payment = kind in (HandKind.PAYMENT, HandKind.CHECKING)
    reason = payment if about_payment else call
    assert reason is not None
    return Hand(
        table=table,
        name=name,
        kind=kind,
        since=reason.since,
        taken=call is not None and call.taken,
        taken_by=call.taken_by if call else "",
        payment=payment if about_payment else None,
    )


def _kind(call: Call | None, payment: Unsettled | None, now: datetime) -> HandKind | None:
    if payment is not None and payment.needs_staff:
        return HandKind.PAYMENT
    if call is not None and call.about != ABOUT_PAYMENT:
        return HandKind.MISSING if call.about == ABOUT_MISSING else HandKind.CALL
    if payment is not None and (call or now - payment.since >= CHECKED_BY_ITSELF):
        return HandKind.CHECKING
    return None


# --- pieces and devices that staff should look at --------------------------------------------

LOOKS = {
    DoubtReason.UNKNOWN: "unknown tag",
    DoubtReason.FOREIGN: "another shop's tag",
    DoubtReason.UNREGISTERED: "not registered yet",
    DoubtReason.SOLD: "sold already",
    DoubtReason.DUPLICATE: "two tags on one piece",
}  # the shopper settles the other reasons: what lies near, what came late
BINDABLE = (DoubtReason.UNKNOWN, DoubtReason.FOREIGN, DoubtReason.UNREGISTERED)


@dataclass(frozen=True, slots=True)
class Look:
    """Pieces at one table that are not charged until a colleague has had a look, or a reader or
    card terminal that is away.

    `table` is "" where it is a fitting room's. `tag` is the first piece that can be bound to a
    variant, "" if none can. `finding` is what reconciling found, "" where it is none.
    """

    table: str
    words: str
    tag: str
    finding: str = ""


AWAY = ("away", "faulty")


def looks(basket: Mapping[str, Any]) -> list[Look]:
    """What of a table's snapshot needs a look: its devices first, then what lies on it."""
    found = [_device(basket, "reader"), _device(basket, "terminal"), _pieces(basket)]
    return [one for one in found if one is not None]


def _device(basket: Mapping[str, Any], device: str) -> Look | None:
    health = basket.get(device) or {}
    if health.get("state") not in AWAY:
        return None
    message = health.get("message") or f"The {device} does not answer."
    return Look(basket["table"], f"{basket['name']}: {message}", "")


def _pieces(basket: Mapping[str, Any]) -> Look | None:
    found = [(DoubtReason(one["reason"]), one["key"]) for one in basket.get("doubtful", ())]
    found = [(reason, key) for reason, key in found if reason in LOOKS]
    if not found:
        return None
    many = "1 piece at {} needs" if len(found) == 1 else f"{len(found)} pieces at {{}} need"
    reasons = ", ".join(dict.fromkeys(LOOKS[reason] for reason, _ in found))
    return Look(
        table=basket["table"],
        words=f"{many.format(basket['name'])} a look: {reasons}",
        tag=next((key for reason, key in found if reason in BINDABLE), ""),
    )

"""What a table needs a colleague for: decided from the call and the payment alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from catalog.money import Money
from kiosk.hub.checkout.basket import DoubtReason
from kiosk.hub.tables.hand import Call, CallError, Hand, Look, Unsettled, hand, looks, moved

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def payment(seconds: float, *, needs_staff: bool = False) -> Unsettled:
    """Nobody knows its outcome since so many seconds."""
    return Unsettled("c:1", "T-7", Money(7900, "EUR"), 2, ago(seconds), needs_staff)


def needs(call: Call | None, paid: Unsettled | None, name: str = "1") -> Hand | None:
    return hand(name, f"Checkout {name}", call, paid, NOW)


CALL, MISSING = Call("call", ago(40)), Call("item_missing", ago(40))
GOING = Call("payment", ago(3), ago(3), "Ana")


@pytest.mark.parametrize(
    ("call", "paid", "title", "since"),
    [
        (None, None, None, None),
        (CALL, None, "A colleague, please", 40),
        (Call("", ago(9)), None, "A colleague, please", 9),
        (MISSING, None, "An item is missing", 40),
        (None, payment(2), None, None),
        (None, payment(6), "A payment is being checked", 6),
        (None, payment(90, needs_staff=True), "A payment needs to be settled", 90),
        (MISSING, payment(6), "An item is missing", 40),
        (MISSING, payment(90, needs_staff=True), "A payment needs to be settled", 90),
        (GOING, payment(2), "A payment is being checked", 2),
        (GOING, payment(90, needs_staff=True), "A payment needs to be settled", 90),
    ],
)
def test_a_table_has_one_reason_the_one_that_matters_most(
    call: Call | None, paid: Unsettled | None, title: str | None, since: float | None
) -> None:
    found = needs(call, paid)
    assert (found.title if found else None) == title
    if found is not None and since is not None:
        assert found.since == ago(since)
        assert (found.payment is not None) == ("payment" in found.title)
        assert (found.taken, found.taken_by) == ((True, "Ana") if call is GOING else (False, ""))


def test_a_payment_to_settle_stands_before_who_waits_longer() -> None:
    found = [
        needs(Call("call", ago(300)), None, "1"),
        needs(None, payment(70, needs_staff=True), "2"),
        needs(None, payment(400), "3"),
    ]
    order = sorted((one for one in found if one), key=lambda one: one.urgency)
    assert [one.table for one in order] == ["2", "3", "1"]


def test_a_call_is_the_same_call_until_it_is_done() -> None:
    asked = moved(None, None, "waiting", "item_missing", "", ago(60))
    assert asked is not None
    assert moved(asked, None, "waiting", "call", "", NOW) is asked, "a second press"
    taken = moved(asked, None, "taken", "", "Ana", NOW)
    assert taken is not None
    assert taken.for_the_tablet()["sentence"] == "A colleague is on the way."
    assert moved(taken, None, "taken", "", "Ana", NOW) is taken
    assert moved(taken, None, "waiting", "call", "", NOW) is taken
    with pytest.raises(CallError, match="Ana has taken this one already"):
        moved(taken, None, "taken", "", "Ben", NOW)
    assert moved(taken, None, "put_back", "", "", NOW) == asked
    assert moved(taken, None, "done", "", "", NOW) is None


@pytest.mark.parametrize("status", ["taken", "put_back"])
def test_nobody_goes_where_nobody_asks(status: str) -> None:
    with pytest.raises(CallError, match="Nobody waits"):
        moved(None, None, status, "", "Ana", NOW)
    assert moved(None, payment(9), status, "", "Ana", NOW), "but for a payment they may"


@pytest.mark.parametrize(
    ("reasons", "words", "tag"),
    [
        ((), None, ""),
        (("near", "late"), None, ""),
        (("unknown",), "1 piece at Till needs a look: unknown tag", "epc:0"),
        (("unknown", "unknown"), "2 pieces at Till need a look: unknown tag", "epc:0"),
        (("sold",), "1 piece at Till needs a look: sold already", ""),
        (
            ("sold", "near", "foreign"),
            "2 pieces at Till need a look: sold already, another shop's tag",
            "epc:2",
        ),
        (
            ("unregistered", "duplicate"),
            "2 pieces at Till need a look: not registered yet, two tags on one piece",
            "epc:0",
        ),
    ],
)
def test_what_lies_there_and_is_not_charged_needs_a_look(
    reasons: tuple[str, ...], words: str | None, tag: str
) -> None:
    doubtful = [
        {"reason": DoubtReason(reason).value, "key": f"epc:{number}"}
        for number, reason in enumerate(reasons)
    ]
    expected = Look("1", words, tag) if words else None
    assert looks({"table": "1", "name": "Till", "doubtful": doubtful}) == (
        [expected] if expected else []
    )


DEVICES = [
    (
        "the reader is unplugged",
        "reader",
        "away",
        "Check its USB cable.",
        "Till: Check its USB cable.",
    ),
    ("its antenna is off", "reader", "faulty", "Check the antenna.", "Till: Check the antenna."),
    ("the terminal is away", "terminal", "away", "", "Till: The terminal does not answer."),
    ("all is well", "reader", "ok", "", None),
    ("it is just starting", "terminal", "starting", "", None),
]


@pytest.mark.parametrize(
    ("device", "state", "message", "words"),
    [row[1:] for row in DEVICES],
    ids=[row[0] for row in DEVICES],
)
def test_staff_are_told_of_a_device_that_is_away(
    device: str, state: str, message: str, words: str | None
) -> None:
    found = looks({"table": "1", "name": "Till", device: {"state": state, "message": message}})
    assert [one.words for one in found] == ([words] if words else [])

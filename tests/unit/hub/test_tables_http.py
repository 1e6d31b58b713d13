"""Paying at a table over HTTP: a real hub, a real database, a terminal on a socket."""

from __future__ import annotations

import uuid

import pytest

from catalog.product import Item, ItemStatus
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from tests.conftest import LogWatch, wait_until
from tests.unit.hub.conftest import (
    BLANK,
    ON_BOTH,
    RunningHub,
    charged,
)
from tests.unit.hub.shop import DRESS, SCARF, SHIRT

ANA = {"user": 1, "pin": "1111"}


def status(hub: RunningHub, tag: object) -> ItemStatus:
    found = hub.hub.catalog.resolve(tag)  # type: ignore[arg-type]
    assert isinstance(found, Item)
    return found.status


@ON_BOTH
def test_laid_down_paid_and_lifted(hub: RunningHub, terminal: TerminalEmulator) -> None:
    table = hub.table()
    laid = table.lay(SHIRT, DRESS)
    assert (laid["state"], laid["count"]) == ("OPEN", 2)
    assert laid["total"] == {"minor": 20800, "currency": "EUR", "text": "€208.00"}
    assert laid["tax"] == {"percent": "23", "minor": 3889, "currency": "EUR", "text": "€38.89"}
    first = laid["lines"][0]
    assert first["title"] == "Linen shirt"
    assert first["key"] == f"epc:{SHIRT.value}"
    assert (first["on_table"], first["from_room"]) == (True, None)
    assert table.pay()["state"] in ("LOCKED", "AUTHORISING")
    sold = table.wait_for("SOLD")
    assert sold["receipt"]["number"] == "A-000001"
    assert sold["receipt"]["qr_svg"].startswith("<svg")
    assert sold["receipt"]["total"]["minor"] == charged(terminal) == 20800
    assert [status(hub, tag) for tag in (SHIRT, DRESS, SCARF)] == [
        ItemStatus.SOLD,
        ItemStatus.SOLD,
        ItemStatus.IN_STOCK,
    ]
    assert table.lay(SHIRT, DRESS)["doubtful"] == []
    assert table.press("done").json()["state"] == "EMPTY"
    assert table.lay(SHIRT, DRESS)["doubtful"] == []
    table.lay()
    again = table.lay(SHIRT)
    assert [doubt["reason"] for doubt in again["doubtful"]] == ["sold"]
    assert again["count"] == 0


def test_a_tag_that_left_with_its_garment_is_not_given_to_another(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    table.wait_for("SOLD")
    hub.hub.catalog.unbind(SHIRT)
    tag = {"kind": "epc", "value": SHIRT.value}
    refused = hub.http.post("/api/tags/bind", json={"tag": tag, "sku": "TEE-1"})
    assert refused.status_code == 409
    assert "sold with receipt A-000001" in refused.json()["detail"]["message"]


def test_the_receipt_page_is_kept_under_a_name_nobody_can_guess(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    url = table.wait_for("SOLD")["receipt"]["url"]
    assert len(url.removeprefix("/receipt/")) >= 22
    page = hub.http.get(url)
    assert page.status_code == 200
    assert "Linen shirt" in page.text
    assert hub.http.get("/receipt/" + "x" * 22).status_code == 404


@ON_BOTH
def test_a_declined_card_charges_nothing_and_can_be_tried_again(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    terminal.mode = "decline"
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    wait_until(lambda: table.now["message"], what="the message")
    declined = table.now
    assert (declined["state"], declined["message"]["kind"]) == ("OPEN", "declined")
    assert "Nothing was charged" in declined["message"]["sentence"]
    terminal.mode = "approve"
    table.pay()
    table.wait_for("SOLD")
    assert charged(terminal) == 7900
    assert len({payment.key for payment in terminal.books()}) == 2


def test_a_cancelled_payment_charges_nothing(hub: RunningHub, terminal: TerminalEmulator) -> None:
    terminal.mode = "ask"
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    wait_until(terminal.pending)
    assert "card" in table.now["payment"]["sentence"]
    table.press("cancel")
    opened = table.wait_for("OPEN")
    assert opened["message"]["kind"] == "cancelled"
    assert charged(terminal) == 0


def test_an_item_added_while_the_card_is_awaited_stops_the_payment(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    terminal.mode = "ask"
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    wait_until(terminal.pending)
    table.lay(SHIRT, DRESS)
    opened = table.wait_for("OPEN")
    assert (opened["message"]["kind"], opened["count"]) == ("changed", 2)
    assert charged(terminal) == 0


@ON_BOTH
def test_an_item_added_too_late_to_stop_it_stays_unpaid(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    terminal.mode = "ask"
    terminal.approval_beats_cancel = True
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    wait_until(terminal.pending)
    table.lay(SHIRT, DRESS)
    sold = table.wait_for("SOLD")
    assert [line["title"] for line in sold["lines"]] == ["Linen shirt"]
    assert [(d["reason"], d["title"]) for d in sold["doubtful"]] == [("late", "Silk dress")]
    assert charged(terminal) == 7900
    assert status(hub, DRESS) is ItemStatus.IN_STOCK
    assert table.press("done").json()["lines"][0]["title"] == "Silk dress"


@pytest.mark.parametrize(("mode", "end", "total"), [("lose_answer", "SOLD", 7900)])
@ON_BOTH
def test_an_answer_lost_after_charging_is_found_again(
    hub: RunningHub, terminal: TerminalEmulator, mode: str, end: str, total: int
) -> None:
    terminal.mode = mode
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    checking = table.wait_for("RECONCILING")
    assert checking["payment"]["sentence"].startswith("Checking your payment.")
    assert table.press("pay", {"id": "another", "version": checking["version"]}).status_code == 409
    table.wait_for(end)
    assert charged(terminal) == total


def test_an_answer_lost_before_charging_opens_the_basket_again(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    terminal.mode = "lose_request"
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    table.wait_for("RECONCILING")
    table.wait_for("OPEN")
    assert charged(terminal) == 0
    assert status(hub, SHIRT) is ItemStatus.IN_STOCK


@ON_BOTH
def test_a_press_that_is_repeated_counts_once(hub: RunningHub, terminal: TerminalEmulator) -> None:
    table = hub.table()
    table.lay(SHIRT)
    for _ in range(3):
        table.pay("the-press")
    table.wait_for("SOLD")
    assert table.pay("the-press")["state"] == "SOLD"
    assert len(terminal.books()) == 1


def test_pay_is_refused_in_words(hub: RunningHub, terminal: TerminalEmulator) -> None:
    table = hub.table()

    def refused(version: int | None = None) -> str:
        body = {"id": uuid.uuid4().hex, "version": version or table.now["version"]}
        answer = table.press("pay", body)
        assert answer.status_code == 409
        detail = answer.json()["detail"]
        assert detail["message"].endswith(".")
        return str(detail["code"])

    assert refused() == "nothing_to_pay"
    table.lay(BLANK)
    assert refused() == "nothing_to_pay"
    seen = table.lay(SHIRT)["version"]
    table.lay(SHIRT, DRESS)
    assert refused(seen) == "basket_changed"
    assert refused(table.now["version"] + 1) == "basket_changed"
    table.lay(SHIRT, reader="away")
    assert refused() == "reader_away"
    table.lay(SHIRT)
    terminal.unplug()
    wait_until(lambda: table.now["terminal"]["state"] == "away", what="the page to say so")
    assert refused() == "terminal_away"


def test_a_colleague_is_called_comes_and_goes(hub: RunningHub) -> None:
    table = hub.table()
    assert table.press("help", {"about": "item_missing"}).json()["help"]["status"] == "waiting"
    assert table.press("help", {"status": "taken"}).json()["help"] == {
        "status": "taken",
        "sentence": "A colleague is on the way.",
        "about": "item_missing",
    }
    assert table.press("help", {"status": "done"}).json()["help"] is None


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("GET", "/api/tables/9", None, "no_such_table"),
        ("GET", "/api/tables/9/live", None, "no_such_table"),
        ("POST", "/api/rooms/9/pay", {"id": "x", "tags": []}, "no_such_room"),
        ("GET", "/api/rooms/9/live", None, "no_such_room"),
        ("POST", "/api/tables/1/add", {"tag": {"kind": "epc", "value": "30AA"}}, "cannot_add"),
        ("POST", "/api/tables/1/settle", {"charged": True}, "invalid"),
        ("POST", "/api/tables/1/settle", {"charged": True, "attempt": "x"}, "invalid"),
        ("POST", "/api/tables/1/settle", {"charged": True, "attempt": "", **ANA}, "invalid"),
        (
            "POST",
            "/api/tables/1/settle",
            {"charged": True, "attempt": "x", **ANA},
            "nothing_to_settle",
        ),
        ("POST", "/api/tables/1/pay", {"id": "x"}, "invalid"),
        ("PUT", "/api/tables/1/tags", {"session": "s", "sequence": 1, "tags": [1]}, "invalid"),
    ],
)
def test_every_refusal_has_a_code_and_a_sentence(
    hub: RunningHub, method: str, path: str, body: object, code: str
) -> None:
    answer = hub.http.request(method, path, json=body)
    assert 400 <= answer.status_code < 500
    detail = answer.json()["detail"]
    assert detail["code"] == code
    assert detail["message"]


@pytest.mark.parametrize("path", ["/api/tables/1/tags", "/api/rooms/1/tags"])
def test_a_message_with_more_tags_than_any_reader_hears_is_refused(
    hub: RunningHub, path: str
) -> None:
    body = {"session": "s", "sequence": 1, "tags": [{"kind": "epc", "value": "30AA"}] * 1001}
    assert hub.http.put(path, json=body).status_code == 422
    body["tags"] = body["tags"][:1000]
    assert hub.http.put(path, json=body).status_code == 200


def test_staff_settle_a_payment_that_nobody_can_tell(
    hub: RunningHub, terminal: TerminalEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.checkout.paying.STAFF_AFTER_S", 0.0)
    terminal.mode = "lose_answer"
    terminal.outage_s = 60.0
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    table.wait_for("NEEDS_STAFF")
    hand = hub.hub.tables["1"].hand
    assert hand is not None
    assert hand.payment is not None
    answer = {"charged": True, "attempt": hand.payment.attempt, **ANA}
    assert table.press("settle", {**answer, "attempt": "another:1"}).status_code == 409
    wrong = table.press("settle", {**answer, "pin": "9999"})
    assert (wrong.status_code, wrong.json()["detail"]["code"]) == (403, "wrong_pin")
    assert table.press("settle", {"charged": True, "attempt": answer["attempt"]}).status_code == 422
    assert table.now["state"] == "NEEDS_STAFF"
    assert table.press("settle", answer).status_code == 200
    table.wait_for("SOLD")
    assert status(hub, SHIRT) is ItemStatus.SOLD
    rows = hub.http.get("/api/audit", params={"action": "payment"}).json()
    assert [(row["who"], row["subject"], row["details"]) for row in rows] == [
        ("Ana", answer["attempt"], {"charged": True, "table": "1"})
    ]


def test_nothing_is_settled_when_nobody_can_be_written_down(
    hub: RunningHub, terminal: TerminalEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.checkout.paying.STAFF_AFTER_S", 0.0)
    terminal.mode = "lose_answer"
    terminal.outage_s = 60.0
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    table.wait_for("NEEDS_STAFF")
    hand = hub.hub.tables["1"].hand
    assert hand is not None
    assert hand.payment is not None

    def full() -> None:
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        hub.hub.tables["1"].settle(True, hand.payment.attempt, full)
    assert table.now["state"] == "NEEDS_STAFF"
    assert status(hub, SHIRT) is not ItemStatus.SOLD


def test_health_says_who_it_is(hub: RunningHub) -> None:
    answer = hub.http.get("/api/health").json()
    assert (answer["name"], answer["state"]) == ("hangtag-hub", "ok")
    assert answer["catalog_version"] == hub.hub.catalog.version()


def test_an_error_of_the_database_before_the_card_charges_nothing(
    hub: RunningHub,
    terminal: TerminalEmulator,
    monkeypatch: pytest.MonkeyPatch,
    log_watch: LogWatch,
) -> None:
    log_watch.expect("was not written")
    from kiosk.hub.ledger import Ledger, LedgerError

    def broken(*_: object) -> str:
        raise LedgerError("the disk is full")

    table = hub.table()
    table.lay(SHIRT)
    monkeypatch.setattr(Ledger, "store_reference", broken)
    table.pay()
    opened = table.wait_for("OPEN")
    assert opened["message"]["kind"] == "not_started"
    assert charged(terminal) == 0


def test_an_error_of_the_database_after_the_card_loses_no_sale(
    hub: RunningHub,
    terminal: TerminalEmulator,
    monkeypatch: pytest.MonkeyPatch,
    log_watch: LogWatch,
) -> None:
    log_watch.expect("was not written")
    from kiosk.hub.ledger import Ledger, LedgerError

    def broken(*_: object) -> None:
        raise LedgerError("the disk is full")

    table = hub.table()
    table.lay(SHIRT)
    monkeypatch.setattr(Ledger, "record_sale", broken)
    table.pay()
    table.wait_for("RECONCILING")
    monkeypatch.undo()
    table.wait_for("SOLD")
    assert charged(terminal) == 7900

"""The table and its tablet over HTTP: a real hub, a real database, a terminal on a socket."""

from __future__ import annotations

import uuid

import pytest

from catalog.product import Item, ItemStatus
from hardware.payment_terminal.simulated.emulator import Mode, TerminalEmulator
from hardware.rfid.reader import TagId
from kiosk.hub.tables import reports as table_reports
from tests.conftest import LogWatch, wait_until
from tests.unit.hub.conftest import (
    BLANK,
    FOREIGN,
    ON_BOTH,
    UNREGISTERED_TEE,
    RunningHub,
    charged,
)
from tests.unit.hub.shop import BELT, DRESS, SCARF, SHIRT

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


def test_doubtful_tags_stand_apart(hub: RunningHub) -> None:
    laid = hub.table().lay(SHIRT, BLANK, FOREIGN, UNREGISTERED_TEE)
    assert laid["count"] == 1
    assert [(doubt["reason"], doubt["title"]) for doubt in laid["doubtful"]] == [
        ("unknown", None),
        ("foreign", None),
        ("unregistered", "Cotton tee"),
    ]


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


def test_a_table_that_is_started_again_lifts_nothing(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    terminal.mode = Mode.ASK
    table = hub.table()
    table.lay(SHIRT, DRESS)
    assert table.start_again()["count"] == 2
    table.lay(SHIRT, DRESS)
    table.pay()
    wait_until(terminal.pending, what="the terminal to ask for a card")
    assert table.start_again()["state"] == "AUTHORISING"
    table.lay(SHIRT, DRESS)
    terminal.decide("approve")
    table.wait_for("SOLD")
    assert charged(terminal) == 20800
    table.press("done")
    assert table.lay()["state"] == "EMPTY"


def test_a_basket_that_looks_the_same_may_be_paid_from_an_older_snapshot(
    hub: RunningHub,
) -> None:
    table = hub.table()
    seen = table.lay(SHIRT)["version"]
    assert table.lay(SHIRT, BLANK)["version"] > seen
    assert table.press("pay", {"id": "p", "version": seen}).status_code == 200
    table.wait_for("SOLD")


def test_the_same_set_again_says_nothing_new(hub: RunningHub) -> None:
    table = hub.table()
    version = table.lay(SHIRT, DRESS)["version"]
    assert table.lay(SHIRT, DRESS)["version"] == version
    assert table.lay(DRESS, SHIRT)["version"] == version


def test_late_messages_of_the_table_change_nothing(hub: RunningHub) -> None:
    table = hub.table()
    table.lay(SHIRT)
    table.lay(SHIRT, DRESS)
    table.tags = [SHIRT]
    assert table.say(sequence=1)["count"] == 2
    restarted = hub.table()
    assert restarted.lay(SCARF)["count"] == 1
    table.tags = [SHIRT, DRESS]
    assert table.say(sequence=3)["count"] == 1


def test_a_table_that_falls_silent_keeps_its_lines_and_takes_no_payment(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_reports, "SILENT_S", 0.1)
    table = hub.table()
    table.lay(SHIRT)
    wait_until(lambda: table.now["reader"]["state"] == "away", what="the silence to be noticed")
    assert table.now["count"] == 1
    answer = table.press("pay", {"id": "p", "version": table.now["version"]})
    assert answer.json()["detail"]["code"] == "reader_away"
    monkeypatch.undo()
    assert table.lay(SHIRT)["reader"]["state"] == "ok"


def test_a_tag_that_names_nothing_costs_itself_only(hub: RunningHub) -> None:
    table = hub.table()
    nameless = [TagId.epc(""), TagId.epc("30" * 1024)]
    laid = table.lay(SHIRT, *nameless, near={TagId.epc(""): "weak"})
    assert (laid["count"], laid["doubtful"], laid["reader"]["state"]) == (1, [], "ok")


def test_what_is_hard_to_make_out_is_charged_after_a_tap_only(hub: RunningHub) -> None:
    table = hub.table()
    laid = table.lay(SHIRT, DRESS, doubts={DRESS: "seldom"})
    (doubt,) = laid["doubtful"]
    assert (doubt["reason"], doubt["title"], laid["count"]) == ("faint", "Silk dress", 1)
    assert table.press("add", {"tag": doubt["tag"]}).json()["count"] == 2
    assert table.lay(SHIRT, DRESS, doubts={DRESS: "faint"})["count"] == 2, "once is enough"
    assert table.lay(SHIRT, DRESS, doubts={SHIRT: "silent"})["count"] == 2, "it may be leaving"
    assert table.lay(SHIRT)["count"] == 1


def test_a_piece_that_was_just_laid_down_is_in_no_doubt_yet(hub: RunningHub) -> None:
    table = hub.table()
    assert table.lay(SHIRT, doubts={SHIRT: "seldom"}, settled=False)["doubtful"] == []
    assert table.lay(SHIRT, doubts={SHIRT: "seldom"})["doubtful"]
    again = table.lay(SHIRT, DRESS, doubts={SHIRT: "seldom", DRESS: "seldom"}, settled=False)
    assert [doubt["title"] for doubt in again["doubtful"]] == ["Linen shirt"]


def test_what_is_still_in_doubt_when_counting_takes_too_long_is_not_paid_for_unasked(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = hub.table()
    laid = table.lay(SHIRT, DRESS, doubts={DRESS: "seldom"}, settled=False)
    assert (laid["settled"], laid["count"]) == (False, 2)
    monkeypatch.setattr(table_reports, "SETTLES_WITHIN_S", 0.0)
    late = table.lay(SHIRT, DRESS, doubts={DRESS: "seldom"}, settled=False)
    assert (late["settled"], late["count"]) == (True, 1)
    assert [doubt["reason"] for doubt in late["doubtful"]] == ["faint"]


def test_a_piece_that_is_asked_about_joins_by_a_tap_or_when_it_is_clear_for_good(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = hub.table()
    assert table.lay(SHIRT, DRESS, doubts={DRESS: "seldom"})["count"] == 1
    assert table.lay(SHIRT, DRESS)["count"] == 1, "for a moment only, perhaps"
    monkeypatch.setattr(table_reports, "CLEAR_S", 0.0)
    assert table.lay(SHIRT, DRESS)["count"] == 2


def test_a_missing_piece_is_nobodys_once_all_was_taken_along(hub: RunningHub) -> None:
    table = hub.table()
    table.lay(SHIRT)
    table.press("help", {"about": "item_missing"})
    assert table.lay()["help"] is None
    table.lay(SHIRT)
    table.press("help", {"about": "item_missing"})
    table.press("help", {"status": "taken", "by": "Ada"})
    assert table.lay()["help"] is not None, "somebody is on the way"


def test_what_lies_beside_the_table_can_be_tapped_in_when_it_is_missed(hub: RunningHub) -> None:
    table = hub.table()
    laid = table.lay(SHIRT, near={DRESS: "weak", SCARF: "new", BLANK: "weak"})
    assert (laid["count"], laid["doubtful"]) == (1, [])
    (near,) = laid["near"]
    assert (near["reason"], near["title"], near["can_add"]) == ("near", "Silk dress", True)
    table.press("help", {"about": "item_missing"})
    added = table.press("add", {"tag": near["tag"]}).json()
    assert [line["title"] for line in added["lines"]] == ["Linen shirt", "Silk dress"]
    assert (added["near"], added["help"]) == ([], None), "and nobody needs to come"
    assert table.lay(SHIRT, near={DRESS: "seldom"})["count"] == 2
    assert table.lay(SHIRT)["count"] == 1, "carried away"


def test_pay_waits_until_what_lies_there_is_counted(
    hub: RunningHub, terminal: TerminalEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = hub.table()
    counting = table.lay(SHIRT, settled=False)
    assert (counting["settled"], counting["count"]) == (False, 1)
    answer = table.press("pay", {"id": "p", "version": counting["version"]})
    assert answer.json()["detail"]["code"] == "not_settled"
    monkeypatch.setattr(table_reports, "SETTLES_WITHIN_S", 0.0)
    wait_until(lambda: table.now["settled"], what="the shopper to be let go on")
    monkeypatch.undo()
    assert table.lay(SHIRT)["settled"]
    table.pay()
    table.wait_for("SOLD")
    assert charged(terminal) == 7900


def test_the_room_sends_its_garments_and_they_merge_by_tag(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    table = hub.table()
    tags = [{"kind": "epc", "value": tag.value} for tag in (SHIRT, DRESS)]
    answer = hub.http.post("/api/rooms/1/pay", json={"id": "r1", "tags": tags}).json()
    assert answer == {"table": "1", "tablet_name": "Checkout 1", "count": 2}
    merged = table.lay(DRESS, SCARF)
    assert [(line["title"], line["on_table"], line["from_room"]) for line in merged["lines"]] == [
        ("Linen shirt", False, "Fitting room 1"),
        ("Silk dress", True, "Fitting room 1"),
        ("Wool scarf", True, None),
    ]
    assert table.press("remove", {"tag": tags[1]}).status_code == 409
    assert table.press("remove", {"tag": tags[0]}).json()["count"] == 2
    table.pay()
    table.wait_for("SOLD")
    assert charged(terminal) == 16800


def test_a_purchase_from_the_room_alone_leaves_nothing_behind(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    table = hub.table()
    table.lay()
    tags = [{"kind": "epc", "value": SHIRT.value}]
    hub.http.post("/api/rooms/1/pay", json={"id": "r1", "tags": tags})
    table.pay()
    table.wait_for("SOLD")
    table.lay()
    done = table.press("done").json()
    assert (done["state"], done["lines"], done["doubtful"]) == ("EMPTY", [], [])


def test_a_tag_that_staff_bind_becomes_a_line_by_itself(hub: RunningHub) -> None:
    table = hub.table()
    assert table.lay(BLANK)["doubtful"]
    catalog = hub.hub.catalog
    catalog.bind(BLANK, catalog.find_variant("BEL-1")[1].id)
    wait_until(lambda: table.now["count"] == 1, what="the line")
    assert table.now["doubtful"] == []


@ON_BOTH
def test_one_piece_is_never_paid_for_at_two_tables(
    hub: RunningHub, terminals: dict[str, TerminalEmulator]
) -> None:
    terminals["1"].mode = "ask"
    one, two = hub.table("1"), hub.table("2")
    one.lay(SHIRT)
    one.pay()
    wait_until(terminals["1"].pending)
    (doubt,) = two.lay(SHIRT, BELT)["doubtful"]
    two.press("add", {"tag": doubt["tag"]})
    two.pay()
    refused = two.wait_for("OPEN")
    assert refused["message"]["kind"] == "elsewhere"
    assert "Linen shirt" in refused["message"]["sentence"]
    terminals["1"].decide("approve")
    one.wait_for("SOLD")
    wait_until(lambda: two.now["count"] == 1, what="the other table to follow")
    two.pay()
    two.wait_for("SOLD")
    assert charged(terminals["1"]) == 7900
    assert charged(terminals["2"]) == 4500


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

"""What goes with the garments, and the other ways to pay: through a running hub."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from catalog.money import Money
from catalog.pricing import Rule, RuleKind
from hardware.payment_terminal.desk.driver import DeskTerminal
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from hardware.payment_terminal.terminal import TerminalError
from kiosk.config import Settings
from kiosk.config_sections import Checkout
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.schema import AttemptRow, AuditRow, OutboxRow, SaleLineRow, SaleRow
from kiosk.hub.tables.desk import DeskError
from tests.conftest import LogWatch, wait_until
from tests.unit.hub.conftest import ON_BOTH, RunningHub, TableTop, charged, serving
from tests.unit.hub.shop import DRESS, SCARF, SHIRT

BAG = "TEE-1"  # whatever is sold without a tag


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A shop that asks for everything, rounds tax by line, and takes money at the desk."""
    tables = {
        name: table.model_copy(update={"desk": True}) for name, table in settings.tables.items()
    }
    checkout = Checkout(bags=[BAG, "no-such"], loyalty=True, tax_rounding="line")
    return settings.model_copy(update={"tables": tables, "checkout": checkout})


@pytest.fixture
def table(hub: RunningHub, terminal: TerminalEmulator) -> TableTop:
    """With a shirt of 79.00 and a dress of 129.00 on it."""
    top = hub.table()
    top.lay(SHIRT, DRESS)
    return top


def rows(hub: RunningHub, table: type) -> list[Any]:
    with hub.hub.catalog.reader.connect() as connection:
        return list(connection.execute(select(table.__table__)).mappings())  # type: ignore[attr-defined]


def offer(hub: RunningHub, code: str = "", *, approval: bool = False) -> None:
    hub.hub.catalog.add_price_rule(
        Rule(
            0,
            f"Ten off {code}",
            RuleKind.PERCENT,
            percent=Decimal(10),
            code=code,
            needs_approval=approval,
        )
    )


def pressed(table: TableTop, what: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = table.press(what, body)
    assert answer.status_code == 200, answer.text
    snapshot: dict[str, Any] = answer.json()
    return snapshot


@ON_BOTH
def test_bags_offers_and_a_loyalty_number_are_frozen_charged_and_sold(
    hub: RunningHub, table: TableTop, terminal: TerminalEmulator
) -> None:
    offer(hub)
    wait_until(lambda: table.now["discount"]["minor"] == 2080, what="the offer")
    pressed(table, "loyalty", {"number": " 4711 "})
    seen = pressed(table, "extras", {"sku": BAG, "quantity": 2})
    assert [(e["sku"], e["quantity"], e["price"]["minor"]) for e in seen["extras"]] == [
        (BAG, 2, 4500)
    ]
    assert [(line["price"]["minor"], line["list_price"]["minor"]) for line in seen["lines"]] == [
        (7110, 7900),
        (11610, 12900),
    ]
    assert seen["lines"][0]["discount"] == ["Ten off "]
    assert (seen["total"]["minor"], seen["count"]) == (23220, 2)
    before = hub.hub.catalog.find_variant(BAG)[1].untagged_quantity
    table.pay()
    sold = table.wait_for("SOLD")
    assert charged(terminal) == 23220 == sold["total"]["minor"]
    assert (sold["loyalty"], sold["discount"]["minor"]) == ("4711", 2580)
    (sale,) = rows(hub, SaleRow)
    assert (sale["total_minor"], sale["discount_minor"]) == (23220, 2580)
    assert (sale["loyalty"], sale["tender"], sale["tax_rounding"]) == ("4711", "card", "line")
    lines = rows(hub, SaleLineRow)
    assert [(one["quantity"], one["price_minor"], one["list_minor"]) for one in lines] == [
        (1, 7110, 7900),
        (1, 11610, 12900),
        (2, 4500, 5000),
    ]
    assert [one["tax_minor"] for one in lines] == [1330, 2171, 841], "each rounded by itself"
    assert sale["tax_minor"] == 1330 + 2171 + 841
    assert lines[2]["tag"] == lines[2]["item"] == ""
    assert hub.hub.catalog.find_variant(BAG)[1].untagged_quantity == before - 2
    table.lay()
    table.press("done")
    assert (table.now["loyalty"], table.now["extras"]) == ("", [])


def test_a_basket_with_other_bags_or_another_price_is_another_offer(
    hub: RunningHub, table: TableTop
) -> None:
    seen = table.now["version"]
    pressed(table, "extras", {"sku": BAG, "quantity": 1})
    refused = table.press("pay", {"id": "p1", "version": seen})
    assert refused.json()["detail"]["code"] == "basket_changed"
    seen = table.now["version"]
    offer(hub)
    refused = table.press("pay", {"id": "p2", "version": seen})
    assert refused.json()["detail"]["code"] == "basket_changed"


def test_bags_that_ran_out_are_noticed_before_the_card_is_asked_for(
    hub: RunningHub, table: TableTop, terminal: TerminalEmulator
) -> None:
    assert [bag["sku"] for bag in table.now["steps"]["bags"]] == [BAG]
    assert table.press("extras", {"sku": "no-such", "quantity": 1}).status_code == 409
    pressed(table, "extras", {"sku": BAG, "quantity": 3})
    variant = hub.hub.catalog.find_variant(BAG)[1].id
    hub.hub.catalog.restock(variant, -2)
    table.pay()
    opened = table.wait_for("OPEN")
    assert (opened["message"]["kind"], opened["message"]["subject"]) == ("too_few", "Cotton tee")
    assert terminal.books() == []
    pressed(table, "extras", {"sku": BAG, "quantity": 0})
    assert table.now["extras"] == []


def test_a_code_is_applied_refused_or_waits_for_a_colleague(
    hub: RunningHub, table: TableTop
) -> None:
    offer(hub, "SPRING")
    offer(hub, "FRIENDS", approval=True)
    for code in ("spring ", "nonsense", "friends"):
        pressed(table, "codes", {"code": code})
    told = {c["code"]: (c["state"], c["reason"]) for c in table.now["codes"]}
    assert told == {
        "SPRING": ("applied", ""),
        "NONSENSE": ("refused", "unknown"),
        "FRIENDS": ("waiting", "needs_approval"),
    }
    assert table.now["total"]["minor"] == 18720
    pressed(table, "codes", {"code": "Spring", "on": False})
    yes = {"code": "friends", "user": "Ben", "pin": "9999"}
    assert table.press("codes/approve", yes).json()["detail"]["code"] == "wrong_pin"
    colleague = next(c for c in hub.hub.staff.colleagues() if c.name == "Ben")
    seen = pressed(table, "codes/approve", {**yes, "user": str(colleague.id), "pin": "2222"})
    assert {c["code"]: c["state"] for c in seen["codes"]}["FRIENDS"] == "applied"
    assert seen["total"]["minor"] == 18720
    (approved,) = [row for row in rows(hub, AuditRow) if row["action"] == "code.approved"]
    assert (approved["who"], approved["subject"]) == ("Ben", "FRIENDS")


def asked_for_friends(hub: RunningHub, table: TableTop) -> None:
    """A code that waits for a colleague."""
    offer(hub, "FRIENDS", approval=True)
    pressed(table, "codes", {"code": "friends"})
    assert table.now["codes"][0]["state"] == "waiting"


def test_a_yes_to_a_code_is_for_what_lay_there(hub: RunningHub, table: TableTop) -> None:
    asked_for_friends(hub, table)
    seen = table.now["version"]
    table.lay(SHIRT, DRESS, SCARF)
    yes = {"code": "friends", "user": "Ben", "pin": "2222"}
    stale = table.press("codes/approve", yes | {"version": seen})
    assert stale.json()["detail"]["code"] == "basket_changed"
    table.lay(SHIRT, DRESS)
    pressed(table, "codes/approve", yes | {"version": table.now["version"]})
    assert table.now["total"]["minor"] == 18720
    table.lay(SHIRT, DRESS, SCARF)
    (code,) = table.now["codes"]
    assert (code["state"], code["reason"]) == ("waiting", "more_pieces")
    assert table.now["total"]["minor"] == 20800 + 3900
    table.lay(SHIRT)
    assert table.now["total"]["minor"] == 7110


def test_no_code_is_approved_by_nobody(hub: RunningHub, table: TableTop) -> None:
    asked_for_friends(hub, table)

    def not_written(_: object) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        hub.hub.tables["1"].agree("FRIENDS", None, not_written)
    assert (table.now["codes"][0]["state"], table.now["total"]["minor"]) == ("waiting", 20800)


def test_what_became_of_a_payment_is_said_also_when_its_end_changes_a_price(
    hub: RunningHub, table: TableTop, terminal: TerminalEmulator
) -> None:
    offer(hub)
    wait_until(lambda: table.now["total"]["minor"] == 18720, what="the offer")
    terminal.mode = "ask"
    table.pay()
    wait_until(terminal.pending, what="the card")
    table.lay(SHIRT, DRESS, SCARF)
    opened = table.wait_for("OPEN")
    assert opened["total"]["minor"] == 18720 + 3510
    assert (opened["message"] or {}).get("kind") == "changed"
    table.lay(SHIRT, DRESS)
    assert table.now["message"] is None


def test_nobody_gets_more_bags_than_there_are(hub: RunningHub, table: TableTop) -> None:
    (bag,) = table.now["steps"]["bags"]
    assert bag["left"] == 3
    refused = table.press("extras", {"sku": BAG, "quantity": 4})
    assert refused.json()["detail"]["code"] == "no_more_bags"
    pressed(table, "extras", {"sku": BAG, "quantity": 3})
    hub.hub.catalog.restock(hub.hub.catalog.find_variant(BAG)[1].id, -2)
    wait_until(lambda: table.now["steps"]["bags"][0]["left"] == 1, what="the new number")
    assert table.press("extras", {"sku": BAG, "quantity": 4}).status_code == 409
    pressed(table, "extras", {"sku": BAG, "quantity": 2})  # towards what there is


def test_an_offer_that_ends_while_the_card_is_awaited_changes_nothing_that_is_frozen(
    hub: RunningHub, table: TableTop, terminal: TerminalEmulator
) -> None:
    offer(hub)
    wait_until(lambda: table.now["total"]["minor"] == 18720)
    terminal.mode = "ask"
    table.pay()
    wait_until(terminal.pending, what="the card")
    hub.hub.catalog.end_price_rule("ten-off")
    pressed_now = table.press("extras", {"sku": BAG, "quantity": 1})
    assert pressed_now.json()["detail"]["code"] == "payment_running"
    terminal.decide("approve")
    assert table.wait_for("SOLD")["total"]["minor"] == 18720 == charged(terminal)


@ON_BOTH
def test_a_card_that_covers_a_part_only_pays_nothing_and_gets_it_back(
    hub: RunningHub, table: TableTop, terminal: TerminalEmulator
) -> None:
    terminal.mode = "partial"
    table.pay()
    opened = table.wait_for("OPEN")
    assert opened["message"]["kind"] == "partial"
    (payment,) = terminal.books()
    assert payment.voided
    (attempt,) = rows(hub, AttemptRow)
    assert (attempt["status"], attempt["approved_minor"]) == ("cancelled", 10400)
    assert attempt["voided_ms"] is not None
    assert rows(hub, SaleRow) == []
    terminal.mode = "approve"
    table.pay()
    table.wait_for("SOLD")


def test_a_part_that_cannot_be_given_back_yet_keeps_the_basket_closed(
    hub: RunningHub, table: TableTop, terminal: TerminalEmulator
) -> None:
    terminal.mode = "partial"
    terminal.lose("void", done=False, times=2)
    table.pay()
    closed = table.wait_for("RECONCILING")
    assert closed["payment"]["code"] == "giving_back"
    assert table.wait_for("OPEN")["message"]["kind"] == "partial"


@ON_BOTH
def test_the_money_is_taken_at_the_desk(hub: RunningHub, table: TableTop) -> None:
    assert table.now["tenders"] == [{"name": "card", "ok": True}, {"name": "desk", "ok": True}]
    body = {"id": "p1", "version": table.now["version"], "tender": "desk"}
    pressed(table, "pay", body)
    assert table.wait_for("AUTHORISING")["payment"]["code"] == "desk"
    desk = hub.hub.tables.terminals["1"][Tender.DESK]
    assert isinstance(desk, DeskTerminal)
    wait_until(desk.waiting, what="the desk")
    desk.settle(desk.waiting()[0].reference, taken=True, by="Ana")
    table.wait_for("SOLD")
    (sale,) = rows(hub, SaleRow)
    assert sale["tender"] == "desk"
    wait_until(lambda: rows(hub, AttemptRow)[0]["captured_ms"], what="the capture")


def test_what_was_called_off_while_a_colleague_took_it_is_not_written_down_as_taken(
    hub: RunningHub, table: TableTop, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.press("pay", {"id": "desk", "version": table.now["version"], "tender": "desk"})
    wait_until(lambda: hub.hub.desks.waiting(), what="the desk")
    (waiting,) = hub.hub.desks.waiting()

    def too_late(*_: object) -> None:
        raise TerminalError("This payment was settled already. Look at it again.")

    monkeypatch.setattr(DeskTerminal, "settle", too_late)
    with pytest.raises(DeskError, match="settled already"):
        hub.hub.desks.settle("1", waiting.reference, True, "Ana", "")
    assert sorted(row["action"] for row in rows(hub, AuditRow)) == [
        "desk.not_settled",
        "desk.taken",
    ]
    table.press("cancel")
    table.wait_for("OPEN")


@ON_BOTH
def test_after_a_sale_the_outbox_empties_itself(
    hub: RunningHub, table: TableTop, terminal: TerminalEmulator
) -> None:
    table.pay()
    table.wait_for("SOLD")
    wait_until(
        lambda: all(row["done_ms"] for row in rows(hub, OutboxRow)), what="the outbox to be empty"
    )
    assert rows(hub, AttemptRow)[0]["captured_ms"] is not None


def test_what_was_wished_for_is_still_there_after_a_restart_in_the_middle(
    settings: Settings, terminals: dict[str, TerminalEmulator]
) -> None:
    terminals["1"].mode = "ask"
    with serving(settings) as first:
        table = first.table()
        table.lay(SHIRT)
        pressed(table, "extras", {"sku": BAG, "quantity": 1})
        table.pay()
        wait_until(terminals["1"].pending, what="the card")
    with serving(settings) as second:
        table = second.table()
        table.lay(SHIRT)
        terminals["1"].decide("decline")
        opened = table.wait_for("OPEN")
        assert [(e["sku"], e["quantity"]) for e in opened["extras"]] == [(BAG, 1)]
        assert opened["total"]["minor"] == 7900 + 2500


def test_a_payment_of_a_table_that_is_gone_is_finished(
    settings: Settings, terminals: dict[str, TerminalEmulator], log_watch: LogWatch
) -> None:
    """Its own terminal is not configured any more, but another table's has its books: here, the
    same one, moved."""
    log_watch.expect("reconciling: ")
    terminals["1"].mode = "ask"
    with serving(settings) as first:
        table = first.table()
        table.lay(SHIRT)
        table.pay()
        wait_until(terminals["1"].pending, what="the card")
    terminals["1"].decide("approve")
    moved = {"9": settings.tables["1"].model_copy(update={"name": "Checkout 9"})}
    with serving(settings.model_copy(update={"tables": moved, "rooms": {}})) as second:
        second.hub.reconciler.finish_left_behind()
        wait_until(lambda: rows(second, SaleRow), what="the sale")
        (sale,) = rows(second, SaleRow)
        assert (sale["shop_table"], sale["total_minor"]) == ("1", 7900)
        assert second.hub.ledger.last_sale("1", timedelta(minutes=1)) is not None
        assert Money(charged(terminals["1"]), "EUR") == Money(7900, "EUR")

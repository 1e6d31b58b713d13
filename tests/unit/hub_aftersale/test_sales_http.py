"""Pieces that come back, over HTTP: found, taken back once, in stock and for sale again."""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import select

from hardware.rfid.reader import TagId
from kiosk.hub.bookkeeping.checks.fault import Moment
from kiosk.hub.bookkeeping.examine import Size, examine
from kiosk.hub.receipts.record import by_id
from kiosk.hub.schema import AuditRow, OutboxRow, SaleReturnLineRow, SoldRow
from tests.conftest import wait_until
from tests.unit.hub.conftest import ON_BOTH, RunningHub
from tests.unit.hub.shop import BELT, DRESS, SCARF, SHIRT
from tests.unit.hub_aftersale.conftest import ANA, BEN, Sell


def take_back(hub: RunningHub, sale: dict[str, Any], **body: Any) -> dict[str, Any]:
    answer = hub.http.post(f"/api/sales/{sale['number']}/return", json=BEN | {"id": "r1"} | body)
    return {"status": answer.status_code, **answer.json()}


def rows(hub: RunningHub, table: Any) -> list[Any]:
    with hub.hub.catalog.reader.connect() as connection:
        return list(connection.execute(select(table.__table__)))


def stock(hub: RunningHub, sku: str) -> int:
    return hub.hub.catalog.find_variant(sku)[1].stock


@ON_BOTH
def test_one_of_two_pieces_comes_back(hub: RunningHub, sell: Sell) -> None:
    before = stock(hub, "LIN-1")
    sale = sell(SHIRT, DRESS)
    assert [line["title"] for line in sale["lines"]] == ["Linen shirt", "Silk dress"]
    assert stock(hub, "LIN-1") == before - 1
    done = take_back(hub, sale, lines=[1], reason="fit", note="Too wide")
    assert (done["status"], done["kind"], done["again"]) == (200, "return", False)
    assert done["sale"]["refunded"]["minor"] == 7900
    assert [line["return"] for line in done["sale"]["lines"]] == [done["return"], None]
    (made,) = done["sale"]["returns"]
    assert (made["by"], made["reason"], made["note"]) == ("Ben", "fit", "Too wide")
    assert stock(hub, "LIN-1") == before
    assert [row.tag for row in rows(hub, SoldRow)] == [str(DRESS)]
    audited = [(row.who, row.subject) for row in rows(hub, AuditRow) if row.action == "sale.return"]
    assert audited == [("Ben", sale["number"])]
    again = sell(SHIRT)
    assert again["lines"][0]["title"] == "Linen shirt"


def test_a_line_comes_back_once(hub: RunningHub, sell: Sell) -> None:
    sale = sell(SHIRT, DRESS)
    first = take_back(hub, sale, lines=[1])
    repeated = take_back(hub, sale, lines=[1])
    assert (repeated["again"], repeated["return"]) == (True, first["return"])
    other = take_back(hub, sale, lines=[1, 2], id="r2")
    assert (other["status"], other["detail"]["code"]) == (409, "came_back")
    assert len(rows(hub, SaleReturnLineRow)) == 1
    jobs = sorted(row.key for row in rows(hub, OutboxRow) if "return" in row.body)
    number = first["return"]
    assert jobs == [f"gate:return:{number}", f"refund:{number}", f"upstream:return:{number}"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"lines": []}, 409, "no_lines"),
        ({"lines": [3]}, 404, "no_such_line"),
        ({"lines": [1], "pin": "1111"}, 403, "pin"),
        ({"lines": [1], "user": 99}, 403, "pin"),
        ({"lines": [1], "reason": "bored"}, 422, "invalid"),
        ({"lines": [1], "id": "a/b"}, 422, "invalid"),
    ],
)
def test_what_is_not_done_says_why_and_changes_nothing(
    hub: RunningHub, sell: Sell, body: dict[str, Any], status: int, code: str
) -> None:
    done = take_back(hub, sell(SHIRT), **body)
    assert (done["status"], done["detail"]["code"]) == (status, code)
    assert [row.tag for row in rows(hub, SoldRow)] == [str(SHIRT)]


@ON_BOTH
def test_a_void_is_a_managers_and_takes_all_that_is_left(hub: RunningHub, sell: Sell) -> None:
    sale = sell(SHIRT, DRESS, BELT)
    take_back(hub, sale, lines=[3])
    path = f"/api/sales/{sale['number']}/void"
    refused = hub.http.post(path, json=BEN | {"id": "v"})
    assert refused.status_code == 403
    assert "manager" in refused.json()["detail"]["message"]
    done = hub.http.post(path, json=ANA | {"id": "v", "reason": "mistake"}).json()
    assert done["sale"]["voided_at"]
    assert done["sale"]["refunded"] == sale["total"]
    assert rows(hub, SoldRow) == []
    assert hub.http.post(path, json=ANA | {"id": "w"}).json()["detail"]["code"] == "voided"
    assert take_back(hub, sale, lines=[1], id="x")["detail"]["code"] == "voided"


@ON_BOTH
def test_an_exchange_hands_out_an_untagged_piece_for_the_same_money(
    hub: RunningHub, sell: Sell
) -> None:
    sale = sell(SHIRT)
    left = stock(hub, "LIN-1")
    path = f"/api/sales/{sale['number']}/exchange"
    body = BEN | {"id": "e", "line": 1, "reason": "faulty"}
    other = hub.http.post(path, json=body | {"sku": "SIL-1"}).json()
    assert other["detail"]["code"] == "another_product"
    done = hub.http.post(path, json=body | {"sku": "LIN-1"}).json()
    old, new = done["sale"]["lines"]
    assert (old["return"], new["exchange_of"], new["tag"]) == (done["return"], 1, "")
    assert new["price"] == old["price"]
    assert done["sale"]["refunded"]["minor"] == 0
    assert done["sale"]["returns"][0]["refund_status"] == "none"
    assert rows(hub, SoldRow) == []
    assert stock(hub, "LIN-1") == left  # one came back, another went
    again = take_back(hub, done["sale"], lines=[2], id="r")
    assert again["sale"]["refunded"] == sale["total"]


def test_an_exchange_for_a_piece_with_a_tag(hub: RunningHub, sell: Sell) -> None:
    catalog = hub.hub.catalog
    product, variant = catalog.find_variant("LIN-1")
    other = catalog.bind(TagId.parse("uid:0401020304"), variant.id)
    sale = sell(SHIRT)
    path = f"/api/sales/{sale['number']}/exchange"
    body = BEN | {"id": "e", "line": 1, "sku": "LIN-1"}
    for tag, code in ((str(SCARF), "another_tag"), (str(SHIRT), "sold"), ("uid:99", "no_item")):
        refused = hub.http.post(path, json=body | {"tag": tag}).json()
        assert refused["detail"]["code"] == code
    tag = f"{other.tag_kind}:{other.tag_value}"
    done = hub.http.post(path, json=body | {"tag": tag}).json()
    assert done["sale"]["lines"][1]["tag"] == tag
    assert [row.tag for row in rows(hub, SoldRow)] == [tag]
    assert product.title == "Linen shirt"


def test_a_sale_is_found_by_all_that_names_it(hub: RunningHub, sell: Sell) -> None:
    first, second = sell(SHIRT), sell(DRESS)
    with hub.hub.catalog.reader.connect() as connection:
        kept = by_id(connection, int(first["number"].removeprefix("A-")))
    assert kept is not None
    asked = {
        first["number"]: [first],
        first["number"].lower(): [first],
        "1": [first],
        f"https://shop.example/receipt/{kept.token}": [first],
        kept.token: [first],
        str(DRESS): [second],
        DRESS.value.lower(): [second],
        str(SCARF): [],
        "A-000099": [],
        "nothing at all": [],
        "": [second, first],
    }
    for text, sales in asked.items():
        found = hub.http.get("/api/sales", params={"q": text}).json()["sales"]
        assert [one["number"] for one in found] == [one["number"] for one in sales], text
    assert hub.http.get("/api/sales", params={"day": "2020-01-01"}).json() == {"sales": []}
    assert hub.http.get("/api/sales/A-1").json()["number"] == first["number"]
    assert hub.http.get("/api/sales/99").status_code == 404


def test_a_piece_that_was_sold_twice_is_found_in_both_sales(hub: RunningHub, sell: Sell) -> None:
    first = sell(SHIRT)
    take_back(hub, first, lines=[1])
    second = sell(SHIRT)
    found = hub.http.get("/api/sales", params={"q": str(SHIRT)}).json()["sales"]
    assert [one["number"] for one in found] == [second["number"], first["number"]]


def test_the_books_hold_after_all_of_it(hub: RunningHub, sell: Sell) -> None:
    """The auditor's own rules, over a return, an exchange of an exchange, and a void."""
    first, second = sell(SHIRT, DRESS), sell(BELT)
    take_back(hub, first, lines=[2])
    path = f"/api/sales/{first['number']}/exchange"
    for line in (1, 3):
        body = BEN | {"id": f"e{line}", "line": line, "sku": "LIN-1"}
        assert hub.http.post(path, json=body).status_code == 200
    void = f"/api/sales/{second['number']}/void"
    assert hub.http.post(void, json=ANA | {"id": "v"}).status_code == 200

    def refunded() -> bool:
        sales = hub.http.get("/api/sales").json()["sales"]
        statuses = {one["refund_status"] for sale in sales for one in sale["returns"]}
        return statuses == {"done", "none"}

    wait_until(refunded, what="the refunds")
    moment = Moment(time.time_ns() // 1_000_000, True)
    steps = list(examine(hub.hub.catalog, moment))
    wrong = [step for step in steps if not isinstance(step, Size) and step.wrong]
    assert [(step.check.name, step.faults) for step in wrong] == []
    assert len(steps) > 15

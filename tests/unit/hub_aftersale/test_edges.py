"""After-sale where shops seldom are: set-back clocks, tags of digits, other sales' numbers, the
calendar's ends, a currency that changed, a table that is gone."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select, update

from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub.rooms.requests import Requests
from kiosk.hub.schema import (
    AuditRow,
    DayCloseRow,
    OutboxRow,
    SaleLineRow,
    SaleReturnRow,
    SaleRow,
    SoldRow,
)
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub, serving
from tests.unit.hub.shop import DRESS, SHIRT
from tests.unit.hub_aftersale.conftest import ANA, BEN, Sell, selling

FAR_MS = 4_000_000_000_000


def void(hub: RunningHub, number: str) -> str:
    """ "" when it is void, else why not."""
    answer = hub.http.post(f"/api/sales/{number}/void", json=ANA | {"id": f"v{number}"})
    return "" if answer.status_code == 200 else str(answer.json()["detail"]["code"])


def test_a_sale_after_a_clock_that_was_wrong_is_not_of_the_closed_day(
    hub: RunningHub, sell: Sell
) -> None:
    """Which sale a close holds is told by the sale's number."""
    with hub.hub.catalog.begin() as connection:  # closed while the clock was years ahead
        connection.execute(
            insert(DayCloseRow).values(
                id=1,
                until_ms=FAR_MS,
                closed_ms=FAR_MS,
                by_user="Ana",
                totals={"last_sale": 0, "last_return": 0, "currencies": {}},
            )
        )
    assert void(hub, sell(SHIRT)["number"]) == ""
    number = sell(DRESS)["number"]
    hub.hub.closing.close(2, "Ana")
    assert void(hub, number) == "closed"


def test_a_tag_that_is_written_in_digits_alone_is_found(hub: RunningHub, sell: Sell) -> None:
    catalog = hub.hub.catalog
    digits = TagId.epc("000000000000000012345678")
    catalog.bind(digits, catalog.find_variant("LIN-1")[1].id)
    sale = sell(digits)
    for text in (digits.value, str(digits), sale["number"]):
        found = hub.http.get("/api/sales", params={"q": text}).json()["sales"]
        assert [one["number"] for one in found] == [sale["number"]], text


def test_a_refund_is_given_by_hand_at_its_own_sale(hub: RunningHub, sell: Sell) -> None:
    mine, other = sell(SHIRT)["number"], sell(DRESS)["number"]
    body = BEN | {"id": "r", "lines": [1]}
    back = hub.http.post(f"/api/sales/{mine}/return", json=body).json()["return"]
    wait_until(lambda: refund(hub) == "done", what="the refund")
    with hub.hub.catalog.begin() as connection:
        connection.execute(update(SaleReturnRow).values(refund_status="failed"))
    pin = {"user": "1", "pin": "1111"}
    for path in (f"{other}/given/{back}", f"{mine}/given/{10**30}"):
        answer = hub.http.post(f"/staff/sales/{path}", data=pin, headers={"Origin": hub.url})
        assert answer.status_code == 404, path
    assert refund(hub) == "failed"
    long = hub.http.post(f"/api/sales/returns/{10**30}/given", json=ANA)
    assert long.status_code == 422


def refund(hub: RunningHub) -> str:
    with hub.hub.catalog.reader.connect() as connection:
        return str(connection.scalar(select(SaleReturnRow.refund_status)))


@pytest.mark.slow
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("path", ["/api/sales", "/staff/sales"])
def test_the_calendars_ends_are_no_days_of_a_shop(hub: RunningHub, path: str, day: str) -> None:
    assert hub.http.get(path, params={"day": day}).status_code == 422


def test_a_day_with_two_currencies_is_shown(hub: RunningHub, sell: Sell) -> None:
    sell(SHIRT)
    with hub.hub.catalog.begin() as connection:
        connection.execute(update(SaleRow).values(currency="GBP"))
    sell(DRESS)
    page = hub.http.get("/staff/sales")
    assert page.status_code == 200
    assert "€129.00 + £79.00" in page.text


def test_a_return_frees_its_own_pieces_only(hub: RunningHub, sell: Sell) -> None:
    """Whatever the books say: a piece that is another sale's stays sold."""
    first, second = sell(SHIRT)["number"], sell(DRESS)["number"]
    with hub.hub.catalog.begin() as connection:
        connection.execute(
            update(SaleLineRow).where(SaleLineRow.sale_id == 1).values(item=str(DRESS))
        )
    body = BEN | {"id": "r", "lines": [1]}
    assert hub.http.post(f"/api/sales/{first}/return", json=body).status_code == 200
    with hub.hub.catalog.reader.connect() as connection:
        kept = connection.scalars(select(SoldRow.tag).where(SoldRow.sale_id == 2)).all()
    assert (kept, second) == ([str(DRESS)], "A-000002")


def test_a_sale_leaves_no_paper_that_nobody_wants(hub: RunningHub, sell: Sell) -> None:
    sell(SHIRT)
    with hub.hub.catalog.reader.connect() as connection:
        query = select(func.count()).where(OutboxRow.topic == "receipt_print")
        assert connection.scalar(query) == 0


def test_staff_see_at_once_that_a_refund_has_ended(
    settings: Settings, terminals: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The console looks again when the outbox is done with it, and not only when it was asked."""
    seen: list[str] = []
    refresh = Requests.refresh

    def refreshed(self: Requests) -> None:
        with running.hub.catalog.reader.connect() as connection:
            seen.extend(connection.scalars(select(SaleReturnRow.refund_status)))
        refresh(self)

    with serving(settings) as running:
        sale = selling(running)(SHIRT)
        monkeypatch.setattr(Requests, "refresh", refreshed)
        running.hub.aftersale.on_change = lambda: None
        body = BEN | {"id": "r", "lines": [1]}
        running.http.post(f"/api/sales/{sale['number']}/return", json=body)
        wait_until(lambda: "done" in seen, what="the look after the refund")


def test_who_changes_offers_over_http_is_written_down(hub: RunningHub) -> None:
    offer = {"title": "Winter sale", "kind": "percent", "percent": "20"}
    assert hub.http.post("/api/offers", json=offer).status_code == 200
    assert hub.http.post("/api/offers", json=offer).status_code == 409
    assert hub.http.post("/api/offers/winter-sale/end").json()["state"] == "over"
    assert hub.http.post("/api/offers/winter-sale/start").json()["state"] == "running"
    assert hub.http.post("/api/offers/summer-sale/end").status_code == 404
    two = [
        offer | {"percent": "30"},
        {"title": "Socks", "kind": "n_for_m", "take": "3", "pay": "2"},
    ]
    assert hub.http.put("/api/offers", json={"offers": two}).json() == {"saved": 2}
    wrong = [offer | {"percent": "40"}, {"title": "Gone", "kind": "percent", "percent": "101"}]
    assert hub.http.put("/api/offers", json={"offers": wrong}).status_code == 422
    missing = [offer | {"percent": "40"}, two[1] | {"products": ["none-such"]}]
    assert hub.http.put("/api/offers", json={"offers": missing}).status_code == 409
    told = {one["handle"]: one["what"] for one in hub.http.get("/api/offers").json()["offers"]}
    assert told["winter-sale"] == "30% off everything"  # all of them or none
    with hub.hub.catalog.reader.connect() as connection:
        query = select(AuditRow.action, AuditRow.subject).where(AuditRow.action.like("offer.%"))
        audited = [tuple(row) for row in connection.execute(query.order_by(AuditRow.id))]
    assert audited == [
        ("offer.added", "winter-sale"),
        ("offer.end", "winter-sale"),
        ("offer.start", "winter-sale"),
        ("offer.saved", "winter-sale"),
        ("offer.saved", "socks"),
    ]

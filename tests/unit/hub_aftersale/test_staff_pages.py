"""The console's sales, desk and offers, as a browser asks for them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from kiosk.config import Settings
from kiosk.hub.schema import SaleReturnRow
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub, serving
from tests.unit.hub.shop import DRESS, SCARF, SHIRT
from tests.unit.hub_aftersale.conftest import Sell

BEN, ANA = {"user": "2", "pin": "2222"}, {"user": "1", "pin": "1111"}


def text(html: str) -> str:
    """What is read on it."""
    html = re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def get(hub: RunningHub, path: str) -> str:
    answer = hub.http.get(path)
    assert answer.status_code == 200, answer.text
    return text(answer.text)


def post(hub: RunningHub, path: str, data: dict[str, Any]) -> tuple[int, str]:
    answer = hub.http.post(path, data=data, headers={"Origin": hub.url})
    return answer.status_code, text(answer.text)


def test_a_return_from_the_days_list_to_the_refund(hub: RunningHub, sell: Sell) -> None:
    assert "Nothing is sold yet today" in get(hub, "/staff/sales")
    number = sell(SHIRT, DRESS)["number"]
    day = get(hub, "/staff/sales")
    assert "€208.00 1 sale" in day
    assert f"Linen shirt, Silk dress {number}" in day
    assert number in get(hub, f"/staff/sales/results?q={SHIRT.value}")
    assert "No sale has that" in get(hub, "/staff/sales/results?q=A-99")
    path = f"/staff/sales/{number}"
    assert "Choose what comes back" in get(hub, path)
    assert "€129.00 back to the card that paid Take back 1 piece" in get(hub, f"{path}/sum?line=2")
    form = {"id": "k1", "line": ["2"], "reason": "fit", "note": "Too <b>small</b>"}
    status, said = post(hub, f"{path}/return", form | BEN | {"pin": "0000"})
    assert (status, "This PIN is not right" in said) == (403, True)
    status, said = post(hub, f"{path}/return", form | BEN)
    assert status == 200
    assert "Came back: does not fit Ben" in said
    assert "Too &lt;b&gt;small" in said
    wait_until(lambda: "Given back" in get(hub, f"{path}/part"), what="the refund")
    assert "€129.00 given back" in get(hub, "/staff/sales")


def test_a_void_in_the_console(hub: RunningHub, sell: Sell) -> None:
    path = f"/staff/sales/{sell(SHIRT)['number']}"
    status, said = post(hub, f"{path}/void", {"id": "k"} | BEN)
    assert (status, "needs a manager" in said) == (403, True)
    status, said = post(hub, f"{path}/void", {"id": "k"} | ANA)
    assert (status, "Voided: charged by mistake Ana" in said) == (200, True)
    assert "Void the whole sale" not in said


def test_an_exchange_in_the_console(hub: RunningHub, sell: Sell) -> None:
    path = f"/staff/sales/{sell(SHIRT)['number']}"
    page = hub.http.get(f"{path}/exchange/1").text
    assert "2 untagged" in text(page)
    (piece,) = re.findall(r'value="(variant:\d+)"', page)
    status, said = post(hub, f"{path}/exchange/1", {"id": "k"} | BEN)
    assert (status, "Choose the piece" in said) == (422, True)
    status, said = post(hub, f"{path}/exchange/1", {"id": "k", "piece": piece} | BEN)
    assert (status, "In exchange" in said) == (200, True)
    assert "No money moves" in said


@pytest.fixture
def desk(settings: Settings, terminals: object) -> Iterator[RunningHub]:
    tables = {
        name: table.model_copy(update={"desk": True}) for name, table in settings.tables.items()
    }
    with serving(settings.model_copy(update={"tables": tables})) as running:
        yield running


def test_money_at_the_desk(desk: RunningHub) -> None:
    table = desk.table()
    table.lay(SHIRT, DRESS)
    body = {"id": uuid.uuid4().hex, "version": table.now["version"], "tender": "desk"}
    assert table.press("pay", body).status_code == 200
    wait_until(lambda: "At the desk" in get(desk, "/staff"), what="the desk's row")
    assert "Checkout 1 €208.00 2 pieces. Take the money, then confirm." in get(desk, "/staff")
    (payment,) = desk.http.get("/api/desk-payments").json()["payments"]
    path = f"/staff/desk/1/{payment['reference']}"
    assert "Take €208.00" in get(desk, path)
    status, said = post(desk, path, {"taken": "true"} | BEN | {"pin": "0"})
    assert (status, "This PIN is not right" in said) == (200, True)
    assert table.now["state"] != "SOLD"
    answer = desk.http.post(path, data={"taken": "true"} | BEN, headers={"Origin": desk.url})
    assert answer.headers["HX-Retarget"] == "#requests"
    table.wait_for("SOLD")
    assert "This payment is over" in get(desk, path)
    (sale,) = desk.http.get("/api/sales").json()["sales"]
    assert sale["tender"] == "desk"
    status, said = post(
        desk, f"/staff/sales/{sale['number']}/return", {"id": "k", "line": ["1"]} | BEN
    )
    assert status == 200
    part = f"/staff/sales/{sale['number']}/part"
    wait_until(lambda: "Hand it to the shopper" in get(desk, part), what="the refund")


def test_offers_in_the_console(hub: RunningHub) -> None:
    assert "No offers yet" in get(hub, "/staff/offers")
    assert "Offers" in get(hub, "/staff/more")
    form = {"title": "Scarf week", "kind": "percent", "percent": "10", "kinds": ["scarf"]}
    status, said = post(hub, "/staff/offers", form | {"percent": "ten", "amount": "5"})
    assert (status, "not a percentage" in said) == (422, True)
    status, said = post(hub, "/staff/offers", form | {"amount": "left over"})
    assert status == 200
    assert "Running 1 Scarf week 10% off scarves For everybody. Runs without an end." in said
    assert post(hub, "/staff/offers", form)[0] == 409
    assert "Over 1 Scarf week" in post(hub, "/staff/offers/scarf-week/end", {})[1]
    assert "Running 1 Scarf week" in post(hub, "/staff/offers/scarf-week/start", {})[1]
    assert post(hub, "/staff/offers/other/end", {})[0] == 404


def test_a_code_waits_for_a_colleagues_yes(hub: RunningHub) -> None:
    form = {"title": "Friends", "kind": "percent", "percent": "20", "code": "friends"}
    assert post(hub, "/staff/offers", form | {"approval": "yes"})[0] == 200
    table = hub.table()
    table.lay(SHIRT)
    assert table.press("codes", {"code": "friends"}).status_code == 200
    assert "Checkout 1 FRIENDS Friends. Waits for a colleague’s yes." in get(hub, "/staff")
    path = "/staff/codes/1/FRIENDS"
    assert "Approve FRIENDS?" in get(hub, path)
    assert "This PIN is not right" in post(hub, path, BEN | {"pin": "1"})[1]
    assert post(hub, path, BEN)[0] == 200
    assert table.now["total"]["minor"] == 6320
    assert "Waits for a colleague" not in get(hub, "/staff")
    table.lay(SHIRT, DRESS)
    assert "there is more on the table now. Waits for another yes." in get(hub, "/staff")
    sheet = get(hub, path)
    assert "On the table: 2 pieces , €208.00." in sheet
    seen = table.now["version"]
    table.lay(SHIRT, DRESS, SCARF)
    assert "has just changed" in post(hub, path, BEN | {"version": str(seen)})[1]
    assert post(hub, path, BEN | {"version": str(table.now["version"])})[0] == 200
    assert table.now["total"]["minor"] == (20800 + 3900) * 8 // 10


def test_a_refund_that_the_terminal_refused_is_given_back_by_hand(
    hub: RunningHub, sell: Sell
) -> None:
    path = f"/staff/sales/{sell(SHIRT)['number']}"
    assert post(hub, f"{path}/return", {"id": "k", "line": ["1"]} | BEN)[0] == 200
    wait_until(lambda: "Given back" in get(hub, path), what="the refund")
    (back,) = hub.http.get("/api/sales").json()["sales"][0]["returns"]
    with hub.hub.catalog.begin() as connection:
        connection.execute(update(SaleReturnRow).values(refund_status="failed"))
    assert "The terminal refused it Give €79.00 back another way." in get(hub, path)
    assert "€79.00 still to give back" in get(hub, "/staff/sales")
    assert "is still to give back: the terminal refused it" in get(hub, "/staff/day")
    given = f"{path}/given/{back['id']}"
    assert post(hub, given, BEN)[0] == 403
    assert "Given back" in post(hub, given, ANA)[1]
    assert "still to give back" not in get(hub, "/staff/sales") + get(hub, "/staff/day")
    again = hub.http.post(f"/api/sales/returns/{back['id']}/given", json={"user": 1, "pin": "1111"})
    assert again.json()["detail"]["code"] == "nothing_failed"

"""Two colleagues at once, on SQLite and on PostgreSQL: every piece comes back once, and the money
that goes back is the money that was paid."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from hardware.rfid.reader import TagId
from kiosk.hub.schema import SaleReturnLineRow, SaleReturnRow, SoldRow
from tests.conftest import wait_until
from tests.unit.hub.conftest import ON_BOTH, RunningHub
from tests.unit.hub.shop import BELT, DRESS, SHIRT
from tests.unit.hub_aftersale.conftest import ANA, BEN, Sell


def at_once(*calls: Callable[[], httpx.Response]) -> list[int]:
    """Each call in a thread of its own, begun together; their statuses."""
    begun = threading.Barrier(len(calls))

    def call(one: Callable[[], httpx.Response]) -> int:
        begun.wait()
        return one().status_code

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


def asking(hub: RunningHub, path: str, **body: Any) -> Callable[[], httpx.Response]:
    who = ANA if path.endswith("void") else BEN
    return lambda: hub.http.post(f"/api/sales/{path}", json=who | {"id": uuid.uuid4().hex} | body)


def sums(hub: RunningHub) -> tuple[int, int]:
    """What goes back in all, and how many lines came back."""
    with hub.hub.catalog.reader.connect() as connection:
        money = connection.scalar(select(func.sum(SaleReturnRow.refund_minor)))
        lines = connection.scalar(select(func.count(SaleReturnLineRow.position)))
        return int(money or 0), int(lines or 0)


def sold(hub: RunningHub) -> Sequence[str]:
    with hub.hub.catalog.reader.connect() as connection:
        return sorted(connection.scalars(select(SoldRow.tag)))


@ON_BOTH
def test_lines_that_several_take_back_at_once_come_back_once(
    hub: RunningHub, sell: Sell, terminals: dict[str, TerminalEmulator]
) -> None:
    number = sell(SHIRT, DRESS, BELT)["number"]
    statuses = at_once(
        *(asking(hub, f"{number}/return", lines=lines) for lines in ([1], [1, 2], [2, 3], [1])),
        asking(hub, f"{number}/void"),
    )
    assert set(statuses) == {200, 409}
    asking(hub, f"{number}/void")()
    assert sums(hub) == (7900 + 12900 + 4500, 3)
    assert sold(hub) == []

    def given_back() -> bool:
        sale = hub.http.get(f"/api/sales/{number}").json()
        return {one["refund_status"] for one in sale["returns"]} == {"done"}

    wait_until(given_back, what="the refunds")
    (payment,) = terminals["1"].books()
    assert sum(payment.refunds.values()) + payment.voided * payment.amount_minor == 25300


@ON_BOTH
def test_one_press_that_arrives_many_times_is_one_return(hub: RunningHub, sell: Sell) -> None:
    number = sell(SHIRT, DRESS)["number"]
    press = asking(hub, f"{number}/return", lines=[1], id="one")
    assert at_once(*[press] * 4) == [200] * 4
    assert sums(hub) == (7900, 1)


@pytest.mark.slow
@ON_BOTH
def test_one_new_piece_is_handed_out_once(hub: RunningHub, sell: Sell) -> None:
    catalog = hub.hub.catalog
    shirt = catalog.find_variant("LIN-1")[1].id
    other, wanted = TagId.epc("E28011700000020000000A01"), TagId.epc("E28011700000020000000A02")
    for tag in (other, wanted):
        catalog.bind(tag, shirt)
    first, second = sell(SHIRT)["number"], sell(DRESS, other)["number"]
    told = hub.http.get(f"/api/sales/{second}").json()["lines"]
    lines = {one["tag"]: one["position"] for one in told}
    give = {"sku": "LIN-1", "tag": str(wanted)}
    statuses = at_once(
        asking(hub, f"{first}/exchange", line=1, **give),
        asking(hub, f"{second}/exchange", line=lines[str(other)], **give),
    )
    assert sorted(statuses) == [200, 409]
    assert sums(hub) == (0, 1)
    assert sold(hub).count(str(wanted)) == 1

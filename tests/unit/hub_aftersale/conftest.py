"""A hub with two tables on loopback, and sales that were made at it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from hardware.rfid.reader import TagId
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub, hub, settings, shop_database, shop_url, terminals

__all__ = ["hub", "settings", "shop_database", "shop_url", "terminals"]

ANA, BEN = {"user": 1, "pin": "1111"}, {"user": 2, "pin": "2222"}
Sell = Callable[..., dict[str, Any]]


@pytest.fixture
def sell(hub: RunningHub) -> Sell:
    return selling(hub)


def selling(hub: RunningHub) -> Sell:
    """Pays for these pieces at table 1, lifts them, and gives the sale as the API tells it."""
    table = hub.table()

    def sell(*tags: TagId) -> dict[str, Any]:
        table.lay(*tags)

        def paid() -> bool:  # the table may still be learning what came back a moment ago
            press = {"id": uuid.uuid4().hex, "version": table.now["version"]}
            return table.press("pay", press).status_code == 200

        wait_until(paid, what="the press of Pay")
        table.wait_for("SOLD")
        table.lay()
        table.press("done")
        sales: list[dict[str, Any]] = hub.http.get("/api/sales").json()["sales"]
        return sales[0]

    return sell

"""The hub of the small shop with an exit, served on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kiosk.config import Settings
from kiosk.config_sections import Device, Gate
from kiosk.gate_list import Known, name_of, parse
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub, serving, shop_database, shop_url
from tests.unit.hub.conftest import settings as small_shop

__all__ = ["shop_database", "shop_url", "small_shop"]


@pytest.fixture
def settings(small_shop: Settings) -> Settings:
    """The small shop with an exit."""
    gate = Gate(
        name="Exit",
        reader=Device(driver="simulated"),
        alarm=[Device(driver="simulated", port="var/dev/alarm-1")],
    )
    return small_shop.model_copy(update={"gates": {"1": gate}})


@pytest.fixture
def hub(settings: Settings) -> Iterator[RunningHub]:
    with serving(settings) as running:
        wait_until(lambda: running.hub.gates.listing.content(), what="the list")
        yield running


@pytest.fixture
def known(hub: RunningHub) -> Callable[[], Known]:
    """What a gate knows that heard the newest snapshot."""

    def now() -> Known:
        while True:
            content = hub.http.get("/api/gates/1/list").content
            said = hub.hub.live.latest("gate") or {}
            if said["list"] == name_of(content):  # no other was made between the two
                return Known(parse(content), said["list"], said["changes"])

    return now

"""The hub as a room's mirror and its shopper's phone meet it: the small shop, on loopback."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.config import Settings, parse
from tests.unit.hub.conftest import RunningHub, serving, shop_database

__all__ = ["shop_database"]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, shop_database: Path) -> Settings:
    """A shop with a fitting room, a web shop and lists that are kept."""
    folder = tmp_path_factory.mktemp("visits")
    (folder / "var").mkdir()
    shutil.copy(shop_database, folder / "var" / "shop.db")
    return parse(
        {
            "shop": {"name": "Maison Aster", "product_page": "https://aster.example/p/{handle}"},
            "sample_shop": "",
            "security": {"demo": True},
            "rooms": {"1": {"name": "Fitting room 1", "reader": {"driver": "simulated"}}},
        },
        folder / "config.yaml",
    )


@pytest.fixture(scope="module")
def hub(shop: Settings) -> Iterator[RunningHub]:
    """One for all tests of a module: each begins a visit of its own."""
    with serving(shop) as running:
        yield running


@dataclass
class Glass:
    """A room's mirror, over HTTP: what it says of its visit."""

    hub: RunningHub
    room: str = "1"
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    token: str = field(default_factory=lambda: uuid.uuid4().hex + "abcdef")

    def says(self, *skus: str, **more: Any) -> dict[str, Any]:
        """What hangs here now, and whatever else there is to say."""
        garments = [{"tag": f"epc:{n}", "variant_id": self.id(s)} for n, s in enumerate(skus)]
        body = {"visit": self.key, "token": self.token, "garments": garments, **more}
        answer: dict[str, Any] = self.put(body).json()
        return answer

    def forgets(self) -> None:
        assert self.put({"visit": None}).json()["accepted"]

    def put(self, body: dict[str, Any]) -> httpx.Response:
        answer = self.hub.http.put(f"/api/rooms/{self.room}/visit", json=body)
        assert answer.status_code == 200, answer.text
        return answer

    def id(self, sku: str) -> int:
        return self.hub.hub.catalog.find_variant(sku)[1].id

    def news(self) -> dict[str, Any]:
        """What the mirror is told of its room."""
        return self.hub.hub.live.latest(f"room/{self.room}") or {}


@dataclass
class Phone:
    """A shopper's phone that opened a visit's address."""

    hub: RunningHub
    token: str

    def get(self, what: str = "", **more: Any) -> httpx.Response:
        return self.hub.http.get(f"/visit/{self.token}{what}", **more)

    def post(self, what: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return self.hub.http.post(f"/visit/{self.token}/{what}", json=body or {})

    def tap(self, event: str, value: object = "", tap_id: str = "") -> httpx.Response:
        tap = {"id": tap_id or uuid.uuid4().hex, "event": event, "value": str(value)}
        return self.post("taps", tap)

    @property
    def state(self) -> dict[str, Any]:
        answer = self.get("/state")
        assert answer.status_code == 200, answer.text
        state: dict[str, Any] = answer.json()
        return state


@pytest.fixture
def glass(hub: RunningHub) -> Glass:
    return Glass(hub)


@pytest.fixture
def phone(hub: RunningHub, glass: Glass) -> Phone:
    return Phone(hub, glass.token)

"""A real shop for the tests of its door: no demo, a manager and an associate, no device yet.

Callers come from any address: a test client says which.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kiosk.config import Settings, parse
from kiosk.hub.app import create_app
from kiosk.hub.context import Hub
from kiosk.hub.security.devices import DeviceKind
from kiosk.hub.security.sessions import csrf_of
from kiosk.hub.security.staff import Role
from tests.unit.hub.conftest import shop_database

__all__ = ["shop_database"]

PHONE = "192.168.1.50"
ALARM = {"driver": "simulated", "port": "var/dev/alarm"}
PINS = {"Mara": "83415", "Tom": "2746"}


def settings_in(folder: Path, database: Path, **changes: Any) -> Settings:
    (folder / "var").mkdir(exist_ok=True)
    if not (folder / "var" / "shop.db").exists():
        shutil.copy(database, folder / "var" / "shop.db")
    place = {"reader": {"driver": "simulated"}}
    terminal = {"driver": "simulated", "port": "var/dev/terminal"}
    return parse(
        {
            "sample_shop": "",
            "tables": {
                name: {"name": f"Checkout {name}", "terminal": terminal, **place} for name in "12"
            },
            "rooms": {name: {"name": f"Fitting room {name}", **place} for name in "12"},
            "gates": {name: {"name": f"Exit {name}", "alarm": ALARM, **place} for name in "12"},
            **changes,
        },
        folder / "config.yaml",
    )


class Visitor:
    """A client at some address: what `httpx.Client` is, for an application in this process."""

    def __init__(self, shop: Shop, client: httpx.AsyncClient) -> None:
        self._shop = shop
        self._client = client
        self.headers = client.headers
        self.cookies = client.cookies

    @property
    def origin(self) -> str:
        return str(self._client.base_url).rstrip("/")

    def request(self, method: str, path: str, **how: Any) -> httpx.Response:
        answer: httpx.Response = self._shop.run(self._client.request(method, path, **how))
        return answer

    def get(self, path: str, **how: Any) -> httpx.Response:
        return self.request("GET", path, **how)

    def post(self, path: str, **how: Any) -> httpx.Response:
        return self.request("POST", path, **how)

    def put(self, path: str, **how: Any) -> httpx.Response:
        return self.request("PUT", path, **how)


@dataclass
class Shop:
    app: FastAPI
    loop: asyncio.AbstractEventLoop

    @property
    def hub(self) -> Hub:
        hub: Hub = self.app.state.hub
        return hub

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def client(self, peer: str = PHONE, *, tls: bool = True, **headers: str) -> Visitor:
        """Somebody at this address, known by nothing yet."""
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app, client=(peer, 40000)),
            base_url=f"http{'s' if tls else ''}://127.0.0.1",
            headers=headers,
        )
        return Visitor(self, client)

    def device(self, kind: str, place: str = "1") -> Visitor:
        """A device of the shop, by its token."""
        code = self.hub.security.devices.code(DeviceKind(kind), place, by="Mara")
        made = self.hub.security.devices.enrol(code.text, peer=PHONE)
        return self.client(authorization=f"Bearer {made.token}")

    def colleague(self, name: str, peer: str = PHONE, *, tls: bool = True) -> Visitor:
        """Signed in at the console, on a page of it."""
        client = self.client(peer, tls=tls)
        user = self.hub.staff.named(name)
        assert user is not None
        answer = client.post("/staff/sign-in", data={"user": str(user.id), "pin": PINS[name]})
        assert answer.status_code == 303, answer.text
        (token,) = client.cookies.values()
        client.headers["Origin"] = client.origin
        client.headers["X-CSRF-Token"] = csrf_of(token)
        return client

    def audited(self) -> list[tuple[str, str]]:
        """(who, action) of everything that was done, oldest first."""
        rows = self.client("127.0.0.1", authorization=f"Bearer {self.hub.security.local_key}").get(
            "/api/audit"
        )
        return [(row["who"], row["action"]) for row in reversed(rows.json())]


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Shop]:
    """The hub's application on a loop of its own, without a socket."""
    app = create_app(settings)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    shop = Shop(app, loop)
    lifespan = app.router.lifespan_context(app)
    try:
        shop.run(lifespan.__aenter__())
        try:
            yield shop
        finally:
            shop.run(lifespan.__aexit__(None, None, None))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, shop_database: Path) -> Iterator[Shop]:
    with opened(settings_in(tmp_path_factory.mktemp("real"), shop_database)) as shop:
        shop.hub.staff.add("Mara", Role.MANAGER, PINS["Mara"], by="the test")
        shop.hub.staff.add("Tom", Role.ASSOCIATE, PINS["Tom"], by="the test")
        yield shop


@pytest.fixture(autouse=True)
def _fresh_limits(request: pytest.FixtureRequest) -> None:
    """One test's guesses and floods are not the next one's."""
    if "shop" in request.fixturenames:
        security = request.getfixturevalue("shop").hub.security
        security.rates.__init__()
        security.staff.lockout.forget()
        security.devices.lockout.forget()

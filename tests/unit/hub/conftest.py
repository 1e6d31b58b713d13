"""A real hub on loopback for the tests of its parts together: its own small shop, a real database,
and a card terminal played on a socket.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalog import open_catalog
from catalog.epc import encode_sgtin96
from hardware.payment_terminal.simulated.books import PaymentState
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from hardware.rfid.reader import TagId
from kiosk.config import Settings, parse
from kiosk.hub.app import create_app
from kiosk.hub.context import Hub
from kiosk.hub.security.sessions import csrf_of
from kiosk.hub.serving import HubServer, listen
from kiosk.hub.shop import prepare
from tests.conftest import BUSY_S, wait_until
from tests.postgres import BACKENDS, Server
from tests.unit.hub.shop import BELT, DRESS, SCARF, SHIRT

CSV = """\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,\
Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode,Image Src
linen-shirt,Linen shirt,,Aster,Shirt,,true,Colour,Ivory,Size,M,LIN-1,3,79.00,,
silk-dress,Silk dress,,Aster,Dress,,true,Colour,Sand,Size,M,SIL-1,3,129.00,,
wool-scarf,Wool scarf,,Aster,Scarf,,true,Colour,Navy,Size,One size,WOO-1,3,39.00,,
leather-belt,Leather belt,,Aster,Belt,,true,Colour,Black,Size,M,BEL-1,3,45.00,,
cotton-tee,Cotton tee,,Aster,Tee,,true,Colour,White,Size,M,TEE-1,3,25.00,9521141000014,
"""
BOUND = {"LIN-1": SHIRT, "SIL-1": DRESS, "WOO-1": SCARF, "BEL-1": BELT}
UNREGISTERED_TEE = TagId.epc(encode_sgtin96("9521141000014", 4711, "9521141"))
FOREIGN = TagId.epc(encode_sgtin96("4012345000009", 1, "4012345"))
BLANK = TagId.epc("E28011700000020000000001")


@pytest.fixture(scope="session")
def shop_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small shop's database, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("shop")
    fill(f"sqlite:///{folder / 'shop.db'}", folder)
    return folder / "shop.db"


def fill(url: str, folder: Path) -> None:
    (folder / "products.csv").write_text(CSV)
    with contextlib.closing(open_catalog(url)) as catalog:
        prepare(catalog)
        report = catalog.import_file(folder / "products.csv", currency="EUR")
        assert report.ok, report.text()
        for sku, tag in BOUND.items():
            catalog.bind(tag, catalog.find_variant(sku)[1].id)


ON_BOTH = pytest.mark.parametrize("shop_url", BACKENDS, indirect=True)
"""A test that is run on SQLite and on PostgreSQL."""


@pytest.fixture
def shop_url(request: pytest.FixtureRequest, tmp_path: Path, shop_database: Path) -> Iterator[str]:
    """The address of a small shop's database of the test's own; on SQLite unless it says else."""
    if getattr(request, "param", "sqlite") == "sqlite":
        (tmp_path / "var").mkdir()
        shutil.copy(shop_database, tmp_path / "var" / "shop.db")
        yield f"sqlite:///{tmp_path / 'var' / 'shop.db'}"
        return
    postgres: Server = request.getfixturevalue("postgres")
    template = postgres.template("small_shop", lambda url: fill(url, tmp_path))
    with postgres.fresh(template) as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path, shop_url: str) -> Settings:
    """Two tables, and a fitting room that sends to the first."""
    (tmp_path / "var").mkdir(exist_ok=True)
    tables = {
        name: {
            "name": f"Checkout {name}",
            "reader": {"driver": "simulated"},
            "terminal": {"driver": "simulated", "port": f"var/dev/terminal-{name}"},
        }
        for name in ("1", "2")
    }
    room = {"name": "Fitting room 1", "tablet": "1", "reader": {"driver": "simulated"}}
    return parse(
        {
            "shop": {"name": "Maison Aster", "tax_percent": "23"},
            "sample_shop": "",
            "hub": {"database": shop_url},
            "security": {"demo": True},
            "tables": tables,
            "rooms": {"1": room},
        },
        tmp_path / "config.yaml",
    )


@pytest.fixture
def terminals(settings: Settings) -> Iterator[dict[str, TerminalEmulator]]:
    """The card terminals of both tables, quick ones."""
    emulators = {}
    with contextlib.ExitStack() as stack:
        for name in settings.tables:
            emulator = TerminalEmulator(
                settings.device_dir / f"terminal-{name}",
                settings.data_dir / f"terminal-{name}.json",
                thinking_s=0.02,
                outage_s=0.3,
            )
            emulator.start()
            stack.callback(emulator.stop)
            emulators[name] = emulator
        yield emulators


@pytest.fixture
def terminal(terminals: dict[str, TerminalEmulator]) -> TerminalEmulator:
    return terminals["1"]


def charged(emulator: TerminalEmulator) -> int:
    """The sum of what the terminal's own books say was charged, in minor units."""
    books = emulator.books()
    return sum(p.amount_minor for p in books if p.state is PaymentState.APPROVED)


@dataclass
class TableTop:
    """A table's program and its shopper, over HTTP."""

    http: httpx.Client
    name: str = "1"
    session: str = field(default_factory=lambda: uuid.uuid4().hex)
    sequence: int = 0
    tags: list[TagId] = field(default_factory=list)
    doubts: Mapping[TagId, str] = field(default_factory=dict)
    near: Mapping[TagId, str] = field(default_factory=dict)
    settled: bool = True

    def lay(
        self,
        *tags: TagId,
        reader: str = "ok",
        doubts: Mapping[TagId, str] | None = None,
        near: Mapping[TagId, str] | None = None,
        settled: bool = True,
    ) -> dict[str, Any]:
        """This whole set lies there now; some of it in doubt, and this beside it."""
        self.sequence += 1
        self.tags = list(tags)
        self.doubts, self.near, self.settled = doubts or {}, near or {}, settled
        return self.say(self.sequence, reader)

    def start_again(self) -> dict[str, Any]:
        """The table's program was restarted and has heard nothing yet."""
        self.session, self.sequence, self.tags = uuid.uuid4().hex, 1, []
        return self.say(1, whole=False)

    def say(self, sequence: int, reader: str = "ok", *, whole: bool = True) -> dict[str, Any]:
        body = {
            "session": self.session,
            "sequence": sequence,
            "reader": {"state": reader, "message": "" if reader == "ok" else "Check its cable."},
            "tags": [self._heard(tag) for tag in self.tags],
            "whole": whole,
            "settled": self.settled,
            "near": [
                {"kind": "epc", "value": tag.value, "reason": reason}
                for tag, reason in self.near.items()
            ],
        }
        return self._json(self.http.put(f"/api/tables/{self.name}/tags", json=body))

    def _heard(self, tag: TagId) -> dict[str, Any]:
        doubt = self.doubts.get(tag, "")
        return {"kind": "epc", "value": tag.value, "rssi_dbm": -50.0, "doubt": doubt}

    def press(self, what: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return self.http.post(f"/api/tables/{self.name}/{what}", json=body)

    def pay(self, press: str | None = None) -> dict[str, Any]:
        """Said once more before, as a table's program does it every 2 s: else it may be away."""
        if self.tags:
            self.say(self.sequence)
        body = {"id": press or uuid.uuid4().hex, "version": self.now["version"]}
        return self._json(self.press("pay", body))

    @property
    def now(self) -> dict[str, Any]:
        return self._json(self.http.get(f"/api/tables/{self.name}"))

    def wait_for(self, state: str) -> dict[str, Any]:
        """The first snapshot in this state."""
        wait_until(lambda: self.now["state"] == state, what=f"{state}, it is {self.now['state']}")
        return self.now

    @staticmethod
    def _json(response: httpx.Response) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer


@dataclass
class RunningHub:
    """A hub that serves, and what is inside it."""

    url: str
    hub: Hub
    http: httpx.Client
    server: HubServer

    def table(self, name: str = "1") -> TableTop:
        """A table whose terminal is there."""
        top = TableTop(self.http, name)
        wait_until(lambda: top.now["terminal"]["state"] == "ok", what="the terminal")
        return top


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[RunningHub]:
    """A hub in this process, on a free port, from start to end."""
    listener = listen("127.0.0.1", 0)
    app = create_app(settings)
    server = HubServer(app)
    with running_server(server, listener):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        # Not a connection again that the hub may just be closing: it keeps them for 5 s.
        limits = httpx.Limits(keepalive_expiry=1.0)
        # Nothing here is encrypted, and to read the list of authorities takes a while.
        with httpx.Client(base_url=url, timeout=BUSY_S, limits=limits, verify=False) as http:
            yield RunningHub(url, app.state.hub, http, server)


@contextlib.contextmanager
def running_server(server: HubServer, listener: socket.socket) -> Iterator[None]:
    """From the first answer to the last."""
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive(), what="the hub")
        assert server.started
        yield
    finally:
        server.should_exit = True
        thread.join(BUSY_S)
        listener.close()
        assert not thread.is_alive()


def sign_in(hub: RunningHub, name: str, pin: str = "") -> None:
    """A colleague of the demo signs in at the console; the client is their phone from now on."""
    pins = {"Ana": "1111", "Ben": "2222"}
    user = hub.hub.staff.named(name)
    assert user is not None
    answer = hub.http.post("/staff/sign-in", data={"user": str(user.id), "pin": pin or pins[name]})
    assert answer.status_code == 303, answer.text
    token = hub.http.cookies["hangtag-staff"]
    hub.http.headers.update({"Origin": hub.url, "X-CSRF-Token": csrf_of(token)})


@pytest.fixture
def hub(settings: Settings, terminals: dict[str, TerminalEmulator]) -> Iterator[RunningHub]:
    with serving(settings) as running:
        yield running

"""The exit: how soon what is paid for is quiet there, and what 100,000 pieces cost.

`gate.paid_to_quiet_ms` goes through `kiosk hub` in a process of its own, its outbox and its event
stream to the keeper of a gate's list: from the sale's own time (taken before it is committed) to
the gate that judges the piece as sold. The lists are made again the whole time, as in a shop where
something always changes; `gate.list_stall_p99_ms` is what a table's message then takes.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests
import yaml
from sqlalchemy import select

from catalog import standing, stock
from catalog.resolving import read_tag
from catalog.store import Catalog
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from hardware.rfid.reader import TagId
from kiosk import config
from kiosk.gate.keeper import ListKeeper
from kiosk.gate_list import Known, Standing, name_of, parse
from kiosk.hub.gates.listing import Listing
from kiosk.hub.live import Live
from kiosk.hub.schema import SaleLineRow, SaleRow
from kiosk.hub_client import HubClient
from tests.benchmarks.checkout_shop import running_hub, shop_settings, tags_in_stock
from tests.benchmarks.row import Row, percentile

PIECES = 100_000
SALES = 60
LISTS = 5
LOOKUPS = 20_000
STALL_S = 20.0
EVERY_S = 0.02
PATIENCE_S = 30.0


def rows() -> Iterable[Row]:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="hangtag-")))
        settings = _settings(folder)
        opened.enter_context(running_hub(settings, folder / "config.yaml"))
        terminal = TerminalEmulator(Path(str(settings.tables["1"].terminal.port)), thinking_s=0.0)
        terminal.start()
        opened.callback(terminal.stop)
        tags = tags_in_stock(settings)
        catalog = Catalog(settings.database_url)
        opened.callback(catalog.close)
        pieces = _fill(catalog, PIECES - len(tags))
        quiet, late = opened.enter_context(_gate(settings, folder / "gate")), _Shopper(settings)
        quiet.await_pieces(PIECES)
        sold = {tag: late.buy(tag, quiet) for tag in tags[:SALES]}
        to_quiet = [(at - _sold_ms(catalog, tag)) for tag, at in sold.items()]
        calm = late.lie(STALL_S)
        with _restless(catalog, pieces[0]):
            stalled = late.lie(STALL_S)
        wall, cpu, content = _lists(catalog)
    lookup = _lookup(content, pieces)
    note = f"{SALES} sales, {PIECES:,} pieces; from the sale's own time to the gate's list"
    beside = f"median of {LISTS}; {cpu:.0f} ms of it computing, the rest resting between turns"
    while_made = f"a table's message while lists are made; without, {percentile(calm, 99):.1f} ms"
    return [
        Row(
            "gate.paid_to_quiet_ms", percentile(to_quiet, 99), "ms", 1000, "lower", f"p99 of {note}"
        ),
        Row("gate.list_build_ms", wall, "ms", None, "lower", beside),
        Row("gate.lookup_us", lookup, "µs", None, "lower", f"a tag never asked for, {PIECES:,}"),
        Row("gate.list_stall_p99_ms", percentile(stalled, 99), "ms", None, "lower", while_made),
    ]


def _settings(folder: Path) -> config.Settings:
    """The demo shop's, with an exit."""
    shop_settings(folder)
    file = folder / "config.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    reader = {"driver": "simulated", "port": "nobody"}
    content["gates"] = {"1": {"name": "Exit", "reader": reader, "alarm": reader}}
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return config.load(file)


def _fill(catalog: Catalog, count: int) -> list[TagId]:
    """So many pieces more, each with a tag that is bound to a variant."""
    tags = [TagId.epc(f"E2801170{number:016X}") for number in range(count)]
    variant = catalog.resolve(tags_of(catalog)[0]).variant.id  # type: ignore[union-attr]
    with catalog.begin() as connection:
        stock.insert_items(connection, [(read_tag(tag), variant) for tag in tags])
        stock.count_change(connection)
    return tags


def tags_of(catalog: Catalog) -> list[TagId]:
    with catalog.reader.connect() as connection:
        return [TagId.parse(tag) for _, tag, _ in standing.every_piece(connection)]


def _sold_ms(catalog: Catalog, tag: TagId) -> float:
    query = select(SaleRow.sold_ms).join(SaleLineRow, SaleLineRow.sale_id == SaleRow.id)
    with catalog.reader.connect() as connection:
        return float(connection.execute(query.where(SaleLineRow.tag == str(tag))).scalar_one())


class _Exit:
    """The list as a gate keeps it, and when a piece became quiet."""

    def __init__(self, client: HubClient, folder: Path) -> None:
        self._news = threading.Condition()
        self._keeper = ListKeeper(folder, lambda: client.get("/api/gates/1/list"))
        self._keeper.open()
        client.follow("/api/gates/1/live", self._hear)

    def close(self) -> None:
        self._keeper.close()

    def _hear(self, said: dict[str, Any]) -> None:
        self._keeper.hear(said)
        with self._news:
            self._news.notify_all()

    def await_pieces(self, count: int) -> None:
        deadline = time.monotonic() + 2 * PATIENCE_S
        while (known := self._keeper.known) is None or known.list.pieces < count:
            assert time.monotonic() < deadline, (
                f"the list does not come: {known and known.list.pieces}"
            )
            time.sleep(0.05)

    def await_sold(self, tag: TagId) -> float:
        """When the gate judges it so, in milliseconds since 1970."""
        with self._news:
            known = self._news.wait_for(
                lambda: self._keeper.standing(tag) is Standing.SOLD, PATIENCE_S
            )
            assert known, f"{tag} is not quiet"
            return time.time() * 1000


@contextmanager
def _gate(settings: config.Settings, folder: Path) -> Iterator[_Exit]:
    client = HubClient.of(settings, "gate-1")
    exit_ = _Exit(client, folder)
    client.open()
    try:
        yield exit_
    finally:
        client.close()
        exit_.close()


class _Shopper:
    """At the table: lays one piece down, pays for it, lifts it again."""

    def __init__(self, settings: config.Settings) -> None:
        self._session = requests.Session()
        self._url = f"{settings.hub_url}/api/tables/1"
        self._name = uuid.uuid4().hex
        self._sequence = 0

    def _lay(self, tags: Sequence[TagId]) -> None:
        self._sequence += 1
        said = [{"kind": tag.kind.value, "value": tag.value, "rssi_dbm": -50.0} for tag in tags]
        reader = {"state": "ok", "message": ""}
        body = {"session": self._name, "sequence": self._sequence, "reader": reader, "tags": said}
        self._session.put(f"{self._url}/tags", json=body).raise_for_status()

    def _awaited(self, state: str) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_S
        while (basket := self._session.get(self._url).json())["state"] != state:
            assert time.monotonic() < deadline, f"{basket['state']} instead of {state}"
            time.sleep(0.005)
        return dict(basket)

    def buy(self, tag: TagId, way_out: _Exit) -> float:
        """When it is quiet at the exit, in milliseconds since 1970."""
        self._lay([tag])
        basket = self._awaited("OPEN")
        pay = {"id": uuid.uuid4().hex, "version": basket["version"]}
        self._session.post(f"{self._url}/pay", json=pay).raise_for_status()
        at = way_out.await_sold(tag)
        self._awaited("SOLD")
        self._lay([])
        self._session.post(f"{self._url}/done").raise_for_status()
        self._awaited("EMPTY")
        return at

    def lie(self, seconds: float) -> list[float]:
        """How long the hub takes for each message of a table on which nothing changes."""
        took = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.perf_counter()
            self._lay([])
            took.append((time.perf_counter() - began) * 1000)
            time.sleep(EVERY_S)
        return took


@contextmanager
def _restless(catalog: Catalog, tag: TagId) -> Iterator[None]:
    """A piece that is sold and comes back five times a second, without a sale."""
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(0.2):
            with catalog.begin() as connection:
                catalog.mark_sold(connection, [tag])
            with catalog.begin() as connection:
                catalog.mark_in_stock(connection, [tag])

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _lists(catalog: Catalog) -> tuple[float, float, bytes]:
    """Milliseconds to make a whole list, those of them that it computed, and the list."""
    walls, cpus = [], []
    for _ in range(LISTS):
        listing = Listing(catalog, Live())
        began, computed = time.perf_counter(), time.thread_time()
        assert listing.refresh()
        walls.append((time.perf_counter() - began) * 1000)
        cpus.append((time.thread_time() - computed) * 1000)
    made = listing.content()
    assert made is not None
    return percentile(walls, 50), percentile(cpus, 50), made[1]


def _lookup(content: bytes, tags: Sequence[TagId]) -> float:
    """Microseconds to judge a tag that the gate was not asked for lately."""
    known = Known(parse(content), name_of(content))
    asked = tags[:LOOKUPS]
    began = time.perf_counter()
    unsold = sum(known.standing(tag) is Standing.UNSOLD for tag in asked)
    took = time.perf_counter() - began
    assert unsold >= len(asked) - 1, json.dumps(unsold)
    return took / len(asked) * 1e6

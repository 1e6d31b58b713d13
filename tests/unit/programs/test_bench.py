"""The bench over HTTP, with the real emulators behind it and the real drivers before those."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceState, open_device
from hardware.lights.lamp import Lamp, Light
from hardware.rfid.reader import RfidReader
from kiosk.bench import api
from kiosk.bench.app import create_app, run
from kiosk.bench.floor import Place
from kiosk.bench.pieces import Pieces
from kiosk.bench.shop_floor import ShopFloor
from kiosk.config import Settings
from kiosk.hub_asking import HubAwayError
from tests.conftest import LogWatch, wait_until
from tests.unit.programs.served import Client, served
from tests.unit.programs.shop import BELT, SHIRTS, SOLD, free_port, hub_answers, item, settings_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def bench(settings: Settings) -> Iterator[Client]:
    floor = ShopFloor(settings, Pieces(settings.hub_url, hub_answers()))
    with served(create_app(settings, floor=floor)) as client:
        wait_until(lambda: client.get("/api/bench").json()["hub"]["answers"])
        yield client


@pytest.fixture
def reader(settings: Settings, bench: Client, log_watch: LogWatch) -> Iterator[RfidReader]:
    reader: RfidReader = open_device("rfid", settings.rooms["1"].reader.settings())
    yield reader
    reader.close()


def heard(reader: RfidReader, epc: str) -> bool:
    return epc in {read.tag.value for read in reader.drain(0.1)}


def test_the_real_reader_hears_what_is_hung(bench: Client, reader: RfidReader) -> None:
    reply = bench.post("/api/bench/hang", json={"tags": [BELT], "room": "1"})
    assert reply.json() == {
        "done": "One garment hangs in Fitting room 1.",
        "tags": [f"epc:{BELT}"],
    }
    wait_until(lambda: heard(reader, BELT))


def test_an_unplugged_reader_is_away_and_comes_back(bench: Client, reader: RfidReader) -> None:
    wait_until(lambda: reader.health.ok)
    bench.post("/api/bench/unplug", json={"device": "room-1"})
    wait_until(lambda: reader.health.state is DeviceState.AWAY)
    assert bench.get("/api/bench").json()["rooms"][0]["reader"]["plugged"] is False
    bench.post("/api/bench/hang", json={"tags": [BELT], "room": "1"})
    bench.post("/api/bench/plug", json={"device": "room-1"})
    wait_until(lambda: heard(reader, BELT))


# what is done, in order; then what hangs in the room, what lies on the table
CARRIES = {
    "hang two by SKU": ([("hang", {"skus": ["SHIRT-M", "SHIRT-M"]})], SHIRTS[:2], []),
    "a SKU in any case": ([("hang", {"skus": ["belt"]})], [BELT], []),
    "carry from room to table": (
        [("hang", {"tags": [BELT, SHIRTS[0]]}), ("lay", {"tags": [BELT]})],
        [SHIRTS[0]],
        [BELT],
    ),
    "take one of three": (
        [("hang", {"tags": SHIRTS}), ("take", {"tags": [SHIRTS[1]]})],
        [SHIRTS[0], SHIRTS[2]],
        [],
    ),
    "take by SKU": ([("hang", {"tags": [BELT]}), ("take", {"skus": ["BELT"]})], [], []),
    "lift the last two": ([("lay", {"tags": SHIRTS}), ("lift", {"count": 2})], [], [SHIRTS[0]]),
    "lift all": ([("lay", {"tags": SHIRTS}), ("lift", {})], [], []),
    "a sold piece can be laid by its tag": ([("lay", {"tags": [SOLD]})], [], [SOLD]),
    "clear everything": (
        [("lay", {"tags": SHIRTS}), ("hang", {"tags": [BELT]}), ("clear", {})],
        [],
        [],
    ),
    "clear the table alone": (
        [("lay", {"tags": SHIRTS}), ("hang", {"tags": [BELT]}), ("clear", {"table": "1"})],
        [BELT],
        [],
    ),
}


@pytest.mark.parametrize(("steps", "room", "table"), CARRIES.values(), ids=CARRIES)
def test_carrying(
    bench: Client, steps: list[tuple[str, dict[str, object]]], room: list[str], table: list[str]
) -> None:
    for verb, body in steps:
        assert bench.post(f"/api/bench/{verb}", json=body).status_code == 200
    state = bench.get("/api/bench").json()
    assert state["rooms"][0]["tags"] == [f"epc:{epc}" for epc in room]
    assert state["tables"][0]["tags"] == [f"epc:{epc}" for epc in table]


MISTAKES = {
    "no such SKU": ("hang", {"skus": ["HAT"]}, "no tagged garment with the SKU 'HAT'"),
    "too few of a SKU": ("hang", {"skus": ["BELT", "BELT"]}, "No Leather belt (BELT) is left"),
    "too many": ("lay", {"count": 50}, "Only 4 garments are on the rail"),
    "no tag holds it": ("lay", {"tags": ["30"]}, "'30' fits no tag"),
    "not a tag": ("lay", {"tags": ["shirt"]}, "'shirt' is not a tag"),
    "nothing named": ("hang", {}, "Say what to carry"),
    "no such room": ("hang", {"count": 1, "room": "9"}, "no fitting room '9'; there are: 1"),
    "no such table": ("lay", {"count": 1, "table": "9"}, "no checkout table '9'"),
    "not there": ("lift", {"tags": [BELT]}, f"epc:{BELT} is not in Checkout 1"),
    "SKU not there": ("take", {"skus": ["BELT"]}, "No BELT is in Fitting room 1"),
    "no such device": ("unplug", {"device": "gate"}, "plays no 'gate'; it plays: room-1, table-1"),
    "no such mode": ("terminal/1", {"mode": "explode"}, "explode"),
    "nothing to decide": ("terminal/1", {"decide": "approve"}, "no payment is waiting"),
    "no such terminal": ("terminal/7", {"mode": "approve"}, "no card terminal at table '7'; at: 1"),
    "no such odd tag": ("lay", {"odd": "blue"}, "there are: unknown, foreign, unregistered"),
}


@pytest.mark.parametrize(("verb", "body", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_words_and_moves_nothing(
    bench: Client, verb: str, body: dict[str, object], words: str
) -> None:
    before = bench.get("/api/bench").json()
    reply = bench.post(f"/api/bench/{verb}", json=body)
    assert reply.status_code == 409
    assert words in reply.json()["detail"]["message"]
    assert bench.get("/api/bench").json() == before


def test_another_sites_page_cannot_carry_anything(bench: Client) -> None:
    def lay(origin: str) -> int:
        reply = bench.post("/api/bench/lay", json={"count": 1}, headers={"Origin": origin})
        return reply.status_code

    assert lay("http://elsewhere.example") == 403
    assert bench.get("/api/bench").json()["tables"][0]["tags"] == []
    assert lay(bench.url) == 200


def test_a_page_hears_the_bench_while_nothing_happens(
    bench: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named events only: a browser hides comments, and would take the silence for an outage."""
    monkeypatch.setattr(api, "HEARTBEAT_S", 0.0)
    with bench.stream("/api/bench/live") as stream:
        names = (line for line in stream.iter_lines() if line.startswith(b"event:"))
        assert next(names) == b"event: snapshot"
        assert b"event: heartbeat" in itertools.islice(names, 5)


def test_any_three_are_of_different_products_first(bench: Client) -> None:
    tags = bench.post("/api/bench/hang", json={"count": 2}).json()["tags"]
    assert f"epc:{BELT}" in tags
    assert len(set(tags)) == 2


def test_odd_tags_are_what_they_are_called(bench: Client) -> None:
    from catalog.epc import EpcError, decode_sgtin

    unknown, foreign, unregistered = (
        bench.post("/api/bench/lay", json={"odd": odd}).json()["tags"][0].removeprefix("epc:")
        for odd in ("unknown", "foreign", "unregistered")
    )
    with pytest.raises(EpcError):
        decode_sgtin(unknown)
    ours = {decode_sgtin(epc).gtin for epc in (*SHIRTS, BELT)}
    assert decode_sgtin(foreign).gtin == "80614141123458"
    assert decode_sgtin(unregistered).gtin in ours
    assert unregistered not in (*SHIRTS, BELT, SOLD)


def test_the_terminal_does_as_it_is_told(bench: Client) -> None:
    bench.post("/api/bench/terminal/1", json={"mode": "lose_answer"})
    bench.post("/api/bench/unplug", json={"device": "terminal-1"})
    terminal = bench.get("/api/bench").json()["tables"][0]["terminal"]
    assert (terminal["mode"], terminal["plugged"], terminal["payment"]) == (
        "lose_answer",
        False,
        None,
    )


def test_the_bench_works_without_a_hub(settings: Settings) -> None:
    def nobody(*_: object, **__: object) -> tuple[int, object]:
        raise HubAwayError("away")

    with served(
        create_app(settings, floor=ShopFloor(settings, Pieces(settings.hub_url, nobody)))
    ) as bench:
        assert bench.get("/api/bench").json()["hub"]["answers"] is False
        assert bench.get("/api/bench/pieces").json() == []
        assert bench.post("/api/bench/lay", json={"tags": [BELT]}).status_code == 200
        nobody_knows = bench.post("/api/bench/lay", json={"count": 1}).json()["detail"]
    assert nobody_knows == {
        "code": "cannot_carry",
        "message": "The hub does not answer, so nobody knows the rail.",
    }


def test_a_hand_that_is_faster_than_the_first_look_at_the_hub_finds_the_rail(
    settings: Settings,
) -> None:
    floor = ShopFloor(settings, Pieces(settings.hub_url, hub_answers()))
    assert len(floor.put(Place("room", "1"), count=2)) == 2


def test_a_bench_beside_another_one_plays_nothing(settings: Settings) -> None:
    first, second = (ShopFloor(settings, Pieces(settings.hub_url, hub_answers())) for _ in range(2))
    first.start()
    links = {link: link.readlink() for link in settings.device_dir.iterdir() if link.is_symlink()}
    assert links
    with pytest.raises(FileExistsError, match="another program plays"):
        second.start()
    assert all(link.readlink() == port for link, port in links.items())
    first.stop()
    second.start()
    second.stop()


def test_a_device_that_is_real_is_not_played(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path,
        rooms={"1": {"name": "Room", "reader": {"driver": "mercury", "port": "/dev/ttyUSB0"}}},
    )
    with served(
        create_app(settings, floor=ShopFloor(settings, Pieces(settings.hub_url, hub_answers())))
    ) as bench:
        assert bench.get("/api/bench").json()["rooms"][0]["reader"] is None
        reply = bench.post("/api/bench/hang", json={"count": 1})
        assert "has a real reader" in reply.json()["detail"]["message"]


def test_a_bench_that_cannot_start_says_so_to_who_started_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    def start(_: ShopFloor) -> None:
        raise OSError("no place for a reader")

    log_watch.expect("no place for a reader")
    log_watch.expect("Application startup failed")
    monkeypatch.setattr(ShopFloor, "start", start)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    assert run(settings) == 2


def test_a_piece_whose_tag_nobody_can_make_is_refused_in_words(settings: Settings) -> None:
    odd = [item("ABC", "BELT", "Leather belt")]
    floor = ShopFloor(settings, Pieces(settings.hub_url, hub_answers(odd)))
    with served(create_app(settings, floor=floor)) as client:
        wait_until(lambda: client.get("/api/bench/pieces").json())
        reply = client.post("/api/bench/hang", json={"skus": ["BELT"]})
        assert reply.status_code == 409
        assert "no EPC that a tag can hold" in reply.json()["detail"]["message"]
        assert client.get("/api/bench").json()["rooms"][0]["tags"] == []


EXIT = {
    "1": {
        "name": "Exit",
        "reader": {"driver": "mercury", "port": "var/dev/gate-1", "region": "EU3"},
        "alarm": {"driver": "simulated", "port": "var/dev/alarm-1"},
    }
}


def test_what_is_carried_out_passes_the_gate_and_waits_outside(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, gates=EXIT)
    floor = ShopFloor(settings, Pieces(settings.hub_url, hub_answers()))

    def exit_now() -> dict[str, object]:
        found: dict[str, object] = bench.get("/api/bench").json()["gates"][0]
        return found

    with served(create_app(settings, floor=floor)) as bench:
        wait_until(lambda: bench.get("/api/bench").json()["hub"]["answers"])
        reader = open_device("rfid", settings.gates["1"].reader.settings())
        try:
            reply = bench.post("/api/bench/exit", json={"tags": [BELT], "gate": "1"})
            assert reply.json()["done"] == "One garment carried out by Exit."
            wait_until(lambda: heard(reader, BELT))
            wait_until(lambda: exit_now()["outside"] == [f"epc:{BELT}"])
        finally:
            reader.close()
        assert exit_now()["tags"] == []
        assert exit_now()["alarm"] == {"device": "alarm-1", "plugged": True, "on": False}
        refused = bench.post("/api/bench/bring_back", json={"tags": [SHIRTS[0]]})
        assert refused.status_code == 409
        assert bench.post("/api/bench/bring_back", json={}).json()["tags"] == [f"epc:{BELT}"]
        assert exit_now()["outside"] == []
        nowhere = bench.post("/api/bench/exit", json={"tags": [BELT], "gate": "9"})
        assert "There is no exit '9'; there are: 1." in nowhere.text


@pytest.mark.parametrize("driver", ["simulated", "wled"])
def test_a_rooms_light_is_seen_as_bright_as_it_is(tmp_path: Path, driver: str) -> None:
    lights = {
        "simulated": {"driver": "simulated", "port": "var/dev/lamp-<room>"},
        "wled": {"driver": "wled", "host": "127.0.0.1", "port": free_port()},
    }
    settings = settings_in(tmp_path, mirror={"light": lights[driver]})
    floor = ShopFloor(settings, Pieces(settings.hub_url, hub_answers()))

    with served(create_app(settings, floor=floor)) as client:

        def lamp_now() -> dict[str, Any]:
            found: dict[str, Any] = client.get("/api/bench").json()["rooms"][0]["lamp"]
            return found

        lamp: Lamp = open_device("lamp", settings.mirror.lamp("1") or {})
        try:
            lamp.show(Light(2700, 0.4), 0.0)
            wait_until(lambda: 38 <= lamp_now()["percent"] <= 42)
            red, green, blue = lamp_now()["rgb"]
            assert red > green > blue
            client.post("/api/bench/unplug", json={"device": "lamp-1"})
            assert lamp_now()["plugged"] is False
            assert lamp_now()["percent"] == 0
            client.post("/api/bench/plug", json={"device": "lamp-1"})
            assert lamp_now()["plugged"] is True
        finally:
            lamp.close()

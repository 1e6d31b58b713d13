"""Scenario files: the format, its words for mistakes, and playing them on the bench."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.bench.app import create_app
from kiosk.bench.pieces import Pieces
from kiosk.bench.player import ScenarioPlayer
from kiosk.bench.shop_floor import ShopFloor
from kiosk.scenario import FOLDER, Scenario, ScenarioError, Step, named, parse, read
from tests.conftest import wait_until
from tests.unit.programs.served import Client, served
from tests.unit.programs.shop import BELT, SHIRTS, hub_answers, settings_in

PLAY = """
title: From the room to the table
garments: {mine: SHIRT-M}
steps:
  - {at: 0, hang: [mine, belt], room: "1"}
  - {at: 0.1, unplug: table-1}
  - {at: 0.2, take: belt, room: "1"}
  - {at: 0.3, lay: mine, table: "1"}
  - {at: 0.4, plug: table-1}
  - {at: 0.5, silence: room-1}
  - {at: 0.6, terminal: decline, table: "1"}
"""


def test_a_scenario_is_times_verbs_and_garments() -> None:
    scenario = parse(PLAY)
    assert scenario.title == "From the room to the table"
    assert scenario.steps[0] == Step(0.0, "hang", ("SHIRT-M", "belt"), room="1")
    assert scenario.steps[-1] == Step(0.6, "terminal", what="decline", table="1")
    assert [str(step) for step in scenario.steps[:2]] == [
        "hang SHIRT-M, belt room 1",
        "unplug table-1",
    ]
    assert scenario.lasts_s == 0.6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("steps: [", "is not YAML"),
        ("title: nothing", "a list `steps:`"),
        ("steps: []\nhurry: 1", "no key 'hurry'"),
        ("steps: [hang]", "step 1: write it as"),
        ("steps: [{at: 0, hnag: shirt}]", "step 1: say one verb of: hang, take"),
        ("steps: [{at: 0, hang: a, lay: b}]", "step 1: say one verb"),
        ("steps: [{at: 0, hang: a, table: x}]", "hang knows no 'table'; it has: at, hang, room"),
        ("steps: [{at: soon, hang: a}]", "not 'soon'"),
        ("steps: [{at: -1, hang: a}]", "not -1"),
        ("steps: [{at: 0, hang: []}]", "hang needs garments"),
        ("steps: [{at: 0, hang: all}]", ""),  # a SKU of that name, for all we know
        ("steps: [{at: 0, lay: [5901234123457]}]", "Put quotes around"),
        ("steps: [{at: 0, unplug: 1}]", "unplug needs a device"),
        ("steps: [{at: 2, hang: a}, {at: 1, hang: b}]", "step 2: it is at 1 s, before"),
    ],
)
def test_a_mistake_is_named_with_its_step(text: str, words: str) -> None:
    if not words:
        assert parse(text).steps
        return
    with pytest.raises(ScenarioError, match=words.replace("[", r"\[")):
        parse(text)


def test_ours_can_be_read_and_are_found_by_name(tmp_path: Path) -> None:
    shipped = sorted(FOLDER.glob("*.yaml"))
    assert shipped
    for file in shipped:
        assert named(file.stem) == file
        assert isinstance(read(file), Scenario)
    with pytest.raises(ScenarioError, match=r"There is no scenario 'nosuch'.*first-visit"):
        named("nosuch")
    with pytest.raises(ScenarioError, match="Cannot read"):
        read(tmp_path)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Client]:
    settings = settings_in(tmp_path)
    floor = ShopFloor(settings, Pieces(settings.hub_url, hub_answers()))
    with served(create_app(settings, floor=floor)) as client:
        wait_until(lambda: client.get("/api/bench").json()["hub"]["answers"])
        yield client


def test_it_plays_on_the_floor_to_its_end(bench: Client) -> None:
    bench.post("/api/bench/hang", json={"tags": [SHIRTS[2]], "room": "1"})
    reply = bench.post("/api/bench/scenario", json={"text": PLAY, "speed": 2})
    assert reply.json() == {"done": "Playing “From the room to the table”.", "lasts_s": 0.3}
    wait_until(lambda: not bench.get("/api/bench").json()["scenario"]["playing"])
    state = bench.get("/api/bench").json()
    assert state["scenario"]["failed"] == ""
    assert state["scenario"]["done"] == len(state["scenario"]["steps"]) == 7
    assert state["rooms"][0]["tags"] == [], "what hung there before is back on the rail"
    assert state["tables"][0]["tags"] == [f"epc:{SHIRTS[0]}"]
    assert state["tables"][0]["reader"]["plugged"]
    assert state["tables"][0]["terminal"]["mode"] == "decline"


def test_it_can_be_stopped_and_what_hangs_stays(bench: Client) -> None:
    text = f"steps: [{{at: 0, hang: '{BELT}'}}, {{at: 3600, take: all}}]"
    bench.post("/api/bench/scenario", json={"text": text})
    wait_until(lambda: bench.get("/api/bench").json()["rooms"][0]["tags"])
    assert bench.post("/api/bench/scenario/stop", json={}).json() == {"done": "Stopped."}
    state = bench.get("/api/bench").json()
    assert not state["scenario"]["playing"]
    assert state["rooms"][0]["tags"] == [f"epc:{BELT}"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"text": "steps: [{at: 0, hang: a, room: '9'}]"}, "There is no fitting room '9'"),
        ({"text": "steps: [{at: 9, unplug: room-9}]"}, "The bench plays no 'room-9'"),
        ({"text": "steps: [{at: 0, shout: a}]"}, "step 1: say one verb"),
        ({"name": "../../etc/passwd"}, "Name a scenario that comes with Hangtag"),
        ({"name": "nosuch"}, "Cannot read"),
        ({"name": ""}, "Name a scenario"),
    ],
)
def test_what_cannot_be_played_is_said(bench: Client, body: dict[str, str], words: str) -> None:
    reply = bench.post("/api/bench/scenario", json=body)
    assert reply.status_code == 409
    assert words in reply.json()["detail"]["message"]


def test_it_begins_with_every_cable_in_its_place(bench: Client) -> None:
    def reader() -> Any:
        return bench.get("/api/bench").json()["rooms"][0]["reader"]

    bench.post("/api/bench/scenario", json={"text": "steps: [{at: 0, unplug: room-1}]"})
    wait_until(lambda: not reader()["plugged"])
    text = "steps: [{at: 3600, unplug: room-1}]"
    bench.post("/api/bench/scenario", json={"text": text})
    wait_until(lambda: reader()["plugged"])


def playing() -> int:
    """How many scenarios play in this process."""
    return sum(thread.name == "scenario" for thread in threading.enumerate())


def test_two_that_begin_at_once_do_not_both_play(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    player = ScenarioPlayer(ShopFloor(settings, Pieces(settings.hub_url, hub_answers())))
    endless = parse("steps: [{at: 0, unplug: room-1}, {at: 3600, plug: room-1}]")
    settings.device_dir.mkdir(parents=True)
    player._floor.start()
    callers = [threading.Thread(target=player.play, args=(endless,)) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert playing() == 1
    player.stop()
    player._floor.stop()
    assert playing() == 0


def test_a_step_that_cannot_be_done_ends_it_with_words(bench: Client) -> None:
    bench.post("/api/bench/scenario", json={"text": "steps: [{at: 0, hang: NOSUCH}]"})
    wait_until(lambda: not bench.get("/api/bench").json()["scenario"]["playing"])
    failed = bench.get("/api/bench").json()["scenario"]["failed"]
    assert failed == "There is no tagged garment with the SKU 'NOSUCH'."


def test_the_list_says_how_long_each_lasts(bench: Client) -> None:
    by_name = {one["name"]: one for one in bench.get("/api/bench/scenarios").json()}
    assert by_name["first-visit"]["title"] == "Two are tried on, one is bought"
    assert by_name["first-visit"]["lasts_s"] == 40

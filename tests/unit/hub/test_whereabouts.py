"""One item, one place: which room or table has a piece that several readers hear."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from typing import Any

import pytest

from hardware.rfid.reader import TagId
from kiosk.hub.tables.whereabouts import (
    AGAIN_S,
    BETTER_DB,
    NEW_S,
    QUIET_S,
    SILENT_S,
    Heard,
    Place,
    Whereabouts,
)
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub
from tests.unit.hub.shop import SCARF, SHIRT

ROOM_1, ROOM_2, TABLE = Place("room", "1"), Place("room", "2"), Place("table", "1")


def hear(
    where: Whereabouts, place: Place, now: float, dbm: float | None, silent_s: float = 0.0
) -> None:
    where.hear(place, {SHIRT: Heard(dbm, now - silent_s)}, now)


def long_in(place: Place, dbm: float | None) -> Whereabouts:
    """The shirt has been heard there for a while, until 0 s."""
    where = Whereabouts()
    for now in range(-10, 1):
        hear(where, place, now, dbm)
    return where


@pytest.mark.parametrize(
    ("one", "two", "moves"),
    [
        (-50.0, -70.0, False),  # the first, and the better
        (-60.0, -56.0, False),  # a little better is not enough
        (-70.0, -50.0, True),  # clearly better, and again
        (None, None, False),  # readers that do not tell: the first keeps it
        (-50.0, None, False),
    ],
)
def test_a_piece_is_where_it_is_heard_clearly_better_twice_in_a_row(
    one: float | None, two: float | None, moves: bool
) -> None:
    where = long_in(ROOM_1, one)
    hear(where, ROOM_2, 0.5, two)
    assert where.place(SHIRT) == ROOM_1, "once is not enough"
    hear(where, ROOM_1, 1.0, one)
    hear(where, ROOM_2, 0.6 + AGAIN_S, two)
    assert where.place(SHIRT) == (ROOM_2 if moves else ROOM_1)


def test_a_second_that_is_lost_begins_the_count_anew() -> None:
    where = long_in(ROOM_1, -60.0)
    for now, dbm in ((0.5, -50.0), (1.0, -70.0), (1.5, -50.0), (2.0, -50.0)):
        hear(where, ROOM_1, now, -60.0)
        hear(where, ROOM_2, now, dbm)
    assert where.place(SHIRT) == ROOM_1
    hear(where, ROOM_2, 1.6 + AGAIN_S, -50.0)
    assert where.place(SHIRT) == ROOM_2


def test_what_was_carried_to_the_table_is_there_at_once() -> None:
    where = Whereabouts()
    hear(where, ROOM_1, 10.0, -55.0, silent_s=QUIET_S)  # has not left yet, and is not read any more
    hear(where, TABLE, 10.0, -48.0)
    assert where.place(SHIRT) == TABLE


def test_a_place_whose_word_is_late_keeps_what_it_has() -> None:
    where = Whereabouts()
    hear(where, ROOM_1, 10.0, -55.0)
    late = 10.0 + QUIET_S + 1  # its network was busy
    hear(where, TABLE, late, -54.0)
    assert where.place(SHIRT) == ROOM_1
    where.repeat(ROOM_1, late)
    hear(where, TABLE, late + 1, -54.0)
    assert where.place(SHIRT) == ROOM_1


def test_what_is_only_overheard_stays_where_it_was_while_a_body_is_before_it() -> None:
    where = Whereabouts()
    hear(where, ROOM_1, 10.0, -55.0, silent_s=QUIET_S + 1)
    hear(where, ROOM_2, 10.0, -71.0)
    assert where.place(SHIRT) == ROOM_1
    where.hear(ROOM_1, {}, 11.0)
    assert where.place(SHIRT) == ROOM_2, "nobody else hears it"


def test_a_place_that_is_gone_holds_nothing() -> None:
    where = Whereabouts()
    hear(where, TABLE, 0.0, -50.0)
    hear(where, ROOM_2, SILENT_S, -60.0)
    assert where.place(SHIRT) == ROOM_2


@pytest.mark.parametrize(("two", "moves"), [(-57.0, False), (-52.0, True), (-63.0, False)])
def test_what_is_new_is_where_it_is_heard_better_whoever_said_so_first(
    two: float, moves: bool
) -> None:
    where = Whereabouts()  # as after a restart of the hub
    hear(where, ROOM_1, 0.0, -58.0)
    hear(where, TABLE, 1.0, two)
    assert where.place(SHIRT) == (TABLE if moves else ROOM_1)
    hear(where, ROOM_1, 1.0 + NEW_S, -58.0)
    assert where.place(SHIRT) == (TABLE if moves else ROOM_1), "and stays there"


def test_a_copied_tag_stays_in_the_place_that_had_it_first() -> None:
    where = long_in(ROOM_1, -55.0)
    for second in range(60):
        hear(where, ROOM_1, second, -55.0)
        hear(where, ROOM_2, second + 0.5, -55.0 + (BETTER_DB + 1 if second % 3 == 0 else -1))
    assert where.place(SHIRT) == ROOM_1


@pytest.mark.parametrize("reads_s", [1.0, 0.5, 0.3])
def test_what_is_read_seldom_does_not_jump_between_two_rooms(reads_s: float) -> None:
    """Both rooms hear it about as well, and each is silent for seconds now and then."""
    where, chance = Whereabouts(), random.Random(1)
    last = {ROOM_1: 0.0, ROOM_2: 0.0}
    places: list[Place | None] = []
    for tick in range(36_000):  # an hour
        now = tick / 10
        for number, room in enumerate(last):
            if chance.random() < reads_s / 10:
                last[room] = now
            if tick % 10 == 5 * number:
                where.hear(room, {SHIRT: Heard(-60.0 + chance.gauss(0, 2), last[room])}, now)
        places.append(where.place(SHIRT))
    moves = sum(before != after for before, after in pairwise(places))
    assert moves <= 15, "with a fixed silence it is hundreds"


def test_what_was_read_often_and_is_not_any_more_was_carried_away() -> None:
    where = Whereabouts()
    for second in range(60):
        hear(where, ROOM_1, second, -55.0, silent_s=0.1)
    hear(where, ROOM_1, 60.0 + QUIET_S, -55.0, silent_s=1.1 + QUIET_S)
    hear(where, TABLE, 60.0 + QUIET_S, -54.0)
    assert where.place(SHIRT) == TABLE


# --- through the hub -------------------------------------------------------------------------


@pytest.fixture
def custom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a piece was heard first, it has been for a while."""
    monkeypatch.setattr("kiosk.hub.tables.whereabouts.NEW_S", -1.0)


class FittingRoom:
    """A mirror that says what it hears."""

    def __init__(self, hub: RunningHub, name: str = "1") -> None:
        self.hub, self.name, self.sequence = hub, name, 0

    def say(self, *tags: TagId, dbm: float = -55.0, silent_s: float = 0.0) -> None:
        self.sequence += 1
        heard = [
            {"kind": "epc", "value": tag.value, "rssi_dbm": dbm, "silent_s": silent_s}
            for tag in tags
        ]
        body = {"session": "mirror", "sequence": self.sequence, "tags": heard}
        assert self.hub.http.put(f"/api/rooms/{self.name}/tags", json=body).status_code == 200

    @property
    def elsewhere(self) -> list[str]:
        """What its mirror is told to leave to others."""
        with self.hub.http.stream("GET", f"/api/rooms/{self.name}/live") as events:
            said = next(line for line in events.iter_lines() if line.startswith("data:"))
        snapshot: dict[str, Any] = json.loads(said.removeprefix("data:"))
        return [tag["value"] for tag in snapshot["elsewhere"]]


def test_a_piece_beside_the_table_is_paid_for_after_a_tap_only(hub: RunningHub) -> None:
    one, two = hub.table("1"), hub.table("2")
    one.lay(SHIRT)
    (doubt,) = two.lay(SHIRT)["doubtful"]
    assert (doubt["reason"], doubt["can_add"], doubt["title"]) == ("near", True, "Linen shirt")
    added = two.press("add", {"tag": doubt["tag"]}).json()
    assert [line["title"] for line in added["lines"]] == ["Linen shirt"]


def test_a_piece_that_a_room_sent_here_and_lies_elsewhere_leaves_the_basket(
    hub: RunningHub,
) -> None:
    tags = [{"kind": "epc", "value": SHIRT.value}]
    hub.http.post("/api/rooms/1/pay", json={"id": "r1", "tags": tags})
    one, two = hub.table("1"), hub.table("2")
    assert one.now["count"] == 1
    two.lay(SHIRT)
    assert one.now["count"] == 0


@pytest.mark.usefixtures("custom")
def test_a_table_that_only_overhears_takes_nothing_out_of_another_ones_basket(
    hub: RunningHub,
) -> None:
    room, one, two = FittingRoom(hub), hub.table("1"), hub.table("2")
    room.say(SHIRT)
    tags = [{"kind": "epc", "value": SHIRT.value}]
    hub.http.post("/api/rooms/1/pay", json={"id": "r1", "tags": tags})
    assert [doubt["reason"] for doubt in two.lay(SHIRT)["doubtful"]] == ["near"]
    assert one.now["count"] == 1


@pytest.mark.usefixtures("custom")
def test_what_lies_on_the_table_is_not_in_the_fitting_room(hub: RunningHub) -> None:
    room, table = FittingRoom(hub), hub.table("1")
    room.say(SHIRT, SCARF)
    assert table.lay(SHIRT)["doubtful"][0]["reason"] == "near", "both hear it: the room has it"
    room.say(SHIRT, SCARF, silent_s=QUIET_S)
    assert table.lay(SHIRT)["count"] == 1
    wait_until(lambda: room.elsewhere == [SHIRT.value], what="the mirror to be told")
    table.lay()
    wait_until(lambda: room.elsewhere == [], what="the mirror to have it back")


@pytest.mark.usefixtures("custom")
def test_what_the_room_has_again_is_a_doubt_on_the_table_without_its_saying_so(
    hub: RunningHub,
) -> None:
    room, table = FittingRoom(hub), hub.table("1")
    table.lay(SHIRT)
    room.say(SHIRT, dbm=-40.0)
    assert table.now["count"] == 1
    wait_until(lambda: (room.say(SHIRT, dbm=-40.0), table.now["count"] == 0)[1])
    assert [doubt["reason"] for doubt in table.now["doubtful"]] == ["near"]

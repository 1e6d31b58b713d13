"""One item, one place: which table has a piece that several tables hear."""

from __future__ import annotations

import pytest

from kiosk.hub.whereabouts import SILENT_S, Whereabouts
from tests.unit.hub.conftest import RunningHub
from tests.unit.hub.shop import SHIRT


@pytest.mark.parametrize(
    ("one", "two", "near_one", "near_two"),
    [
        (-50.0, -70.0, False, True),  # the first, and the better
        (-60.0, -56.0, False, True),  # a little better is not enough
        (-70.0, -50.0, True, False),  # clearly better takes it over
        (None, None, False, True),  # a reader that does not tell: the first keeps it
    ],
)
def test_a_piece_is_at_the_table_that_hears_it_best(
    one: float | None, two: float | None, near_one: bool, near_two: bool
) -> None:
    where = Whereabouts()
    where.hear("1", {SHIRT: one}, 0.0)
    where.hear("2", {SHIRT: two}, 1.0)
    assert (SHIRT in where.near("1"), SHIRT in where.near("2")) == (near_one, near_two)


def test_lifted_from_one_table_it_is_at_the_other() -> None:
    where = Whereabouts()
    where.hear("1", {SHIRT: -50.0}, 0.0)
    where.hear("2", {SHIRT: -60.0}, 1.0)
    where.hear("1", {}, 2.0)
    assert where.near("2") == frozenset()


def test_a_table_that_is_gone_holds_nothing() -> None:
    where = Whereabouts()
    where.hear("1", {SHIRT: -50.0}, 0.0)
    where.hear("2", {SHIRT: -60.0}, SILENT_S)
    assert where.near("2") == frozenset()


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

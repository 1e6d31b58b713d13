"""The order of a place's reports, and two programs that say they are the same place's."""

from __future__ import annotations

import pytest

from kiosk.hub.tables.report_order import Order, ReportOrder
from tests.unit.hub.conftest import RunningHub

NEW, AGAIN, LATE = Order.NEW, Order.AGAIN, Order.LATE
Said = tuple[float, str, int, Order]


@pytest.mark.parametrize(
    ("said", "contended"),
    [
        pytest.param([(0, "a", 1, NEW), (2, "a", 1, AGAIN), (3, "a", 2, NEW)], False, id="one"),
        pytest.param([(0, "a", 2, NEW), (1, "a", 1, LATE)], False, id="overtaken on its way"),
        pytest.param(
            [(0, "a", 9, NEW), (1, "b", 1, NEW), (5, "a", 9, LATE), (6, "b", 2, NEW)],
            False,
            id="started again, and an old report was still under way",
        ),
        pytest.param(
            [(0, "a", 9, NEW), (1, "b", 1, NEW), (3, "a", 9, LATE), (8, "a", 9, LATE)],
            True,
            id="two that both go on",
        ),
        pytest.param(
            [(0, "a", 9, NEW), (1, "b", 1, NEW), (8, "a", 9, LATE), (10, "b", 2, NEW)],
            True,
            id="it is not over with the next report",
        ),
        pytest.param(
            [(0, "a", 9, NEW), (1, "b", 1, NEW), (8, "a", 9, LATE), (10, "b", 2, NEW)]
            + [(at, "b", at, NEW) for at in range(12, 21, 2)],
            False,
            id="the other one was stopped",
        ),
        pytest.param(
            [(0, "a", 9, NEW), (1, "b", 1, NEW), (30, "a", 10, NEW), (31, "a", 11, NEW)],
            False,
            id="one after the other",
        ),
    ],
)
def test_two_programs_for_one_place_are_noticed(said: list[Said], contended: bool) -> None:
    order = ReportOrder(10.0)
    for at, session, sequence, expected in said:
        assert order.take(session, sequence, at) is expected
    assert order.contended(said[-1][0]) is contended


@pytest.mark.parametrize(
    ("address", "table", "name"),
    [("/api/rooms/1/tags", "", "Fitting room 1"), ("/api/tables/1/tags", "1", "Checkout 1")],
)
def test_staff_are_told_of_two_machines_for_one_place(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch, address: str, table: str, name: str
) -> None:
    monkeypatch.setattr("kiosk.hub.tables.report_order.UNDER_WAY_S", -1.0)

    def say(session: str, sequence: int) -> None:
        body = {"session": session, "sequence": sequence, "reader": {}, "tags": []}
        assert hub.http.put(address, json=body).status_code == 200

    say("one machine", 1)
    say("another", 1)
    assert hub.hub.places.looks() == []
    say("one machine", 1)
    (look,) = hub.hub.places.looks()
    assert look.table == table
    assert look.words.startswith(f"{name}: Two machines say that they are here")

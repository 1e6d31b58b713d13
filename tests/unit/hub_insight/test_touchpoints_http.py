"""Touchpoints and ratings over HTTP: kept once, bounded, refused with a reason, forgotten."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from kiosk.hub.insight.touchpoints import MS_A_DAY
from kiosk.hub.schema import RatingRow, TouchpointRow
from tests.unit.hub.conftest import ON_BOTH, RunningHub
from tests.unit.hub_staff.test_requests_http import ask, move


def happened(number: int, kind: str = "arrived", **fields: Any) -> dict[str, Any]:
    return {
        "id": f"t-{number}",
        "visit": "v-1",
        "room": "1",
        "at_ms": 1_790_000_000_000 + number,
        "kind": kind,
        "variant_id": 1,
        "value": None,
        **fields,
    }


def tell(hub: RunningHub, *events: dict[str, Any]) -> Any:
    return hub.http.post("/api/touchpoints", json={"events": list(events)})


def rate(hub: RunningHub, rating: str, visit: str, score: Any = 9, **fields: Any) -> Any:
    body = {"id": rating, "visit": visit, "room": "1", "score": score, **fields}
    return hub.http.post("/api/ratings", json=body)


def count(hub: RunningHub, table: Any = TouchpointRow) -> int:
    with hub.hub.catalog.reader.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


@ON_BOTH
def test_what_comes_twice_is_kept_once(hub: RunningHub) -> None:
    back = happened(2, "handed_back", value="too_small")
    assert tell(hub, happened(1), back).json() == {"kept": 2, "new": 2}
    assert tell(hub, back, happened(3, "visit_ended", variant_id=None)).json() == {
        "kept": 2,
        "new": 1,
    }
    assert tell(hub, happened(4), happened(4)).json()["new"] == 1, "within one message, too"
    assert tell(hub).json() == {"kept": 0, "new": 0}
    with hub.hub.catalog.reader.connect() as connection:
        rows = connection.execute(
            select(TouchpointRow.id, TouchpointRow.kind, TouchpointRow.value).order_by(
                TouchpointRow.id
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("t-1", "arrived", ""),
        ("t-2", "handed_back", "too_small"),
        ("t-3", "visit_ended", ""),
        ("t-4", "arrived", ""),
    ]


@pytest.mark.parametrize(
    ("event", "status", "words"),
    [
        (happened(1, "danced"), 422, "there is no kind 'danced'; there are: visit_began, arrived"),
        (happened(1, "handed_back", value="ugly"), 422, "too_small, too_big, not_my_colour"),
        (happened(1, "handed_back"), 422, "handed_back has one of these values"),
        (happened(1, "handed_back", value="too_big", variant_id=None), 422, "needs a variant_id"),
        (happened(1, "rated", value=11), 422, "less than or equal to 10"),
        (happened(1, "rated", value="nine"), 422, "from 0 to 10"),
        (happened(1, "rated"), 422, "from 0 to 10"),
        (happened(1, value="<b>"), 422, "value"),
        (happened(1, at_ms=-1), 422, "at_ms"),
        (happened(1, variant_id=2**31), 422, "variant_id"),
        (happened(1, visit=""), 422, "visit"),
        (happened(1, room="9"), 404, "no fitting room '9'"),
    ],
)
def test_a_message_with_anything_wrong_is_refused_whole(
    hub: RunningHub, event: dict[str, Any], status: int, words: str
) -> None:
    answer = tell(hub, happened(0), event)
    assert answer.status_code == status
    assert words in answer.text
    assert count(hub) == 0


def test_a_message_is_bounded(hub: RunningHub) -> None:
    assert tell(hub, *map(happened, range(200))).json()["new"] == 200
    assert tell(hub, *map(happened, range(201))).status_code == 422
    assert count(hub) == 200


@ON_BOTH
def test_a_visit_rates_once(hub: RunningHub) -> None:
    assert rate(hub, "r-1", "v-1", 9, word=" Kind\nand quick ").json() == {"id": "r-1", "new": True}
    assert rate(hub, "r-1", "v-1", 9).json() == {"id": "r-1", "new": False}, "sent again"
    for again in (rate(hub, "r-2", "v-1", 0), rate(hub, "r-1", "v-2", 0)):
        assert again.status_code == 409
        assert again.json()["detail"]["code"] == "rated"
    rate(hub, "r-3", "v-3", 0)
    with hub.hub.catalog.reader.connect() as connection:
        rows = connection.execute(
            select(RatingRow.visit, RatingRow.score, RatingRow.word).order_by(RatingRow.visit)
        ).all()
    assert [tuple(row) for row in rows] == [("v-1", 9, "Kind and quick"), ("v-3", 0, "")]


@pytest.mark.parametrize("score", [-1, 11, "9", 9.5, None, True])
def test_what_is_no_rating(hub: RunningHub, score: Any) -> None:
    assert rate(hub, "r-1", "v-1", score).status_code == 422
    assert rate(hub, "r-1", "v-1", 5, word="x" * 201).status_code == 422
    assert rate(hub, "r-1", "v-1", 5, room="9").status_code == 404
    assert count(hub, RatingRow) == 0


@ON_BOTH
def test_a_visit_that_rates_at_two_places_at_once_rates_once(hub: RunningHub) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: statuses.append(rate(hub, f"r-{n}", "v").status_code))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(statuses) == [200, *[409] * 5]


@ON_BOTH
def test_what_is_older_than_the_config_says_is_forgotten(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    insight = hub.hub.insight
    now = insight.now_ms()
    keep = hub.hub.settings.insight.keep_days * MS_A_DAY
    tell(hub, happened(1, at_ms=now - keep - 1000), happened(2, at_ms=now - keep + 60_000))
    tell(hub, happened(3, at_ms=now + 9 * MS_A_DAY))
    rate(hub, "r-1", "v-1")
    open_one, done, held = ask(hub), ask(hub), ask(hub, "hold")
    move(hub, done, "finish")
    move(hub, held, "finish")
    assert insight.forget() == 1
    assert count(hub) == 2
    monkeypatch.setattr(insight, "_clock_ms", lambda: now + keep + 60_000)
    insight.forget()
    assert count(hub) == 0, "a mirror's clock that is ahead keeps nothing for longer"
    assert count(hub, RatingRow) == 0
    assert hub.hub.requests._find(open_one["id"]) is not None
    with hub.hub.catalog.reader.connect() as connection:
        left = connection.exec_driver_sql("SELECT id FROM fitting_request").scalars().all()
    assert set(left) == {open_one["id"], held["id"]}, "what is to be done, or lies aside, stays"

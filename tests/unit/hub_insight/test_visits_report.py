"""What is read from visits: by product and reason, answer times, the page, and the CSV."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.hub.insight.visits_report import (
    answers,
    handed_back,
    pieces_csv,
    ratings_csv,
    read_visits,
    span,
)
from kiosk.hub.rooms.fitting_request import FittingRequest, RequestKind, Wanted
from tests.unit.hub.conftest import ON_BOTH, RunningHub
from tests.unit.hub_insight.test_touchpoints_http import happened, rate, tell
from tests.unit.hub_staff.test_requests_http import ask

TODAY = datetime.now().astimezone().date()
NOON = datetime.combine(TODAY, datetime.min.time()).astimezone() + timedelta(hours=12)


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def variant(hub: RunningHub, sku: str) -> int:
    return hub.hub.catalog.find_variant(sku)[1].id


def a_day(hub: RunningHub) -> None:
    """Two visits today: the shirt was too small twice and too dear once, the dress too big."""
    shirt, dress = variant(hub, "LIN-1"), variant(hub, "SIL-1")
    at = ms(datetime.now().astimezone()) - 1000
    told = [
        ("v-1", "visit_began", None, None),
        ("v-1", "arrived", shirt, None),
        ("v-1", "looked_at", shirt, None),
        ("v-1", "handed_back", shirt, "too_small"),
        ("v-1", "arrived", 9999, None),
        ("v-2", "arrived", shirt, None),
        ("v-2", "handed_back", shirt, "too_small"),
        ("v-2", "handed_back", shirt, "too_dear"),
        ("v-2", "arrived", dress, None),
        ("v-2", "handed_back", dress, "too_big"),
    ]
    events = [
        happened(n, kind, visit=visit, variant_id=piece, value=value, at_ms=at)
        for n, (visit, kind, piece, value) in enumerate(told)
    ]
    old = happened(99, "handed_back", value="too_big", variant_id=dress, at_ms=at - 9 * 86_400_000)
    assert tell(hub, *events, old).status_code == 200
    for n, score in enumerate((10, 9, 8, 3)):
        rate(hub, f"r-{n}", f"v-{n}", score, word="=Kind <b>people</b>" if score == 10 else "")


def report(hub: RunningHub, days: int = 1) -> Any:
    with hub.hub.catalog.reader.connect() as connection:
        return read_visits(connection, *span(TODAY, days), hub.hub.catalog.variant)


@ON_BOTH
def test_what_was_handed_back_and_why(hub: RunningHub) -> None:
    a_day(hub)
    told = report(hub)
    assert told.visits == 2
    assert [(one.title, one.times, one.tried) for one in told.handed_back] == [
        ("Linen shirt", 3, 2),
        ("Silk dress", 1, 1),
    ]
    assert told.handed_back[0].reasons == [("too_small", 2), ("too_dear", 1)]
    ((label, times),) = told.handed_back[0].of["too_small"]
    assert ("Ivory" in label, times) == (True, 2)
    assert (told.nps.n, told.nps.score) == (4, 25)
    month = report(hub, days=30)
    assert [one.times for one in month.handed_back] == [3, 2]
    assert (told.visits, month.visits) == (2, 2)


def test_the_csv_counts_each_variant(hub: RunningHub) -> None:
    a_day(hub)
    rows = list(csv.DictReader(io.StringIO(pieces_csv(report(hub)))))
    assert [row["product"] for row in rows] == [
        "Linen shirt",
        "Not in the catalog any more",
        "Silk dress",
    ]
    shirt = rows[0]
    assert {key: int(shirt[key]) for key in ("arrived", "looked_at", "handed_back")} == {
        "arrived": 2,
        "looked_at": 1,
        "handed_back": 3,
    }
    assert [shirt[key] for key in ("too_small", "too_big", "not_my_colour", "too_dear")] == [
        "2",
        "0",
        "0",
        "1",
    ]
    ratings = list(csv.DictReader(io.StringIO(ratings_csv(report(hub).ratings))))
    assert {row["score"]: row["group"] for row in ratings} == {
        "10": "promoter",
        "9": "promoter",
        "8": "passive",
        "3": "detractor",
    }
    assert "'=Kind <b>people</b>" in {row["word"] for row in ratings}, "no spreadsheet runs it"


def test_the_page_says_it_in_words_and_escapes_theirs(hub: RunningHub) -> None:
    empty = hub.http.get("/staff/visits").text
    assert "Nobody has been asked yet" in empty
    assert "Nothing was handed back with a reason" in empty
    a_day(hub)
    page = hub.http.get("/staff/visits").text
    assert "+25" in page
    assert "Too small 2" in page
    assert "Kind &lt;b&gt;people&lt;/b&gt;" in page
    assert "<b>people" not in page
    yesterday = hub.http.get(f"/staff/visits?day={TODAY - timedelta(days=1)}").text
    assert "Too small" not in yesterday
    month = hub.http.get("/staff/visits?days=30").text
    assert "2 times handed back" in month.replace("\n", "")
    for odd in ("?day=tomorrow", "?day=9999-12-31", "?day=0001-01-01&days=30"):
        assert hub.http.get(f"/staff/visits{odd}").status_code == 200


def test_answers_are_counted_by_how_they_went() -> None:
    piece = Wanted(7, "Linen shirt", "Ivory, M", "M", "Ivory", None, None)
    hold = timedelta(hours=2)

    def asked(kind: RequestKind = RequestKind.BRING) -> FittingRequest:
        return FittingRequest("r", "1", kind, NOON, piece)

    def after(minutes: float) -> datetime:
        return NOON + timedelta(minutes=minutes)

    taken = [asked().take("Ana", after(minutes)) for minutes in (1, 2, 3, 4)]
    told = answers(
        [
            *taken,
            asked().not_there("Ana", after(9), ""),
            asked().cancel(after(5)),
            asked(RequestKind.HOLD).finish("Ana", after(99), hold=hold),
            asked(RequestKind.CALL).noted_escalation(after(2), timedelta(seconds=90)),
        ]
    )
    assert (told.asked, told.taken, told.not_there, told.given_up, told.escalated) == (
        7,
        5,
        1,
        1,
        1,
    )
    assert (told.four_of_five, told.half, told.longest) == (
        timedelta(minutes=4),
        timedelta(minutes=3),
        timedelta(minutes=9),
    )
    few = answers(taken)
    assert (few.four_of_five, few.half, few.longest) == (None, None, timedelta(minutes=4))
    assert answers([]).longest is None


def test_nothing_that_happened_is_no_row() -> None:
    assert handed_back([]) == []


def test_the_shell_writes_both(
    hub: RunningHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day(hub)
    ask(hub)
    monkeypatch.setattr("kiosk.config.load", lambda *_: hub.hub.settings)
    runner = CliRunner()
    visits = runner.invoke(app, ["report", "visits"])
    assert visits.exit_code == 0, visits.output
    assert "Linen shirt," in visits.stdout
    assert "2 visits, 4 pieces handed back" in visits.stderr
    out = tmp_path / "nps.csv"
    nps = runner.invoke(app, ["report", "nps", "--out", str(out)])
    assert "NPS +25 of 4 ratings: 2 promoters, 1 passive, 1 detractor" in nps.stdout
    assert out.read_bytes().startswith(b"\xef\xbb\xbftime,room,score,group,word")
    assert runner.invoke(app, ["report", "nps", "--out", str(out)]).exit_code != 0

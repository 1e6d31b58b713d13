"""Tables that need a hand, as the staff console hears of them and answers."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import HTTPException, Request
from starlette.applications import Starlette

from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from kiosk.config import Settings
from kiosk.hub.security.door import Caller
from kiosk.hub.tables import hand as table_hand
from kiosk.hub.web.page import from_our_own_page
from tests.conftest import wait_until
from tests.unit.hub.conftest import (
    BLANK,
    RunningHub,
    TableTop,
    serving,
    sign_in,
    terminal,
    terminals,
)
from tests.unit.hub.shop import SHIRT
from tests.unit.hub_staff.test_requests_http import ask, staff

__all__ = ["terminal", "terminals"]


def called(hub: RunningHub, table: str = "1", about: str = "call") -> TableTop:
    top = TableTop(hub.http, table)
    assert top.press("help", {"about": about}).status_code == 200
    return top


def rows(hub: RunningHub) -> list[str]:
    return re.findall(r'<li class="request[^>]* id="([\w-]+)"', hub.http.get("/staff").text)


def tables(hub: RunningHub) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = staff(hub)["tables"]
    return found


@pytest.fixture
def lost(
    hub: RunningHub, terminal: TerminalEmulator, monkeypatch: pytest.MonkeyPatch
) -> tuple[RunningHub, TableTop]:
    """A payment at Checkout 1 that nobody can tell the outcome of."""
    monkeypatch.setattr("kiosk.hub.checkout.paying.STAFF_AFTER_S", 0.0)
    terminal.mode = "lose_answer"
    terminal.outage_s = 60.0
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    table.wait_for("NEEDS_STAFF")
    wait_until(lambda: tables(hub), what="staff to hear of it")
    return hub, table


def test_from_the_shoppers_tap_at_the_table_to_done(hub: RunningHub) -> None:
    table = called(hub, about="item_missing")
    wait_until(lambda: tables(hub), what="staff to hear of it")
    (one,) = tables(hub)
    assert (one["name"], one["title"], one["status"]) == (
        "Checkout 1",
        "An item is missing",
        "waiting",
    )
    assert staff(hub)["waiting"] == 1
    assert 'data-count="waiting">1<' in hub.http.get("/staff").text

    page = hub.http.post("/staff/tables/1/take").text
    assert "<span>You</span>" in page
    assert table.now["help"]["sentence"] == "A colleague is on the way."
    wait_until(lambda: staff(hub)["waiting"] == 0)
    assert tables(hub)[0]["taken_by"] == "Ana"

    sign_in(hub, "Ben")
    late = hub.http.post("/staff/tables/1/take").text
    assert 'data-toast="Ana has taken this one already."' in late
    assert "I&#39;ll go" in hub.http.post("/staff/tables/1/put-back").text
    assert table.now["help"]["status"] == "waiting"

    assert "Nobody is waiting" in hub.http.post("/staff/tables/1/finish").text
    assert table.now["help"] is None
    gone = hub.http.post("/staff/tables/1/take").text
    assert 'data-toast="Nobody waits at this table any more."' in gone


def test_tables_and_rooms_wait_in_one_order(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = hub.hub.requests._now
    expected = []
    for minutes, table in ((7, ""), (5, "2"), (3, ""), (1, "1")):
        monkeypatch.setattr(
            hub.hub.requests, "_now", lambda minutes=minutes: now() - timedelta(minutes=minutes)
        )
        if table:
            monkeypatch.setattr(hub.hub.tables[table], "_utc", hub.hub.requests._now)
            called(hub, table)
            expected.append(f"table-{table}")
        else:
            expected.append(f"request-{ask(hub)['id']}")
    monkeypatch.setattr(hub.hub.requests, "_now", now)
    assert rows(hub) == expected
    assert hub.http.get("/staff").text.count("Waits too long") == 3


@pytest.mark.parametrize(
    ("charged", "state", "said"),
    [(True, "SOLD", "settled as sold"), (False, "OPEN", "nothing was charged")],
)
def test_a_payment_that_nobody_can_tell_is_settled_after_a_second_tap(
    lost: tuple[RunningHub, TableTop], charged: bool, state: str, said: str
) -> None:
    hub, table = lost
    asked = ask(hub, "call")
    assert rows(hub) == ["table-1", f"request-{asked['id']}"], "money first"
    (one,) = tables(hub)
    assert (one["title"], one["payment"]["amount"]) == ("A payment needs to be settled", "€79.00")
    assert one["payment"]["reference"] in hub.http.get("/staff").text

    sheet = hub.http.get("/staff/tables/1/settle", params={"charged": charged}).text
    assert one["payment"]["reference"] in sheet
    assert table.now["state"] == "NEEDS_STAFF", "the first tap only asks"

    answer = {"charged": charged, "attempt": one["payment"]["attempt"], "user": "1", "pin": "1111"}
    for pin in ("", "9999"):
        wrong = hub.http.post("/staff/tables/1/settle", data={**answer, "pin": pin}).text
        assert "This PIN is not right" in wrong
        assert 'name="pin"' in wrong, "the sheet asks again"
    other = hub.http.post("/staff/tables/1/settle", data={**answer, "attempt": "another:1"})
    assert "This is another payment now" in other.text
    assert table.now["state"] == "NEEDS_STAFF"
    assert said in hub.http.post("/staff/tables/1/settle", data=answer).text
    table.wait_for(state)
    wait_until(lambda: tables(hub) == [])
    again = hub.http.post("/staff/tables/1/settle", data=answer).text
    assert "There is no payment here that needs this." in again
    assert "settled" in hub.http.get("/staff/tables/1/settle", params={"charged": charged}).text


def test_who_goes_for_a_payment_is_free_when_it_is_settled(
    lost: tuple[RunningHub, TableTop],
) -> None:
    hub, table = lost
    assert table.press("help", {"status": "taken", "by": "Ana"}).status_code == 200
    wait_until(lambda: tables(hub)[0]["taken_by"] == "Ana")
    assert table.press("help", {"status": "taken", "by": "Ben"}).status_code == 409
    (one,) = tables(hub)
    answer = {"charged": True, "attempt": one["payment"]["attempt"], "user": 1, "pin": "1111"}
    assert table.press("settle", answer).status_code == 200
    assert table.wait_for("SOLD")["help"] is None


def test_an_unknown_outcome_is_shown_while_the_terminal_is_still_asked(
    hub: RunningHub, terminal: TerminalEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_hand, "CHECKED_BY_ITSELF", timedelta(0))
    terminal.mode = "lose_answer"
    terminal.outage_s = 1.0
    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    wait_until(lambda: tables(hub), what="staff to hear of it")
    assert tables(hub)[0]["title"] == "A payment is being checked"
    assert "receipt say?" not in hub.http.get("/staff").text, "nothing to settle by hand yet"
    table.wait_for("SOLD")
    wait_until(lambda: tables(hub) == [], what="the row to go by itself")


@pytest.mark.slow
def test_how_long_nobody_knows_is_not_forgotten_with_a_restart(
    settings: Settings, terminals: dict[str, TerminalEmulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.checkout.paying.STAFF_AFTER_S", 0.0)
    terminals["1"].mode = "lose_answer"
    terminals["1"].outage_s = 60.0
    with serving(settings) as hub:
        table = hub.table()
        table.lay(SHIRT)
        begun = hub.hub.requests._now() - timedelta(hours=1)
        monkeypatch.setattr(hub.hub.ledger, "_now_ms", lambda: int(begun.timestamp() * 1000))
        table.pay()
        table.wait_for("NEEDS_STAFF")
    with serving(settings) as hub:
        wait_until(lambda: tables(hub), what="staff to hear of it")
        assert '<p class="time">1 h 00</p>' in hub.http.get("/staff").text


def looked_at(hub: RunningHub) -> str:
    return " / ".join(one["words"] for one in staff(hub)["looks"])


def test_a_doubtful_piece_is_a_quiet_line_to_the_tag_tab(hub: RunningHub) -> None:
    table = TableTop(hub.http)
    table.lay(BLANK)
    wait_until(lambda: "needs a look" in looked_at(hub))
    page = hub.http.get("/staff").text
    assert "1 piece at Checkout 1 needs a look: unknown tag" in page
    link = re.search(r'<a href="(/staff/tag\?tag=[^"]+)"', page)
    assert link is not None
    picked = re.search(r'value="([^"]+)" checked', hub.http.get(link[1]).text)
    assert picked is not None
    assert picked[1].endswith(BLANK.value)
    assert staff(hub)["waiting"] == 0, "nobody waits for it"
    table.lay()
    wait_until(lambda: "needs a look" not in looked_at(hub))
    assert "Checkout 1: " in looked_at(hub), "its card terminal is not there in this test"


def test_a_fitting_room_that_cannot_hear_is_a_quiet_line(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"session": "mirror", "sequence": 1, "tags": []}
    away = {"state": "away", "message": "The reader is not connected. Check its USB cable."}
    hub.http.put("/api/rooms/1/tags", json={**said, "reader": away})
    words = "Fitting room 1: The reader is not connected. Check its USB cable."
    wait_until(lambda: words in looked_at(hub))
    assert words in hub.http.get("/staff").text
    hub.http.put("/api/rooms/1/tags", json={**said, "sequence": 2})
    wait_until(lambda: "Fitting room 1" not in looked_at(hub))
    monkeypatch.setattr("kiosk.hub.tables.places.SILENT_S", 0.0)
    wait_until(lambda: "Fitting room 1: The mirror does not answer." in looked_at(hub))


CHANGES: list[tuple[str, dict[str, Any] | None]] = [
    ("/staff/tables/1/take", None),
    ("/staff/tables/1/settle", {"charged": "true", "attempt": "x", "user": "1", "pin": "1111"}),
    ("/api/tables/1/help", {"status": "taken"}),
    ("/api/tables/1/settle", {"charged": True, "attempt": "x", "user": 1, "pin": "1111"}),
    ("/api/tables/1/cancel", None),
    ("/api/tables/1/done", None),
    ("/api/requests", {"id": "x", "room": "1", "kind": "call"}),
    ("/api/rooms/1/pay", {"id": "x", "tags": []}),
    ("/api/tags/bind", {"tag": {"kind": "epc", "value": "30AA"}, "sku": "LIN-1"}),
    ("/api/catalog/restock", {"sku": "LIN-1", "delta": 1}),
]


def test_another_sites_page_cannot_do_anything_to_the_shop(hub: RunningHub) -> None:
    for path, body in CHANGES:
        for origin in ("https://elsewhere.example", "null"):
            answer = hub.http.post(path, json=body, headers={"Origin": origin})
            assert answer.status_code == 403, (path, origin)
            assert answer.json()["detail"]["code"] == "other_site"
        own = hub.http.post(path, json=body, headers={"Origin": hub.url})
        assert own.status_code != 403, path
    read = hub.http.get("/api/tables/1", headers={"Origin": "https://elsewhere.example"})
    assert read.status_code == 200
    assert "access-control-allow-origin" not in read.headers, "no browser shows it to that page"


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:8800", True),
        ("[::1]:8800", True),
        ("192.168.1.20", True),
        ("LOCALHOST:8800", True),
        (f"{socket.gethostname()}:8800", True),
        ("hub.shop.example", True),  # as hub.url says
        ("rebound.example:8800", False),
        ("shop.example", False),
        ("127.0.0.1.rebound.example", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_a_name_that_another_site_gave_this_machine_changes_nothing(
    settings: Settings, host: str, allowed: bool
) -> None:
    hub = settings.hub.model_copy(update={"url": "https://hub.shop.example:8443"})
    app = Starlette()
    app.state.hub = SimpleNamespace(settings=settings.model_copy(update={"hub": hub}))

    def refused(method: str, *headers: tuple[str, str], demo: bool = False) -> str:
        scope = {
            "type": "http",
            "scheme": "http",
            "app": app,
            "state": {"caller": Caller("127.0.0.1", open_demo=demo)},
            "method": method,
            "path": "/",
            "query_string": b"",
            "headers": [(k.encode(), v.encode()) for k, v in (("host", host), *headers)],
        }
        try:
            from_our_own_page(Request(scope))
        except HTTPException as error:
            return f"{error.status_code} {cast(Any, error.detail)['code']}"
        return ""

    expected = "" if allowed else "403 other_name"
    assert refused("POST") == expected, "a program, which says no origin"
    assert refused("POST", ("origin", f"http://{host}")) == expected
    assert refused("GET") == ""
    assert refused("GET", demo=True) == expected, "what needs no key is not read either"


def test_there_is_no_such_thing_to_tap(hub: RunningHub) -> None:
    for path in ("/staff/tables/9/take", "/staff/tables/1/dance"):
        assert hub.http.post(path).status_code == 404

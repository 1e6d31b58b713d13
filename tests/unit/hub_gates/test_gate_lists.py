"""Exits over HTTP: the list that gates decide by, and staff's test tags."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.gate_list import Known, Standing, key_of, name_of
from kiosk.hub.gates import listing as listing_module
from kiosk.hub.outbox.jobs import Done, Job
from kiosk.hub.schema import SoldRow
from tests.conftest import BUSY_S, wait_until
from tests.unit.hub.conftest import BLANK, FOREIGN, ON_BOTH, UNREGISTERED_TEE, RunningHub
from tests.unit.hub.shop import DRESS, SCARF, SHIRT
from tests.unit.hub_gates.exits import alarm, alarms, sell


def test_the_list_says_what_each_tag_is(known: Callable[[], Known]) -> None:
    now = known()
    assert now.standing(SHIRT) is Standing.UNSOLD
    assert now.standing(UNREGISTERED_TEE) is Standing.UNKNOWN
    assert now.standing(BLANK) is Standing.UNKNOWN
    assert now.standing(FOREIGN) is Standing.FOREIGN


def test_a_sale_is_said_at_once_beside_the_list(
    hub: RunningHub, known: Callable[[], Known], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module.Listing, "refresh", lambda _: False)
    name = known().name
    sale = sell(hub, SHIRT)
    assert known().standing(SHIRT) is Standing.UNSOLD
    assert hub.hub.gates.handle(Job(1, "gate", "gate:1", {"sale": sale})) == Done()
    assert known().standing(SHIRT) is Standing.SOLD
    assert known().standing(DRESS) is Standing.UNSOLD
    assert known().name == name  # nothing is fetched for a sale


@ON_BOTH
def test_a_returned_piece_alarms_again(
    hub: RunningHub, known: Callable[[], Known], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module.Listing, "refresh", lambda _: False)
    job = Job(1, "gate", "gate:1", {"sale": sell(hub, SHIRT, DRESS)})
    hub.hub.gates.handle(job)
    with hub.hub.catalog.begin() as connection:
        connection.execute(SoldRow.__table__.delete().where(SoldRow.tag == str(SHIRT)))
        hub.hub.catalog.mark_in_stock(connection, [SHIRT])
    hub.hub.gates.handle(job)
    assert known().standing(SHIRT) is Standing.UNSOLD
    assert known().standing(DRESS) is Standing.SOLD


def test_what_nobody_told_the_gates_is_found_soon(
    hub: RunningHub, known: Callable[[], Known]
) -> None:
    variant = hub.hub.catalog.find_variant("LIN-1")[1]
    hub.hub.catalog.bind(BLANK, variant.id)
    wait_until(lambda: known().standing(BLANK) is Standing.UNSOLD)
    hub.hub.catalog.unbind(BLANK)
    wait_until(lambda: known().standing(BLANK) is Standing.UNKNOWN)


def test_who_paid_passes_whatever_else_happened_to_the_pieces_row(
    hub: RunningHub, known: Callable[[], Known]
) -> None:
    sell(hub, SCARF)
    with hub.hub.catalog.begin() as connection:
        hub.hub.catalog.mark_in_stock(connection, [SCARF])
    wait_until(lambda: known().standing(SCARF) is Standing.SOLD)


def test_many_changes_make_a_list_of_their_own(
    hub: RunningHub, known: Callable[[], Known], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module, "MOST_CHANGES", 1)
    name = known().name
    sell(hub, SHIRT, DRESS)
    wait_until(lambda: known().name != name)
    assert known().changes == {}
    assert known().standing(SHIRT) is Standing.SOLD


def test_the_list_is_asked_for_by_its_name_and_comes_packed(hub: RunningHub) -> None:
    first = hub.http.get("/api/gates/1/list")
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["etag"] == f'"{name_of(first.content)}"'
    again = hub.http.get("/api/gates/1/list", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    plain = hub.http.get("/api/gates/1/list", headers={"Accept-Encoding": "identity"})
    assert plain.content == first.content
    assert json.loads(plain.content)["format"] == 1


def test_a_gate_that_the_shop_does_not_have_is_not_found(hub: RunningHub) -> None:
    asked = [
        hub.http.put("/api/gates/9", json={}),
        hub.http.post("/api/gates/9/alarms", json=alarm(SHIRT)),
        hub.http.get("/api/gates/9/list"),
        hub.http.get("/api/gates/9/live"),
    ]
    assert [one.status_code for one in asked] == [404] * 4
    assert asked[0].json()["detail"]["code"] == "no_such_gate"


def test_a_sale_is_said_while_a_list_is_being_made(
    hub: RunningHub, known: Callable[[], Known], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made from rows that were read before the sale; and nobody waits for it."""
    begun, go_on = threading.Event(), threading.Event()
    difference = listing_module._difference

    def slow(*arguments: Any) -> Any:
        begun.set()
        assert go_on.wait(BUSY_S)
        return difference(*arguments)

    monkeypatch.setattr(listing_module, "_difference", slow)
    variant = hub.hub.catalog.find_variant("LIN-1")[1]
    hub.hub.catalog.bind(BLANK, variant.id)
    try:
        assert begun.wait(BUSY_S)
        hub.hub.gates.handle(Job(1, "gate", "gate:1", {"sale": sell(hub, SHIRT)}))
        assert known().standing(SHIRT) is Standing.SOLD
        assert known().standing(BLANK) is Standing.UNKNOWN
        monkeypatch.setattr(listing_module.Listing, "read", lambda *_: None)
    finally:
        go_on.set()
    wait_until(lambda: known().standing(BLANK) is Standing.UNSOLD)
    assert known().standing(SHIRT) is Standing.SOLD


@ON_BOTH
def test_a_test_tag_is_never_counted_and_not_told_as_new(
    hub: RunningHub, known: Callable[[], Known]
) -> None:
    for tag in (SHIRT, BLANK):
        said = {"tag": {"kind": "epc", "value": tag.value}, "note": "Ana's card"}
        assert hub.http.post("/api/tags/test", json=said).json()["added"]
        assert not hub.http.post("/api/tags/test", json=said).json()["added"]
    assert known().standing(SHIRT) is Standing.TEST
    assert known().standing(BLANK) is Standing.TEST
    kept = hub.http.post("/api/gates/1/alarms", json=alarm(SHIRT)).json()
    assert kept["kept"] is False
    assert alarms(hub) == []
    hub.hub.unknown_tags.heard("1", "session", 1, [BLANK])
    assert hub.hub.unknown_tags.count() == 0
    listed = hub.http.get("/api/tags/test").json()
    assert {one["tag"]["value"] for one in listed} == {SHIRT.value, BLANK.value}
    assert {one["note"] for one in listed} == {"Ana's card"}

    gone = {"tag": {"kind": "epc", "value": SHIRT.value}}
    assert hub.http.post("/api/tags/test/remove", json=gone).json()["removed"]
    assert not hub.http.post("/api/tags/test/remove", json=gone).json()["removed"]
    assert known().standing(SHIRT) is Standing.UNSOLD


def test_a_gate_that_comes_later_hears_the_newest_at_once(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module.Listing, "refresh", lambda _: False)
    hub.hub.gates.handle(Job(1, "gate", "gate:1", {"sale": sell(hub, SHIRT)}))
    with hub.http.stream("GET", "/api/gates/1/live") as stream:
        lines = stream.iter_lines()
        said = json.loads(next(line for line in lines if line.startswith("data:"))[5:])
    assert said["changes"] == {key_of(SHIRT): "sold"}

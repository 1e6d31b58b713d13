"""Exits over HTTP: the list that gates decide by, their alarms, staff's test tags."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import insert

from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.config_sections import Device, Gate
from kiosk.gate_list import Known, Standing, key_of, name_of, parse
from kiosk.hub.gates import listing as listing_module
from kiosk.hub.gates.alarms import MS_A_DAY
from kiosk.hub.gates.gates import SILENT
from kiosk.hub.outbox.jobs import Done, Job
from kiosk.hub.schema import AttemptRow, CheckoutRow, SaleLineRow, SaleRow, SoldRow
from kiosk.hub.security import audit
from kiosk.hub.tables.report_order import TWO
from tests.conftest import BUSY_S, wait_until
from tests.unit.hub.conftest import (
    BLANK,
    FOREIGN,
    ON_BOTH,
    UNREGISTERED_TEE,
    RunningHub,
    serving,
)
from tests.unit.hub.shop import DRESS, SCARF, SHIRT

Json = dict[str, Any]
WELL = {"state": "ok", "message": ""}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The small shop with an exit."""
    gate = Gate(
        name="Exit",
        reader=Device(driver="simulated"),
        alarm=[Device(driver="simulated", port="var/dev/alarm-1")],
    )
    return settings.model_copy(update={"gates": {"1": gate}})


@pytest.fixture
def hub(settings: Settings) -> Iterator[RunningHub]:
    with serving(settings) as running:
        wait_until(lambda: running.hub.gates.listing.content(), what="the list")
        yield running


@pytest.fixture
def known(hub: RunningHub) -> Callable[[], Known]:
    """What a gate knows that heard the newest snapshot."""

    def now() -> Known:
        while True:
            content = hub.http.get("/api/gates/1/list").content
            said = hub.hub.live.latest("gate") or {}
            if said["list"] == name_of(content):  # no other was made between the two
                return Known(parse(content), said["list"], said["changes"])

    return now


def alarm(tag: TagId, reason: str = "unsold", **more: Any) -> Json:
    body = {"kind": tag.kind.value, "value": tag.value}
    return {"id": uuid.uuid4().hex, "tag": body, "reason": reason, "at_ms": 1, **more}


def alarms(hub: RunningHub) -> list[Json]:
    found: list[Json] = hub.http.get("/api/alarms").json()
    return found


def sell(hub: RunningHub, *tags: TagId, sold_ms: int = 1) -> int:
    """The rows of a sale, as the ledger leaves them; the gates hear of it by `handle` only."""
    name = uuid.uuid4().hex
    with hub.hub.catalog.begin() as connection:
        connection.execute(insert(CheckoutRow).values(id=name, shop_table="1", begun_ms=1))
        connection.execute(
            insert(AttemptRow).values(
                key=name, checkout_id=name, number=1, pay_id=name, status="approved", reason="",
                amount_minor=100, currency="EUR", lines=[], begun_ms=1,
            )
        )  # fmt: skip
        sale = connection.execute(
            insert(SaleRow).values(
                attempt_key=name, shop_table="1", sold_ms=sold_ms, total_minor=100, tax_minor=0,
                tax_percent="0", currency="EUR",
            )
        ).inserted_primary_key[0]  # fmt: skip
        for position, tag in enumerate(tags, 1):
            connection.execute(insert(SoldRow).values(tag=str(tag), sale_id=sale))
            connection.execute(
                insert(SaleLineRow).values(
                    sale_id=sale, position=position, tag=str(tag), item=str(tag), variant_id=1,
                    sku="", title="", label="", picture="", price_minor=100, on_table=True,
                    from_room="",
                )
            )  # fmt: skip
        hub.hub.catalog.mark_sold(connection, tags)
    return int(sale)


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


def test_an_alarm_says_which_piece_it_was_and_is_one_however_often_it_is_said(
    hub: RunningHub,
) -> None:
    body = alarm(SHIRT)
    for _ in range(2):
        assert hub.http.post("/api/gates/1/alarms", json=body).status_code == 200
    (one,) = alarms(hub)
    assert (one["title"], one["label"]) == ("Linen shirt", "Ivory, M")
    assert one["sentence"] == "Not paid for"
    assert one["gate_name"] == "Exit"
    assert one["seen_at"] is None


def test_an_unknown_tag_and_one_that_was_paid_for_meanwhile_are_told_as_such(
    hub: RunningHub,
) -> None:
    sell(hub, DRESS)
    hub.http.post("/api/gates/1/alarms", json=alarm(BLANK, "unknown"))
    hub.http.post("/api/gates/1/alarms", json=alarm(DRESS, at_ms=2))
    assert [one["sentence"] for one in alarms(hub)] == [
        "Paid for: the gate had not heard of it yet",
        "A tag that nobody knows",
    ]


def test_an_alarm_of_tomorrow_is_of_now(hub: RunningHub) -> None:
    hub.http.post("/api/gates/1/alarms", json=alarm(SHIRT, at_ms=2**53))
    assert alarms(hub)[0]["at"] < "2100"


@pytest.mark.parametrize(
    "wrong", [{"id": "../../x"}, {"id": ""}, {"reason": "sold"}, {"at_ms": -1}, {"tag": None}]
)
def test_what_is_no_alarm_is_refused(hub: RunningHub, wrong: Json) -> None:
    body = alarm(SHIRT) | wrong
    assert hub.http.post("/api/gates/1/alarms", json=body).status_code == 422
    assert alarms(hub) == []


@ON_BOTH
def test_staff_hear_of_an_alarm_and_who_saw_it_is_written_down(hub: RunningHub) -> None:
    def said() -> Json:
        return hub.hub.live.latest("staff") or {}

    now = time.time_ns() // 1_000_000
    for ago, tag in ((9, SHIRT), (5, DRESS)):
        hub.http.post("/api/gates/1/alarms", json=alarm(tag, at_ms=now - ago))
    wait_until(lambda: said()["alarms"] == 2)
    assert said()["alarm"]["name"] == "Silk dress, Sand, M"
    newest = alarms(hub)[0]
    assert hub.hub.gates.alarms.seen([newest["id"]], "Ana") == 1
    assert hub.hub.gates.alarms.seen([newest["id"]], "Ben") == 0
    wait_until(lambda: said()["alarms"] == 1)
    assert [one["seen_by"] for one in alarms(hub)] == ["", "Ana"]
    with hub.hub.catalog.reader.connect() as connection:
        rows = [row for row in audit.read(connection) if row.action == "alarm.seen"]
    assert [(row.who, row.subject) for row in rows] == [("Ana", newest["id"])]


def test_alarms_are_forgotten_after_the_shops_days(hub: RunningHub) -> None:
    now = time.time_ns() // 1_000_000
    for days, tag in ((1, SHIRT), (80, DRESS)):
        hub.http.post("/api/gates/1/alarms", json=alarm(tag, at_ms=now - days * MS_A_DAY))
    assert hub.hub.gates.alarms.forget({"1": 30}, others=1) == 1
    assert [one["title"] for one in alarms(hub)] == ["Linen shirt"]
    assert hub.hub.gates.alarms.forget({"2": 30}, others=2) == 0
    assert hub.hub.gates.alarms.forget({}, others=0) == 1  # an exit that the shop has no more


def test_an_alarm_of_a_gate_whose_clock_stands_at_1970_is_not_forgotten_unseen(
    hub: RunningHub,
) -> None:
    hub.http.post("/api/gates/1/alarms", json=alarm(SHIRT, at_ms=1))
    assert hub.hub.gates.alarms.forget({"1": 90}, others=90) == 0
    assert alarms(hub)[0]["at"] > "2020"


def test_who_pays_after_the_alarm_had_not_paid_before(hub: RunningHub) -> None:
    now = time.time_ns() // 1_000_000
    sell(hub, SHIRT, DRESS, sold_ms=now)
    hub.http.post("/api/gates/1/alarms", json=alarm(SHIRT, at_ms=now - 120_000))
    hub.http.post("/api/gates/1/alarms", json=alarm(DRESS, at_ms=now - 500))  # clocks differ
    words = {one["title"]: one["sentence"] for one in alarms(hub)}
    assert words["Linen shirt"] == "Not paid for"
    assert words["Silk dress"] == "Paid for: the gate had not heard of it yet"


def test_a_gate_that_does_not_get_the_newest_list_is_told(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = hub.hub.gates
    now = time.monotonic()
    monkeypatch.setattr(gates, "_monotonic", lambda: now)
    newest = gates.listing.content()
    assert newest is not None

    def say(name: str) -> list[str]:
        body = {"reader": WELL, "alarm": WELL, "list": name, "pieces": 4}
        hub.http.put("/api/gates/1", json=body)
        return [look.words for look in gates.looks()]

    assert say("an old one") == []  # it may just be fetching
    now += 100.0
    assert say("an old one") == []
    now += 30.0
    assert say("an old one") == [
        "Exit: The gate does not get the newest list. Check its network, or start it again."
    ]
    assert say(newest[0]) == []


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


def test_staff_are_told_what_a_gate_lacks(hub: RunningHub) -> None:
    def looks() -> list[str]:
        return [look.words for look in hub.hub.gates.looks()]

    def say(**state: Any) -> None:
        body = {"reader": WELL, "alarm": WELL, "list": "abc", "pieces": 4, **state}
        assert hub.http.put("/api/gates/1", json=body).status_code == 200

    assert looks() == []  # it has not spoken yet, and may still come
    say(list="")
    assert looks() == ["Exit: The gate has no list of the pieces yet, so it alarms for nothing."]
    say(alarm={"state": "away", "message": "Check its cable."})
    assert looks() == ["Exit: Check its cable."]
    say(reader={"state": "away", "message": ""})
    assert looks() == ["Exit: The reader does not answer."]
    say()
    assert looks() == []
    assert hub.http.get("/api/gates").json()[0]["pieces"] == 4


def test_staff_are_told_of_a_gate_that_was_killed_and_of_two_that_are_the_same(
    hub: RunningHub,
) -> None:
    gates, clock = hub.hub.gates, [100.0]
    gates._monotonic = lambda: clock[0]

    def looks() -> list[str]:
        return [look.words for look in gates.looks()]

    def say(session: str, sequence: int = 1, pieces: int = 4) -> None:
        body = {"reader": WELL, "alarm": WELL, "list": "abc", "pieces": pieces}
        said = {"session": session, "sequence": sequence, **body}
        assert hub.http.put("/api/gates/1", json=said).status_code == 200

    def both(seconds: int, *sessions: str) -> None:
        for _ in range(seconds // 2):
            clock[0] += 2
            for session in sessions:
                say(session, pieces=len(session))

    say("first")
    both(20, "first")
    assert looks() == []
    clock[0] += 11
    assert looks() == [f"Exit: {SILENT.message}"]
    say("again")  # started anew: nothing of the one before counts
    assert looks() == []
    say("second")
    both(20, "again", "second")
    assert looks() == [f"Exit: {TWO}"]
    assert hub.http.get("/api/gates").json()[0]["pieces"] == len("second")
    both(20, "second")
    assert looks() == []
    say("second", 5, 50)
    say("second", 4, 40)  # overtaken on its way
    assert hub.http.get("/api/gates").json()[0]["pieces"] == 50


def test_a_gate_that_comes_later_hears_the_newest_at_once(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module.Listing, "refresh", lambda _: False)
    hub.hub.gates.handle(Job(1, "gate", "gate:1", {"sale": sell(hub, SHIRT)}))
    with hub.http.stream("GET", "/api/gates/1/live") as stream:
        lines = stream.iter_lines()
        said = json.loads(next(line for line in lines if line.startswith("data:"))[5:])
    assert said["changes"] == {key_of(SHIRT): "sold"}

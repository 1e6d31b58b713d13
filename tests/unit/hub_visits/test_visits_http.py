"""A visit over HTTP: what a phone sees and asks, what the mirror hears of it, and that it ends."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from catalog.pricing.rule import Rule, RuleKind
from kiosk.hub.visits.taps import STAYS_S
from tests.conftest import wait_until
from tests.unit.hub_visits.conftest import Glass, Phone


def test_a_phone_sees_what_hangs_in_the_room(glass: Glass, phone: Phone) -> None:
    glass.says("LIN-1", "SIL-1", focus=glass.id("SIL-1"))
    state = phone.state
    assert state["garments"] == [glass.id("LIN-1"), glass.id("SIL-1")]
    assert state["focus"] == glass.id("SIL-1")
    shirt = next(p for p in state["products"].values() if p["title"] == "Linen shirt")
    assert shirt["variants"][0]["price"]["text"] == "€79.00"
    assert shirt["variants"][0]["here"] == 1
    assert shirt["variants"][0]["stock"] == glass.hub.hub.catalog.find_variant("LIN-1")[1].stock - 1
    assert "epc" not in str(state)


def test_the_page_can_be_read_without_scripts(glass: Glass, phone: Phone) -> None:
    glass.says("LIN-1")
    page = phone.get()
    assert page.status_code == 200
    body = page.text.partition("<body>")[2].partition("<script")[0]
    assert "Linen shirt" in body
    assert "€79.00" in body


@pytest.mark.parametrize(
    ("event", "value"),
    [
        ("garment", "LIN-1"),
        ("bring", "SIL-1"),
        ("hold", "SIL-1"),
        ("call", ""),
        ("back", ""),
        ("language", "de"),
        ("rating", "9"),
        ("rating", "0 lovely light"),
        ("size", "M"),
        ("cancel", "asked-1"),
    ],
)
def test_a_tap_reaches_the_mirror(glass: Glass, phone: Phone, event: str, value: str) -> None:
    asked = [{"id": "asked-1", "kind": "call", "status": "waiting"}]
    glass.says("LIN-1", "SIL-1", focus=glass.id("LIN-1"), asked=asked)
    said = str(glass.id(value)) if value.endswith("-1") and event != "cancel" else value
    assert phone.tap(event, said, "tap-1").status_code == 202
    tap = {"id": "tap-1", "visit": glass.key, "event": event, "value": said}
    assert glass.news()["taps"] == [tap]


@pytest.mark.parametrize(
    ("event", "value"),
    [
        ("bring", "999999"),
        ("bring", "shirt"),
        ("garment", "-1"),
        ("call", "now"),
        ("rating", "11"),
        ("rating", "nine"),
        ("language", "xx"),
        ("cancel", "somebody-elses"),
        ("size", "M"),  # nothing is looked at
        ("pay", ""),
        ("forget", ""),
    ],
)
def test_what_means_nothing_in_this_visit_is_not_passed_on(
    glass: Glass, phone: Phone, event: str, value: str
) -> None:
    glass.says("LIN-1")
    assert phone.tap(event, value).status_code == 409
    assert glass.news()["taps"] == []


def test_the_same_tap_is_passed_on_once(glass: Glass, phone: Phone) -> None:
    glass.says("LIN-1")
    for _ in range(3):
        assert phone.tap("call", "", "tap-1").status_code == 202
    assert len(glass.news()["taps"]) == 1


def test_a_tap_cannot_name_what_is_asked_for_already(glass: Glass, phone: Phone) -> None:
    shirt = glass.id("LIN-1")
    glass.says("LIN-1", "SIL-1", asked=[_asked("r1", "bring", shirt), _asked("r2", "call", None)])
    for event, value in (("call", ""), ("bring", glass.id("SIL-1")), ("garment", shirt)):
        assert phone.tap(event, value, "r1").status_code == 409
    assert glass.news()["taps"] == []
    # The same tap, as its answer was lost and the hub has started again: it was done.
    assert phone.tap("bring", shirt, "r1").status_code == 202
    assert phone.tap("call", "", "r2").status_code == 202


def _asked(request_id: str, kind: str, variant_id: int | None) -> dict[str, Any]:
    return {"id": request_id, "kind": kind, "variant_id": variant_id, "status": "waiting"}


def test_more_taps_than_a_thumb_means_are_refused(glass: Glass, phone: Phone) -> None:
    glass.says("LIN-1")
    answers = [phone.tap("call").status_code for _ in range(40)]
    assert 429 in answers
    assert len(glass.news()["taps"]) <= 20


def test_the_room_says_its_address_and_how_many_phones_follow(glass: Glass, phone: Phone) -> None:
    glass.says("LIN-1")
    with phone.hub.http.stream("GET", f"/visit/{phone.token}/live") as stream:
        lines = stream.iter_lines()
        assert "event: snapshot" in lines
        wait_until(lambda: glass.news().get("phones") == 1, what="the phone to be counted")
    wait_until(lambda: glass.news()["phones"] == 0, what="the phone to be gone")
    assert glass.news()["phone_url"].endswith("/visit/{token}")


def test_a_phone_sees_what_was_asked_for_and_who_comes(glass: Glass, phone: Phone) -> None:
    ask = {"id": "r1", "room": "1", "kind": "bring", "variant_id": glass.id("LIN-1")}
    assert glass.hub.http.post("/api/requests", json=ask).status_code == 200
    asked = {"id": "r1", "kind": "bring", "variant_id": glass.id("LIN-1"), "status": "waiting"}
    glass.says("SIL-1", asked=[asked])
    assert phone.state["asked"][0]["status"] == "waiting"
    glass.hub.http.post("/api/requests/r1/take", json={"by": "Ben"})
    glass.says("SIL-1", asked=[asked | {"status": "taken"}])
    assert phone.state["asked"][0]["status"] == "taken"
    assert phone.state["asked"][0]["open"]


def test_a_phone_is_not_promised_what_could_not_be_found(glass: Glass, phone: Phone) -> None:
    shirt, dress = glass.id("LIN-1"), glass.id("SIL-1")
    ask = {"id": "r2", "room": "1", "kind": "bring", "variant_id": shirt, "visit": glass.key}
    assert glass.hub.http.post("/api/requests", json=ask).status_code == 200
    glass.hub.http.post("/api/requests/r2/not-there", json={"by": "Ben", "instead": dress})
    asked = {"id": "r2", "kind": "bring", "variant_id": shirt, "status": "done"}
    glass.says("SIL-1", asked=[asked], missing=[shirt], held=2)
    state = phone.state
    assert state["missing"] == [shirt]
    assert (state["counts"]["missing"], state["counts"]["held"]) == (1, 2)
    assert state["asked"][0]["instead"].startswith("Silk dress, ")
    assert state["asked"][0]["note"] == ""


def test_forget_on_the_phone_takes_back_what_was_sent_to_the_checkout(
    glass: Glass, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(
        glass.hub.hub.tables,
        "take_back",
        lambda room, tags: taken.append((room, [str(tag) for tag in tags])),
    )
    glass.says("SIL-1", sent=[{"kind": "epc", "value": "30ab"}])
    assert phone.post("forget").status_code == 204
    assert taken == [("1", ["epc:30AB"])]


@pytest.mark.parametrize("what", ["", "/state", "/live"])
def test_an_unknown_and_a_finished_visit_answer_the_same(
    glass: Glass, phone: Phone, what: str
) -> None:
    glass.says("LIN-1")
    glass.forgets()
    over = phone.get(what)
    never = Phone(phone.hub, "n" * len(phone.token)).get(what)
    odd = Phone(phone.hub, "%C3%BC").get(what)
    assert over.status_code == never.status_code == odd.status_code == 404
    assert over.content == never.content == odd.content
    differing = {"date"}
    assert {k: v for k, v in over.headers.items() if k not in differing} == {
        k: v for k, v in never.headers.items() if k not in differing
    }


@pytest.mark.parametrize("what", ["", "/state"])
def test_a_private_page_says_so(glass: Glass, phone: Phone, what: str) -> None:
    glass.says("LIN-1")
    for answer in (phone.get(what), Phone(phone.hub, "x" * 30).get(what)):
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "default-src" in answer.headers["content-security-policy"]


def test_a_new_visit_of_the_room_opens_nothing_to_the_phone_of_the_last(
    glass: Glass, phone: Phone
) -> None:
    glass.says("LIN-1")
    next_one = Glass(glass.hub)
    next_one.says("SIL-1")
    assert phone.get("/state").status_code == 404
    assert phone.tap("call").status_code == 404
    assert Phone(phone.hub, next_one.token).state["garments"] == [glass.id("SIL-1")]


def test_another_token_of_the_same_visit_ends_the_page_of_the_first(
    glass: Glass, phone: Phone
) -> None:
    glass.says("LIN-1")
    refilled = replace(glass, token=f"{glass.token}-another")
    refilled.says("SIL-1")
    assert phone.get("/state").status_code == 404
    with_it = Phone(phone.hub, refilled.token).state
    assert with_it["garments"] == with_it["list"] == [glass.id("SIL-1")]


def test_an_open_page_hears_that_the_visit_is_over(glass: Glass, phone: Phone) -> None:
    glass.says("LIN-1")
    with phone.hub.http.stream("GET", f"/visit/{phone.token}/live") as stream:
        lines = stream.iter_lines()
        assert "event: snapshot" in lines
        glass.forgets()
        assert "event: over" in lines
        assert not any("snapshot" in line for line in lines)


def test_the_list_is_what_hung_here_less_and_more_what_the_shopper_said(
    glass: Glass, phone: Phone
) -> None:
    shirt, dress, scarf = (glass.id(sku) for sku in ("LIN-1", "SIL-1", "WOO-1"))
    glass.says("LIN-1", "SIL-1", offers=[{"variant_id": scarf}])
    glass.says("SIL-1", offers=[{"variant_id": scarf}])
    assert phone.state["list"] == [shirt, dress]
    phone.post("list", {"variant_id": scarf, "on": True})
    phone.post("list", {"variant_id": shirt, "on": False})
    assert phone.state["list"] == [dress, scarf]
    assert phone.post("list", {"variant_id": 999_999, "on": True}).status_code == 409


def test_a_kept_list_outlives_the_visit_until_it_is_deleted(glass: Glass, phone: Phone) -> None:
    glass.says("LIN-1")
    url = phone.post("keep").json()["url"]
    assert phone.post("keep").json()["url"] == url
    glass.says("LIN-1", "SIL-1", offers=[{"variant_id": glass.id("WOO-1")}])
    phone.post("list", {"variant_id": glass.id("WOO-1"), "on": True})
    glass.forgets()
    page = phone.hub.http.get(url)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    for title in ("Linen shirt", "Silk dress", "Wool scarf"):
        assert title in page.text
    file = phone.hub.http.get(f"{url}/file")
    assert file.headers["content-disposition"].startswith("attachment")
    assert "/static/" not in file.text
    assert phone.hub.http.post(f"{url}/forget").status_code == 204
    gone, never = phone.hub.http.get(url), phone.hub.http.get("/list/never")
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content


def test_a_kept_list_is_the_list_as_it_is_when_the_visit_ends(glass: Glass, phone: Phone) -> None:
    glass.says("LIN-1")
    url = phone.post("keep").json()["url"]
    glass.says("LIN-1", "SIL-1")
    assert len(phone.state["list"]) == 2
    glass.forgets()
    assert "Silk dress" in phone.hub.http.get(url).text


def test_no_phone_waits_while_a_list_is_written(
    glass: Glass, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    glass.says("LIN-1")
    visits = phone.hub.hub.visits
    seen: list[dict[str, Any]] = []

    def slowly(_: object) -> str:
        other = threading.Thread(target=lambda: seen.append(visits.snapshot(phone.token)))
        other.start()
        other.join(1.0)
        return "a-kept-list"

    monkeypatch.setattr(visits.kept, "keep", slowly)
    assert phone.post("keep").json()["url"] == "/list/a-kept-list"
    assert len(seen) == 1


def test_a_list_that_was_deleted_can_be_kept_again(glass: Glass, phone: Phone) -> None:
    glass.says("LIN-1")
    url = phone.post("keep").json()["url"]
    assert phone.state["kept"] == url
    phone.hub.http.post(f"{url}/forget")
    assert phone.state["kept"] is None
    another = phone.post("keep").json()["url"]
    assert another != url
    assert phone.hub.http.get(another).status_code == 200


def test_forget_on_the_phone_ends_the_visit_and_tells_the_mirror(
    glass: Glass, phone: Phone
) -> None:
    glass.says("LIN-1")
    assert phone.post("forget").status_code == 204
    assert phone.get().status_code == 404
    [tap] = glass.news()["taps"]
    assert (tap["event"], tap["visit"]) == ("forget", glass.key)
    # The mirror had said it once more before it heard of that: nothing comes back to life.
    assert glass.says("LIN-1")["accepted"] is False
    assert phone.get().status_code == 404


def test_a_mirror_that_was_away_when_its_visit_was_ended_is_told_again(
    glass: Glass, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    glass.says("LIN-1")
    phone.post("forget")
    [told] = glass.news()["taps"]
    visits = glass.hub.hub.visits
    later = visits._monotonic() + STAYS_S + 1.0
    monkeypatch.setattr(visits, "_monotonic", lambda: later)
    assert visits.room("1")["taps"] == []
    heard: list[None] = []
    monkeypatch.setattr(visits, "on_change", lambda: heard.append(None))
    assert glass.says("LIN-1")["accepted"] is False
    assert visits.room("1")["taps"] == [told]
    assert glass.says("LIN-1")["accepted"] is False
    assert len(heard) == 1
    visits._farewells.clear()


def test_a_visit_that_cannot_be_drawn_yet_is_a_calm_page(
    glass: Glass, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    glass.says("LIN-1")
    monkeypatch.setattr(glass.hub.hub.visits._live, "latest", lambda _: None)
    assert phone.get().status_code == 404
    assert phone.get("/state").status_code == 404


def test_a_visit_survives_a_restart_of_the_hub_since_the_mirror_says_it_again(
    glass: Glass, phone: Phone
) -> None:
    glass.says("LIN-1")
    visits = glass.hub.hub.visits
    with visits._lock:
        visits._drop("1")  # what a restart leaves of it
    assert phone.get().status_code == 404
    glass.says("LIN-1")
    assert phone.state["garments"] == [glass.id("LIN-1")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"visit": "k", "token": ""},
        {"visit": "k", "token": "short"},
        {"visit": "k", "token": "has a space in it, and so on"},
        {"visit": "k" * 65, "token": "t" * 30},
        {"token": "t" * 30},
    ],
)
def test_a_visit_without_a_proper_token_is_refused(glass: Glass, wrong: dict[str, str]) -> None:
    assert glass.hub.http.put("/api/rooms/1/visit", json=wrong).status_code == 422


def test_another_rooms_mirror_and_a_stranger_say_nothing(glass: Glass) -> None:
    body = {"visit": "k", "token": "t" * 30}
    assert glass.hub.http.put("/api/rooms/9/visit", json=body).status_code == 404


def test_a_piece_costs_on_the_phone_what_the_checkout_asks(glass: Glass, phone: Phone) -> None:
    catalog = glass.hub.hub.catalog
    rule = Rule(0, "A tenth off", RuleKind.PERCENT, percent=Decimal(10))
    handle = catalog.add_price_rule(rule).handle
    try:
        glass.says("SIL-1")
        [product] = phone.state["products"].values()
        [variant] = product["variants"]
        assert (variant["price"]["text"], variant["was"]["text"]) == ("€116.10", "€129.00")
        kept = phone.post("keep").json()["url"]
        assert "€116.10" in phone.hub.http.get(kept).text
    finally:
        catalog.end_price_rule(handle)

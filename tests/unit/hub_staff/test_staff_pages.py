"""The staff pages as the hub draws them: safe, in order, with errors in words."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from tests.unit.hub.conftest import BLANK, RunningHub, TableTop, sign_in
from tests.unit.hub_staff.test_catalog_http import HEADER, bring_in
from tests.unit.hub_staff.test_requests_http import ask, move

PAGES = ["/staff", "/staff/visits", "/staff/people", "/staff/stock", "/staff/tag", "/staff/import"]


class Inline(HTMLParser):
    """What the content security policy would refuse to run or apply."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [
            name for name in names if name == "style" or name.startswith(("on", "hx-on"))
        ]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_runs_under_a_strict_policy(hub: RunningHub, path: str) -> None:
    ask(hub)
    TableTop(hub.http).lay(BLANK)
    answer = hub.http.get(path)
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert answer.headers["cache-control"] == "no-store"
    inline = Inline()
    inline.feed(answer.text)
    assert inline.found == []


def test_a_products_name_is_words_and_never_markup(hub: RunningHub) -> None:
    name = "<script>alert(1)</script>\"'&"
    row = f'odd,"{name.replace(chr(34), chr(34) * 2)}",Bag,Colour,"<b>Ecru</b>",ODD-1,4,25.00,\n'
    assert bring_in(hub, HEADER + row).json()["applied"]
    for path in ("/staff/stock?q=alert", "/staff/tag?q=alert"):
        page = hub.http.get(path).text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<b>Ecru" not in page


@pytest.mark.parametrize(
    ("origin", "allowed"), [(None, True), ("own", True), ("https://elsewhere.example", False)]
)
def test_another_sites_page_cannot_do_anything(
    hub: RunningHub, origin: str | None, allowed: bool
) -> None:
    asked = ask(hub)
    headers = {"Origin": hub.url if origin == "own" else origin} if origin else {}
    answer = hub.http.post(f"/staff/requests/{asked['id']}/take", headers=headers)
    assert (answer.status_code == 200) is allowed
    (now,) = hub.http.get("/api/requests").json()
    assert (now["status"] == "taken") is allowed
    sent = hub.http.post("/api/catalog/import", files={"file": ("a.csv", HEADER)}, headers=headers)
    assert (sent.status_code != 403) is allowed


def test_what_needs_a_hand_first_stands_first(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = hub.hub.requests._now
    ids = {}
    for name, minutes in (("short", 1), ("taken", 9), ("long", 6), ("new", 0)):
        monkeypatch.setattr(
            hub.hub.requests, "_now", lambda minutes=minutes: now() - timedelta(minutes=minutes)
        )
        ids[ask(hub)["id"]] = name
    monkeypatch.setattr(hub.hub.requests, "_now", now)
    move(hub, {"id": next(one for one, name in ids.items() if name == "taken")}, "take")

    page = hub.http.get("/staff/requests").text
    order = [ids[one] for one in re.findall(r'id="request-(\w+)"', page)]
    assert order == ["long", "short", "new", "taken"]
    assert page.count("Waits too long") == 1


def test_a_tap_that_came_too_late_says_why_and_shows_how_it_is(hub: RunningHub) -> None:
    asked = ask(hub)
    move(hub, asked, "take", by="Ben")
    page = hub.http.post(f"/staff/requests/{asked['id']}/take").text
    assert 'data-toast="Ben has taken this one already."' in page
    assert hub.http.post(f"/staff/requests/{asked['id']}/dance").status_code == 404


def test_who_takes_a_request_is_who_is_signed_in(hub: RunningHub) -> None:
    asked = ask(hub)
    sign_in(hub, "Ben")
    hub.http.post(f"/staff/requests/{asked['id']}/take")
    assert hub.http.get("/api/requests").json()[0]["taken_by"] == "Ben"
    assert "<span>You</span>" in hub.http.get("/staff").text


def test_a_piece_that_left_the_catalog_is_still_asked_for(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(hub)

    def gone(variant_id: int) -> None:
        raise KeyError(variant_id)

    monkeypatch.setattr(type(hub.hub.catalog), "variant", lambda self, key: gone(key))
    page = hub.http.get("/staff").text
    assert "Linen shirt" in page
    assert "in stock" not in page

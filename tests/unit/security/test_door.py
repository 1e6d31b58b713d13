"""Who may call what: every route of the hub against every kind of caller."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError
from starlette.responses import StreamingResponse

from kiosk.hub.app import ROUTERS
from kiosk.hub.live import ADMITTED
from kiosk.hub.security import door, limits
from kiosk.hub.security.devices import DeviceKind
from kiosk.hub.security.scopes import RULES, fits, scope_of
from tests.conftest import LogWatch
from tests.unit.security.conftest import PHONE, Shop, opened, settings_in

LAID = {"session": "s", "sequence": 1, "tags": []}


def routes() -> Iterator[tuple[str, str]]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            for method in route.methods:
                yield method, route.path


def test_whoever_is_not_known_gets_nothing_but_what_everybody_may_see(shop: Shop) -> None:
    stranger = shop.client()
    let_in = []
    for method, path in sorted(routes()):
        shop.hub.security.rates.__init__()
        address = re.sub(r"\{[^}]+\}", "1", path)
        answer = stranger.request(method, address)
        if answer.status_code not in (401, 303) or "/sign-in" not in answer.headers.get(
            "location", "/sign-in"
        ):
            let_in.append((method, path))
    assert all(scope_of(*one).everybody for one in let_in), let_in
    assert ("GET", "/api/health") in let_in


def test_every_rule_is_about_a_route_that_there_is() -> None:
    there = list(routes())
    idle = [
        (method, pattern)
        for method, pattern, _ in RULES
        if not any(method in ("*", m) and fits(pattern, path) for m, path in there)
    ]
    assert idle == []


def test_no_path_of_staff_or_money_is_open_to_devices() -> None:
    for method, path in routes():
        if path.startswith("/staff") or "settle" in path or "import" in path or "sales" in path:
            scope = scope_of(method, path)
            assert not scope.devices, path
            assert not scope.everybody or path == "/staff/sign-in", path


OWN = [
    ("table", "PUT", "/api/tables/1/tags", 200),
    ("table", "PUT", "/api/tables/2/tags", 403),
    ("table", "POST", "/api/tables/1/pay", 403),
    ("tablet", "GET", "/api/tables/1", 200),
    ("tablet", "GET", "/api/tables/2", 403),
    ("tablet", "PUT", "/api/tables/1/tags", 403),
    ("tablet", "POST", "/api/tables/1/settle", 403),
    ("tablet", "GET", "/tablet/1", 200),
    ("tablet", "GET", "/api/catalog/items", 403),
    ("mirror", "PUT", "/api/rooms/1/tags", 200),
    ("mirror", "PUT", "/api/rooms/2/tags", 403),
    ("mirror", "GET", "/api/requests", 403),
    ("gate", "GET", "/api/tables/1", 403),
    ("gate", "GET", "/api/gates/2/list", 403),
    ("gate", "GET", "/api/gates/1/list", 200),
]


@pytest.mark.parametrize(("kind", "method", "path", "status"), OWN)
def test_a_device_does_what_is_its_own(
    shop: Shop, kind: str, method: str, path: str, status: int
) -> None:
    body = LAID if method == "PUT" else {} if method == "POST" else None
    answer = shop.device(kind).request(method, path, json=body)
    assert answer.status_code == status, answer.text
    if status == 403:
        assert answer.json()["detail"]["message"].startswith("This device is the shop's")


def test_a_mirror_asks_for_its_own_room_only(shop: Shop) -> None:
    mirror = shop.device("mirror", "1")
    body = {"id": "m1", "kind": "call"}
    assert mirror.post("/api/requests", json={**body, "room": "1"}).status_code == 200
    assert mirror.post("/api/requests", json={**body, "room": "2"}).status_code == 403
    assert mirror.post("/api/requests/m1/take", json={"by": "Mara"}).status_code == 403
    other = shop.device("mirror", "2").post("/api/requests/m1/cancel")
    assert (other.status_code, other.json()["detail"]["code"]) == (403, "other_place")
    assert mirror.post("/api/requests/m1/cancel").status_code == 200


def test_a_tablet_calls_for_help_but_cannot_answer_it(shop: Shop) -> None:
    tablet = shop.device("tablet")
    assert tablet.post("/api/tables/1/help", json={}).status_code == 200
    refused = tablet.post("/api/tables/1/help", json={"status": "taken", "by": "Mara"})
    assert refused.status_code == 401
    tom = shop.colleague("Tom")
    taken = tom.post("/api/tables/1/help", json={"status": "taken", "by": "somebody else"})
    assert taken.json()["help"]["status"] == "taken"
    assert "somebody else" not in tom.get("/staff/requests").text
    tom.post("/api/tables/1/help", json={"status": "done"})


def test_an_associate_is_kept_from_what_is_the_managers(shop: Shop) -> None:
    tom, mara = shop.colleague("Tom"), shop.colleague("Mara")
    for path in ("/staff/people", "/staff/devices", "/staff/audit"):
        away = tom.get(path)
        assert (away.status_code, "why=role" in away.headers["location"]) == (303, True)
        assert mara.get(path).status_code == 200, path
    assert tom.get("/staff").status_code == 200
    assert tom.get("/api/audit").status_code == 403


def test_a_revoked_device_is_a_stranger_again(shop: Shop) -> None:
    tablet = shop.device("tablet")
    (one,) = [d for d in shop.hub.security.devices.all() if d.revoked_ms is None][-1:]
    assert tablet.get("/api/tables/1").status_code == 200
    for device in shop.hub.security.devices.all():
        shop.hub.security.devices.revoke(device.id, by="Mara")
    refused = tablet.get("/api/tables/1")
    assert (refused.status_code, refused.json()["detail"]["code"]) == (401, "key_refused")
    assert ("Mara", "device.revoked") in shop.audited()
    assert one.kind == "tablet"


def test_this_machines_key_opens_all_but_only_from_here_and_directly(shop: Shop) -> None:
    key = {"authorization": f"Bearer {shop.hub.security.local_key}"}
    here = shop.client("127.0.0.1", **key)
    assert here.get("/api/catalog/items").status_code == 200
    assert here.post("/api/tables/1/help", json={"status": "done"}).status_code == 200
    assert shop.client("::ffff:127.0.0.1", **key).get("/api/audit").status_code == 200
    assert shop.client(PHONE, **key).get("/api/catalog/items").status_code == 401
    for header in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"):
        proxied = here.get("/api/catalog/items", headers={header: "127.0.0.1"})
        assert proxied.status_code == 401, header
    wrong = shop.client("127.0.0.1", authorization="Bearer guessed")
    assert wrong.get("/api/catalog/items").status_code == 401


def test_this_machines_key_is_no_colleague(shop: Shop) -> None:
    here = shop.client("127.0.0.1", authorization=f"Bearer {shop.hub.security.local_key}")
    away = here.get("/staff/stock")
    assert (away.status_code, away.headers["location"][:14]) == (303, "/staff/sign-in")


def test_a_manager_changes_people_with_their_pin_only(shop: Shop) -> None:
    """The page asks for it, so there is no way beside the page."""
    mara = shop.colleague("Mara")
    assert mara.get("/api/staff/users").status_code == 403
    new = {"name": "Mallory", "role": "manager", "pin": "83416"}
    assert mara.post("/api/staff/users", json=new).status_code == 403
    assert shop.hub.staff.named("Mallory") is None


def test_a_device_cannot_fill_the_disk_by_an_import(shop: Shop) -> None:
    tablet = shop.device("tablet")
    large = {"Content-Length": str(limits.BODY + 1), "Content-Type": "text/csv"}
    assert tablet.post("/staff/import", content=b"", headers=large).status_code == 413
    assert shop.colleague("Tom").post("/staff/import", files={}).status_code == 422


def test_an_id_of_many_digits_is_nobody(shop: Shop) -> None:
    for user in ("9" * 5000, "\x00", "\u0663"):
        assert shop.client().get("/staff/sign-in", params={"user": user}).status_code == 200


def test_a_local_key_is_this_users_alone(shop: Shop) -> None:
    folder = shop.hub.settings.keys_dir
    assert (folder.stat().st_mode & 0o777, (folder / "local.key").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )


# --- the demo --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, shop_database: Path) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("demo")
    with opened(settings_in(folder, shop_database, security={"demo": True})) as shop:
        yield shop


def test_a_demo_is_open_here_as_ana(demo: Shop) -> None:
    here = demo.client("127.0.0.1", tls=False)
    assert "Ana" in here.get("/staff").text
    assert here.get("/staff/audit").status_code == 200
    assert here.put("/api/tables/1/tags", json=LAID).status_code == 200
    assert "Ana’s PIN is 1111" in here.get("/staff/sign-in").text


@pytest.mark.parametrize("peer", [PHONE, "203.0.113.9", "testclient", "::ffff:192.168.1.9"])
def test_a_demo_is_closed_to_everybody_else(demo: Shop, peer: str) -> None:
    away = demo.client(peer, authorization=f"Bearer {demo.hub.security.local_key}")
    for path in ("/", "/staff/sign-in", "/api/health", "/api/tables/1", "/receipt", "/static"):
        answer = away.get(path)
        assert (answer.status_code, "security.demo" in answer.text) == (403, True), path
    pin = away.post("/staff/sign-in", data={"user": "1", "pin": "1111"})
    assert pin.status_code == 403


def test_a_shoppers_phone_follows_the_receipts_code_in_a_demo(demo: Shop) -> None:
    phone = demo.client(PHONE, tls=False)
    for path in ("/static/receipt.css", "/media/72/none.webp", "/receipt/guessed-token"):
        answer = phone.get(path)
        assert "security.demo" not in answer.text, path
        assert answer.status_code == (404 if path.startswith("/receipt") else 200), path
    for how in ("email", "print"):
        asked = phone.post(f"/receipt/guessed-token/{how}", json={"address": "a@b.example"})
        assert asked.json()["detail"]["code"] in ("no_receipt", "no_mail"), "it is answered"
    # What is said about the address is no way round the routes.
    for host in ("127.0.0.1/receipt/", "127.0.0.1/static/x"):
        assert phone.get("/api/tables/1", headers={"Host": host}).status_code == 403


def test_a_demo_behind_a_proxy_is_not_here(demo: Shop) -> None:
    here = demo.client("127.0.0.1", tls=False)
    for header in ("X-Forwarded-For", "Forwarded", "Via"):
        assert here.get("/api/tables/1", headers={header: "127.0.0.1"}).status_code == 403


def test_the_demos_colleagues_are_nobody_in_a_real_shop(
    demo: Shop, tmp_path: Path, shop_database: Path
) -> None:
    folder = demo.hub.settings.root
    with opened(settings_in(folder, shop_database)) as real:
        ana = next(one for one in demo.hub.staff.users() if one.name == "Ana")
        answer = real.client().post("/staff/sign-in", data={"user": str(ana.id), "pin": "1111"})
        assert answer.status_code == 403
        assert "Ana" not in real.client().get("/staff/sign-in").text
        assert real.client("127.0.0.1").get("/api/tables/1").status_code == 401


def test_a_hub_that_listens_to_all_says_what_is_missing(
    tmp_path: Path, shop_database: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("hub.host is 0.0.0.0, but security.demo is true")
    changes = {"hub": {"host": "0.0.0.0"}, "security": {"demo": True}}
    with opened(settings_in(tmp_path, shop_database, **changes)):
        pass
    log_watch.expect("hub.tls is not set")
    with opened(settings_in(tmp_path, shop_database, hub={"host": "0.0.0.0"})):
        pass


# --- what is sent, and how often -------------------------------------------------------------


def test_too_much_is_refused_whatever_was_promised(shop: Shop) -> None:
    stranger, tablet = shop.client(), shop.device("tablet")
    large = b"x" * (limits.BODY_OF_NOBODY + 1)
    assert stranger.post("/api/enrol", content=large).status_code == 413

    async def pieces() -> AsyncIterator[bytes]:
        for i in range(0, len(large), 4096):
            yield large[i : i + 4096]

    chunked = stranger.post("/api/enrol", content=pieces())
    assert (chunked.status_code, "64 kB" in chunked.text) == (413, True)
    assert stranger.post("/api/catalog/import", content=large).status_code == 413
    more = b"x" * (limits.BODY + 1)
    assert tablet.post("/api/tables/1/pay", content=more).status_code == 413


def test_a_flood_is_held_back_and_others_are_not(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()  # all in one moment, however busy this machine is
    monkeypatch.setattr(door, "time", SimpleNamespace(monotonic=lambda: now))
    stranger, tablet = shop.client(), shop.device("tablet")
    said = [stranger.get("/api/health").status_code for _ in range(200)]
    assert said[:100] == [200] * 100
    assert 429 in said
    assert tablet.get("/api/tables/1").status_code == 200
    assert shop.client("192.168.1.51").get("/api/health").status_code == 200
    refused = stranger.get("/api/health")
    assert refused.headers["retry-after"] == "1"


def test_every_answer_is_dressed(shop: Shop) -> None:
    for path in ("/api/health", "/api/tables/1", "/staff/sign-in", "/static/staff.css", "/none"):
        headers = shop.client().get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
    api = shop.client().get("/api/health").headers
    assert api["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert api["cache-control"] == "no-store"
    page = shop.client().get("/staff/sign-in").headers["content-security-policy"]
    assert page.startswith("default-src 'self';")
    assert "form-action 'self'" in page
    assert shop.client().get("/docs").status_code == 404


def test_a_name_that_another_site_made_lead_here_reads_nothing_in_a_demo(demo: Shop) -> None:
    here = demo.client("127.0.0.1", tls=False)
    for host in ("rebound.example", "rebound.example:8800", "127.0.0.1.rebound.example"):
        for path in ("/staff", "/api/sales", "/api/tables/1", "/staff/audit"):
            refused = here.get(path, headers={"Host": host})
            assert (refused.status_code, "is not called" in refused.text) == (403, True), path
    assert here.get("/staff", headers={"Host": "localhost:8800"}).status_code == 200


def test_a_page_that_was_sent_in_the_open_is_another_site_under_tls(shop: Shop) -> None:
    tom = shop.colleague("Tom")
    body = {"sku": "LIN-1", "delta": 1}
    for origin in ("http://127.0.0.1", "null", "https://127.0.0.1:9", "https://127.0.0.1.evil"):
        refused = tom.post("/api/catalog/restock", json=body, headers={"Origin": origin})
        assert (refused.status_code, refused.json()["detail"]["code"]) == (403, "other_site")
    assert tom.post("/api/catalog/restock", json=body).status_code == 200


def test_numbers_and_days_that_no_calendar_has_are_no_failures(shop: Shop) -> None:
    mara = shop.colleague("Mara")
    for path in ("/staff/audit?day=9999-12-31", "/staff/audit?day=0001-01-01"):
        assert mara.get(path).status_code == 200, path
    for path in (
        f"/staff/audit?before={2**63}",
        "/staff/sales?day=9999-12-31",
        "/api/sales?day=0001-01-01",
    ):
        assert mara.get(path).status_code == 422, path


def test_nobody_else_on_the_machine_reads_the_database(shop: Shop) -> None:
    files = sorted(shop.hub.settings.data_dir.glob("shop.db*"))
    assert files
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_signed_out_colleagues_stream_ends_on_a_tablet_of_the_shop(shop: Shop) -> None:
    """The tablet's own key goes on; the staff list that was open in its browser does not."""
    tom = shop.colleague("Tom")
    code = shop.hub.security.devices.code(DeviceKind.TABLET, "1", by="Mara")
    made = shop.hub.security.devices.enrol(code.text, peer=PHONE)
    tom.cookies.set("__Host-hangtag-device", made.token)
    still: list[bool] = []
    latest = shop.hub.live.stream

    def stream(topic: str) -> StreamingResponse:
        admitted = ADMITTED.get()
        still.append(admitted())
        shop.hub.security.sessions.end_all_of(2)
        still.append(admitted())
        return StreamingResponse(iter(()))

    shop.hub.live.stream = stream  # type: ignore[method-assign]
    try:
        assert tom.get("/api/staff/live").status_code == 200
        tablets = tom.get("/api/tables/1/live")
    finally:
        shop.hub.live.stream = latest  # type: ignore[method-assign]
    assert tablets.status_code == 200
    assert still == [True, False, True, True]


def test_stock_and_tags_change_with_their_row_or_not_at_all(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tom = shop.colleague("Tom")
    variant = shop.hub.catalog.find_variant("LIN-1")[1]

    def full(*_: object) -> None:
        raise OperationalError("insert", {}, OSError("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr("kiosk.hub.security.audit.write", full)
        with pytest.raises(OperationalError):
            tom.post("/api/catalog/restock", json={"sku": "LIN-1", "delta": 3})
        with pytest.raises(OperationalError):
            tom.post(
                "/api/tags/bind", json={"tag": {"kind": "uri", "value": "x:1"}, "sku": "LIN-1"}
            )
    assert shop.hub.catalog.find_variant("LIN-1")[1] == variant
    tag = {"kind": "uri", "value": "x:1"}
    assert tom.post("/api/tags/bind", json={"tag": tag, "sku": "LIN-1"}).status_code == 200
    assert shop.audited()[-1] == ("Tom", "tag.bound")
    assert tom.post("/staff/tag/unbind", data={"tag": "uri:x:1"}).status_code == 200
    assert shop.audited()[-1] == ("Tom", "tag.unbound")
    assert tom.post("/staff/tag/unbind", data={"tag": "uri:x:1"}).status_code == 409

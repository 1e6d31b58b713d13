"""Colleagues, PINs and sessions: who is let in, how often one may guess, when it ends."""

from __future__ import annotations

import concurrent.futures
import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog import open_catalog
from catalog.store import Catalog
from kiosk.hub.security import audit, pins
from kiosk.hub.security.devices import DeviceKind
from kiosk.hub.security.lockout import FIRST_S, LONGEST_S, Lockout
from kiosk.hub.security.sessions import Sessions
from kiosk.hub.security.staff import PinError, Role, Staff, StaffError
from kiosk.hub.shop import prepare
from tests.unit.security.conftest import PINS, Shop


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now

    def ms(self) -> int:
        return int(self.now * 1000)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalog(tmp_path: Path, shop_database: Path) -> Iterator[Catalog]:
    shutil.copy(shop_database, tmp_path / "shop.db")
    with contextlib.closing(open_catalog(f"sqlite:///{tmp_path / 'shop.db'}")) as catalog:
        prepare(catalog)
        yield catalog


@pytest.fixture
def staff(catalog: Catalog, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Staff:
    """Mara and Tom, whose PINs cost nothing to compare."""
    monkeypatch.setattr(pins, "hashed", lambda pin: f"hash of {pin}")
    monkeypatch.setattr(pins, "matches", lambda kept, pin: kept == f"hash of {pin}")
    pins.nobodys.cache_clear()
    staff = Staff(catalog, demo=False, clock=clock)
    staff.open()
    staff.add("Mara", Role.MANAGER, PINS["Mara"], by="the test")
    staff.add("Tom", Role.ASSOCIATE, PINS["Tom"], by="the test")
    yield staff
    pins.nobodys.cache_clear()


def confirm(staff: Staff, name: str, pin: str, needs: Role = Role.ASSOCIATE, at: str = "t") -> str:
    """The colleague's name, or the sentence that refuses."""
    user = staff.named(name)
    try:
        who = staff.confirm(user.id if user else 99, pin, device=at, action="x", needs=needs)
    except PinError as error:
        return str(error)
    return who.name


def test_a_name_that_is_typed_is_as_good_as_a_number(staff: Staff) -> None:
    for name in ("Tom", " tom "):
        assert staff.confirm(name, PINS["Tom"], device="t", action="x").name == "Tom"
    for name in ("Tim", "", "²"):
        with pytest.raises(PinError):
            staff.confirm(name, PINS["Tom"], device="t2", action="x")


def test_a_pin_opens_what_its_role_may(staff: Staff) -> None:
    assert confirm(staff, "Mara", PINS["Mara"], Role.MANAGER) == "Mara"
    assert confirm(staff, "Tom", PINS["Tom"]) == "Tom"
    assert confirm(staff, "Tom", PINS["Tom"], Role.MANAGER) == "This needs a manager's PIN."
    assert confirm(staff, "Tom", PINS["Mara"]) == "This PIN is not right. Try again."
    assert confirm(staff, "Nobody", "4711") == "This PIN is not right. Try again."
    with pytest.raises(PinError):
        staff.confirm("1 or 1=1", "4711", device="t", action="x")


def test_wrong_pins_lock_the_device_longer_and_longer(staff: Staff, clock: Clock) -> None:
    for _ in range(5):
        assert "not right" in confirm(staff, "Tom", "9999")
    assert (
        confirm(staff, "Tom", PINS["Tom"])
        == "Too many wrong PINs. Wait 30 seconds, then try again."
    )
    assert confirm(staff, "Mara", PINS["Mara"], at="t").startswith("Too many")
    assert confirm(staff, "Mara", PINS["Mara"], at="another") == "Mara"
    clock.now += FIRST_S
    assert "not right" in confirm(staff, "Tom", "9999")
    assert "Wait 60 seconds" in confirm(staff, "Tom", PINS["Tom"])
    clock.now += 2 * FIRST_S
    assert confirm(staff, "Tom", PINS["Tom"]) == "Tom"
    assert "not right" in confirm(staff, "Tom", "9999")


def test_guessing_at_one_colleague_from_many_devices_locks_them(staff: Staff) -> None:
    for number in range(10):
        assert "not right" in confirm(staff, "Mara", "9999", at=f"tablet {number}")
    assert "Too many" in confirm(staff, "Mara", PINS["Mara"], at="a new one")
    assert confirm(staff, "Tom", PINS["Tom"], at="a new one") == "Tom"


def test_ones_own_pin_does_not_reset_the_guesses_at_another(staff: Staff) -> None:
    for number in range(10):
        confirm(staff, "Mara", "9999")
        assert confirm(staff, "Tom", PINS["Tom"]) == "Tom", number
    assert "Too many" in confirm(staff, "Mara", PINS["Mara"])


def test_many_guesses_at_once_are_no_way_around(staff: Staff) -> None:
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda n: confirm(staff, "Tom", f"{9000 + n}"), range(60)))
    assert sum("not right" in one for one in said) == 5


def test_who_knocks_on_while_locked_does_not_fill_the_log(
    staff: Staff, catalog: Catalog, clock: Clock
) -> None:
    mara = staff.named("Mara")
    assert mara is not None
    for _ in range(40):
        with pytest.raises(PinError):
            staff.confirm(mara.id, "0000", device="a phone", action="signing in")
    with catalog.reader.connect() as connection:
        written = [one.action for one in audit.read(connection, action="pin")]
    assert written == ["pin.locked", *["pin.wrong"] * 5]


def test_a_lock_out_ends_and_is_forgotten() -> None:
    lockout, key = Lockout(), {"k": 1}
    waits = []
    now = 0.0
    for _ in range(12):
        lockout.reserve(key, now)
        waits.append(lockout.wait_s("k", now))
        now += waits[-1]
    assert waits[:3] == [30.0, 60.0, 120.0]
    assert max(waits) == LONGEST_S
    lockout.reserve(key, now + 4000)
    assert lockout.wait_s("k", now + 4000) == FIRST_S


@pytest.mark.parametrize(
    "pin", ["", "123", "123456789", "12a4", "١٢٣٤", "1111", "1212", "1234", "8765", "1984", "2580"]
)
def test_a_pin_that_is_guessed_first_is_refused(staff: Staff, pin: str) -> None:
    with pytest.raises(pins.WeakPinError) as error:
        staff.add("New", Role.ASSOCIATE, pin, by="Mara")
    assert not pin or pin not in str(error.value)


def test_who_leaves_is_out_at_once(staff: Staff, catalog: Catalog, clock: Clock) -> None:
    sessions = Sessions(catalog, staff, session_s=3600, idle_s=600, clock_ms=clock.ms)
    staff.on_change = sessions.end_all_of
    tom = staff.named("Tom")
    assert tom is not None
    token = sessions.begin(tom.colleague, "phone")
    staff.set_active(tom.id, False, by="Mara")
    assert sessions.find(token) is None
    assert "not right" in confirm(staff, "Tom", PINS["Tom"])
    staff.set_active(tom.id, True, by="Mara")
    token = sessions.begin(tom.colleague, "phone")
    staff.set_pin(tom.id, "90817", by="Mara")
    assert sessions.find(token) is None
    assert confirm(staff, "Tom", "90817") == "Tom"
    mara = staff.named("Mara")
    assert mara is not None
    with pytest.raises(StaffError, match="the only manager"):
        staff.set_active(mara.id, False, by="Mara")
    with pytest.raises(StaffError, match="already"):
        staff.add(" mara ", Role.ASSOCIATE, "90817", by="Mara")


def test_a_session_ends_by_age_or_by_idleness_and_outlives_the_hub(
    staff: Staff, catalog: Catalog, clock: Clock
) -> None:
    def opened() -> Sessions:
        sessions = Sessions(catalog, staff, session_s=3600, idle_s=600, clock_ms=clock.ms)
        sessions.open()
        return sessions

    first = opened()
    mara = staff.colleagues()[0]
    token = first.begin(mara, "phone")
    clock.now += 500
    first.seen(token)
    first.keep()
    clock.now += 500
    assert opened().find(token) == mara, "after the hub was started again"
    assert first.find(token) == mara
    clock.now += 101
    assert first.find(token) is None, "ten minutes without a tap"
    token = first.begin(mara, "phone")
    for _ in range(8):
        clock.now += 449
        assert first.find(token) == mara
        first.seen(token)
    clock.now += 10
    assert first.find(token) is None, "an hour after signing in"
    first.keep()
    assert opened().find(token) is None


def test_only_hashes_are_kept(shop: Shop) -> None:
    mara = shop.colleague("Mara")
    (token,) = mara.cookies.values()
    code = shop.hub.security.devices.code(DeviceKind.TABLET, "1", by="Mara")
    made = shop.hub.security.devices.enrol(code.text, peer="t")
    with shop.hub.catalog.begin() as connection:
        everything = "\n".join(connection.connection.driver_connection.iterdump())
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in everything
    for secret in (token, made.token, code.text, shop.hub.security.local_key):
        assert secret not in everything


def test_the_audit_log_is_kept_for_so_many_days(catalog: Catalog) -> None:
    with catalog.begin() as connection:
        audit.write(connection, "Mara", "stock.changed", "LIN-1", {"pieces": 2}, "phone")
        (one,) = audit.read(connection, action="stock")
        now_ms = int(one.at.timestamp() * 1000)
        assert audit.forget(connection, now_ms + 29 * audit.MS_A_DAY, 30) == 0
        assert audit.forget(connection, now_ms + 31 * audit.MS_A_DAY, 30) == 1
        (said,) = audit.read(connection)
        assert (said.action, said.details) == ("audit.forgotten", {"rows": 1})


# --- the pages -------------------------------------------------------------------------------


def test_the_cookie_is_the_hosts_own_and_nobody_elses(shop: Shop) -> None:
    for tls, name in ((True, "__Host-hangtag-staff"), (False, "hangtag-staff")):
        client = shop.client(tls=tls)
        user = shop.hub.staff.named("Tom")
        assert user is not None
        body = {"user": str(user.id), "pin": PINS["Tom"], "to": "/staff/stock"}
        answer = client.post("/staff/sign-in", data=body)
        assert answer.headers["location"] == "/staff/stock"
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{name}=")
        assert {"HttpOnly", "Path=/", "SameSite=strict", "Max-Age=43200"} <= set(cookie.split("; "))
        assert ("Secure" in cookie.split("; "), "Domain" in cookie) == (tls, False)


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/staff//evil", "/\\evil"]
)
def test_signing_in_leads_to_no_other_site(shop: Shop, to: str) -> None:
    user = shop.hub.staff.named("Tom")
    assert user is not None
    body = {"user": str(user.id), "pin": PINS["Tom"], "to": to}
    assert shop.client().post("/staff/sign-in", data=body).headers["location"] == "/staff"


def test_a_form_needs_what_only_our_page_knows(shop: Shop) -> None:
    mara = shop.colleague("Mara")
    good = mara.headers.pop("X-CSRF-Token")
    path, body = "/staff/devices/code", {"what": "tablet/1"}
    assert mara.post(path, data=body).json()["detail"]["code"] == "stale_page"
    assert mara.post(path, data={**body, "csrf": "guessed"}).status_code == 403
    assert mara.post(path, data={**body, "csrf": good}).status_code == 200
    assert mara.post(path, data=body, headers={"X-CSRF-Token": good}).status_code == 200
    other = shop.colleague("Mara").headers["X-CSRF-Token"]
    assert mara.post(path, data=body, headers={"X-CSRF-Token": other}).status_code == 403
    assert f'name="csrf" value="{good}"' in mara.get("/staff/devices").text


def test_a_cookie_alone_changes_nothing(shop: Shop) -> None:
    tom = shop.colleague("Tom")
    body = {"status": "done"}
    del tom.headers["Origin"]
    assert tom.post("/api/tables/1/help", json=body).json()["detail"]["code"] == "no_origin"
    evil = tom.post("/api/tables/1/help", json=body, headers={"Origin": "https://evil.example"})
    assert evil.json()["detail"]["code"] == "other_site"
    assert (
        tom.post("/api/tables/1/help", json=body, headers={"Origin": tom.origin}).status_code == 200
    )


def test_signing_out_ends_it(shop: Shop) -> None:
    tom = shop.colleague("Tom")
    (token,) = tom.cookies.values()
    assert tom.post("/staff/sign-out").headers["location"] == "/staff/sign-in"
    assert shop.hub.security.sessions.find(token) is None
    assert shop.audited()[-2:] == [("Tom", "staff.signed_in"), ("Tom", "staff.signed_out")]


def test_a_managers_pages_ask_for_the_pin_again(shop: Shop) -> None:
    mara = shop.colleague("Mara")
    new = {"name": "Ida", "role": "associate", "new_pin": "60193"}
    refused = mara.post("/staff/people", data={**new, "pin": "9999"})
    assert (refused.status_code, "not right" in refused.text) == (403, True)
    assert (
        "Ida can sign in now." in mara.post("/staff/people", data={**new, "pin": PINS["Mara"]}).text
    )
    ida = shop.hub.staff.named("Ida")
    assert ida is not None
    pin = {"pin": PINS["Mara"]}
    weak = mara.post(f"/staff/people/{ida.id}/pin", data={**pin, "new_pin": "1234"})
    assert "guessed too easily" in weak.text
    assert "any more" in mara.post(f"/staff/people/{ida.id}/disable", data=pin).text
    assert shop.hub.staff.find(ida.id) is None
    done = [action for who, action in shop.audited() if who == "Mara"]
    assert {"pin.wrong", "staff.added", "staff.disabled"} <= set(done)
    log = mara.get("/staff/audit").text
    assert "60193" not in log
    assert "Added Ida to the colleagues." in log
    assert "Wrong PIN, for changing who works here." in log


def test_a_refusal_has_a_code_for_pages_in_other_languages(staff: Staff) -> None:
    codes = []
    for _ in range(6):
        with pytest.raises(PinError) as refused:
            staff.confirm("Tom", "9999", device="t", action="x")
        codes.append(refused.value.code)
    assert codes == ["wrong_pin"] * 5 + ["pins_locked"]

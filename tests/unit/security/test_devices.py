"""Codes and tokens: a device becomes the shop's once, and its streams end with its token."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk import hub_key
from kiosk.cli import app as kiosk
from kiosk.hub.security.devices import ALPHABET, CODE_S, DeviceKind, Devices, EnrolmentError
from kiosk.hub_client import HubClient
from tests.conftest import LogWatch, wait_until
from tests.unit.hub.conftest import serving
from tests.unit.security.conftest import Shop, settings_in


def test_a_code_works_once_and_however_it_is_typed(shop: Shop) -> None:
    made = shop.hub.security.devices.code(DeviceKind.TABLE, "1", by="Mara")
    assert len(made.text) == 8
    assert set(made.text) <= set(ALPHABET)
    assert not set("01OILU") & set(ALPHABET)
    typed = f" {made.text[:4].lower()}-{made.text[4:]} "
    answer = shop.client().post("/api/enrol", json={"code": typed})
    assert (answer.json()["kind"], answer.json()["place"]) == ("table", "1")
    assert len(answer.json()["token"]) == 43
    again = shop.client().post("/api/enrol", json={"code": typed})
    assert (again.status_code, "does not work" in again.text) == (403, True)


def test_a_code_that_two_devices_give_at_once_makes_one_device(shop: Shop) -> None:
    made = shop.hub.security.devices.code(DeviceKind.TABLE, "1", by="Mara")
    got: list[bool] = []

    def give() -> None:
        try:
            shop.hub.security.devices.enrol(made.text, peer="p")
            got.append(True)
        except EnrolmentError:
            got.append(False)

    threads = [threading.Thread(target=give) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False, False, False, True]


def test_a_code_grows_old(shop: Shop) -> None:
    now = [1_000_000]
    devices = Devices(shop.hub.catalog, lambda _: ["1"], clock_ms=lambda: now[0])
    first, second = (devices.code(DeviceKind.GATE, "1", by="Mara") for _ in range(2))
    now[0] += CODE_S * 1000 - 1
    assert devices.enrol(first.text, peer="p").device.name == "gate 1"
    now[0] += 1
    with pytest.raises(EnrolmentError, match="older than ten minutes"):
        devices.enrol(second.text, peer="p")


def test_guessing_codes_is_slow(shop: Shop) -> None:
    for _ in range(5):
        assert "does not work" in shop.client().post("/api/enrol", json={"code": "QQQQ"}).text
    made = shop.hub.security.devices.code(DeviceKind.TABLE, "1", by="Mara")
    locked = shop.client().post("/api/enrol", json={"code": made.text})
    assert "Too many wrong codes" in locked.text
    other = shop.client("192.168.1.77").post("/api/enrol", json={"code": made.text})
    assert other.status_code == 200


def test_a_tablet_asks_calmly_for_its_code_and_is_set_up(shop: Shop) -> None:
    tablet = shop.client()
    asks = tablet.get("/tablet/1")
    assert (asks.status_code, "Set this tablet up" in asks.text) == (401, True)
    german = tablet.get("/tablet/1", headers={"Accept-Language": "de-AT"}).text
    assert '<html lang="de" dir="ltr">' in german
    assert "Dieses Tablet einrichten" in german
    wrong = shop.hub.security.devices.code(DeviceKind.TABLE, "1", by="Mara")
    nicht = tablet.post("/enrol", data={"code": "QQQQ"}, headers={"Accept-Language": "de"})
    assert "Dieser Code gilt nicht" in nicht.text
    assert tablet.post("/enrol", data={"code": wrong.text}).status_code == 403
    right = shop.hub.security.devices.code(DeviceKind.TABLET, "2", by="Mara")
    done = tablet.post("/enrol", data={"code": right.shown, "to": "/tablet/1"})
    assert (done.status_code, done.headers["location"]) == (303, "/tablet/2")
    assert done.headers["set-cookie"].startswith("__Host-hangtag-device=")
    assert tablet.get("/tablet/2").status_code == 200
    assert tablet.get("/api/tables/2").status_code == 200
    assert tablet.get("/api/tables/1").status_code == 403
    press = tablet.post("/api/tables/2/help", json={}, headers={"Origin": tablet.origin})
    assert press.status_code == 200
    assert tablet.post("/api/tables/2/help", json={}).status_code == 403, "no Origin"


@pytest.mark.slow
def test_a_program_is_enrolled_from_the_shell_works_and_is_stopped(
    tmp_path: Path, shop_database: Path, log_watch: LogWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way of a table's reader on another machine, over a socket, to the end of its stream."""
    log_watch.expect("the hub refuses PUT /api/tables/1/tags: HTTP 401")
    settings = settings_in(tmp_path, shop_database)
    # Nobody is this machine here, so that keys are needed.
    monkeypatch.setattr("kiosk.hub.security.door.is_loopback", lambda host: False)
    with serving(settings) as running:
        security = running.hub.security
        away = tmp_path / "away"
        away.mkdir()
        (away / "config.yaml").write_text(f"hub: {{url: '{running.url}'}}\n")
        code = security.devices.code(DeviceKind.TABLE, "1", by="Mara")
        monkeypatch.setenv("HANGTAG_CONFIG", str(away / "config.yaml"))
        said = CliRunner().invoke(kiosk, ["enrol", code.text])
        assert "This machine is the shop's table 1." in said.output, said.output
        file = away / "var" / "keys" / "table-1.token"
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.read_text().strip() not in said.output

        client = HubClient(
            running.url, name="table-1", key=hub_key.HubKey(away / "var" / "keys", "table-1")
        )
        client.open()
        try:
            client.put("/api/tables/1/tags", {"session": "s", "sequence": 1, "tags": []})
            wait_until(lambda: client.health.ok, what="the hub to take what the table says")
            (device,) = security.devices.all()
            security.devices.revoke(device.id, by="Mara")
            wait_until(lambda: "not the shop's any more" in client.health.message, what="the end")
            again = security.devices.code(DeviceKind.TABLE, "1", by="Mara")
            made = security.devices.enrol(again.text, peer="p")
            hub_key.write(away / "var" / "keys", "table-1", made.token)
            wait_until(lambda: client.health.ok, what="the new key to be taken up by itself")
        finally:
            client.close()


def test_a_revoked_tablets_stream_ends(
    tmp_path: Path, shop_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.security.door.is_loopback", lambda host: False)
    with serving(settings_in(tmp_path, shop_database)) as running:
        devices = running.hub.security.devices
        made = devices.enrol(devices.code(DeviceKind.TABLET, "1", by="M").text, peer="p")
        headers = {"Authorization": f"Bearer {made.token}"}
        with running.http.stream("GET", "/api/tables/1/live", headers=headers) as stream:
            pieces = stream.iter_text()
            assert "retry:" in next(pieces)
            assert devices.expected(DeviceKind.TABLET, "1")
            assert not devices.expected(DeviceKind.TABLET, "2")
            assert not devices.expected(DeviceKind.TABLE, "1")
            devices.revoke(made.device.id, by="Mara")
            assert not devices.expected(DeviceKind.TABLET, "1")
            assert "event: heartbeat" not in "".join(pieces), "ended, and not by the next heartbeat"


def test_a_message_waits_until_the_device_is_enrolled(
    tmp_path: Path, shop_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused key is no answer: what must arrive is kept."""
    monkeypatch.setattr("kiosk.hub.security.door.is_loopback", lambda host: False)
    with serving(settings_in(tmp_path, shop_database)) as running:
        devices = running.hub.security.devices
        client = HubClient(
            running.url,
            name="mirror-1",
            outbox=tmp_path / "outbox.jsonl",
            key=hub_key.HubKey(tmp_path / "keys", "mirror-1"),
        )
        client.open()
        try:
            client.post("/api/requests", {"id": "r1", "room": "1", "kind": "call"})
            wait_until(lambda: "not the shop's yet" in client.health.message, what="the refusal")
            made = devices.enrol(devices.code(DeviceKind.MIRROR, "1", by="M").text, peer="p")
            hub_key.write(tmp_path / "keys", "mirror-1", made.token)
            wait_until(lambda: running.hub.requests.waiting() == 1, what="the request")
        finally:
            client.close()


def test_last_seen_is_written_down(shop: Shop) -> None:
    tablet = shop.device("tablet")
    tablet.get("/api/tables/1")
    shop.hub.security.devices.keep()
    fresh = Devices(shop.hub.catalog, lambda _: [])
    fresh.open()
    assert all(one.seen_ms for one in fresh.all())

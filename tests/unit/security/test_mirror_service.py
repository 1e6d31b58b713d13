"""A mirror's service page: the hub compares the PIN, counts guesses, writes down who came in."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.hub.api.mirror_service import OPENED
from kiosk.hub.api.security import audit_rows
from kiosk.hub.security.devices import DeviceKind
from kiosk.hub_client import LATER, NOT_YET
from tests.unit.security.conftest import Shop

KEY = "0123456789abcdef"


@pytest.fixture
def mirror(shop: Shop) -> Any:
    return shop.device(DeviceKind.MIRROR, "1")


def rows(shop: Shop, action: str) -> list[dict[str, Any]]:
    return audit_rows(shop.hub.catalog, 0, None, action, 100)


def opening(key: str = KEY, pin: str = "2746") -> dict[str, str]:
    return {"id": key, "pin": pin}


def test_whose_pin_it_is_and_that_it_was_used(shop: Shop, mirror: Any) -> None:
    answer = mirror.post("/api/rooms/1/service", json=opening())
    assert answer.json() == {"who": "Tom"}
    [row] = [row for row in rows(shop, OPENED) if KEY in row["subject"]]
    assert (row["who"], row["subject"]) == ("Tom", f"Fitting room 1 ({KEY})")


def test_another_room_is_not_this_mirrors(mirror: Any) -> None:
    assert mirror.post("/api/rooms/2/service", json=opening()).status_code == 403


def test_guesses_are_counted_and_never_kept(shop: Shop, mirror: Any) -> None:
    codes = [
        mirror.post("/api/rooms/1/service", json=opening(pin="4321")).json()["detail"]["code"]
        for _ in range(6)
    ]
    assert codes == ["wrong_pin"] * 5 + ["pins_locked"]
    assert mirror.post("/api/rooms/1/service", json=opening()).status_code == 409
    assert len(rows(shop, "pin.wrong")) == 5
    assert len(rows(shop, "pin.locked")) == 1
    assert "4321" not in str(rows(shop, ""))


def test_a_wrong_pin_is_an_answer_that_a_mirror_does_not_send_again(mirror: Any) -> None:
    for _ in range(6):  # wrong, and locked in the end
        answer = mirror.post("/api/rooms/1/service", json=opening(pin="4321"))
        assert answer.status_code not in (*NOT_YET, *LATER)
        assert 400 <= answer.status_code < 500


def test_an_opening_without_the_hub_is_told_once(shop: Shop, mirror: Any) -> None:
    for _ in range(2):
        told = mirror.post("/api/rooms/1/service/opened", json={"id": "ab" * 8, "at_ms": 1000})
        assert told.status_code == 200
    [row] = [row for row in rows(shop, OPENED) if "abab" in row["subject"]]
    assert row["details"] == {"at_ms": 1000, "how": "the mirror's own PIN"}


@pytest.mark.parametrize("body", [{"id": "x", "at_ms": 1}, {"id": KEY, "at_ms": -1}, {}])
def test_what_is_odd_is_refused(mirror: Any, body: dict[str, Any]) -> None:
    assert mirror.post("/api/rooms/1/service/opened", json=body).status_code == 422


def test_a_room_that_is_not_there(shop: Shop) -> None:
    stranger = shop.client()
    assert stranger.post("/api/rooms/9/service", json=opening()).status_code in (401, 403)

"""The staff console's exit: what it shows, what a tap does, and the test tags of the tag page."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator

import pytest

from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.config_sections import Device, Gate
from kiosk.hub.web import staff_exit
from tests.unit.hub.conftest import BLANK, RunningHub, serving
from tests.unit.hub.shop import DRESS, SHIRT


@pytest.fixture
def settings(settings: Settings) -> Settings:
    gate = Gate(name="Exit", reader=Device(driver="simulated"), alarm=Device(driver="sound"))
    return settings.model_copy(update={"gates": {"1": gate}})


@pytest.fixture
def hub(settings: Settings) -> Iterator[RunningHub]:
    with serving(settings) as running:
        yield running


def alarm(hub: RunningHub, tag: TagId, reason: str = "unsold") -> str:
    body = {
        "id": uuid.uuid4().hex,
        "tag": {"kind": "epc", "value": tag.value},
        "reason": reason,
        "at_ms": 2**53,
    }
    assert hub.http.post("/api/gates/1/alarms", json=body).status_code == 200
    return body["id"]  # type: ignore[return-value]


def words(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def test_nothing_to_look_after_is_said_in_words(hub: RunningHub) -> None:
    page = words(hub.http.get("/staff/exit").text)
    assert "Nothing to look after" in page
    assert "Exit: not heard from" in page


def test_an_alarm_is_a_row_with_its_piece_until_somebody_has_seen_it(hub: RunningHub) -> None:
    name = alarm(hub, SHIRT)
    alarm(hub, BLANK, "unknown")
    page = hub.http.get("/staff/exit").text
    assert f'id="alarm-{name}"' in page
    assert "Linen shirt Ivory, M Not paid for" in words(page)
    assert f"Tag {BLANK.value[-8:]} A tag that nobody knows" in words(page)
    assert 'data-count="alarms">2<' in page

    part = hub.http.post(f"/staff/exit/{name}/seen")
    assert part.status_code == 200
    assert "Alarms 1" in words(part.text)
    assert "Seen by Ana" in words(part.text)
    again = hub.http.post(f"/staff/exit/{name}/seen")  # a second tap
    assert again.status_code == 200
    assert 'data-count="alarms">1<' in hub.http.get("/staff/exit").text


def all_seen(page: str) -> dict[str, list[str]]:
    """What the button says of the alarms that this page shows."""
    found = re.search("""hx-post="/staff/exit/seen"[^>]*hx-vals='([^']*)'""", page)
    assert found is not None
    shown: dict[str, list[str]] = json.loads(found[1])
    return shown


def test_all_are_seen_with_one_tap_but_what_came_since(hub: RunningHub) -> None:
    for tag in (SHIRT, DRESS):
        alarm(hub, tag)
    button = all_seen(hub.http.get("/staff/exit").text)
    late = alarm(hub, BLANK, "unknown")
    part = hub.http.post("/staff/exit/seen", data=button).text
    assert "Seen 2" in words(part)
    assert "Alarms 1" in words(part)
    assert f'hx-post="/staff/exit/{late}/seen"' in part


def test_of_more_alarms_than_fit_a_page_only_those_shown_are_seen(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_exit, "SHOWN", 2)
    for _ in range(3):
        alarm(hub, SHIRT)
    page = hub.http.get("/staff/exit").text
    assert "Alarms 3 These 2 seen" in words(page)
    part = hub.http.post("/staff/exit/seen", data=all_seen(page)).text
    assert "Alarms 1" in words(part)


def test_a_shop_without_exits_has_no_tab(settings: Settings) -> None:
    with serving(settings.model_copy(update={"gates": {}})) as hub:
        page = hub.http.get("/staff").text
        assert "/staff/exit" not in page
        assert hub.http.get("/staff/exit").status_code == 200


def test_a_new_tag_is_made_a_test_tag_and_taken_back_on_the_tag_page(hub: RunningHub) -> None:
    tags = {"session": "s", "sequence": 1, "tags": [{"kind": "epc", "value": BLANK.value}]}
    hub.http.put("/api/rooms/1/tags", json=tags)
    assert "New tags 1" in words(hub.http.get("/staff/tag").text)
    part = words(hub.http.post("/staff/tag/test", data={"tag": str(BLANK)}).text)
    assert "No new tag here" in part
    assert f"Test tags 1 {BLANK.value[-8:]} made by Ana Remove" in part
    part = words(hub.http.post("/staff/tag/test/remove", data={"tag": str(BLANK)}).text)
    assert "New tags 1" in part
    assert "Test tags" not in part


def test_no_tag_picked_is_said_in_words(hub: RunningHub) -> None:
    answer = hub.http.post("/staff/tag/test", data={"tag": ""})
    assert answer.status_code == 422
    assert answer.json()["detail"]["message"] == "Lay a new tag on a reader first, then pick it."

"""What lies on a table and beside it, over HTTP: pieces in doubt, in a room, or elsewhere."""

from __future__ import annotations

import pytest

from hardware.payment_terminal.simulated.emulator import Mode, TerminalEmulator
from hardware.rfid.reader import TagId
from kiosk.hub.tables import reports as table_reports
from tests.conftest import wait_until
from tests.unit.hub.conftest import (
    BLANK,
    FOREIGN,
    ON_BOTH,
    UNREGISTERED_TEE,
    RunningHub,
    charged,
)
from tests.unit.hub.shop import BELT, DRESS, SCARF, SHIRT


def test_a_table_that_is_started_again_lifts_nothing(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    terminal.mode = Mode.ASK
    table = hub.table()
    table.lay(SHIRT, DRESS)
    assert table.start_again()["count"] == 2
    table.lay(SHIRT, DRESS)
    table.pay()
    wait_until(terminal.pending, what="the terminal to ask for a card")
    assert table.start_again()["state"] == "AUTHORISING"
    table.lay(SHIRT, DRESS)
    terminal.decide("approve")
    table.wait_for("SOLD")
    assert charged(terminal) == 20800
    table.press("done")
    assert table.lay()["state"] == "EMPTY"


def test_a_basket_that_looks_the_same_may_be_paid_from_an_older_snapshot(
    hub: RunningHub,
) -> None:
    table = hub.table()
    seen = table.lay(SHIRT)["version"]
    assert table.lay(SHIRT, BLANK)["version"] > seen
    assert table.press("pay", {"id": "p", "version": seen}).status_code == 200
    table.wait_for("SOLD")


def test_the_same_set_again_says_nothing_new(hub: RunningHub) -> None:
    table = hub.table()
    version = table.lay(SHIRT, DRESS)["version"]
    assert table.lay(SHIRT, DRESS)["version"] == version
    assert table.lay(DRESS, SHIRT)["version"] == version


def test_late_messages_of_the_table_change_nothing(hub: RunningHub) -> None:
    table = hub.table()
    table.lay(SHIRT)
    table.lay(SHIRT, DRESS)
    table.tags = [SHIRT]
    assert table.say(sequence=1)["count"] == 2
    restarted = hub.table()
    assert restarted.lay(SCARF)["count"] == 1
    table.tags = [SHIRT, DRESS]
    assert table.say(sequence=3)["count"] == 1


def test_a_table_that_falls_silent_keeps_its_lines_and_takes_no_payment(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_reports, "SILENT_S", 0.1)
    table = hub.table()
    table.lay(SHIRT)
    wait_until(lambda: table.now["reader"]["state"] == "away", what="the silence to be noticed")
    assert table.now["count"] == 1
    answer = table.press("pay", {"id": "p", "version": table.now["version"]})
    assert answer.json()["detail"]["code"] == "reader_away"
    monkeypatch.undo()
    assert table.lay(SHIRT)["reader"]["state"] == "ok"


def test_a_tag_that_names_nothing_costs_itself_only(hub: RunningHub) -> None:
    table = hub.table()
    nameless = [TagId.epc(""), TagId.epc("30" * 1024)]
    laid = table.lay(SHIRT, *nameless, near={TagId.epc(""): "weak"})
    assert (laid["count"], laid["doubtful"], laid["reader"]["state"]) == (1, [], "ok")


def test_what_is_hard_to_make_out_is_charged_after_a_tap_only(hub: RunningHub) -> None:
    table = hub.table()
    laid = table.lay(SHIRT, DRESS, doubts={DRESS: "seldom"})
    (doubt,) = laid["doubtful"]
    assert (doubt["reason"], doubt["title"], laid["count"]) == ("faint", "Silk dress", 1)
    assert table.press("add", {"tag": doubt["tag"]}).json()["count"] == 2
    assert table.lay(SHIRT, DRESS, doubts={DRESS: "faint"})["count"] == 2, "once is enough"
    assert table.lay(SHIRT, DRESS, doubts={SHIRT: "silent"})["count"] == 2, "it may be leaving"
    assert table.lay(SHIRT)["count"] == 1


def test_a_piece_that_was_just_laid_down_is_in_no_doubt_yet(hub: RunningHub) -> None:
    table = hub.table()
    assert table.lay(SHIRT, doubts={SHIRT: "seldom"}, settled=False)["doubtful"] == []
    assert table.lay(SHIRT, doubts={SHIRT: "seldom"})["doubtful"]
    again = table.lay(SHIRT, DRESS, doubts={SHIRT: "seldom", DRESS: "seldom"}, settled=False)
    assert [doubt["title"] for doubt in again["doubtful"]] == ["Linen shirt"]


def test_what_is_still_in_doubt_when_counting_takes_too_long_is_not_paid_for_unasked(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = hub.table()
    laid = table.lay(SHIRT, DRESS, doubts={DRESS: "seldom"}, settled=False)
    assert (laid["settled"], laid["count"]) == (False, 2)
    monkeypatch.setattr(table_reports, "SETTLES_WITHIN_S", 0.0)
    late = table.lay(SHIRT, DRESS, doubts={DRESS: "seldom"}, settled=False)
    assert (late["settled"], late["count"]) == (True, 1)
    assert [doubt["reason"] for doubt in late["doubtful"]] == ["faint"]


def test_a_piece_that_is_asked_about_joins_by_a_tap_or_when_it_is_clear_for_good(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = hub.table()
    assert table.lay(SHIRT, DRESS, doubts={DRESS: "seldom"})["count"] == 1
    assert table.lay(SHIRT, DRESS)["count"] == 1, "for a moment only, perhaps"
    monkeypatch.setattr(table_reports, "CLEAR_S", 0.0)
    assert table.lay(SHIRT, DRESS)["count"] == 2


def test_a_missing_piece_is_nobodys_once_all_was_taken_along(hub: RunningHub) -> None:
    table = hub.table()
    table.lay(SHIRT)
    table.press("help", {"about": "item_missing"})
    assert table.lay()["help"] is None
    table.lay(SHIRT)
    table.press("help", {"about": "item_missing"})
    table.press("help", {"status": "taken", "by": "Ada"})
    assert table.lay()["help"] is not None, "somebody is on the way"


def test_what_lies_beside_the_table_can_be_tapped_in_when_it_is_missed(hub: RunningHub) -> None:
    table = hub.table()
    laid = table.lay(SHIRT, near={DRESS: "weak", SCARF: "new", BLANK: "weak"})
    assert (laid["count"], laid["doubtful"]) == (1, [])
    (near,) = laid["near"]
    assert (near["reason"], near["title"], near["can_add"]) == ("near", "Silk dress", True)
    table.press("help", {"about": "item_missing"})
    added = table.press("add", {"tag": near["tag"]}).json()
    assert [line["title"] for line in added["lines"]] == ["Linen shirt", "Silk dress"]
    assert (added["near"], added["help"]) == ([], None), "and nobody needs to come"
    assert table.lay(SHIRT, near={DRESS: "seldom"})["count"] == 2
    assert table.lay(SHIRT)["count"] == 1, "carried away"


def test_pay_waits_until_what_lies_there_is_counted(
    hub: RunningHub, terminal: TerminalEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = hub.table()
    counting = table.lay(SHIRT, settled=False)
    assert (counting["settled"], counting["count"]) == (False, 1)
    answer = table.press("pay", {"id": "p", "version": counting["version"]})
    assert answer.json()["detail"]["code"] == "not_settled"
    monkeypatch.setattr(table_reports, "SETTLES_WITHIN_S", 0.0)
    wait_until(lambda: table.now["settled"], what="the shopper to be let go on")
    monkeypatch.undo()
    assert table.lay(SHIRT)["settled"]
    table.pay()
    table.wait_for("SOLD")
    assert charged(terminal) == 7900


def test_the_room_sends_its_garments_and_they_merge_by_tag(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    table = hub.table()
    tags = [{"kind": "epc", "value": tag.value} for tag in (SHIRT, DRESS)]
    answer = hub.http.post("/api/rooms/1/pay", json={"id": "r1", "tags": tags}).json()
    assert answer == {"table": "1", "tablet_name": "Checkout 1", "count": 2}
    merged = table.lay(DRESS, SCARF)
    assert [(line["title"], line["on_table"], line["from_room"]) for line in merged["lines"]] == [
        ("Linen shirt", False, "Fitting room 1"),
        ("Silk dress", True, "Fitting room 1"),
        ("Wool scarf", True, None),
    ]
    assert table.press("remove", {"tag": tags[1]}).status_code == 409
    assert table.press("remove", {"tag": tags[0]}).json()["count"] == 2
    table.pay()
    table.wait_for("SOLD")
    assert charged(terminal) == 16800


def test_a_room_takes_back_what_nobody_has_laid_down(hub: RunningHub) -> None:
    table = hub.table()
    sent = {"id": "r1", "tags": [{"kind": "epc", "value": tag.value} for tag in (SHIRT, DRESS)]}
    hub.http.post("/api/rooms/1/pay", json=sent)
    table.lay(DRESS, SCARF)
    other = {"id": "r1", "tags": [{"kind": "epc", "value": SCARF.value}]}
    assert hub.http.post("/api/rooms/1/take-back", json=other).status_code == 200
    assert table.now["count"] == 3, "the scarf is no room's"
    for _ in range(2):
        assert hub.http.post("/api/rooms/1/take-back", json=sent).status_code == 200
        assert [line["title"] for line in table.now["lines"]] == ["Silk dress", "Wool scarf"]
    assert hub.http.post("/api/rooms/9/take-back", json=sent).status_code == 404


def test_a_room_takes_back_nothing_that_is_being_paid_for(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    table = hub.table()
    table.lay()
    sent = {"id": "r1", "tags": [{"kind": "epc", "value": SHIRT.value}]}
    hub.http.post("/api/rooms/1/pay", json=sent)
    table.pay()
    assert hub.http.post("/api/rooms/1/take-back", json=sent).status_code == 200
    table.wait_for("SOLD")
    assert charged(terminal) == 7900


def test_a_purchase_from_the_room_alone_leaves_nothing_behind(
    hub: RunningHub, terminal: TerminalEmulator
) -> None:
    table = hub.table()
    table.lay()
    tags = [{"kind": "epc", "value": SHIRT.value}]
    hub.http.post("/api/rooms/1/pay", json={"id": "r1", "tags": tags})
    table.pay()
    table.wait_for("SOLD")
    table.lay()
    done = table.press("done").json()
    assert (done["state"], done["lines"], done["doubtful"]) == ("EMPTY", [], [])


def test_a_tag_that_staff_bind_becomes_a_line_by_itself(hub: RunningHub) -> None:
    table = hub.table()
    assert table.lay(BLANK)["doubtful"]
    catalog = hub.hub.catalog
    catalog.bind(BLANK, catalog.find_variant("BEL-1")[1].id)
    wait_until(lambda: table.now["count"] == 1, what="the line")
    assert table.now["doubtful"] == []


@ON_BOTH
def test_one_piece_is_never_paid_for_at_two_tables(
    hub: RunningHub, terminals: dict[str, TerminalEmulator]
) -> None:
    terminals["1"].mode = "ask"
    one, two = hub.table("1"), hub.table("2")
    one.lay(SHIRT)
    one.pay()
    wait_until(terminals["1"].pending)
    (doubt,) = two.lay(SHIRT, BELT)["doubtful"]
    two.press("add", {"tag": doubt["tag"]})
    two.pay()
    refused = two.wait_for("OPEN")
    assert refused["message"]["kind"] == "elsewhere"
    assert "Linen shirt" in refused["message"]["sentence"]
    terminals["1"].decide("approve")
    one.wait_for("SOLD")
    wait_until(lambda: two.now["count"] == 1, what="the other table to follow")
    two.pay()
    two.wait_for("SOLD")
    assert charged(terminals["1"]) == 7900
    assert charged(terminals["2"]) == 4500


def test_doubtful_tags_stand_apart(hub: RunningHub) -> None:
    laid = hub.table().lay(SHIRT, BLANK, FOREIGN, UNREGISTERED_TEE)
    assert laid["count"] == 1
    assert [(doubt["reason"], doubt["title"]) for doubt in laid["doubtful"]] == [
        ("unknown", None),
        ("foreign", None),
        ("unregistered", "Cotton tee"),
    ]

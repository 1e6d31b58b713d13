"""The gate's list: what it says of a tag, and the copy that a gate keeps."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.epc import encode_sgtin96, encode_sgtin198
from hardware.rfid.reader import TagId, TagKind
from kiosk.gate import keeper as keeper_module
from kiosk.gate.keeper import ListKeeper
from kiosk.gate_list import GateList, Known, Standing, key_of, name_of, parse
from tests.conftest import LogWatch, wait_until

GTIN, FOREIGN_GTIN = "09521141000014", "04012345000009"
PIECE = TagId.epc(encode_sgtin96(GTIN, 7, "9521141"))
SAME_PIECE = TagId.epc(encode_sgtin198(GTIN, "7", "9521141"))
NEXT_PIECE = TagId.epc(encode_sgtin96(GTIN, 8, "9521141"))
FOREIGN = TagId.epc(encode_sgtin96(FOREIGN_GTIN, 7, "4012345"))
BLANK = TagId.epc("E28011700000020000000001")
CARD = TagId(TagKind.UID, "04A2B91C")
LINK = TagId(TagKind.URI, f"https://id.example/01/{GTIN}/21/7")


def known(standings: dict[TagId, str], changes: dict[TagId, str] | None = None) -> Known:
    pieces = {key_of(tag): standing for tag, standing in standings.items()}
    said = {key_of(tag): standing for tag, standing in (changes or {}).items()}
    whole = GateList.of(pieces, [GTIN])
    return Known(whole, name_of(whole.encode()), said)


def test_a_piece_is_the_same_however_its_tag_is_written() -> None:
    what = known({PIECE: "sold"})
    assert what.standing(PIECE) is Standing.SOLD
    assert what.standing(SAME_PIECE) is Standing.SOLD
    assert what.standing(LINK) is Standing.SOLD


def test_what_is_not_on_the_list_is_unknown_or_another_shops() -> None:
    what = known({PIECE: "unsold", CARD: "unsold"})
    assert what.standing(CARD) is Standing.UNSOLD
    assert what.standing(NEXT_PIECE) is Standing.UNKNOWN
    assert what.standing(BLANK) is Standing.UNKNOWN
    assert what.standing(FOREIGN) is Standing.FOREIGN


def test_a_change_holds_against_the_list() -> None:
    assert known({PIECE: "unsold"}, {PIECE: "sold"}).standing(PIECE) is Standing.SOLD
    assert known({PIECE: "sold"}, {PIECE: "unsold"}).standing(PIECE) is Standing.UNSOLD
    assert known({PIECE: "unsold"}, {PIECE: "test"}).standing(PIECE) is Standing.TEST
    assert known({PIECE: "unsold"}, {PIECE: ""}).standing(PIECE) is Standing.UNKNOWN


def test_the_same_pieces_are_the_same_list() -> None:
    one = GateList.of({"a": "sold", "b": "unsold"}, ["2", "1"])
    other = GateList.of({"b": "unsold", "a": "sold"}, ["1", "2"])
    assert one.encode() == other.encode()
    assert parse(one.encode()) == one


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format":1,"unsold":[1]}', b"\xff"])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a gate's list"):
        parse(content)


class Hub:
    """Says which list is the newest, and gives it when it is there."""

    def __init__(self) -> None:
        self.content: bytes | None = None
        self.fetched = 0

    def fetch(self) -> bytes | None:
        self.fetched += 1
        return self.content

    def make(self, standings: dict[TagId, str]) -> str:
        pieces = {key_of(tag): standing for tag, standing in standings.items()}
        self.content = GateList.of(pieces, [GTIN]).encode()
        return name_of(self.content)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def keep(tmp_path: Path, hub: Hub) -> Iterator[Callable[[], ListKeeper]]:
    """Starts a keeper on the same folder, as a gate that is started again does."""
    opened: list[ListKeeper] = []

    def start() -> ListKeeper:
        keeper = ListKeeper(tmp_path / "gate-1", hub.fetch, again_s=0.01)
        keeper.open()
        opened.append(keeper)
        return keeper

    yield start
    for keeper in opened:
        keeper.close()


def said(name: str, changes: dict[TagId, str] | None = None) -> dict[str, Any]:
    pieces = {key_of(tag): standing for tag, standing in (changes or {}).items()}
    return {"version": 1, "list": name, "changes": pieces}


def test_nothing_is_known_before_the_first_list(keep: Callable[[], ListKeeper]) -> None:
    assert keep().standing(PIECE) is None


def test_the_list_is_fetched_checked_and_kept_over_a_restart_without_a_hub(
    keep: Callable[[], ListKeeper], hub: Hub, tmp_path: Path
) -> None:
    keeper = keep()
    keeper.hear(said(hub.make({PIECE: "unsold", NEXT_PIECE: "sold"})))
    wait_until(lambda: keeper.standing(PIECE) is Standing.UNSOLD)
    keeper.hear(said(name_of(hub.content or b""), {PIECE: "sold"}))
    assert keeper.standing(PIECE) is Standing.SOLD  # at once, with nothing fetched
    current = tmp_path / "gate-1" / "current.json"
    wait_until(lambda: current.exists() and b"sold" in current.read_bytes())
    keeper.close()
    hub.content = None
    again = keep()
    assert again.standing(PIECE) is Standing.SOLD
    assert again.standing(NEXT_PIECE) is Standing.SOLD


def test_what_was_sold_is_quiet_also_while_a_new_list_is_on_its_way(
    keep: Callable[[], ListKeeper], hub: Hub
) -> None:
    keeper = keep()
    keeper.hear(said(hub.make({PIECE: "unsold"})))
    wait_until(lambda: keeper.known)
    hub.content = None
    keeper.hear(said("another list", {PIECE: "sold"}))
    assert keeper.standing(PIECE) is Standing.SOLD
    newest = hub.make({PIECE: "sold", NEXT_PIECE: "unsold"})
    keeper.hear(said(newest))
    wait_until(lambda: keeper.standing(NEXT_PIECE) is Standing.UNSOLD)
    assert keeper.standing(PIECE) is Standing.SOLD


def test_a_list_that_was_cut_off_is_fetched_again(keep: Callable[[], ListKeeper], hub: Hub) -> None:
    whole_name = hub.make({PIECE: "unsold"})
    whole = hub.content
    hub.make({})
    keeper = keep()
    keeper.hear(said(whole_name))
    wait_until(lambda: hub.fetched > 2)
    assert keeper.known is None
    hub.content = whole
    wait_until(lambda: keeper.standing(PIECE) is Standing.UNSOLD)


@pytest.mark.parametrize("harm", ["list", "current"])
def test_a_spoilt_file_is_not_believed(
    keep: Callable[[], ListKeeper], hub: Hub, tmp_path: Path, harm: str, log_watch: LogWatch
) -> None:
    log_watch.expect("is not used")
    keeper = keep()
    name = hub.make({PIECE: "unsold"})
    keeper.hear(said(name))
    current = tmp_path / "gate-1" / "current.json"
    wait_until(current.exists)
    keeper.close()
    file = current if harm == "current" else current.with_name(f"{name}.list")
    file.write_bytes(file.read_bytes()[:-9])
    again = keep()
    assert again.standing(PIECE) is None
    again.hear(said(name))
    wait_until(lambda: again.standing(PIECE) is Standing.UNSOLD)


def test_a_stranger_on_the_stream_changes_nothing(
    keep: Callable[[], ListKeeper], hub: Hub, log_watch: LogWatch
) -> None:
    log_watch.expect("that is none")
    keeper = keep()
    keeper.hear(said(hub.make({PIECE: "unsold"})))
    wait_until(lambda: keeper.known)
    for odd in ({}, {"list": "x", "changes": [1]}, {"list": "x", "changes": {"a": "free"}}):
        keeper.hear(odd)
    assert keeper.standing(PIECE) is Standing.UNSOLD


def test_a_full_disk_keeps_what_was_written_before_and_is_tried_again(
    keep: Callable[[], ListKeeper],
    hub: Hub,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    log_watch: LogWatch,
) -> None:
    log_watch.expect("could not be kept")
    folder = tmp_path / "gate-1"
    keeper = keep()
    first = hub.make({PIECE: "unsold"})
    keeper.hear(said(first))
    wait_until((folder / "current.json").exists)

    def full(file: Path, content: bytes) -> None:
        if file.suffix == ".list":  # the small file beside it finds room
            failures.append(file)
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(file, content)

    failures: list[Path] = []
    whole = keeper_module._replace
    monkeypatch.setattr(keeper_module, "DISK_AGAIN_S", 0.01)
    monkeypatch.setattr(keeper_module, "_replace", full)
    second = hub.make({PIECE: "unsold", NEXT_PIECE: "unsold"})
    keeper.hear(said(second))
    wait_until(lambda: keeper.standing(NEXT_PIECE) is Standing.UNSOLD)
    keeper.hear(said(second, {PIECE: "sold"}))
    wait_until(lambda: len(failures) > 2)
    after_power = ListKeeper(folder, hub.fetch)
    after_power.open()
    assert after_power.standing(PIECE) is Standing.UNSOLD  # the older list, not none
    after_power.close()

    monkeypatch.setattr(keeper_module, "_replace", whole)  # nobody says anything new meanwhile
    wait_until((folder / f"{second}.list").exists)
    wait_until(lambda: not (folder / f"{first}.list").exists())
    assert b"sold" in (folder / "current.json").read_bytes()


def test_what_a_power_cut_left_half_written_is_cleared_away(
    keep: Callable[[], ListKeeper], hub: Hub, tmp_path: Path
) -> None:
    folder = tmp_path / "gate-1"
    folder.mkdir()
    (folder / "0123.list.new").write_bytes(b"half a li")
    keeper = keep()
    name = hub.make({PIECE: "unsold"})
    keeper.hear(said(name))
    left = {f"{name}.list", "current.json"}
    wait_until(lambda: {file.name for file in folder.iterdir()} == left)

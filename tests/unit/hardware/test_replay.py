"""A recording in a reader's place: its pace, its end, its gaps, and files that cannot be played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceError, DeviceState, open_device
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.recording.files import member
from hardware.rfid.recording.lines import Chapter, LineWriter, Record, Update
from hardware.rfid.replay.driver import ReplayReader
from tests.conftest import wait_until
from tests.contract.memory_line import VirtualClock

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")


def chapter(place: str = "table-1", session: str = "s") -> Chapter:
    return Chapter(session, 0, place, "table", "1", 1e9, 0.0, {}, [])


def heard(now: float, tag: TagId = SHIRT, ok: bool = True) -> Update:
    return Update(now, (TagRead(tag, 2, -48.5, now - 0.01, 3),), ok)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "incident.jsonl.gz"


def write(file: Path, *records: Record) -> Path:
    file.write_bytes(member(LineWriter().lines(records)))
    return file


def played(file: Path, until: float = 60.0, **settings: Any) -> list[TagRead]:
    """What a reader of the file hears within so many seconds, on a clock of its own."""
    clock = VirtualClock(begins=1000.0)
    clock.end(1000.0 + until)
    reader = ReplayReader(str(file), clock=clock, **settings)
    reader.open()
    clock.wait_for_end()
    reader.close()
    return reader.drain()


def test_it_plays_at_the_pace_of_the_recording(file: Path) -> None:
    write(file, chapter(), heard(5.0), Update(5.5), heard(7.0, SCARF))
    reads = played(file)
    assert [(read.tag, read.antenna, read.rssi_dbm, read.count) for read in reads] == [
        (SHIRT, 2, -48.5, 3),
        (SCARF, 2, -48.5, 3),
    ]
    assert [read.at for read in reads] == pytest.approx([999.99, 1001.99])


def test_it_plays_faster(file: Path) -> None:
    write(file, chapter(), heard(5.0), heard(7.0))
    assert [read.at for read in played(file, speed=10)] == pytest.approx([999.999, 1000.199])


def test_it_ends_unless_it_loops(file: Path) -> None:
    write(file, chapter(), heard(5.0))
    assert len(played(file)) == 1
    again = played(file, until=55.0, loop=True, pause_s=10.0)
    assert [read.at for read in again] == pytest.approx(
        [999.99 + 10 * n for n in range(len(again))]
    )
    assert len(again) == 6


def test_a_single_moment_is_not_played_without_end(file: Path) -> None:
    write(file, chapter(), heard(5.0))
    assert len(played(file, until=1.0, loop=True, pause_s=0)) <= 101


def test_what_was_not_recorded_is_not_waited_for(file: Path) -> None:
    write(file, chapter(), heard(5.0), chapter(session="t"), heard(2.0), heard(500.0))
    assert [read.at for read in played(file)] == pytest.approx([999.99, 1004.99, 1009.99])


def test_one_place_of_several_is_played(file: Path) -> None:
    write(file, chapter("room-1"), heard(5.0, SCARF), chapter(), heard(5.0))
    assert [read.tag for read in played(file)] == [SCARF]
    assert [read.tag for read in played(file, place="table-1")] == [SHIRT]


@pytest.fixture
def readers() -> Iterator[list[ReplayReader]]:
    opened: list[ReplayReader] = []
    yield opened
    for reader in opened:
        reader.close()


def test_a_reader_that_was_away_is_away_again(file: Path, readers: list[ReplayReader]) -> None:
    write(file, chapter(), heard(1.0), Update(1.02, (), False))
    readers.append(open_device("rfid", {"driver": "replay", "file": str(file)}))
    wait_until(lambda: readers[0].health.state is DeviceState.AWAY)
    assert "was away when this was recorded" in readers[0].health.message


@pytest.mark.parametrize(
    ("content", "state", "words"),
    [
        (None, DeviceState.AWAY, "There is no recording"),
        (b"epc,rssi\n", DeviceState.FAULTY, "is no recording of Hangtag"),
        (b"", DeviceState.FAULTY, "nothing recorded"),
        (member(LineWriter().lines([chapter()]))[:40], DeviceState.FAULTY, "nothing recorded"),
    ],
    ids=["missing", "foreign", "empty", "torn"],
)
def test_a_file_that_cannot_be_played_is_a_health(
    file: Path,
    readers: list[ReplayReader],
    content: bytes | None,
    state: DeviceState,
    words: str,
) -> None:
    if content is not None:
        file.write_bytes(content)
    readers.append(open_device("rfid", {"driver": "replay", "file": str(file)}))
    wait_until(lambda: readers[0].health.state is state)
    assert words in readers[0].health.message
    write(file, chapter(), heard(1.0))
    wait_until(lambda: readers[0].drain(0.1))
    assert readers[0].health.ok


@pytest.mark.parametrize("mistake", [{"file": ""}, {"speed": 0}, {"pause_s": -1}, {"speed": "x"}])
def test_a_mistake_in_the_settings_is_said_at_once(mistake: dict[str, Any]) -> None:
    with pytest.raises(DeviceError):
        open_device("rfid", {"driver": "replay", "file": "f", **mistake})

"""The flight recorder: what it keeps, what it throws away, and that it never costs the program."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from hardware.device import DeviceState
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.recording import recorder as recorder_module
from hardware.rfid.recording.export import export
from hardware.rfid.recording.files import ENDING, records_in, segments_in
from hardware.rfid.recording.lines import Chapter, Cover, Record, RecordingError, Update
from hardware.rfid.recording.playback import Findings, Playback
from hardware.rfid.recording.recorder import FlightRecorder, RecordedZone
from hardware.rfid.recording.ring import MOST_FILES, Ring
from hardware.rfid.zone import ZoneChange, ZoneProfile
from tests.conftest import REPO, LogWatch, wait_until

TAGS = [TagId.epc(f"30361F1B38270800000000{number:02X}") for number in range(20)]
PROFILE = ZoneProfile.table()


def chapter(updates: int = 0) -> Chapter:
    return Chapter("s", updates, "table-1", "table", "1", 0.0, 0.0, {}, [])


def busy(number: int) -> list[Record]:
    """Updates that hold twenty reads each."""
    return [
        Update(now / 3, tuple(TagRead(tag, 1, -50 - now % 17 / 7, now / 3) for tag in TAGS))
        for now in range(number)
    ]


def feed(zone: RecordedZone, turns: int, begin: float = 100.0) -> list[ZoneChange]:
    """A garment comes, and leaves in the last quarter."""
    return [
        zone.update(
            [TagRead(TAGS[0], 1, -48.0, begin + turn * 0.1)] if turn < turns * 0.75 else [],
            begin + turn * 0.1,
        )
        for turn in range(turns)
    ]


def play(path: Path) -> tuple[list[ZoneChange], Findings]:
    playback = Playback()
    changes = [step.change for step in playback.steps(records_in(path))]
    [found] = playback.findings.values()
    return changes, found


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[FlightRecorder]:
    recorder = FlightRecorder(tmp_path / "table-1", place="table-1", flush_s=0.05)
    recorder.open()
    yield recorder
    recorder.close()


def test_what_it_kept_plays_back_exactly(recorder: FlightRecorder, tmp_path: Path) -> None:
    zone = RecordedZone(PROFILE, recorder)
    changes = feed(zone, 300)
    recorder.close()
    recorder.close()
    assert recorder.health.ok
    played, found = play(tmp_path / "table-1")
    assert played == changes
    assert found.same
    assert found.decisions >= 2


def test_one_file_of_all_places_is_exported_while_they_record(
    recorder: FlightRecorder, tmp_path: Path
) -> None:
    zone = RecordedZone(PROFILE, recorder)
    changes = feed(zone, 200)
    other = FlightRecorder(tmp_path / "room-1", place="room-1")
    other.open()
    changes_there = feed(RecordedZone(ZoneProfile.fitting_room(), other), 100, begin=7.0)
    folders = {name: tmp_path / name for name in ("room-1", "table-1", "table-2")}
    wait_until((tmp_path / "room-1").exists)
    out = tmp_path / "incident.jsonl.gz"
    held = export(folders, out, minutes=10, note="wrong piece", version="1.2.3")
    other.close()
    assert [(each.place, each.reads, each.tags) for each in held] == [
        ("room-1", 75, {TAGS[0]}),
        ("table-1", 150, {TAGS[0]}),
    ]
    playback = Playback("table-1")
    assert [step.change for step in playback.steps(records_in(out))] == changes
    assert isinstance(playback.cover, Cover)
    assert playback.cover.note == "wrong piece"
    assert "Nothing about persons" in playback.cover.holds
    assert [step.change for step in Playback("room-1").steps(records_in(out))] == changes_there
    text = subprocess.run(["zcat", out], capture_output=True, text=True, check=True).stdout
    assert '"note":"wrong piece"' in text.splitlines()[0]
    assert not list(tmp_path.glob("*.part"))


def test_nothing_recorded_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="Nothing was recorded in the last 5 minutes"):
        export({"room-1": tmp_path / "none"}, tmp_path / "out", minutes=5)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_all_places_is_not_one_of_them(tmp_path: Path) -> None:
    for place in ("room-1", "table-1"):
        (tmp_path / place).mkdir()
        (tmp_path / place / f"000001{ENDING}").touch()
    with pytest.raises(RecordingError, match=r"Name one of them: .*room-1$"):
        list(records_in(tmp_path))


def test_what_is_older_is_not_exported(recorder: FlightRecorder, tmp_path: Path) -> None:
    feed(RecordedZone(PROFILE, recorder), 10)
    recorder.close()
    for file in segments_in(tmp_path / "table-1"):
        os.utime(file, (time.time() - 400,) * 2)
    with pytest.raises(RecordingError):
        export({"table-1": tmp_path / "table-1"}, tmp_path / "out", minutes=5)


# --- bounded


def test_a_ring_is_bounded_in_bytes(tmp_path: Path) -> None:
    ring = Ring(tmp_path, minutes=30, megabytes=0.2)
    largest = 0
    ring.append([chapter()])
    for _ in range(300):
        ring.append([chapter(), *busy(20)] if ring.due else busy(20))
        largest = max(largest, sum(file.stat().st_size for file in segments_in(tmp_path)))
    ring.close()
    assert 100_000 < largest < 230_000
    assert segments_in(tmp_path)[0].name > "00000010"


def test_a_ring_is_bounded_in_minutes(tmp_path: Path) -> None:
    ring = Ring(tmp_path, minutes=30, megabytes=5)
    for minutes_ago in (40, 31, 29, 5):
        ring.append([chapter(), *busy(3)])
        os.utime(segments_in(tmp_path)[-1], (time.time() - minutes_ago * 60,) * 2)
    ring.append([chapter()])
    ring.close()
    assert [int(file.name[:8]) for file in segments_in(tmp_path)] == [3, 4, 5]


def test_a_program_that_starts_again_and_again_leaves_few_files(tmp_path: Path) -> None:
    for _ in range(MOST_FILES + 20):
        ring = Ring(tmp_path, minutes=30, megabytes=5)
        ring.append([chapter(), *busy(1)])
        ring.close()
    assert len(segments_in(tmp_path)) == MOST_FILES
    assert int(segments_in(tmp_path)[-1].name[:8]) == MOST_FILES + 20


def test_a_ring_goes_on_from_file_to_file_without_a_gap(tmp_path: Path) -> None:
    recorder = FlightRecorder(tmp_path / "table-1", place="table-1", megabytes=0.02, flush_s=0.0)
    zone = RecordedZone(PROFILE, recorder)
    changes: list[ZoneChange] = []
    recorder.open()
    for turn in range(12):
        changes += feed(zone, 200, begin=turn * 20.0)
        recorder.flush()
        wait_until(lambda: not recorder._waiting)
        wait_until(lambda: recorder.wants_chapter or not recorder._ring.due)
    recorder.close()
    assert len(segments_in(tmp_path / "table-1")) > 2
    played, found = play(tmp_path / "table-1")
    assert played == changes[len(changes) - len(played) :]
    assert found.same
    assert found.other_states == 0
    assert found.same_states == len(segments_in(tmp_path / "table-1")) - 1


# --- what it costs the program: nothing


Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_costs_the_recording_and_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("the flight recorder cannot write")
    warnings: list[str] = []
    monkeypatch.setattr(recorder_module.log, "warning", lambda *args: warnings.append(args[0]))
    monkeypatch.setattr(recorder_module, "RETRY_S", 0.1)
    monkeypatch.setattr(recorder_module, "POLL_S", 0.01)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 1000))
    recorder = FlightRecorder(tmp_path / "table-1", place="table-1", flush_s=0.01)
    recorder.open()
    zone = RecordedZone(PROFILE, recorder)
    feed(zone, 20)
    wait_until(lambda: recorder.health.state is DeviceState.AWAY)
    assert "Make room on the disk" in recorder.health.message
    for _ in range(3):  # it tries again, and says nothing
        wait_until(lambda: recorder.wants_chapter)
        feed(zone, 20)
        wait_until(lambda: not recorder.wants_chapter)
    monkeypatch.undo()
    monkeypatch.setattr(recorder_module, "POLL_S", 0.01)

    def records() -> bool:
        feed(zone, 1)
        return recorder.health.ok

    recorder._retry_at = 0.0
    wait_until(records)
    recorder.close()
    assert len(warnings) == 1
    assert any(isinstance(each, Chapter) for each in records_in(tmp_path / "table-1"))


def test_a_folder_that_cannot_be_made_is_a_health(tmp_path: Path, log_watch: LogWatch) -> None:
    log_watch.expect("the flight recorder cannot write")
    (tmp_path / "recorder").write_text("a file where the folder should be")
    recorder = FlightRecorder(tmp_path / "recorder" / "table-1", place="table-1", flush_s=0.01)
    recorder.open()
    assert len(feed(RecordedZone(PROFILE, recorder), 50)) == 50
    wait_until(lambda: recorder.health.state is DeviceState.AWAY)
    recorder.close()


def test_a_slow_card_keeps_nobody_waiting_and_leaves_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_module, "MOST_WAITING", 100)
    monkeypatch.setattr(recorder_module, "POLL_S", 0.01)
    stands, goes_on = threading.Event(), threading.Event()
    append: Callable[[Ring, Sequence[Record]], None] = Ring.append

    def slow(ring: Ring, records: Sequence[Record]) -> None:
        if records:
            stands.set()
            assert goes_on.wait(30)
        append(ring, records)

    monkeypatch.setattr(Ring, "append", slow)
    recorder = FlightRecorder(tmp_path / "table-1", place="table-1", flush_s=0.01)
    recorder.open()
    zone = RecordedZone(PROFILE, recorder)
    feed(zone, 1)
    assert stands.wait(30)
    changes = feed(zone, 1000)
    assert len(recorder._waiting) <= 102
    goes_on.set()
    wait_until(lambda: recorder.wants_chapter)
    monkeypatch.setattr(recorder_module, "MOST_WAITING", 10_000)
    changes += feed(zone, 100, begin=300.0)
    recorder.close()
    played, found = play(tmp_path / "table-1")
    assert found.same
    assert found.missing == 1 + len(changes) - found.updates > 0
    assert played[-100:] == changes[-100:]


def test_a_card_that_never_answers_does_not_keep_the_program_from_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_module, "CLOSE_S", 0.05)
    over = threading.Event()
    monkeypatch.setattr(Ring, "append", lambda *_: over.wait(30) and None)
    recorder = FlightRecorder(tmp_path, place="table-1")
    recorder.open()
    feed(RecordedZone(PROFILE, recorder), 5)
    recorder.close()
    over.set()


def test_what_fails_unexpectedly_ends_the_recording_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("the flight recorder of table-1 failed")
    recorder = FlightRecorder(tmp_path, place="table-1")
    monkeypatch.setattr(recorder, "take", lambda _: 1 / 0)
    zone = RecordedZone(PROFILE, recorder)
    assert len(feed(zone, 20)) == 20
    assert recorder.health.state is DeviceState.FAULTY
    assert not recorder.wants_chapter


def test_a_write_that_fails_halfway_leaves_what_was_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = Ring(tmp_path, minutes=30, megabytes=5)
    ring.append([chapter(), *busy(5)])
    assert ring._file is not None

    class Half:
        def __init__(self, file: object) -> None:
            self.file = file

        def write(self, piece: bytes) -> int:
            if len(piece) < 50:
                raise OSError(errno.ENOSPC, "No space left on device")
            return int(self.file.write(piece[: len(piece) // 2]))  # type: ignore[attr-defined]

    whole = ring._file
    monkeypatch.setattr(ring, "_file", Half(whole))
    with pytest.raises(OSError, match="No space left"):
        ring.append(busy(50))
    whole.close()
    assert list(records_in(tmp_path))[:6] == [chapter(), *busy(5)]


def test_a_card_that_fails_at_closing_too_does_not_end_the_recorder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("the flight recorder cannot write")
    monkeypatch.setattr(recorder_module, "RETRY_S", 0.1)
    monkeypatch.setattr(recorder_module, "POLL_S", 0.01)
    recorder = FlightRecorder(tmp_path / "table-1", place="table-1", flush_s=0.01)
    recorder.open()
    zone = RecordedZone(PROFILE, recorder)

    def records() -> bool:
        feed(zone, 1)
        return recorder.health.ok

    wait_until(records)

    class Broken:
        def fail(self, *_: object) -> None:
            raise OSError(errno.EIO, "Input/output error")

        write = close = fail

    file, recorder._ring._file = recorder._ring._file, Broken()  # type: ignore[assignment]
    assert file is not None
    file.close()
    feed(zone, 1)
    wait_until(lambda: recorder.health.state is DeviceState.AWAY)
    wait_until(records)
    recorder.close()


# --- killed


RECORDS_FOR_EVER = """
import sys, time
from pathlib import Path
from tests.unit.hardware.test_flight_recorder import PROFILE, TAGS, FlightRecorder, RecordedZone
from hardware.rfid.reader import TagRead
recorder = FlightRecorder(Path(sys.argv[1]), place="table-1", megabytes=0.05, flush_s=0.02)
recorder.open()
zone = RecordedZone(PROFILE, recorder)
while True:
    now = time.monotonic()
    zone.update([TagRead(tag, 1, -50.0 - now % 7, now) for tag in TAGS], now)
    time.sleep(0.001)
"""


@pytest.mark.slow
def test_a_killed_program_leaves_a_ring_that_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "table-1"
    for life in range(2):  # a second one goes on in the same folder
        process = subprocess.Popen([sys.executable, "-c", RECORDS_FOR_EVER, folder], cwd=REPO)
        known = set(segments_in(folder)) if life else set()

        def recorded(known: set[Path] = known) -> bool:
            files = set(segments_in(folder)) - known
            return len(files) >= 2 and sum(file.stat().st_size for file in files) > 5_000

        wait_until(recorded, 60)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    _, found = play(folder)
    assert found.same
    assert found.other_states == 0
    assert found.decisions > 0
    assert found.notes == []
    [held] = export({"table-1": folder}, tmp_path / "out", minutes=10)
    assert held.reads == found.reads
    assert play(tmp_path / "out")[1].decisions == found.decisions

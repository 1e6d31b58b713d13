"""Recording and playing back: exactly the same, through files, from any chapter on."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.rfid.reader import TagId, TagKind, TagRead
from hardware.rfid.recording import files
from hardware.rfid.recording.lines import Chapter, LineReader, LineWriter, Record, Torn, Update
from hardware.rfid.recording.lines import RecordingError as NoRecording
from hardware.rfid.recording.playback import Playback
from hardware.rfid.recording.recorder import FlightRecorder, RecordedZone
from hardware.rfid.recording.state import StateError, restored, written
from hardware.rfid.zone import ReadZone, ZoneChange, ZoneProfile

TAGS = [
    TagId.epc("30361F1B3827080000000001"),
    TagId.epc("30361F1B3827080000000002"),
    TagId(TagKind.UID, "04A2B3C4D5E680"),
    TagId(TagKind.URI, "https://example.com/01/09506000134352/21/Zoë\ud800"),
]
PROFILES = [ZoneProfile.fitting_room(), ZoneProfile.table()]


class Tape(FlightRecorder):
    """A recorder that keeps everything in memory, and wants a chapter whenever it is told to."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"), place="room-1", program="mirror", version="1.2.3")
        self.records: list[Record] = []

    def begin(self, chapter: Chapter) -> None:
        self._wants_chapter = False
        self.records.append(chapter)

    def take(self, update: Update) -> None:
        self.records.append(update)

    def new_chapter(self) -> None:
        self._wants_chapter = True


Turn = tuple[list[TagRead], float, bool, bool]


@st.composite
def turns(draw: st.DrawFn) -> list[Turn]:
    """Updates as programs make them and as they do not: (reads, now, reader_ok, new chapter)."""
    now = draw(st.floats(0, 1e7))
    made = []
    steps = st.one_of(st.floats(0, 0.3), st.floats(0, 0.3), st.floats(0, 40))
    heard = st.tuples(
        st.sampled_from(TAGS),
        st.integers(1, 3),
        st.none() | st.floats(-80, -30) | st.integers(-80, -30).map(float),
        st.floats(-0.2, 0.1),
        st.integers(1, 3),
    )
    for _ in range(draw(st.integers(1, 60))):
        now += draw(steps)
        reads = [
            TagRead(tag, antenna, rssi, now + late, count)
            for tag, antenna, rssi, late, count in draw(st.lists(heard, max_size=6))
        ]
        well = draw(st.sampled_from([True] * 9 + [False]))
        made.append((reads, now, well, draw(st.sampled_from([False] * 9 + [True]))))
    return made


def recorded(played: Sequence[Turn], profile: ZoneProfile) -> tuple[list[ZoneChange], list[Record]]:
    """What a recorded zone answers to these updates, and what is on the tape."""
    tape = Tape()
    zone = RecordedZone(profile, tape)
    changes = []
    for reads, now, well, chapter in played:
        if chapter:
            tape.new_chapter()
        changes.append(zone.update(reads, now, reader_ok=well))
    return changes, tape.records


def lines_of(records: Sequence[Record]) -> list[str]:
    return list(LineWriter().lines(records))


@pytest.mark.slow
@given(turns(), st.sampled_from(PROFILES), st.data())
def test_what_was_recorded_plays_back_exactly_from_any_chapter(
    played: list[Turn], profile: ZoneProfile, data: st.DataObject
) -> None:
    changes, records = recorded(played, profile)
    plain = ReadZone(profile)
    assert changes == [plain.update(reads, now, reader_ok=well) for reads, now, well, _ in played]
    back = list(LineReader("tape").records(lines_of(records)))
    assert back == records
    begin = data.draw(
        st.sampled_from([n for n, each in enumerate(back) if isinstance(each, Chapter)])
    )
    playback = Playback()
    steps = list(playback.steps(back[begin:]))
    assert [step.change for step in steps] == changes[len(changes) - len(steps) :]
    [found] = playback.findings.values()
    assert found.same
    assert found.other_states == 0
    assert found.same_states == sum(isinstance(each, Chapter) for each in back[begin + 1 :])
    assert found.decisions == sum(bool(step.made) for step in steps)


@pytest.mark.slow
@given(turns(), st.sampled_from(PROFILES), st.integers(0, 10_000))
def test_a_file_that_ends_anywhere_is_read_as_far_as_it_goes(
    played: list[Turn], profile: ZoneProfile, cut: int
) -> None:
    _, records = recorded(played, profile)
    half = len(records) // 2
    writer = LineWriter()
    pieces = b"".join(files.member(writer.lines(part)) for part in (records[:half], records[half:]))
    whole = list(LineReader("x").records(files.lines_in(pieces)))
    torn = list(LineReader("x").records(files.lines_in(pieces[: cut % (len(pieces) + 1)])))
    assert whole == records
    assert torn == records[: len(torn)]


def test_a_line_that_cannot_be_read_ends_its_chapter_only() -> None:
    _, records = recorded(
        [([TagRead(TAGS[0], 1, -50.0, t / 10)], t / 10, True, t == 20) for t in range(40)],
        PROFILES[0],
    )
    lines = lines_of(records)
    broken = [*lines[:5], lines[5][: len(lines[5]) // 2], *lines[6:]]
    back = list(LineReader("broken").records(broken))
    assert back.count(Torn()) == 1
    second = [n for n, each in enumerate(records) if isinstance(each, Chapter)][1]
    assert back[-(len(records) - second) :] == records[second:]
    playback = Playback()
    list(playback.steps(back))
    found = playback.findings["room-1"]
    assert found.same
    assert found.missing == 40 - found.updates > 0
    assert found.torn == 1


@pytest.mark.parametrize("place", [10, -8], ids=["content", "checksum"])
def test_a_damaged_file_is_not_taken_for_a_whole_one(place: int) -> None:
    _, records = recorded(arriving(), PROFILES[0])
    writer = LineWriter()
    first, second = (files.member(writer.lines(part)) for part in (records[:10], records[10:]))
    octets = bytearray(second)
    octets[place] ^= 0x07  # at the beginning: a kind of block that there is not
    back = list(LineReader("x").records(files.lines_in(first + octets)))
    assert back == [*records[:10], Torn()]
    playback = Playback()
    list(playback.steps(back))
    assert playback.findings["room-1"].torn == 1


def chapter_telling(tells: str) -> str:
    record = asdict(Chapter("s", 0, "room-1", "mirror", "1", 1e9, 0.0, {}, []))
    return json.dumps({"chapter": 1, **record}).replace('"tells": []', f'"tells": {tells}') + "\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("tag,antenna,rssi\n1,2,3\n", "is no recording of Hangtag"),
        ("\x00\x01\n", "is no recording of Hangtag"),
        ('{"at": 1, "reads": [[0, 1, 2, 3]]}\n', "is no recording of Hangtag"),
        ('{"chapter": 2}\n', "format 2; this Hangtag reads format 1"),
        (chapter_telling("[1]"), "is no recording of Hangtag"),
        (chapter_telling("[[]]"), "is no recording of Hangtag"),
        ('{"recording": 1}\n', "is no recording of Hangtag"),
        ("[" * 100_000 + "\n", "is no recording of Hangtag"),
        ("x" * 100, "nothing recorded"),
        ("", "nothing recorded"),
    ],
)
def test_what_is_no_recording_is_said(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "reads.csv"
    file.write_text(content)
    with pytest.raises(NoRecording, match=words):
        list(Playback().steps(files.records_in(file)))


def test_a_place_that_is_not_in_the_file_is_told_with_those_that_are() -> None:
    _, records = recorded([([], 1.0, True, False)], PROFILES[0])
    with pytest.raises(NoRecording, match="of table-7; it has: room-1"):
        list(Playback("table-7").steps(records))


# --- a zone that decides otherwise


def arriving() -> list[Turn]:
    return [([TagRead(TAGS[0], 1, -50.0, t / 10)], t / 10, True, False) for t in range(40)]


def test_the_first_decision_that_differs_is_found() -> None:
    _, records = recorded(arriving(), PROFILES[0])
    decided = [n for n, each in enumerate(records) if isinstance(each, Update) and each.decision]
    update = records[decided[-1]]
    assert isinstance(update, Update)
    decision = {**update.decision, "stable": "never"}
    records[decided[-1]] = Update(update.now, update.reads, update.reader_ok, decision)
    playback = Playback()
    steps = list(playback.steps(records))
    found = playback.findings["room-1"]
    assert not found.same
    assert found.differing == 1
    assert found.first_difference is steps[decided[-1] - 1]


def test_versions_are_compared_in_what_both_tell() -> None:
    _, records = recorded(arriving(), PROFILES[0])
    older: list[Record] = []
    for record in records:
        if isinstance(record, Chapter):
            record = replace(record, tells=["present", "arrived", "left"])
        elif isinstance(record, Update) and (arrived := record.decision.get("arrived")):
            arrived = [{"tag": each["tag"], "since": each["since"]} for each in arrived]
            record = Update(record.now, record.reads, record.reader_ok, {"arrived": arrived})
        older.append(record)
    playback = Playback()
    list(playback.steps(older))
    found = playback.findings["room-1"]
    assert found.same
    [note] = found.notes
    assert "not compared: near, stable" in note


def test_a_state_of_other_code_begins_empty_and_says_so() -> None:
    played = [(reads, now, ok, now == 2.0) for reads, now, ok, _ in arriving()]
    _, records = recorded(played, PROFILES[0])
    from_second = records[
        next(n for n, each in enumerate(records) if n and isinstance(each, Chapter)) :
    ]
    chapter = from_second[0]
    assert isinstance(chapter, Chapter)
    chapter.zone[2]["_patience"] = 3
    playback = Playback()
    list(playback.steps(from_second))
    found = playback.findings["room-1"]
    assert "begins empty" in found.notes[0]
    assert "_patience" in found.notes[0]
    assert not found.same


def test_a_zone_that_was_set_by_other_numbers_is_played_with_those_that_both_have() -> None:
    _, records = recorded(arriving(), replace(PROFILES[0], enough=30.0))
    chapter = records[0]
    assert isinstance(chapter, Chapter)
    for numbers in (chapter.profile[2], chapter.zone[2]["_profile"][2]):
        del numbers["company_s"]
        numbers["courage"] = 1.0
    playback = Playback()
    steps = list(playback.steps(records))
    found = playback.findings["room-1"]
    assert "company_s, courage" in found.notes[0]
    assert not any(step.change.arrived for step in steps)  # so much evidence there is not
    assert found.same


@pytest.mark.parametrize("profile", [{}, [], ["object", "x", {}], ["object", "x", {"enough": "a"}]])
def test_a_recording_that_does_not_say_how_its_zone_was_set_is_none(profile: Any) -> None:
    _, records = recorded(arriving(), PROFILES[0])
    assert isinstance(records[0], Chapter)
    records[0] = replace(records[0], profile=profile, zone=None)
    with pytest.raises(NoRecording, match="does not say how"):
        list(Playback().steps(records))


# --- a state as JSON


def test_what_is_shared_is_shared_again() -> None:
    tags = [TAGS[0]]
    one, other = restored(written([tags, {"again": tags}, -math.inf]))[:2]
    assert one == tags
    assert other["again"] is one


@pytest.mark.parametrize("state", [print, {"f": len}, object(), Path()])
def test_what_has_no_notation_is_refused(state: object) -> None:
    with pytest.raises(StateError):
        written(state)


@pytest.mark.parametrize(
    "content",
    [
        ["object", "os:system", {}],
        ["object", "subprocess:Popen", {"args": "true"}],
        ["object", "hardware.rfid.zone.read_zone:math.inf", {}],
        ["object", "hardware.rfid.zone.read_zone:math", {}],
        ["object", "hardware.rfid.zone.nowhere:Zone", {}],
        ["object", "hardware.rfid.reader:TagId", {"kind": "epc"}],
        ["enum", "hardware.rfid.reader:TagKind", "smell"],
        ["same", 7],
        ["what", []],
        [],
    ],
)
def test_a_file_makes_nothing_but_what_a_zone_is_made_of(content: object) -> None:
    with pytest.raises(StateError):
        restored(content)

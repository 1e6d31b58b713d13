"""One reader for several listeners: who hears what, who is told what, and who is harmed by whom."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.device import DeviceError, DeviceState, Health, open_device
from hardware.rfid.field import Field
from hardware.rfid.llrp.emulator import LlrpEmulator
from hardware.rfid.reader import RfidReader, TagId, TagKind, TagRead
from hardware.rfid.shared import server as sharing
from hardware.rfid.shared import wire
from hardware.rfid.shared.driver import SharedReader
from hardware.rfid.shared.server import SharedReaderServer
from hardware.rfid.shared.wire import Heard, Lines, Said, Stands, Wish
from hardware.rfid.simulated.driver import SimulatedReader
from tests.conftest import wait_until

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")


class Played:
    """A reader that hears what a test says."""

    def __init__(self) -> None:
        self.health = Health(DeviceState.OK)
        self.reads: list[TagRead] = []

    def open(self) -> None: ...

    def close(self) -> None: ...

    def drain(self, timeout: float = 0.0) -> list[TagRead]:
        reads, self.reads = self.reads, []
        if not reads:
            time.sleep(min(timeout, 0.005))
        return reads


@pytest.fixture
def played() -> Played:
    return Played()


@pytest.fixture
def server(played: Played, tmp_path: Path) -> Iterator[SharedReaderServer]:
    with SharedReaderServer(tmp_path / "ceiling", played, [1, 2, 3]) as server:
        yield server


@pytest.fixture
def listen(server: SharedReaderServer) -> Iterator[Any]:
    made: list[RfidReader] = []

    def listen(*antennas: int) -> SharedReader:
        reader: SharedReader = open_device(
            "rfid", {"driver": "shared", "port": str(server.path), "antennas": list(antennas)}
        )
        made.append(reader)
        becomes(reader, DeviceState.OK)
        return reader

    yield listen
    for each in made:
        each.close()


def becomes(reader: SharedReader, state: DeviceState, words: str = "") -> None:
    wait_until(
        lambda: reader.health.state is state and words in reader.health.message,
        what=f"{state} and {words!r}; it is {reader.health}",
    )


def gets(reader: SharedReader, count: int) -> list[TagRead]:
    reads: list[TagRead] = []
    wait_until(
        lambda: reads.extend(reader.drain(0.05)) or len(reads) >= count, what=f"{count} reads"
    )
    return reads


def read(tag: TagId, antenna: int, at: float = 1.5) -> TagRead:
    return TagRead(tag, antenna, -51.5, at, 2)


def test_each_hears_its_own_antennas_as_the_reader_heard_them(played: Played, listen: Any) -> None:
    first, second, all_of_them = listen(1), listen(2, 3), listen()
    heard = [read(SHIRT, 1), read(SCARF, 2, 1.25), read(SHIRT, 3, 1.75)]
    played.reads = list(heard)
    assert gets(first, 1) == heard[:1]
    assert gets(second, 2) == heard[1:]
    assert gets(all_of_them, 3) == heard


def test_the_readers_health_is_passed_on(played: Played, listen: Any) -> None:
    reader = listen(1)
    away = Health(DeviceState.AWAY, "The reader is not connected. Check its power.", "ENODEV")
    played.health = away
    wait_until(lambda: reader.health == away)
    played.health = Health(DeviceState.OK)
    wait_until(lambda: reader.health.ok)


def test_an_antenna_that_the_reader_is_not_set_to_is_named(server: SharedReaderServer) -> None:
    settings = {"driver": "shared", "port": str(server.path), "antennas": [2, 4]}
    reader = open_device("rfid", settings)
    becomes(reader, DeviceState.FAULTY, "not set to antenna 4. Add it in config.yaml")
    reader.close()


def test_a_listener_that_sleeps_harms_nobody_but_itself(
    played: Played, server: SharedReaderServer, listen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MAX_WAITING", 1000)
    awake = listen(1)
    heard: list[TagRead] = []
    with socket.socket(socket.AF_UNIX) as asleep:
        asleep.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        asleep.connect(str(server.path))
        asleep.sendall(wire.encode(Wish((1,))))
        wait_until(lambda: server.listeners == 2)
        for turn in range(100):
            played.reads = [read(SHIRT, 1, turn + number / 100) for number in range(100)]
            heard += gets(awake, 100)
        assert len(heard) == 10_000
        assert awake.lost_reads == 0

        lines, said = Lines(), list[Said]()

        def catches_up() -> bool:  # it wakes
            said.extend(lines.feed(asleep.recv(1 << 16)))
            return any(isinstance(each, Stands) and each.lost for each in said)

        wait_until(catches_up)
        caught = [each for part in said if isinstance(part, Heard) for each in part.reads]
        lost = max(part.lost for part in said if isinstance(part, Stands))
        assert len(caught) + lost == 10_000
        assert caught[-1] == heard[-1]


def test_the_program_that_shares_is_started_again(
    played: Played, server: SharedReaderServer, listen: Any
) -> None:
    reader = listen(1)
    for _ in range(2):
        server.stop()
        becomes(reader, DeviceState.AWAY, "does not run")
        server.start()
        becomes(reader, DeviceState.OK)
        played.reads = [read(SHIRT, 1)]
        assert gets(reader, 1) == [read(SHIRT, 1)]


def test_one_that_hangs_is_away_until_it_goes_on(
    played: Played, listen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = listen(1)
    drain = played.drain
    hangs = [True]

    def hang(timeout: float = 0.0) -> list[TagRead]:
        wait_until(lambda: not hangs[0], 20)
        return drain(timeout)

    monkeypatch.setattr(played, "drain", hang)
    becomes(reader, DeviceState.AWAY, "does not answer")
    hangs[0] = False
    becomes(reader, DeviceState.OK)


def test_one_that_hangs_with_a_queue_at_its_door_is_away_too(tmp_path: Path) -> None:
    path = tmp_path / "ceiling"
    with ExitStack() as opened:
        door = opened.enter_context(socket.socket(socket.AF_UNIX))
        door.bind(str(path))
        door.listen(0)
        with contextlib.suppress(BlockingIOError):
            while True:
                waits = opened.enter_context(socket.socket(socket.AF_UNIX))
                waits.setblocking(False)
                waits.connect(str(path))
        reader = SharedReader(str(path))
        reader.open()
        becomes(reader, DeviceState.AWAY, "does not answer")
        reader.close()
    assert not any(each.name == f"rfid {path}" for each in threading.enumerate())


def test_what_a_server_that_died_left_behind_is_cleared_away(
    played: Played, tmp_path: Path
) -> None:
    path = tmp_path / "ceiling"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with SharedReaderServer(path, played) as server:
        with pytest.raises(DeviceError, match=r"shares a reader at .* already"):
            SharedReaderServer(path, played).start()
        reader = SharedReader(str(server.path))
        reader.open()
        becomes(reader, DeviceState.OK)
        reader.close()
    assert not path.exists()


def test_a_path_of_any_length_serves(played: Played, tmp_path: Path) -> None:
    path = tmp_path / ("a" * 60) / ("b" * 60) / "ceiling"
    with SharedReaderServer(path, played):
        reader = SharedReader(str(path))
        reader.open()
        becomes(reader, DeviceState.OK)
        reader.close()


def test_a_path_that_cannot_be_shared_at_is_named(played: Played, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeviceError, match="cannot be shared at"):
        SharedReaderServer(tmp_path / "file" / "ceiling", played).start()
    with pytest.raises(DeviceError, match="cannot be shared at"):
        SharedReaderServer(tmp_path / "file", played).start()


@pytest.mark.parametrize("said", [b"GET / HTTP/1.1\r\n\r\n", b'{"reads":[]}\n', b"\xff\n", b"3\n"])
def test_a_stranger_is_let_go(said: bytes, server: SharedReaderServer, listen: Any) -> None:
    reader = listen(1)
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.settimeout(10)
        stranger.connect(str(server.path))
        stranger.sendall(said)
        assert stranger.recv(100) == b""
    wait_until(lambda: server.listeners == 1)
    assert reader.health.ok


def test_a_socket_that_shares_no_reader_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()
        reader = SharedReader(str(path))
        reader.open()
        caller, _ = door.accept()
        with caller:
            caller.sendall(b"hello\n")
            becomes(reader, DeviceState.AWAY, "shares no reader")
        reader.close()


def test_rooms_of_one_ceiling_reader(tmp_path: Path) -> None:
    """An LLRP reader with an antenna in each of three fitting rooms."""
    field = Field(seed=2, fades=False)
    with LlrpEmulator(Path("reader"), field) as emulator:
        owned = open_device(
            "rfid",
            {"driver": "llrp", **emulator.reached_by, "antennas": [1, 2, 3], "keepalive_s": 0.1},
        )
        with SharedReaderServer(tmp_path / "ceiling", owned, [1, 2, 3]) as server:
            rooms = [SharedReader(str(server.path), antennas=[antenna]) for antenna in (1, 2, 3)]
            for room in rooms:
                room.open()
            field.place(SHIRT, antenna=1)
            field.place(SCARF, antenna=3)
            assert {each.tag for each in gets(rooms[0], 5)} == {SHIRT}
            assert {each.tag for each in gets(rooms[2], 5)} == {SCARF}
            emulator.pull_antenna(2)
            becomes(rooms[1], DeviceState.FAULTY, "Antenna 2")
            assert rooms[0].health.ok
            assert rooms[1].drain() == []
            emulator.unplug()
            for room in rooms:
                becomes(room, DeviceState.AWAY, "not connected")
            for room in rooms:
                room.close()
        owned.close()


TAGS = st.builds(TagId, st.just(TagKind.URI), st.text(min_size=1)) | st.builds(
    TagId.epc, st.binary(min_size=1, max_size=20)
)
READS = st.builds(
    TagRead,
    TAGS,
    st.integers(1, 99),
    st.none() | st.floats(-99, 0),
    st.floats(0, 1e9),
    st.integers(1, 1000),
)
SAID = st.one_of(
    st.builds(Wish, st.lists(st.integers(1, 99)).map(tuple)),
    st.builds(Heard, st.lists(READS, max_size=4).map(tuple)),
    st.builds(
        Stands,
        st.builds(Health, st.sampled_from(DeviceState), st.text(), st.text()),
        st.integers(0, 10),
    ),
)


@given(st.lists(SAID, max_size=5), st.lists(st.integers(1, 60), max_size=30))
def test_what_is_said_comes_through_however_it_is_cut(said: list[Said], cuts: list[int]) -> None:
    octets = b"".join(wire.encode(each) for each in said)
    lines, heard = Lines(), list[Said]()
    for cut in [*cuts, len(octets)]:
        heard += lines.feed(octets[:cut])
        octets = octets[cut:]
    assert heard == said


@pytest.mark.parametrize("mistake", [{"port": ""}, {"port": "p", "antennas": [0]}, {}])
def test_a_mistake_in_the_settings_is_said_at_once(mistake: dict[str, Any]) -> None:
    with pytest.raises(DeviceError):
        open_device("rfid", {"driver": "shared", **mistake})


def test_a_simulated_reader_can_be_shared(tmp_path: Path) -> None:
    owned = SimulatedReader(Field(seed=1), antennas=[1, 2])
    owned.open()
    owned.field.place(SHIRT, antenna=2)
    with SharedReaderServer(tmp_path / "ceiling", owned):
        reader = SharedReader(str(tmp_path / "ceiling"), antennas=[2])
        reader.open()
        assert {each.tag for each in gets(reader, 3)} == {SHIRT}
        reader.close()
    owned.close()

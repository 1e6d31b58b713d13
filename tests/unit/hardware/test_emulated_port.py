"""What an emulated port survives: a module that fails, a place that is taken, a bench that died."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.rfid.emulated_device import EmulatedDevice
from hardware.rfid.emulated_port import EmulatedPort, Said
from hardware.rfid.field import Field
from hardware.rfid.llrp.emulator import LlrpEmulator
from tests.conftest import REPO, LogWatch, wait_until


class Echo:
    """A module that says what it hears, until it fails."""

    baud = 115200
    next_at: float | None = None
    fails: BaseException | None = None

    def power_up(self) -> None: ...

    def hear(self, octets: bytes, now: float) -> list[Said]:
        if self.fails:
            raise self.fails
        return [Said(octets)]

    def work(self, now: float) -> list[Said]:
        self.next_at = None
        if self.fails:
            raise self.fails
        return []


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    def left() -> tuple[int, list[threading.Thread]]:
        threads = [each for each in threading.enumerate() if each.name.startswith("emulator")]
        return len(list(Path("/proc/self/fd").iterdir())), threads

    files, _ = left()
    yield
    wait_until(lambda: left()[0] <= files and not left()[1], what="nothing to be left open")


def echoes(link: Path) -> bool:
    port = os.open(link, os.O_RDWR | os.O_NOCTTY)
    try:
        os.write(port, b"hello")
        said = b""
        while len(said) < 5:  # it comes at the line's pace, in pieces
            said += os.read(port, 5 - len(said))
        return said == b"hello"
    finally:
        os.close(port)


@pytest.mark.parametrize("does", ["hear", "work"])
def test_a_module_that_fails_is_unplugged_and_can_be_plugged_in_again(
    does: str, tmp_path: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("emulator reader failed and is unplugged")
    module = Echo()
    with EmulatedPort(tmp_path / "reader", module) as emulator:
        assert echoes(emulator.link)
        port = os.open(emulator.link, os.O_RDWR | os.O_NOCTTY)
        module.fails = ZeroDivisionError("a bug")
        if does == "hear":
            os.write(port, b"hello")
        else:
            emulator.order(lambda: setattr(module, "next_at", 0.0))
        wait_until(lambda: not emulator.plugged)
        wait_until(lambda: not emulator.link.is_symlink())
        os.close(port)
        module.fails = None
        emulator.plug()
        assert echoes(emulator.link)


def test_one_that_fails_when_it_is_unplugged_stops_all_the_same(
    tmp_path: Path, log_watch: LogWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_watch.expect("emulator reader failed when it was unplugged")
    module = Echo()
    with EmulatedPort(tmp_path / "reader", module) as emulator:
        monkeypatch.setattr(module, "power_up", lambda: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            emulator.unplug()
        with pytest.raises(ZeroDivisionError):
            emulator.plug()
        monkeypatch.undo()
        emulator.plug()
        monkeypatch.setattr(module, "power_up", lambda: 1 // 0)
    assert not emulator.link.is_symlink()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_a_thread_that_is_over_left_is_cleared_away(tmp_path: Path) -> None:
    module = Echo()
    emulator = EmulatedPort(tmp_path / "reader", module)
    emulator.start()
    thread = next(each for each in threading.enumerate() if each.name == "emulator reader")
    module.fails = SystemExit()
    port = os.open(emulator.link, os.O_RDWR | os.O_NOCTTY)
    os.write(port, b"hello")
    thread.join(10)
    os.close(port)
    with pytest.raises(RuntimeError, match="not started"):
        emulator.plug()
    emulator.stop()
    emulator.stop()
    assert not emulator.plugged
    assert not emulator.link.is_symlink()
    module.fails = None
    with emulator:
        assert echoes(emulator.link)


def test_a_link_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    emulator = EmulatedPort(tmp_path / "file" / "reader", Echo())
    for _ in range(2):
        with pytest.raises(OSError, match="file"):
            emulator.start()
    (tmp_path / "reader").mkdir()
    with pytest.raises(IsADirectoryError):
        EmulatedPort(tmp_path / "reader", Echo()).start()


def test_a_link_is_for_one_emulator_until_it_stops(tmp_path: Path) -> None:
    link = tmp_path / "dev" / "reader"
    other = EmulatedPort(link, Echo())
    with EmulatedPort(link, Echo()) as first:
        for _ in range(2):
            with pytest.raises(FileExistsError, match="another program plays"):
                other.start()
            assert echoes(link)
        first.unplug()
        with pytest.raises(FileExistsError, match="another program plays"):
            other.start()
    with other:
        assert echoes(link)
    with first:
        assert echoes(link)


PLAYS = """
import sys, time
from pathlib import Path
from hardware.rfid.emulators import emulate
from hardware.rfid.field import Field
with emulate("mercury", Path(sys.argv[1]), Field()):
    print("plays", flush=True)
    time.sleep(600)
"""


def test_a_link_that_a_killed_bench_left_is_taken_over(tmp_path: Path) -> None:
    link = tmp_path / "reader"
    command = [sys.executable, "-c", PLAYS, str(link)]
    with subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE) as bench:
        assert bench.stdout is not None
        try:
            assert bench.stdout.readline() == b"plays\n"
            with pytest.raises(FileExistsError, match="another program plays"):
                EmulatedPort(link, Echo()).start()
        finally:
            bench.kill()
    assert link.is_symlink()
    with EmulatedPort(link, Echo()):
        assert echoes(link)


def test_a_networked_reader_that_fails_is_unplugged(
    log_watch: LogWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_watch.expect("emulator llrp failed and is unplugged")
    with LlrpEmulator(Path("reader"), Field()) as emulator:
        with monkeypatch.context() as broken:
            broken.setattr(emulator.module, "work", lambda now: 1 // 0)
            emulator.order(lambda: None)
            wait_until(lambda: not emulator.plugged)
        emulator.plug()
        assert emulator.plugged


def test_an_address_that_another_reader_has() -> None:
    with LlrpEmulator(Path("reader"), Field()) as emulator:
        other: EmulatedDevice = LlrpEmulator(Path(f"127.0.0.1:{emulator.port}"), Field())
        for _ in range(2):
            with pytest.raises(OSError, match="in use"):
                other.start()

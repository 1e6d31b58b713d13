"""What every driver's thread does with what goes wrong, and a port's words for it."""

from __future__ import annotations

import errno
import os
import pty
import threading
import tty
from collections.abc import Iterator

import pytest
import serial

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid import worker
from hardware.rfid.inbox import CAPACITY
from hardware.rfid.line import Line, LineReader, SerialLine, port_words
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.worker import MONOTONIC, Clock, Closing, ReaderWorker
from tests.conftest import LogWatch, wait_until
from tests.contract.memory_line import VirtualClock

OK = Health(DeviceState.OK)


class Scripted(ReaderWorker):
    """Each connection raises the next error of the script; the last one is well."""

    def __init__(self, *errors: Exception, clock: Clock = MONOTONIC) -> None:
        super().__init__("scripted", clock)
        self.errors = list(errors)
        self.seen: list[Health] = []

    def _connect(self) -> Iterator[None]:
        if self.errors:
            raise self.errors.pop(0)
        self._become(OK)
        yield
        self._clock.wait(self._closing, 60)

    def _become(self, health: Health) -> None:
        self.seen.append(health)
        super()._become(health)


def played(reader: ReaderWorker) -> None:
    reader.open()
    wait_until(lambda: reader.health.ok)
    reader.close()


def test_a_bug_in_a_driver_is_logged_and_the_reader_comes_back(log_watch: LogWatch) -> None:
    log_watch.expect("the driver failed and starts again")
    reader = Scripted(ZeroDivisionError("a bug"))
    played(reader)
    assert [health.state for health in reader.seen] == [DeviceState.AWAY, DeviceState.OK]
    assert "a bug" in reader.seen[0].cause


def test_a_bug_that_stays_is_told_in_full_once_and_then_once_a_minute(
    log_watch: LogWatch, caplog: pytest.LogCaptureFixture
) -> None:
    log_watch.expect("the driver")

    class Broken(Scripted):
        def _connect(self) -> Iterator[None]:
            if self._clock.now() < 2000:
                raise ZeroDivisionError("a bug")
            raise KeyError("another")

    clock = VirtualClock(begins=0.0)
    clock.end(2100)
    reader = Broken(clock=clock)
    reader.open()
    clock.wait_for_end()
    reader.close()
    told = [each for each in caplog.records if "the driver" in each.message]
    in_full = [each.exc_info[1] for each in told if each.exc_info]
    assert [type(error) for error in in_full] == [ZeroDivisionError, KeyError]
    assert 30 <= len(told) - len(in_full) <= 2100 / 60
    assert "60 times" in told[2].message
    assert told[2].levelname == "WARNING"


def test_a_driver_that_hangs_does_not_hold_up_who_closes_it(
    log_watch: LogWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "CLOSE_S", 0.05)
    goes_on = threading.Event()

    class Hanging(Scripted):
        def _connect(self) -> Iterator[None]:
            yield from super()._connect()
            goes_on.wait()  # with no eye on being closed
            self._become(OK)

    reader = Hanging()
    reader.open()
    wait_until(lambda: reader.health.ok)
    log_watch.expect("does not end within")
    reader.close()
    reader.close()
    assert reader.health.state is DeviceState.STARTING
    log_watch.expect("is not opened again")
    reader.open()
    assert reader.seen == [OK]
    goes_on.set()
    wait_until(lambda: len(reader.seen) > 1)
    assert reader.health.state is DeviceState.STARTING
    wait_until(lambda: not any(each.name == "rfid scripted" for each in threading.enumerate()))
    reader.open()
    wait_until(lambda: reader.health.ok)
    reader.close()


def test_what_goes_wrong_at_a_port_is_expected() -> None:
    reader = Scripted(OSError(errno.EIO, "torn out"), TimeoutError("no answer"), DeviceError("x"))
    played(reader)
    messages = [health.message for health in reader.seen]
    assert "not connected" in messages[0]
    assert "does not answer" in messages[1]
    assert messages[-1] == ""


def test_a_reader_that_is_being_closed_ends_quietly() -> None:
    reader = Scripted(Closing())
    reader.open()
    wait_until(lambda: not any(each.name == "rfid scripted" for each in threading.enumerate()))
    assert reader.seen == []
    reader.close()
    assert reader.health.state is DeviceState.STARTING


def test_reads_that_nobody_drains_are_counted() -> None:
    class Chatty(Scripted):
        def _connect(self) -> Iterator[None]:
            tag = TagRead(TagId.epc("30AA"), 1, None, 0.0)
            self._hear([tag] * CAPACITY)
            self._hear([tag] * 5)
            return super()._connect()

    reader = Chatty()
    played(reader)
    assert reader.lost_reads == 5
    assert len(reader.drain()) == CAPACITY


class OnALine(LineReader):
    def _talk(self, line: Line) -> Iterator[None]:
        yield


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "denied"), "dialout"),
        (serial.SerialException(errno.EACCES, "could not open port"), "dialout"),
        (OSError(errno.ENOTTY, "no tty"), "not a serial port"),
        (serial.SerialException("Could not configure port: (25, '')"), "not a serial port"),
        (OSError(errno.EBUSY, "busy"), "Another program"),
        (serial.SerialException("Could not exclusively lock port"), "Another program"),
        (FileNotFoundError(errno.ENOENT, "gone"), "not connected"),
        (serial.SerialException("of its own words"), "not connected"),
    ],
)
def test_what_is_wrong_with_a_port_is_said_with_the_mend(error: OSError, words: str) -> None:
    assert words in port_words(error)

    def refuse(baud: int) -> Line:
        raise error

    reader = OnALine("p", 9600, open_line=refuse)
    reader.open()
    wait_until(lambda: words in reader.health.message)
    assert reader.health.state is DeviceState.AWAY
    reader.close()


def test_a_port_that_takes_no_bytes_is_a_silent_reader() -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    wake, waker = os.pipe()
    line = SerialLine(os.ttyname(slave), 115200, wake)
    with pytest.raises(TimeoutError, match="takes no bytes"):
        line.write(b"." * 1_000_000)  # nobody reads them
    os.write(waker, b".")
    with pytest.raises(Closing):
        line.write(b"." * 1_000_000)
    with pytest.raises(Closing):
        line.read(60)
    line.close()
    for each in (master, slave, wake, waker):
        os.close(each)


def test_a_line_reader_needs_a_port() -> None:
    with pytest.raises(DeviceError, match="port is empty"):
        OnALine("", 9600)

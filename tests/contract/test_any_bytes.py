"""Whatever comes over the line, and whatever the port does: a driver never raises, and is well
again once it is left in peace.

The line is the emulated module's own, in virtual time; a script of hypothesis tampers with what
is read and written. An exception that a driver did not expect is logged by its worker, and an
unexpected log line fails the test.
"""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.device import DeviceState
from hardware.rfid.line import Line
from hardware.rfid.reader import TagRead
from tests.contract import stands
from tests.contract.memory_line import VirtualClock
from tests.contract.stands import drivers_that

# Takes what was read (or is to be written) and gives what comes (or goes) instead.
Tamper = Callable[[bytes], bytes]
SCRIPT_S = 60.0  # after which what is left of the script is dropped: not every driver writes
PEACE_S, HEARD_S = 12.0, 3.0  # until it is well; in which it then hears a tag


def raising(code: int) -> Tamper:
    def fail(_: bytes) -> bytes:
        raise OSError(code, "as a port that is torn out")

    return fail


def flipping(at: int, mask: int) -> Tamper:
    def flip(octets: bytes) -> bytes:
        at_ = at % max(1, len(octets))
        return (
            octets[:at_] + bytes(each ^ mask for each in octets[at_ : at_ + 1]) + octets[at_ + 1 :]
        )

    return flip


tampers: st.SearchStrategy[Tamper] = st.one_of(
    st.just(lambda octets: octets),
    st.binary(max_size=60).map(lambda noise: lambda _: noise),
    st.binary(min_size=1, max_size=60).map(lambda noise: lambda octets: noise + octets),
    st.binary(min_size=1, max_size=60).map(lambda noise: lambda octets: octets + noise),
    st.integers(1, 40).map(lambda count: lambda octets: octets[:-count]),
    st.integers(1, 40).map(lambda count: lambda octets: octets[count:]),
    st.just(lambda octets: octets * 2),
    st.builds(flipping, st.integers(0, 60), st.integers(1, 255)),
    st.sampled_from([errno.EIO, errno.ENOENT, errno.EACCES, errno.EBUSY, errno.ETIMEDOUT]).map(
        raising
    ),
)


class TamperedLine:
    """A line on which each reading, and each writing, is tampered with until the script ends."""

    def __init__(self, line: Line, reads: list[Tamper], writes: list[Tamper]) -> None:
        self._line = line
        self._reads = reads
        self._writes = writes

    def read(self, timeout: float) -> bytes:
        octets = self._line.read(timeout)
        return self._reads.pop()(octets) if self._reads else octets

    def write(self, octets: bytes) -> None:
        self._line.write(self._writes.pop()(octets) if self._writes else octets)

    def set_baud(self, baud: int) -> None:
        self._line.set_baud(baud)

    def close(self) -> None:
        self._line.close()


@pytest.mark.slow
@pytest.mark.parametrize("driver", drivers_that(lambda can: can.byte_line))
@settings(max_examples=30)
@given(reads=st.lists(tampers, max_size=40), writes=st.lists(tampers, max_size=6))
def test_a_driver_never_raises_and_comes_back(
    driver: str, reads: list[Tamper], writes: list[Tamper]
) -> None:
    clock = VirtualClock()
    untampered = stands.in_memory(driver, clock)
    reader, line = untampered.reader, untampered.line
    reader._open_line = lambda baud: TamperedLine(line.open(baud), reads, writes)
    tag = untampered.can.tag(1)
    untampered.field.place(tag, rssi_dbm=-50, hearing=1.0)
    heard: list[TagRead] = []
    states: list[DeviceState] = []
    script_ends = clock.now() + SCRIPT_S

    def look() -> None:
        reader.drain()
        more = bool(reads or writes) and clock.now() < script_ends
        clock.at(clock.now() + (1 if more else PEACE_S), look if more else left_in_peace)
        if not more:
            reads.clear()
            writes.clear()

    def left_in_peace() -> None:
        reader.drain()
        clock.at(clock.now() + HEARD_S, heard_again)

    def heard_again() -> None:
        heard.extend(reader.drain())
        states.append(reader.health.state)
        clock.end(clock.now())

    clock.at(clock.now() + 1, look)
    reader.open()
    clock.wait_for_end()
    reader.close()
    assert states == [DeviceState.OK]
    assert tag in {read.tag for read in heard}

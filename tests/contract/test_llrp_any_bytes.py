"""Whatever comes over the network: the LLRP driver never raises, and is well again in peace.

As `test_any_bytes.py` for serial lines, on the emulated reader's own connection in virtual time.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.device import DeviceState
from hardware.rfid.reader import TagRead
from tests.contract import stands
from tests.contract.memory_line import VirtualClock
from tests.contract.test_any_bytes import HEARD_S, PEACE_S, Tamper, TamperedLine, tampers


@pytest.mark.slow
@settings(max_examples=30)
@given(reads=st.lists(tampers, max_size=40), writes=st.lists(tampers, max_size=12))
def test_the_driver_never_raises_and_comes_back(reads: list[Tamper], writes: list[Tamper]) -> None:
    clock = VirtualClock()
    untampered = stands.in_memory("llrp", clock)
    reader = untampered.reader
    connect = reader._open_line
    reader._open_line = lambda: TamperedLine(connect(), reads, writes)
    tag = untampered.can.tag(1)
    untampered.field.place(tag, rssi_dbm=-50, hearing=1.0)
    heard: list[TagRead] = []
    states: list[DeviceState] = []

    def look() -> None:
        reader.drain()
        more = bool(reads or writes) and clock.now() < 1300
        clock.at(clock.now() + (1 if more else PEACE_S), look if more else left_in_peace)

    def left_in_peace() -> None:
        reads.clear()
        writes.clear()
        reader.drain()
        clock.at(clock.now() + HEARD_S + PEACE_S, heard_again)

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

"""How many reads a second the PN532's wire format takes in, without a wire.

`reads.pn532_decode_per_s`: bytes to listed cards (frame, sum, the cards of a listing), two cards
with serial numbers of seven bytes in each frame.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from hardware.rfid.pn532 import commands
from hardware.rfid.pn532.commands import Target
from hardware.rfid.pn532.wire import Code, FrameParser, Reply, Signal
from tests.benchmarks.row import Row

FRAMES = 10_000
CHUNK = 512  # what a read of a busy serial port returns


def rows() -> Iterable[Row]:
    pair = [Target(number, 0x0044, 0, bytes.fromhex("04A1B2C3D4E5F6")) for number in (1, 2)]
    answer = Signal.ACK.encode() + Reply(Code.LIST, commands.encode_targets(pair)).encode()
    line = 115200 / 10 / len(answer) * len(pair)
    yield Row(
        "reads.pn532_decode_per_s",
        decoded_per_s(answer, len(pair)),
        "reads/s",
        10 * line,
        "higher",
        f"{len(answer)} bytes for two cards; goal: ten times what 115200 baud carries",
    )


def decoded_per_s(answer: bytes, cards: int) -> float:
    stream = answer * FRAMES
    parser = FrameParser()
    listed = 0
    begun = time.perf_counter()
    for at in range(0, len(stream), CHUNK):
        for frame in parser.feed(stream[at : at + CHUNK]):
            if isinstance(frame, Reply):
                listed += len(commands.decode_targets(frame.data))
    lasted = time.perf_counter() - begun
    assert listed == FRAMES * cards
    return listed / lasted

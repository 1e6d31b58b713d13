"""How many reads a second the M100's wire format takes in, without a wire.

`reads.m100_decode_per_s`: bytes to checked tags (frame, sum, record, the EPC's own checksum).
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from hardware.rfid.m100 import tags
from hardware.rfid.m100.tags import TagRecord
from hardware.rfid.m100.wire import AA_DD, FrameParser
from tests.benchmarks.row import Row

FRAMES = 20_000
CHUNK = 512  # what a read of a busy serial port returns


def rows() -> Iterable[Row]:
    tag = TagRecord.heard(bytes.fromhex("30361F1B3827080000000001"), -55)
    frame = tag.notification().encode(AA_DD)
    line = 115200 / 10 / len(frame)
    yield Row(
        "reads.m100_decode_per_s",
        decoded_per_s(frame),
        "reads/s",
        10 * line,
        "higher",
        f"{len(frame)} bytes a tag; goal: ten times what 115200 baud carries",
    )


def decoded_per_s(frame: bytes) -> float:
    stream = frame * FRAMES
    parser = FrameParser(AA_DD)
    intact = 0
    begun = time.perf_counter()
    for at in range(0, len(stream), CHUNK):
        for told in parser.feed(stream[at : at + CHUNK]):
            intact += tags.decode(told.data).intact
    lasted = time.perf_counter() - begun
    assert intact == FRAMES
    return FRAMES / lasted

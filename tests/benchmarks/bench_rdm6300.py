"""How many reads a second the RDM6300's wire format takes in, without a wire.

`reads.rdm6300_decode_per_s`: bytes to checked cards.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from hardware.rfid.rdm6300.wire import BAUD, Card, FrameParser
from tests.benchmarks.row import Row

FRAMES = 20_000
CHUNK = 512  # what a read of a busy serial port returns


def rows() -> Iterable[Row]:
    frame = Card(bytes.fromhex("62E3086CED")).encode()
    line = BAUD / 10 / len(frame)
    yield Row(
        "reads.rdm6300_decode_per_s",
        decoded_per_s(frame),
        "reads/s",
        10 * line,
        "higher",
        f"{len(frame)} bytes a card; goal: ten times what {BAUD} baud carries",
    )


def decoded_per_s(frame: bytes) -> float:
    stream = frame * FRAMES
    parser = FrameParser()
    cards = 0
    begun = time.perf_counter()
    for at in range(0, len(stream), CHUNK):
        cards += len(parser.feed(stream[at : at + CHUNK]))
    lasted = time.perf_counter() - begun
    assert cards == FRAMES
    return FRAMES / lasted

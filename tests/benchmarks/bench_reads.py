"""How many reads a second the wire format and the read zones take in, without a wire.

`reads.mercury_decode_per_s`: bytes to checked tags (frame, checksum, metadata, the EPC's own
checksum) with the metadata that the driver asks for; `_01ff` with all that common clients want.
`reads.zone_per_s`: reads of 300 tags through a fitting room's zone, in updates of 50.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from hardware.rfid.mercury import notifications, wire
from hardware.rfid.mercury.commands import Metadata, StartStreaming
from hardware.rfid.mercury.driver import METADATA
from hardware.rfid.mercury.notifications import TagRecord
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.zone import ReadZone, ZoneProfile
from tests.benchmarks.row import Row

FRAMES = 20_000
CHUNK = 512  # what a read of a busy serial port returns


def rows() -> Iterable[Row]:
    choices = (("mercury_decode", METADATA), ("mercury_decode_01ff", Metadata(0x01FF)))
    for name, metadata in choices:
        request = StartStreaming(250, metadata)
        tag = TagRecord.heard(bytes.fromhex("30361F1B3827080000000001"), rssi_dbm=-55)
        frame = notifications.tag_notification(request, tag).encode()
        line = 115200 / 10 / len(frame)
        yield Row(
            f"reads.{name}_per_s",
            decoded_per_s(frame),
            "reads/s",
            10 * line,
            "higher",
            f"{len(frame)} bytes a tag; goal: ten times what 115200 baud carries",
        )
    yield Row("reads.zone_per_s", zone_per_s(), "reads/s", 10_000, "higher", "300 tags")


def decoded_per_s(frame: bytes) -> float:
    stream = frame * FRAMES
    parser = wire.reply_parser()
    intact = 0
    begun = time.perf_counter()
    for at in range(0, len(stream), CHUNK):
        for reply in parser.feed(stream[at : at + CHUNK]):
            told = notifications.decode(reply)
            intact += isinstance(told, TagRecord) and told.intact
    lasted = time.perf_counter() - begun
    assert intact == FRAMES
    return FRAMES / lasted


def zone_per_s(updates: int = 400, batch: int = 50) -> float:
    tags = [TagId.epc(f"{number:024X}") for number in range(300)]
    zone = ReadZone(ZoneProfile.fitting_room())
    present = 0
    begun = time.perf_counter()
    for number in range(updates):
        now = number * 0.05
        reads = [
            TagRead(tags[(number * batch + each) % len(tags)], 1, -55.0, now + each / 1000)
            for each in range(batch)
        ]
        present = len(zone.update(reads, now + 0.05).present)
    lasted = time.perf_counter() - begun
    assert present == len(tags)
    return updates * batch / lasted

"""Logs of real readers, where they are: the folder HANGTAG_READS, or shared/data/reads beside the
repository. Owns their format. They are no part of the product.
"""

from __future__ import annotations

import os
from pathlib import Path

from hardware.rfid.reader import TagId, TagRead

# Stands on several tags at once: many garments would arrive and leave as one.
COPIED = "300833B2DDD9014000000000"


def folder() -> Path | None:
    beside = Path(__file__).parents[3] / "shared" / "data" / "reads"
    chosen = Path(os.environ.get("HANGTAG_READS", beside))
    return chosen if any(chosen.glob("*.csv")) else None


def load(file: Path) -> list[TagRead]:
    """The reads of one log, from 0 s on, oldest first. A line cut off at the end is left out."""
    reads: list[TagRead] = []
    for line in file.read_text().splitlines():
        columns = line.split(",")
        if line.startswith("%") or len(columns) != 6:
            continue
        epc, at_us, _, rssi_dbm, _, antenna = columns
        tag = TagId.epc(epc.replace(" ", ""))
        if tag.value != COPIED:
            reads.append(TagRead(tag, int(antenna), float(rssi_dbm), int(at_us) / 1e6))
    begun = min((read.at for read in reads), default=0.0)
    shifted = (
        TagRead(read.tag, read.antenna, read.rssi_dbm, read.at - begun, read.count)
        for read in reads
    )
    return sorted(shifted, key=lambda read: read.at)

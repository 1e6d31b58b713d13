"""A fixed reader in a busy room, as a process of its own, for benchmarks: `python -m … TAGS.csv`.

Plays an LLRP reader that hears 300 tags 1,000 times a second, and says at which port it listens.
A line on stdin begins the play: each second one garment is taken out and an earlier one comes back.
At the end of stdin nothing is heard any more, and it says how many reads it has told of.
"""

from __future__ import annotations

import csv
import sys
import threading
import time
from pathlib import Path

from hardware.rfid.field import Field, Pace
from hardware.rfid.llrp.emulator import LlrpEmulator
from hardware.rfid.reader import TagId

TAGS = 300
READS_S = 1_000
AWAY = 20  # garments that are out of the room meanwhile
SETTLES_S = 1.0


def main(tags: Path) -> None:
    with tags.open(encoding="utf-8", newline="") as file:
        epcs = [row["epc"] for row in csv.DictReader(file)][: TAGS + AWAY]
    assert len(epcs) == TAGS + AWAY
    field = Field(seed=1, fades=False)
    ended = threading.Event()
    # Nothing is missed: each round hears all 300, and lasts 0.3 s.
    round_s, overhead_s = TAGS / READS_S, 0.003
    pace = Pace(overhead_s, (round_s - overhead_s) / TAGS)
    with LlrpEmulator(Path("reader"), field, pace=pace) as emulator:
        print(emulator.port, flush=True)
        sys.stdin.readline()
        for epc in epcs[:TAGS]:
            field.place(TagId.epc(epc), rssi_dbm=-52.0, hearing=1)

        def churn() -> None:
            number = 0
            while not ended.wait(1.0):
                field.remove(TagId.epc(epcs[number % len(epcs)]))
                coming = epcs[(number + TAGS) % len(epcs)]
                field.place(TagId.epc(coming), rssi_dbm=-52.0, hearing=1)
                number += 1

        churning = threading.Thread(target=churn)
        churning.start()
        sys.stdin.read()
        ended.set()
        churning.join()
        for tag in field.tags():
            field.remove(tag)
        time.sleep(SETTLES_S)  # the round under way is told
        print(emulator.module.emitted, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

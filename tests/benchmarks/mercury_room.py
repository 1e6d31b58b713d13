"""A fitting room's reader as a process of its own, for benchmarks: `python -m … LINK`.

Plays a Mercury module on a pty published at LINK. Reads orders from stdin, one a line ("place
EPC", "remove EPC"), and writes a line "EPC SECONDS" (`time.monotonic`) to stdout right after the
last byte of each tag's notification was written to the wire. On its own, so that what is measured
shares no interpreter with it, as it shares none with a real reader.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hardware.rfid.field import Field
from hardware.rfid.mercury.emulator import MercuryEmulator
from hardware.rfid.reader import TagId


def main(link: Path) -> None:
    field = Field(seed=1)
    emulator = MercuryEmulator(link, field)

    def stamp(tag: TagId, at: float) -> None:
        print(tag.value, f"{at:.6f}", flush=True)

    emulator.on_tag_frame = stamp
    emulator.start()
    try:
        for order in sys.stdin:
            verb, _, epc = order.strip().partition(" ")
            if verb == "place":
                field.place(TagId.epc(epc), rssi_dbm=-52.0)
            else:
                field.remove(TagId.epc(epc))
    finally:
        emulator.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

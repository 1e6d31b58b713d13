"""LLRP messages that real readers sent, and what they say. Published captures, bit for bit."""

from __future__ import annotations

from hardware.rfid.llrp import wire
from hardware.rfid.llrp.wire import Attempt, Message, TagReport

# name -> the bytes, and the message that says the same.
PUBLISHED: dict[str, tuple[str, Message]] = {
    "a reader greets its client": (
        "043F000000200AB288C900F600160080000C0004F8535BAADAFF010000060000",
        wire.event(0x0004F8535BAADAFF, wire.attempt_event(Attempt.SUCCESS), 0x0AB288C9),
    ),
    "a reader tells of one tag": (
        "043D0000002C4095892F00F000228D3005FB63AC1F3841EC88046781000186CE820004EC2EA8354C09880001",
        wire.report(
            [
                TagReport(
                    bytes.fromhex("3005FB63AC1F3841EC880467"),
                    antenna=1,
                    rssi_dbm=-50,
                    first_seen_us=0x0004EC2EA8354C09,
                    seen_count=1,
                )
            ],
            0x4095892F,
        ),
    ),
}

STATUS_OK = "011F000800000000"

"""A tag as an M100 tells it: strength, PC, EPC and the checksum that came from the air.

Owns the data of tag notifications in both directions. Framing is `wire.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.rfid.gen2 import epc_crc, pc_word, split
from hardware.rfid.m100.wire import Frame, Kind, Op, WireError


@dataclass(frozen=True, slots=True)
class TagRecord:
    """A tag in one round. `pc` is the PC word with the XPC words that it announces."""

    rssi_dbm: int
    pc: bytes
    epc: bytes
    crc: int

    @property
    def intact(self) -> bool:
        """Whether the EPC is what the tag sent, by the tag's own checksum."""
        return self.crc == epc_crc(self.pc + self.epc)

    @classmethod
    def heard(cls, epc: bytes, rssi_dbm: int) -> TagRecord:
        """A tag with the PC and checksum that its EPC asks for. EPCs have whole words."""
        pc = pc_word(epc)
        return cls(rssi_dbm, pc, epc, epc_crc(pc + epc))

    def notification(self) -> Frame:
        air = self.pc + self.epc + self.crc.to_bytes(2, "big")
        return Frame(Kind.NOTIFICATION, Op.POLL, bytes((self.rssi_dbm & 0xFF,)) + air)


def decode(data: bytes) -> TagRecord:
    """The data of a tag notification. Raises `WireError`."""
    if len(data) < 5:
        raise WireError(f"{len(data)} bytes are too few for strength, PC and checksum")
    if len(data) - 5 != (data[1] >> 3) * 2:
        raise WireError("the tag's PC and its record tell different lengths")
    try:
        pc, epc, crc = split(data[1:])
    except ValueError as error:
        raise WireError(str(error)) from error
    rssi = data[0] - 256 if data[0] > 127 else data[0]
    return TagRecord(rssi, pc, epc, crc)

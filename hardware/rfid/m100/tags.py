"""A tag as an M100 tells it: strength, PC, EPC and the checksum that came from the air.

Owns the data of tag notifications in both directions. Framing is `wire.py`.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass

from hardware.rfid.m100.wire import Frame, Kind, Op, WireError

_XPC_FOLLOWS = 0x02  # in the PC word's first byte
_XPC_W2_FOLLOWS = 0x80  # in the first XPC word's first byte


def epc_crc(pc_and_epc: bytes) -> int:
    """The air's checksum over PC words and EPC: CRC-16/GENIBUS."""
    return binascii.crc_hqx(pc_and_epc, 0xFFFF) ^ 0xFFFF


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
        if len(epc) % 2 or len(epc) > 62:
            raise WireError(f"an EPC has at most 31 words, not {len(epc)} bytes")
        pc = (len(epc) // 2 << 11).to_bytes(2, "big")
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
    pc_end = 3
    if data[1] & _XPC_FOLLOWS and len(data) >= 7:
        pc_end = 7 if data[3] & _XPC_W2_FOLLOWS and len(data) >= 9 else 5
    rssi = data[0] - 256 if data[0] > 127 else data[0]
    return TagRecord(rssi, data[1:pc_end], data[pc_end:-2], data[-2] << 8 | data[-1])

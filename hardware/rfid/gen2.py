"""What every UHF tag says on the air, whichever reader hears it: PC words, EPC, checksum.

Owns the Gen2 (ISO/IEC 18000-63) facts that several wire formats carry. Does not know any reader's
records.
"""

from __future__ import annotations

import binascii
import re

MOST_WORDS = 31  # of an EPC: five bits tell how many
_XPC_FOLLOWS = 0x02  # in the PC word's first byte
_XPC_W2_FOLLOWS = 0x80  # in the first XPC word's first byte


def epc_crc(pc_and_epc: bytes) -> int:
    """The air's checksum over PC words and EPC: CRC-16/GENIBUS."""
    return binascii.crc_hqx(pc_and_epc, 0xFFFF) ^ 0xFFFF


def is_epc(value: str) -> bool:
    """Whether a tag can hold this as its EPC: whole words in upper-case hexadecimal."""
    return re.fullmatch(r"([0-9A-F]{4}){0,31}", value) is not None


def pc_word(epc: bytes) -> bytes:
    """The PC that an EPC asks for. EPCs have whole words. Raises `ValueError`."""
    if len(epc) % 2 or len(epc) > 2 * MOST_WORDS:
        raise ValueError(f"an EPC has at most {MOST_WORDS} words, not {len(epc)} bytes")
    return (len(epc) // 2 << 11).to_bytes(2, "big")


def split(air: bytes) -> tuple[bytes, bytes, int]:
    """What a tag said, as PC with the XPC words that it announces, EPC and checksum.

    Raises `ValueError`.
    """
    size = 2
    if len(air) >= 4 and air[0] & _XPC_FOLLOWS:
        size = 6 if air[2] & _XPC_W2_FOLLOWS else 4
    if len(air) < size + 2:
        raise ValueError(f"{len(air)} bytes are too few for PC, EPC and checksum")
    return air[:size], air[size:-2], air[-2] << 8 | air[-1]

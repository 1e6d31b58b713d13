"""CRC_A, the checksum of ISO 14443 type A."""

from __future__ import annotations

PRESET = 0x6363


def crc_a(octets: bytes, preset: int = PRESET) -> bytes:
    """The two octets that follow `octets` on the air, low one first."""
    crc = preset
    for octet in octets:
        octet = (octet ^ crc) & 0xFF
        octet = (octet ^ (octet << 4)) & 0xFF
        crc = (crc >> 8) ^ (octet << 8) ^ (octet << 3) ^ (octet >> 4)
        crc &= 0xFFFF
    return crc.to_bytes(2, "little")


def with_crc(octets: bytes) -> bytes:
    """`octets` as a whole standard frame."""
    return octets + crc_a(octets)


def intact(frame: bytes) -> bool:
    """Whether a standard frame ends in the checksum of what comes before."""
    return len(frame) > 2 and crc_a(frame[:-2]) == frame[-2:]

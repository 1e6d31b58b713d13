"""How long frames of ISO 14443 type A take at 106 kBd."""

from __future__ import annotations

CARRIER_HZ = 13.56e6
BIT_S = 128 / CARRIER_HZ
ANSWER_DELAY_S = 1172 / CARRIER_HZ  # between a frame and its answer, exact in anticollision


def air_s(bits: int) -> float:
    """How long so many bits take, with a parity bit after each octet."""
    return (bits + bits // 8) * BIT_S

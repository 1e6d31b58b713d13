"""Makes the mirror's sounds: `python assets/sounds/make.py` writes them beside itself.

Owns how they sound: a fingertip on glass, a hanger that comes to rest on a rail. Quiet, short, and
below the pitch that startles; each ends in silence by itself.
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE = 44_100
HERE = Path(__file__).parent
Partial = tuple[float, float, float]  # hertz, loudness, and after how many seconds a third is left

TOUCH: tuple[float, tuple[Partial, ...]] = (
    0.09,
    ((392.0, 0.060, 0.020), (784.0, 0.016, 0.012), (1568.0, 0.004, 0.006)),
)
# A fifth, the upper note a little later; the partials of a struck bar, not of a string.
ARRIVAL: tuple[float, tuple[Partial, ...]] = (
    0.75,
    ((392.0, 0.085, 0.190), (1080.0, 0.014, 0.060), (2117.0, 0.003, 0.025)),
)
ARRIVAL_UPPER: tuple[Partial, ...] = ((587.33, 0.060, 0.230), (1619.0, 0.010, 0.060))
UPPER_LATER_S = 0.085
ONSET_S = 0.004  # so that nothing begins with a click
END_S = 0.030


def tone(partials: tuple[Partial, ...], at: float) -> float:
    if at < 0:
        return 0.0
    onset = 0.5 - 0.5 * math.cos(math.pi * min(1.0, at / ONSET_S))
    return onset * sum(
        loud * math.exp(-at / third) * math.sin(2 * math.pi * hertz * at)
        for hertz, loud, third in partials
    )


def write(name: str, seconds: float, *voices: tuple[float, tuple[Partial, ...]]) -> None:
    samples = bytearray()
    count = round(seconds * RATE)
    for number in range(count):
        at = number / RATE
        end = min(1.0, (seconds - at) / END_S)
        level = end * sum(tone(partials, at - later) for later, partials in voices)
        samples += struct.pack("<h", round(max(-1.0, min(1.0, level)) * 32_767))
    with wave.open(str(HERE / name), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(samples))


def main() -> None:
    write("touch.wav", TOUCH[0], (0.0, TOUCH[1]))
    write("arrival.wav", ARRIVAL[0], (0.0, ARRIVAL[1]), (UPPER_LATER_S, ARRIVAL_UPPER))


if __name__ == "__main__":
    main()

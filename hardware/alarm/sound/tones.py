"""The alarm's sound, made of two tones: a WAV file's bytes.

Owns how it sounds: noticed in a loud shop, not a siren. Ours, so free to pass on.
"""

from __future__ import annotations

import io
import math
import wave

RATE = 22_050
TONES = ((880.0, 0.18), (1174.66, 0.24), (0.0, 0.10))  # hertz (0: a rest) and seconds
LOUDNESS = 0.55  # of full scale
FADE_S = 0.008  # so that no tone begins or ends with a click


def length_s() -> float:
    return sum(seconds for _, seconds in TONES)


def wav() -> bytes:
    """One turn of it, to be played again and again."""
    samples = bytearray()
    for hertz, seconds in TONES:
        count = round(seconds * RATE)
        for number in range(count):
            at = number / RATE
            edge = min(at, seconds - at) / FADE_S
            # The third makes it carry through the noise of people.
            tone = math.sin(2 * math.pi * hertz * at) + 0.35 * math.sin(6 * math.pi * hertz * at)
            level = LOUDNESS * min(1.0, max(0.0, edge)) * tone / 1.35
            samples += round(level * 32767).to_bytes(2, "little", signed=True)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(samples))
    return file.getvalue()

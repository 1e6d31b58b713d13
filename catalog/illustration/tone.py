"""The tones of one colour: what a cloth of that colour shows in light, in shade and in a fold.

Works in OKLCh (Ottosson 2020), where equal steps look equal. A near-black is lifted and gets a
strong rim, so that it still reads on a black mirror; a near-white gets deeper shade, so that it
reads on paper. Owns colour only: nothing here knows shapes or cloth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """Colours as "#rrggbb", the brightest first. `rim` is the edge that faces the light."""

    rim: str
    bright: str
    light: str
    base: str
    shade: str
    deep: str
    lightness: float  # OKLab L of the colour as named, 0 to 1
    dark: bool
    pale: bool


def tone(colour_hex: str) -> Tone:
    """The tones of "#RRGGBB". Raises `ValueError` for anything else."""
    named, chroma, hue = _to_lch(colour_hex)
    dark, pale = named < 0.36, named > 0.85

    def step(by: float, colour: float = 1.0, cooler: float = 0.0) -> str:
        return _to_hex(min(0.99, max(0.03, middle + by)), chroma * colour, hue + cooler)

    if dark:
        middle = 0.232 + named * 0.44
        return Tone(step(0.34, 0.7), step(0.19, 0.9), step(0.085), step(0), step(-0.075, 0.9),
                    step(-0.15, 0.7), named, dark, pale)  # fmt: skip
    if pale:
        middle = min(named, 0.945)
        return Tone(step(0.05, 0.5), step(0.035, 0.7), step(0.018, 0.85), step(0),
                    step(-0.115, 1.25, -4), step(-0.27, 1.7, -8), named, dark, pale)  # fmt: skip
    middle = named
    return Tone(step(0.19, 0.8), step(0.11, 0.9), step(0.05), step(0), step(-0.10, 1.05, -3),
                step(-0.22, 0.95, -6), named, dark, pale)  # fmt: skip


def shifted(colour_hex: str, lighter: float, colour: float = 1.0) -> str:
    """The same hue, lighter by `lighter` (OKLab L) and `colour` times as colourful."""
    lightness, chroma, hue = _to_lch(colour_hex)
    return _to_hex(min(0.99, max(0.03, lightness + lighter)), chroma * colour, hue)


def _to_lch(colour_hex: str) -> tuple[float, float, float]:
    digits = colour_hex.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"{colour_hex!r} is not a colour: write it as #RRGGBB")
    r, g, b = (_linear(int(digits[i : i + 2], 16) / 255) for i in (0, 2, 4))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    green_red = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    blue_yellow = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    hue = math.degrees(math.atan2(blue_yellow, green_red))
    return lightness, math.hypot(green_red, blue_yellow), hue


def _to_hex(lightness: float, chroma: float, hue: float) -> str:
    """The colour, or the most colourful one of that lightness and hue that a screen can show."""
    channels = _linear_rgb(lightness, chroma, hue)
    while chroma > 0.001 and not all(-0.001 <= c <= 1.001 for c in channels):
        chroma *= 0.97
        channels = _linear_rgb(lightness, chroma, hue)
    return "#" + "".join(f"{round(255 * _gamma(c)):02x}" for c in channels)


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    green_red = chroma * math.cos(math.radians(hue))
    blue_yellow = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    medium = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _gamma(channel: float) -> float:
    channel = min(1.0, max(0.0, channel))
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055

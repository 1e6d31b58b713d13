"""The contract of every lamp, and what light is.

Owns the words and the sums that drivers share: what lies between two lights, how much of it is
cool white, how bright looks half as bright. Does not know why a lamp is lit, or in what scene.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hardware.device import Health

WARMEST_K, COOLEST_K = 1_000.0, 20_000.0
GAMMA = 2.2  # how much more light an eye wants for the same step, near enough to CIE lightness
WARM_WHITE_K, COOL_WHITE_K = 2_700.0, 6_500.0  # what is sold as warm and as cool white


@dataclass(frozen=True, slots=True)
class Light:
    """What a room looks like: white of a temperature in kelvin, or a colour.

    `brightness` is as an eye sees it: 0.5 looks half as bright as 1. A lamp without colour shows
    the white instead of `rgb`. Raises `ValueError` for what is no light.
    """

    colour_temperature_k: float = 4_000.0
    brightness: float = 1.0
    rgb: tuple[int, int, int] | None = None

    def __post_init__(self) -> None:
        if not WARMEST_K <= self.colour_temperature_k <= COOLEST_K:
            raise ValueError(f"no white has {self.colour_temperature_k:g} K")
        if not 0.0 <= self.brightness <= 1.0:
            raise ValueError(f"brightness is between 0 and 1, not {self.brightness:g}")
        if self.rgb is not None and not all(0 <= each <= 255 for each in self.rgb):
            raise ValueError(f"a colour is three numbers up to 255, not {self.rgb}")


DARK = Light(WARM_WHITE_K, 0.0)


class Lamp(Protocol):
    """A `Device` that lights a room. It never raises into its user: health is a value."""

    @property
    def health(self) -> Health: ...

    def open(self) -> None: ...

    def close(self) -> None:
        """Lets go of the lamp. It stays lit as it is if it can do so by itself: nobody is left in
        the dark by a program that ends."""
        ...

    def show(self, light: Light, fade_s: float) -> None:
        """Goes over to this light in so many seconds, from whatever it shows now, and returns at
        once. Of several the newest counts. A lamp that is away shows it once it is back."""
        ...


def between(start: Light, end: Light, share: float) -> Light:
    """The light on the way: brightness in equal steps to the eye, and whites, too, whose steps are
    equal in mireds, not in kelvins."""
    if share <= 0.0:
        return start
    if share >= 1.0:
        return end
    # What is dark has no colour that could be seen: no white on the way that neither end shows.
    first = end if start.brightness == 0.0 else start
    last = start if end.brightness == 0.0 else end
    mired = _mix(1 / first.colour_temperature_k, 1 / last.colour_temperature_k, share)
    return Light(
        min(COOLEST_K, max(WARMEST_K, 1 / mired)),
        _mix(start.brightness, end.brightness, share),
        _mixed_colour(first, last, share),
    )


def power(brightness: float, gamma: float = GAMMA) -> float:
    """How much of all its light a lamp gives to look so bright."""
    return float(brightness**gamma)


def cool_share(kelvin: float, warm_k: float, cool_k: float) -> float:
    """How much of the light is the cool white's, so that both together look like `kelvin`."""
    warm, cool = 1 / warm_k, 1 / cool_k
    return min(1.0, max(0.0, (warm - 1 / kelvin) / (warm - cool)))


def rgb_of(kelvin: float) -> tuple[int, int, int]:
    """A white's colour as a screen shows it, the strongest part at 255.

    Tanner Helland's fit to the CIE 1964 blackbody colours, good to a few steps from 1000 to
    40,000 K: https://tannerhelland.com/2012/09/18/convert-temperature-rgb-algorithm-code.html
    """
    from math import log

    hundreds = kelvin / 100
    if hundreds <= 66:
        red = 255.0
        green = 99.4708 * log(hundreds) - 161.1196
        blue = 0.0 if hundreds <= 19 else 138.5177 * log(hundreds - 10) - 305.0448
    else:
        red = 329.6987 * (hundreds - 60) ** -0.1332
        green = 288.1222 * (hundreds - 60) ** -0.0755
        blue = 255.0
    red, green, blue = (min(255.0, max(0.0, each)) for each in (red, green, blue))
    return round(red), round(green), round(blue)


def _mix(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def _mixed_colour(first: Light, last: Light, share: float) -> tuple[int, int, int] | None:
    if first.rgb is None and last.rgb is None:
        return None
    start = first.rgb or rgb_of(first.colour_temperature_k)
    end = last.rgb or rgb_of(last.colour_temperature_k)
    red, green, blue = (round(_mix(a, b, share)) for a, b in zip(start, end, strict=True))
    return red, green, blue

"""A lamp of one white, or of a warm and a cool one, dimmed by a Raspberry Pi's pins.

Owns the pins while it is open, and how much each white gives. gpiozero, which drives them, is
imported then: a shop without such a lamp need not have it.
"""

from __future__ import annotations

import logging
from typing import Any

from hardware.device import DeviceError, DeviceState, Health
from hardware.lights.fading import Fader
from hardware.lights.lamp import (
    COOL_WHITE_K,
    COOLEST_K,
    DARK,
    GAMMA,
    WARM_WHITE_K,
    WARMEST_K,
    Light,
    cool_share,
    power,
)

log = logging.getLogger(__name__)

NOT_INSTALLED = "The lamp's pins need gpiozero. Install it: pip install gpiozero, or make pi."
NOT_USABLE = "The lamp's pins cannot be used. Check mirror.light in config.yaml and the group gpio."
STEP = (
    0.01  # gpiozero's lgpio pins know whole hundredths of on and off, and cut off what is between
)


class PwmLamp:
    """`warm` and `cool` are pins by their GPIO numbers (BCM), `None` for the white that is not
    there; `warm_k` and `cool_k` are what the strips or drivers say they are.

    Both whites together never give more than one of them alone could: a scene's brightness does
    not change with its temperature, and the power supply need not be twice as strong.
    `active_high` false is for drivers that are on at 0 V. Raises `DeviceError` for pins that
    cannot be.
    """

    def __init__(
        self,
        warm: int | None = None,
        cool: int | None = None,
        warm_k: float = WARM_WHITE_K,
        cool_k: float = COOL_WHITE_K,
        gamma: float = GAMMA,
        frequency: int = 500,
        active_high: bool = True,
    ) -> None:
        if warm is None and cool is None:
            raise DeviceError("a lamp on pins needs warm, cool, or both")
        if warm == cool:
            raise DeviceError(f"warm and cool cannot both be at pin {warm}")
        if not WARMEST_K <= warm_k < cool_k <= COOLEST_K:
            raise DeviceError(f"warm_k has to be less than cool_k, not {warm_k:g} and {cool_k:g}")
        if not 1.0 <= gamma <= 4.0:
            raise DeviceError(f"gamma is between 1 and 4, not {gamma:g}")
        if not 50 <= frequency <= 10_000:
            raise DeviceError(f"frequency is between 50 and 10000 Hz, not {frequency}")
        self._pins = {"warm": warm, "cool": cool}
        self._warm_k, self._cool_k = warm_k, cool_k
        self._gamma = gamma
        self._frequency = frequency
        self._active_high = active_high
        self._outputs: dict[str, Any] = {}
        self._health = Health(DeviceState.STARTING)
        self._fader = Fader(self._apply, DARK, name="lamp pwm")
        self._opened = False

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if self._opened:
            return
        self._opened = True
        try:
            from gpiozero import PWMLED
        except ImportError as error:
            self._health = Health(DeviceState.FAULTY, NOT_INSTALLED, str(error))
            return
        try:
            for name, pin in self._pins.items():
                if pin is not None:
                    self._outputs[name] = PWMLED(
                        pin,
                        active_high=self._active_high,
                        initial_value=0,
                        frequency=self._frequency,
                    )
        except Exception as error:  # gpiozero's, and each pin library's own
            log.warning("the lamp's pins cannot be opened", exc_info=True)
            self._unusable(error)
            self._release()
            return
        self._health = Health(DeviceState.OK)
        self._fader.open()

    def close(self) -> None:
        """The pins let go, and the lamp goes out: they cannot hold a light by themselves."""
        self._fader.close()
        self._release()

    def show(self, light: Light, fade_s: float) -> None:
        self._fader.show(light, fade_s)

    def shares(self, light: Light) -> dict[str, float]:
        """How much of the time each white is on for this light."""
        whole = power(light.brightness, self._gamma)
        if self._pins["warm"] is None or self._pins["cool"] is None:
            return {name: _step(whole) for name, pin in self._pins.items() if pin is not None}
        cool = cool_share(light.colour_temperature_k, self._warm_k, self._cool_k)
        shares = {"warm": whole * (1 - cool), "cool": whole * cool}
        if max(shares.values()) < STEP:  # the darkest there is keeps its nearer white, only
            most = max(shares, key=lambda name: shares[name])
            return {name: _step(whole) if name == most else 0.0 for name in shares}
        return {name: round(share, 4) for name, share in shares.items()}

    def _apply(self, light: Light) -> None:
        try:
            for name, share in self.shares(light).items():
                if (output := self._outputs.get(name)) is not None:
                    output.value = share
        except Exception as error:
            if self._health.ok:
                log.warning("the lamp's pins do not answer", exc_info=True)
            self._unusable(error)
        else:
            self._health = Health(DeviceState.OK)

    def _unusable(self, error: Exception) -> None:
        self._health = Health(DeviceState.FAULTY, NOT_USABLE, f"{type(error).__name__}: {error}")

    def _release(self) -> None:
        for output in self._outputs.values():
            output.close()
        self._outputs.clear()


def _step(share: float) -> float:
    """What is lit stays lit, however dim: below the pins' smallest step there is no light."""
    return 0.0 if share <= 0.0 else max(STEP, round(share, 4))

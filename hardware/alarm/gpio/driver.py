"""A lamp and a buzzer on a Raspberry Pi's pins, through relays or transistors.

Owns the pins while it is open. gpiozero, which drives them, is imported then: a shop without such
an alarm need not have it.
"""

from __future__ import annotations

import logging
from typing import Any

from hardware.alarm.timed import Timed
from hardware.device import DeviceError, DeviceState, Health

log = logging.getLogger(__name__)

NOT_INSTALLED = "The alarm's pins need gpiozero. Install it: pip install gpiozero, or make pi."
NOT_USABLE = "The alarm's pins cannot be used. Check gates in config.yaml and the group gpio."
HIGHEST_PIN = 53  # of the chip; the header of a Raspberry Pi has those up to 27
BLINK_S = 0.25  # the light; the buzzer sounds throughout


class GpioAlarm:
    """`light` and `buzzer` are pins by their GPIO numbers (BCM), `None` for what is not there.

    `active_high` false is for relays that close at 0 V. Raises `DeviceError` without any pin.
    """

    def __init__(
        self, light: int | None = None, buzzer: int | None = None, active_high: bool = True
    ) -> None:
        if light is None and buzzer is None:
            raise DeviceError("an alarm on pins needs light, buzzer, or better both")
        for name, pin in (("light", light), ("buzzer", buzzer)):
            if pin is not None and not 0 <= pin <= HIGHEST_PIN:
                raise DeviceError(f"{name} is a pin from 0 to {HIGHEST_PIN}, not {pin}")
        if light == buzzer:
            raise DeviceError(f"light and buzzer cannot both be at pin {light}")
        self._pins = {"light": light, "buzzer": buzzer}
        self._active_high = active_high
        self._outputs: dict[str, Any] = {}
        self._health = Health(DeviceState.STARTING)
        self._lit = False
        self._timed = Timed(self._turn, again_s=BLINK_S)
        self._opened = False

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if self._opened:
            return
        self._opened = True
        try:
            from gpiozero import DigitalOutputDevice
        except ImportError as error:
            self._health = Health(DeviceState.FAULTY, NOT_INSTALLED, str(error))
            return
        try:
            for name, pin in self._pins.items():
                if pin is not None:
                    self._outputs[name] = DigitalOutputDevice(
                        pin, active_high=self._active_high, initial_value=False
                    )
        except Exception as error:  # gpiozero's, and each pin library's own
            log.warning("the alarm's pins cannot be opened", exc_info=True)
            self._health = Health(
                DeviceState.FAULTY, NOT_USABLE, f"{type(error).__name__}: {error}"
            )
            self._release()
            return
        self._timed.open()
        self._health = Health(DeviceState.OK)

    def close(self) -> None:
        self._timed.close()
        self._release()

    def raise_alarm(self, seconds: float) -> None:
        self._timed.extend(seconds)

    def quiet(self) -> None:
        self._timed.end()

    def _turn(self, on: bool) -> None:
        self._lit = on and not self._lit
        try:
            if (light := self._outputs.get("light")) is not None:
                light.value = self._lit
            if (buzzer := self._outputs.get("buzzer")) is not None:
                buzzer.value = on
        except Exception as error:
            log.warning("the alarm's pins do not answer", exc_info=True)
            self._health = Health(
                DeviceState.FAULTY, NOT_USABLE, f"{type(error).__name__}: {error}"
            )

    def _release(self) -> None:
        for output in self._outputs.values():
            output.close()
        self._outputs.clear()

"""The contract of every alarm, and several alarms as one.

Owns the words that drivers and the gate share. Does not know why there is an alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from hardware.device import DeviceState, Health


class Alarm(Protocol):
    """A `Device` that people see, hear, or both. It never raises into its user: health is a value.

    An alarm should reach two senses: a shop is loud, and not everybody sees or hears it.
    """

    @property
    def health(self) -> Health: ...

    def open(self) -> None: ...

    def close(self) -> None:
        """Goes quiet, too."""
        ...

    def raise_alarm(self, seconds: float) -> None:
        """Goes off for so long, and returns at once. One that is on already stays on until the
        later of both ends."""
        ...

    def quiet(self) -> None:
        """Ends it now; nothing happens when it is quiet."""
        ...


class Alarms:
    """Several alarms that go off together: a light here, a loudspeaker there."""

    def __init__(self, alarms: Sequence[Alarm]) -> None:
        self._alarms = alarms

    @property
    def health(self) -> Health:
        """That of the first that is not well: each is needed."""
        return next(
            (each.health for each in self._alarms if not each.health.ok), Health(DeviceState.OK)
        )

    def open(self) -> None:
        for each in self._alarms:
            each.open()

    def close(self) -> None:
        for each in self._alarms:
            each.close()

    def raise_alarm(self, seconds: float) -> None:
        for each in self._alarms:
            each.raise_alarm(seconds)

    def quiet(self) -> None:
        for each in self._alarms:
            each.quiet()

"""The emulators by the name of their driver: what stands in for a reader that one does not have.

Owns the registry. Each emulator is its driver's; where it is reached (a path, for most) depends on
the driver, and is what its driver takes in turn.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from hardware.device import DeviceError
from hardware.rfid.field import Field

# driver name -> "module:factory"; a factory takes a link, a field and its own options.
EMULATORS: dict[str, str] = {
    "llrp": "hardware.rfid.llrp.emulator:LlrpEmulator",
    "m100": "hardware.rfid.m100.emulator:M100Emulator",
    "mercury": "hardware.rfid.mercury.emulator:MercuryEmulator",
    "mfrc522": "hardware.rfid.mfrc522.emulator:Mfrc522Emulator",
    "pn532": "hardware.rfid.pn532.emulator:Pn532Emulator",
    "rdm6300": "hardware.rfid.rdm6300.emulator:RDM6300Emulator",
}


class Emulator(Protocol):
    """What every emulated reader does, whatever it is reached by."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def plug(self) -> None: ...

    def unplug(self) -> None: ...

    @property
    def plugged(self) -> bool: ...

    @property
    def reached_by(self) -> dict[str, Any]:
        """The settings by which its driver reaches it."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def emulate(driver: str, link: Path, field: Field, **options: Any) -> Emulator:
    """The emulator of a driver's reader before a field, not started yet.

    Raises `DeviceError` for a driver that has none.
    """
    if driver not in EMULATORS:
        known = ", ".join(sorted(EMULATORS))
        raise DeviceError(f"no reader called {driver!r} can be emulated; there are: {known}")
    module, _, factory = EMULATORS[driver].partition(":")
    emulator: Emulator = getattr(importlib.import_module(module), factory)(link, field, **options)
    return emulator

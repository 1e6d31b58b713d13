"""The way to the chip's registers: the `mfrc522` package, and nothing of it but the transport.

Owns opening the bus, the reset pin, single and burst transfers, and giving both back. The package
is asked for a register at a time as it offers it; several at once go over the SPI device that it
opened. Its card logic is left alone: it loses cards (see docs/readers/mfrc522.md).
"""

from __future__ import annotations

import importlib
import sys
from typing import Any, Protocol

from hardware.device import DeviceError
from hardware.rfid.mfrc522.pins import BCM_OF_BOARD
from hardware.rfid.mfrc522.registers import Register, read_transfer, write_transfer


class NotSetUp(DeviceError):  # noqa: N818
    """This machine lacks what the SPI bus or the pins need."""


class PinTaken(DeviceError):  # noqa: N818
    """Somebody else holds the reset pin."""


class Registers(Protocol):
    """The chip's registers. `transfers` counts what went over the bus."""

    transfers: int

    def read(self, *registers: int) -> bytes:
        """Their values, in one transfer."""
        ...

    def write(self, register: int, *octets: int) -> None:
        """Octets into one register, one after the other, in one transfer."""
        ...

    def reset(self, high: bool) -> None:
        """The reset pin."""
        ...

    def close(self) -> None: ...


class SpiRegisters:
    """Registers over an SPI bus of this machine.

    Raises `NotSetUp`, `PinTaken`, and the `OSError` of an SPI device that is not there or not ours.
    """

    def __init__(self, bus: int, device: int, speed_hz: int, reset_pin: int) -> None:
        try:
            package = importlib.import_module("mfrc522")
            self._gpio = importlib.import_module("RPi.GPIO")
        except (ImportError, RuntimeError) as error:
            raise NotSetUp(str(error)) from error
        self.transfers = 0
        try:
            # The package takes a pin's number in the numbering that is set already, whoever set
            # it, and a wrong pin by itself where that is Broadcom's.
            if self._gpio.getmode() is None:
                self._gpio.setmode(self._gpio.BOARD)
            by_place = self._gpio.getmode() == self._gpio.BOARD
            self._pin = reset_pin if by_place else BCM_OF_BOARD[reset_pin]
            self._chip: Any = package.MFRC522(
                bus=bus, device=device, spd=speed_hz, pin_rst=self._pin
            )
        except _gpio_errors() as error:
            wrong = PinTaken if "busy" in str(error).lower() else NotSetUp
            raise wrong(str(error)) from error
        self._chip.logger.handlers.clear()  # each one made adds another

    def read(self, *registers: int) -> bytes:
        self.transfers += 1
        if len(registers) == 1:
            return bytes((self._chip.Read_MFRC522(registers[0]),))
        return bytes(self._chip.spi.xfer2(read_transfer(registers))[1:])

    def write(self, register: int, *octets: int) -> None:
        self.transfers += 1
        if len(octets) == 1:
            self._chip.Write_MFRC522(register, octets[0])
        else:
            self._chip.spi.xfer2(write_transfer(register, bytes(octets)))

    def reset(self, high: bool) -> None:
        self._gpio.output(self._pin, int(high))

    def close(self) -> None:
        """The package would give back every pin of this process; only one is ours."""
        try:
            self._chip.Write_MFRC522(Register.TX_CONTROL, 0x80)
        finally:
            self._chip.spi.close()
            self._gpio.cleanup(self._pin)


def _gpio_errors() -> tuple[type[Exception], ...]:
    """What `RPi.GPIO` raises; rpi-lgpio lets its library's own error through."""
    own = getattr(sys.modules.get("lgpio"), "error", RuntimeError)
    return (RuntimeError, ImportError, own)

"""The MFRC522 as a radio: set up, field on and off, one frame out and one answer in.

Owns which registers that takes, in as few transfers as the chip allows: it waits as long as the
answer takes on the air and then asks once, its timer says that nobody answered, and what a frame
needs to be judged is read in one burst. Does not know what the frames mean.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from hardware.device import DeviceError
from hardware.rfid.iso14443.timing import ANSWER_DELAY_S, CARRIER_HZ, air_s
from hardware.rfid.mfrc522.listing import Answer
from hardware.rfid.mfrc522.registers import (
    ANTENNA,
    FLUSH,
    NO_POSITION,
    NOBODY,
    POWER_DOWN,
    START_SEND,
    TIMER_AUTO,
    VERSIONS,
    Command,
    Irq,
    Register,
    Wrong,
)
from hardware.rfid.mfrc522.spi import Registers

log = logging.getLogger(__name__)

FIELD_UP_S = 0.005  # what a card may take to wake up, by the norm; as long off makes it forget
ANSWER_S = 0.0005  # an answer to anticollision begins after 0.09 ms
MEMORY_S = 0.005  # what a Type 2 tag may take to read
HALT_S = 0.001  # after HLTA, by the norm
ASK_AGAIN_S = 0.0005
STUCK_S = 0.05  # by then the timer has ended every exchange of a chip that works
RESET_S = 0.0001
STARTS_S = 0.1  # the oscillator's start, at most

GAINS_DB = {18: 0x20, 23: 0x30, 33: 0x40, 38: 0x50, 43: 0x60, 48: 0x70}

_PRESCALER = 169  # 25 us a tick
_TICK_S = (2 * _PRESCALER + 1) / CARRIER_HZ
_SET_UP = (
    (Register.TIMER_MODE, TIMER_AUTO | _PRESCALER >> 8),
    (Register.TIMER_PRESCALER, _PRESCALER & 0xFF),
    (Register.TIMER_RELOAD_HIGH, 0),
    (Register.TX_ASK, 0x40),  # 100 % ASK, as cards of type A want it
    (Register.MODE, 0x3D),
    (Register.COLLISION, 0x00),  # bits after a collision read as 0
)
# What tells our chip from one that has just had a reset, or is something else.
_MARKS = (Register.TIMER_MODE, Register.TIMER_PRESCALER, Register.TX_ASK, Register.MODE)
_MARKED = bytes(dict(_SET_UP)[register] for register in _MARKS)

_OUTCOME = (
    Register.COM_IRQ,
    Register.ERROR,
    Register.FIFO_LEVEL,
    Register.CONTROL,
    Register.COLLISION,
)


class NoChip(DeviceError):  # noqa: N818
    """Nothing answers on the bus."""


class OtherChip(DeviceError):  # noqa: N818
    """Something answers, and it is no MFRC522."""


class Frontend:
    """A chip that is ours. `wait` lets seconds pass.

    Raises `NoChip`, `OtherChip`, and `TimeoutError` for a chip that is stuck.
    """

    def __init__(
        self, registers: Registers, wait: Callable[[float], None], *, gain_db: int = 33
    ) -> None:
        self._registers = registers
        self._wait = wait
        self._gain = GAINS_DB[gain_db]
        self._ticks = -1

    def start(self) -> None:
        """Resets the chip and sets it up."""
        registers = self._registers
        registers.reset(False)
        self._wait(RESET_S)
        registers.reset(True)
        waited = 0.0
        while registers.read(Register.COMMAND)[0] & POWER_DOWN and waited < STARTS_S:
            self._wait(FIELD_UP_S)
            waited += FIELD_UP_S
        self.set_up()
        version = registers.read(Register.VERSION)[0]
        log.info("version %02X: %s", version, VERSIONS.get(version, "not known, but it works"))

    def set_up(self) -> None:
        """Gives all registers their values, as after a reset."""
        for register, value in _SET_UP:
            self._registers.write(register, value)
        self._registers.write(Register.RF_CONFIG, self._gain | 0x08)
        self._ticks = -1
        if not self.is_set_up():
            raise OtherChip("the registers do not keep what is written to them")

    def is_set_up(self) -> bool:
        """Whether the chip is there and has not forgotten what it was told."""
        version, *marks = self._registers.read(Register.VERSION, *_MARKS)
        if version in NOBODY and set(marks) <= {version}:
            raise NoChip(f"the bus reads as {version:02X}")
        return bytes(marks) == _MARKED

    def field_on(self) -> None:
        self._registers.write(Register.TX_CONTROL, 0x80 | ANTENNA)
        self._wait(FIELD_UP_S)

    def field_off(self) -> None:
        self._registers.write(Register.TX_CONTROL, 0x80)

    # -- Air

    def exchange(
        self,
        octets: bytes,
        *,
        last_bits: int = 0,
        align: int = 0,
        expect: int = 0,
        slow: bool = False,
    ) -> Answer | None:
        self._time_limit(MEMORY_S if slow else ANSWER_S)
        self._send(octets, last_bits, align)
        waits = self._air_s(octets, last_bits) + max(ANSWER_S, ANSWER_DELAY_S + air_s(expect))
        irq, wrong, level, control, collision = self._outcome(waits)
        if not irq & Irq.RX and not wrong:
            return None
        received = self._registers.read(*(Register.FIFO,) * level) if level else b""
        last = control & 0x07
        collided = bool(wrong & Wrong.COLLISION)
        position = None
        if collided and not collision & NO_POSITION:
            position = collision & 0x1F or 32
        return Answer(
            received,
            8 * level - (8 - last if last else 0),
            collided,
            position,
            broken=bool(wrong & ~Wrong.COLLISION & 0x1F) and not collided,
        )

    def halt(self, octets: bytes) -> None:
        self._send(octets)
        self._wait(self._air_s(octets) + HALT_S)

    def _outcome(self, waits: float) -> bytes:
        """How it ended, once it has: an answer, its timer, or an error that nothing follows."""
        waited = 0.0
        while waited < STUCK_S:
            self._wait(waits)
            waited += waits
            waits = ASK_AGAIN_S
            outcome = self._registers.read(*_OUTCOME)
            if set(outcome) == {0xFF}:
                break
            if outcome[0] & (Irq.RX | Irq.TIMER):
                return outcome
        if len(set(outcome)) == 1 and outcome[0] in NOBODY:
            raise NoChip(f"the bus reads as {outcome[0]:02X}")
        if outcome[0] & Irq.ERROR:
            return outcome
        raise TimeoutError(f"a frame is not ended, ComIrq {outcome[0]:02X}")

    def _send(self, octets: bytes, last_bits: int = 0, align: int = 0) -> None:
        write = self._registers.write
        write(Register.COMMAND, Command.IDLE)
        write(Register.COM_IRQ, 0x7F)
        write(Register.FIFO_LEVEL, FLUSH)
        write(Register.FIFO, *octets)
        # Nobody has published whether StartSend stays: if it did, the command would send at once.
        write(Register.BIT_FRAMING, align << 4 | last_bits)
        write(Register.COMMAND, Command.TRANSCEIVE)
        write(Register.BIT_FRAMING, START_SEND | align << 4 | last_bits)

    def _time_limit(self, seconds: float) -> None:
        ticks = round(seconds / _TICK_S) - 1  # it counts to below zero
        if ticks != self._ticks:
            self._registers.write(Register.TIMER_RELOAD_LOW, ticks)
            self._ticks = ticks

    def _air_s(self, octets: bytes, last_bits: int = 0) -> float:
        return air_s(8 * len(octets) - (8 - last_bits if last_bits else 0))

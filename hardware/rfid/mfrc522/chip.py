"""A model of the MFRC522: registers, FIFO, timer, CRC coprocessor, and frames on the air.

Owns how the chip answers reads and writes of its registers, with the time as an argument and no
I/O. What is before its antenna is a `Coil`'s. Where the data sheet can be read in several ways
(the position of a collision, how long StartSend stays), the way is a setting.

Left out: the analogue side, self tests, other bit rates than 106 kBd, receiving without sending.
TxIRq comes when sending begins, not when it has ended; nobody here waits for it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from hardware.rfid.iso14443.card import SELECT, Mixed
from hardware.rfid.iso14443.crc import PRESET, crc_a
from hardware.rfid.iso14443.timing import ANSWER_DELAY_S, CARRIER_HZ, air_s
from hardware.rfid.mfrc522.registers import (
    ANTENNA,
    CRC_IRQ,
    CRYPTO,
    FIFO_OCTETS,
    FLUSH,
    KEEP_AFTER_COLLISION,
    MODE_CRC,
    NO_POSITION,
    START_SEND,
    TIMER_AUTO,
    Command,
    Irq,
    Register,
    Wrong,
)

_PRESETS = (0x0000, PRESET, 0xA671, 0xFFFF)  # of the CRC, by MODE's two lowest bits

_AFTER_RESET = {
    Register.COMMAND: 0x20,
    Register.COM_IRQ_ENABLE: 0x80,
    Register.COM_IRQ: 0x14,
    0x07: 0x21,
    Register.WATER_LEVEL: 0x08,
    Register.CONTROL: 0x10,
    Register.COLLISION: 0xA0,
    Register.MODE: 0x3F,
    Register.TX_CONTROL: 0x80,
    0x16: 0x10,
    0x17: 0x84,
    0x18: 0x84,
    0x19: 0x4D,
    0x1C: 0x62,
    0x1F: 0xEB,
    Register.CRC_RESULT_HIGH: 0xFF,
    Register.CRC_RESULT_LOW: 0xFF,
    0x24: 0x26,
    Register.RF_CONFIG: 0x48,
    0x27: 0x88,
    0x28: 0x20,
    0x29: 0x20,
    0x36: 0x40,
}
_READ_ONLY = frozenset(
    (Register.ERROR, Register.CRC_RESULT_HIGH, Register.CRC_RESULT_LOW, Register.VERSION, 0x07)
)


class CollPos(StrEnum):
    """From where a collision's position counts, from 1 on."""

    LEVEL = "level"  # from the first bit of the cascade level, known bits included
    FRAME = "frame"  # from the first bit that was received
    OCTET = "octet"  # from the first bit of the octet into which RxAlign puts what was received


class Coil(Protocol):
    """What is before the antenna."""

    def power(self, on: bool, now: float) -> None: ...

    def send(self, frame: bytes, bits: int, now: float) -> Mixed | None:
        """The answers to a frame, sent at once."""
        ...

    def authenticate(self, uid: bytes, key: bytes) -> bool: ...


class Chip:
    """One MFRC522 and its antenna."""

    def __init__(
        self,
        coil: Coil,
        *,
        version: int = 0x92,
        coll_pos: CollPos = CollPos.LEVEL,
        start_stays: bool = False,
    ) -> None:
        self.version = version
        self.coll_pos = coll_pos
        self.start_stays = start_stays  # StartSend, until it is written as 0
        self.stuck = False  # answers no more, until it is reset by its pin or its power
        self._coil = coil
        self.power_up(0.0)

    def power_up(self, now: float) -> None:
        """The state after a reset, whatever caused it."""
        self.stuck = False
        self._coil.power(False, now)
        self._registers = bytearray(0x40)
        for register, value in _AFTER_RESET.items():
            self._registers[register] = value
        self._command = Command.IDLE
        self._starts = False
        self._fifo = bytearray()
        self._error = 0
        self._timer_at: float | None = None
        self._answer: tuple[float, Mixed, int] | None = None  # when, what, bits known before

    def read(self, register: int, now: float) -> int:
        self._pass(now)
        if register == Register.COMMAND:
            return self._registers[Register.COMMAND] & 0x30 | self._command
        if register == Register.FIFO:
            return self._fifo.pop(0) if self._fifo else 0
        if register == Register.FIFO_LEVEL:
            return len(self._fifo)
        if register == Register.ERROR:
            return self._error
        if register == Register.VERSION:
            return self.version
        return self._registers[register]

    def write(self, register: int, value: int, now: float) -> None:
        self._pass(now)
        if register == Register.COMMAND:
            self._registers[Register.COMMAND] = value & 0x30
            self._begin(value & 0x0F, now)
        elif register in (Register.COM_IRQ, Register.DIV_IRQ):
            bits = value & 0x7F
            kept = self._registers[register] & ~bits
            self._registers[register] = kept | (bits if value & Irq.SET else 0)
        elif register == Register.FIFO:
            if len(self._fifo) < FIFO_OCTETS:
                self._fifo.append(value)
            else:
                self._fail(Wrong.FIFO_OVERFLOW)
            self._authenticate(now)
        elif register == Register.FIFO_LEVEL:
            if value & FLUSH:
                self._fifo.clear()
                self._error &= ~Wrong.FIFO_OVERFLOW
        elif register == Register.BIT_FRAMING:
            self._registers[register] = value & ~START_SEND
            self._starts = bool(value & START_SEND)
            if self._starts and self._command == Command.TRANSCEIVE:
                self._send(now)
        elif register == Register.COLLISION:
            kept = self._registers[register] & ~KEEP_AFTER_COLLISION
            self._registers[register] = kept | value & KEEP_AFTER_COLLISION
        elif register == Register.TX_CONTROL:
            self._registers[register] = value
            self._coil.power(value & ANTENNA == ANTENNA, now)
        elif register not in _READ_ONLY:
            self._registers[register] = value

    # -- commands

    def _begin(self, command: int, now: float) -> None:
        if command == Command.NO_CHANGE:
            return
        if command == Command.SOFT_RESET:
            self.power_up(now)
            return
        self._command = Command(command) if command in set(Command) else Command.IDLE
        self._answer = None
        if command != Command.IDLE:
            self._error = 0
        if command == Command.CALCULATE_CRC:
            crc = self._crc(bytes(self._fifo))
            self._fifo.clear()
            self._registers[Register.CRC_RESULT_LOW] = crc[0]
            self._registers[Register.CRC_RESULT_HIGH] = crc[1]
            self._registers[Register.DIV_IRQ] |= CRC_IRQ
        elif command == Command.AUTHENTICATE:
            self._authenticate(now)
        elif command == Command.TRANSCEIVE and self._starts and self.start_stays:
            self._send(now)
        elif command == Command.TRANSMIT:
            self._send(now)
            self._answer = None
            self._end()

    def _end(self) -> None:
        """A command ends by itself."""
        self._command = Command.IDLE
        self._registers[Register.COM_IRQ] |= Irq.IDLE

    def _authenticate(self, now: float) -> None:
        """Begins with the twelfth octet: command, block, key, four octets of the UID."""
        if self._command != Command.AUTHENTICATE or len(self._fifo) < 12:
            return
        key, uid = bytes(self._fifo[2:8]), bytes(self._fifo[8:12])
        del self._fifo[:12]
        if self.stuck:
            return
        if self._coil.authenticate(uid, key):
            self._registers[Register.STATUS_2] |= CRYPTO
            self._end()
        else:
            self._start_timer(now)

    def _send(self, now: float) -> None:
        """The FIFO as a frame; what answers it comes in its time."""
        octets, last = bytes(self._fifo), self._registers[Register.BIT_FRAMING] & 0x07
        self._fifo.clear()
        if not octets or self.stuck:
            return
        self._registers[Register.COM_IRQ] |= Irq.TX | Irq.LOW_ALERT
        if self._registers[Register.TX_MODE] & MODE_CRC:
            octets += self._crc(octets)
        bits = 8 * len(octets) - (8 - last if last else 0)
        sent_at = now + air_s(bits)
        answer = self._coil.send(octets, bits, now)
        self._start_timer(sent_at)
        if answer is None:
            return
        begins = sent_at + ANSWER_DELAY_S
        if self._timer_at is not None and begins < self._timer_at:
            self._timer_at = None  # it stops when something is received
        known = max(0, bits - 16) if octets[0] in SELECT else 0
        self._answer = (begins + air_s(answer.frame.bits), answer, known)

    # -- time

    def _start_timer(self, at: float) -> None:
        mode = self._registers[Register.TIMER_MODE]
        if not mode & TIMER_AUTO:
            return
        prescaler = (mode & 0x0F) << 8 | self._registers[Register.TIMER_PRESCALER]
        reload_ = int.from_bytes(self._registers[0x2C:0x2E], "big")
        self._timer_at = at + (2 * prescaler + 1) * (reload_ + 1) / CARRIER_HZ

    def _pass(self, now: float) -> None:
        if self.stuck:
            return
        if self._timer_at is not None and now >= self._timer_at:
            self._timer_at = None
            self._registers[Register.COM_IRQ] |= Irq.TIMER
        if self._answer is not None and now >= self._answer[0]:
            _, answer, known = self._answer
            self._answer = None
            self._receive(answer, known)

    def _receive(self, answer: Mixed, known: int) -> None:
        align = self._registers[Register.BIT_FRAMING] >> 4 & 0x07
        bits = answer.frame.bits
        value = int.from_bytes(answer.frame.octets, "little")
        self._registers[Register.COLLISION] |= NO_POSITION
        if answer.collision is not None:
            self._collide(answer.collision, known, align)
            if not self._registers[Register.COLLISION] & KEEP_AFTER_COLLISION:
                value &= (1 << answer.collision) - 1
        octets = (value << align).to_bytes((align + bits + 7) // 8, "little")
        if self._registers[Register.RX_MODE] & MODE_CRC:
            if self._crc(octets[:-2]) != octets[-2:]:
                self._fail(Wrong.CRC)
            octets = octets[:-2]
        room = FIFO_OCTETS - len(self._fifo)
        if len(octets) > room:
            self._fail(Wrong.FIFO_OVERFLOW)
        self._fifo += octets[:room]
        control = self._registers[Register.CONTROL] & ~0x07
        self._registers[Register.CONTROL] = control | (align + bits) % 8
        self._registers[Register.COM_IRQ] |= Irq.RX

    def _collide(self, bit: int, known: int, align: int) -> None:
        self._fail(Wrong.COLLISION)
        before = {CollPos.LEVEL: known, CollPos.FRAME: 0, CollPos.OCTET: align}[self.coll_pos]
        position = before + bit + 1
        shown = NO_POSITION if position > 32 else position % 32
        kept = self._registers[Register.COLLISION] & KEEP_AFTER_COLLISION
        self._registers[Register.COLLISION] = kept | shown

    def _fail(self, wrong: Wrong) -> None:
        self._error |= wrong
        self._registers[Register.COM_IRQ] |= Irq.ERROR

    def _crc(self, octets: bytes) -> bytes:
        return crc_a(octets, _PRESETS[self._registers[Register.MODE] & 0x03])

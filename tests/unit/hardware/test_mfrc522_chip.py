"""The chip model register by register, by the rules of the chip's data sheet."""

from __future__ import annotations

import pytest

from hardware.rfid.iso14443.card import Card
from hardware.rfid.iso14443.crc import with_crc
from hardware.rfid.mfrc522.chip import CollPos
from hardware.rfid.mfrc522.registers import Command, Irq, Register
from tests.unit.hardware.mfrc522_wire import Wire

UID = bytes.fromhex("C5CC358A")


@pytest.fixture
def wire() -> Wire:
    wire = Wire([Card(UID)])
    wire.write(Register.TX_CONTROL, 0x83)
    return wire


def read(wire: Wire, register: int) -> int:
    return wire.read(register)[0]


def transceive(wire: Wire, octets: bytes, framing: int = 0x00) -> bytes:
    """Sends a frame and gives what is in the FIFO a while later."""
    wire.write(Register.COM_IRQ, 0x7F)
    wire.write(Register.FIFO_LEVEL, 0x80)
    wire.write(Register.COMMAND, Command.IDLE)
    wire.write(Register.FIFO, *octets)
    wire.write(Register.COMMAND, Command.TRANSCEIVE)
    wire.write(Register.BIT_FRAMING, 0x80 | framing)
    wire.wait(0.02)
    level = read(wire, Register.FIFO_LEVEL)
    return wire.read(*(Register.FIFO,) * level) if level else b""


def test_a_reset_gives_the_values_of_the_data_sheet(wire: Wire) -> None:
    wire.write(Register.MODE, 0x3D)
    wire.write(Register.COMMAND, Command.SOFT_RESET)
    values = {
        0x01: 0x20,
        0x02: 0x80,
        0x04: 0x14,
        0x07: 0x21,
        0x0B: 0x08,
        0x0C: 0x10,
        0x0E: 0xA0,
        0x11: 0x3F,
        0x14: 0x80,
        0x16: 0x10,
        0x17: 0x84,
        0x18: 0x84,
        0x19: 0x4D,
        0x1C: 0x62,
        0x1F: 0xEB,
        0x21: 0xFF,
        0x22: 0xFF,
        0x24: 0x26,
        0x26: 0x48,
        0x27: 0x88,
        0x28: 0x20,
        0x29: 0x20,
        0x36: 0x40,
        0x37: 0x92,
    }
    assert {register: read(wire, register) for register in range(1, 0x40)} == {
        register: values.get(register, 0) for register in range(1, 0x40)
    }


def test_interrupt_bits_are_set_and_cleared_by_their_highest_one(wire: Wire) -> None:
    wire.write(Register.COM_IRQ, 0x7F)
    assert read(wire, Register.COM_IRQ) == 0x00
    wire.write(Register.COM_IRQ, 0x80 | 0x21)
    assert read(wire, Register.COM_IRQ) == 0x21
    wire.write(Register.COM_IRQ, 0x01)
    assert read(wire, Register.COM_IRQ) == 0x20


def test_the_fifo_holds_64_octets(wire: Wire) -> None:
    wire.write(Register.FIFO, *range(64))
    assert read(wire, Register.ERROR) == 0x00
    wire.write(Register.FIFO, 0xAA)
    assert (read(wire, Register.ERROR), read(wire, Register.FIFO_LEVEL)) == (0x10, 64)
    assert read(wire, Register.COM_IRQ) & Irq.ERROR
    assert wire.read(*(Register.FIFO,) * 64) == bytes(range(64))
    wire.write(Register.FIFO, 1, 2, 3)
    wire.write(Register.FIFO_LEVEL, 0x80)
    assert (read(wire, Register.FIFO_LEVEL), read(wire, Register.FIFO)) == (0, 0)
    assert read(wire, Register.ERROR) == 0x00


@pytest.mark.parametrize(("octets", "crc"), [("5000", "57CD"), ("3004", "26EE"), ("6000", "F57B")])
def test_the_coprocessor_gives_the_published_checksums(octets: str, crc: str) -> None:
    wire = Wire()
    wire.write(Register.MODE, 0x3D)
    wire.write(Register.FIFO, *bytes.fromhex(octets))
    wire.write(Register.COMMAND, Command.CALCULATE_CRC)
    assert read(wire, Register.DIV_IRQ) == 0x04
    assert wire.read(Register.CRC_RESULT_LOW, Register.CRC_RESULT_HIGH).hex().upper() == crc
    assert read(wire, Register.FIFO_LEVEL) == 0


def test_nothing_is_sent_without_start_send_or_without_a_field(wire: Wire) -> None:
    wire.write(Register.FIFO, 0x26)
    wire.write(Register.COMMAND, Command.TRANSCEIVE)
    wire.write(Register.BIT_FRAMING, 0x07)
    wire.wait(0.02)
    assert not read(wire, Register.COM_IRQ) & Irq.RX
    wire.write(Register.TX_CONTROL, 0x80)
    assert transceive(wire, b"\x26", 0x07) == b""
    wire.write(Register.TX_CONTROL, 0x83)
    assert transceive(wire, b"\x26", 0x07) == b"\x04\x00"


def test_only_so_many_bits_of_the_last_octet_are_sent(wire: Wire) -> None:
    assert transceive(wire, b"\x26") == b""  # eight bits wake nobody
    assert transceive(wire, b"\x26", 0x07) == b"\x04\x00"
    assert read(wire, Register.BIT_FRAMING) == 0x07  # the start is no bit that stays


def test_bits_are_put_where_they_go_on(wire: Wire) -> None:
    """11 bits of the UID are known: 29 come, from the fourth bit of the first octet on."""
    transceive(wire, b"\x26", 0x07)
    got = transceive(wire, bytes((0x93, 0x33, 0xC5, 0x04)), 0x33)
    assert got == bytes((0xCC & 0xF8, 0x35, 0x8A, 0xB6))
    assert read(wire, Register.CONTROL) & 0x07 == 0


def test_an_acknowledgement_has_four_valid_bits() -> None:
    wire = Wire([Card(bytes.fromhex("04A1B2C3D4E5F6"), memory=bytes(64))])
    wire.write(Register.TX_CONTROL, 0x83)
    transceive(wire, b"\x26", 0x07)
    for code, level in ((0x93, "8804A1B29F"), (0x95, "C3D4E5F604")):
        transceive(wire, with_crc(bytes((code, 0x70)) + bytes.fromhex(level)))
    assert transceive(wire, with_crc(b"\x30\xf0")) == b"\x00"
    assert read(wire, Register.CONTROL) & 0x07 == 4


def test_checksums_are_made_and_taken_away_on_demand(wire: Wire) -> None:
    wire.write(Register.MODE, 0x3D)
    transceive(wire, b"\x26", 0x07)
    wire.write(Register.TX_MODE, 0x80)
    wire.write(Register.RX_MODE, 0x80)
    assert transceive(wire, bytes((0x93, 0x70, *UID, 0xB6))) == b"\x08"
    assert read(wire, Register.ERROR) == 0x00


@pytest.mark.parametrize(
    ("reading", "first", "second"),
    [(CollPos.LEVEL, 5, 20), (CollPos.FRAME, 5, 15), (CollPos.OCTET, 5, 20)],
)
def test_where_a_collision_was(reading: CollPos, first: int, second: int) -> None:
    uids = [bytes.fromhex(uid) for uid in ("05000000", "15000000", "05000800")]
    wire = Wire([Card(uid) for uid in uids], reading)
    wire.write(Register.TX_CONTROL, 0x83)
    wire.write(Register.COLLISION, 0x00)
    transceive(wire, b"\x26", 0x07)
    got = transceive(wire, bytes((0x93, 0x20)))
    assert (read(wire, Register.ERROR), read(wire, Register.COLLISION)) == (0x08, first)
    assert got == bytes((0x05, 0, 0, 0, 0))  # what comes after the collision reads as 0
    got = transceive(wire, bytes((0x93, 0x25, 0x05)), 0x55)
    assert (read(wire, Register.ERROR), read(wire, Register.COLLISION)) == (0x08, second)
    wire.coil.cards = wire.coil.cards[:1]
    transceive(wire, b"\x26", 0x07)
    transceive(wire, b"\x26", 0x07)
    assert transceive(wire, bytes((0x93, 0x20))) == bytes((0x05, 0, 0, 0, 0x05))
    assert read(wire, Register.COLLISION) & 0x20  # there was none


def test_the_timer_runs_by_its_prescaler_and_stops_at_an_answer(wire: Wire) -> None:
    wire.write(Register.TIMER_MODE, 0x80)
    wire.write(Register.TIMER_PRESCALER, 169)
    wire.write(Register.TIMER_RELOAD_LOW, 39)  # 40 ticks of 25 us
    assert transceive(wire, b"\x26", 0x07)
    assert not read(wire, Register.COM_IRQ) & Irq.TIMER
    wire.coil.cards = []
    begun = wire.now
    transceive(wire, b"\x26", 0x07)
    assert read(wire, Register.COM_IRQ) & Irq.TIMER
    wire.write(Register.COM_IRQ, 0x7F)
    wire.write(Register.FIFO, 0x26)
    begun = wire.now
    wire.write(Register.BIT_FRAMING, 0x87)
    while not read(wire, Register.COM_IRQ) & Irq.TIMER:
        pass
    assert wire.now - begun == pytest.approx(0.00107, abs=0.0001)

"""The MFRC522's registers as its SPI interface shows them.

Owns names, bits and the two forms of an SPI transfer. Does not know what they are used for.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag


class Register(IntEnum):
    COMMAND = 0x01
    COM_IRQ_ENABLE = 0x02
    COM_IRQ = 0x04
    DIV_IRQ = 0x05
    ERROR = 0x06
    STATUS_2 = 0x08
    FIFO = 0x09
    FIFO_LEVEL = 0x0A
    WATER_LEVEL = 0x0B
    CONTROL = 0x0C  # its low bits: how many bits of the last octet were received
    BIT_FRAMING = 0x0D
    COLLISION = 0x0E
    MODE = 0x11
    TX_MODE = 0x12
    RX_MODE = 0x13
    TX_CONTROL = 0x14
    TX_ASK = 0x15
    CRC_RESULT_HIGH = 0x21
    CRC_RESULT_LOW = 0x22
    RF_CONFIG = 0x26
    TIMER_MODE = 0x2A
    TIMER_PRESCALER = 0x2B
    TIMER_RELOAD_HIGH = 0x2C
    TIMER_RELOAD_LOW = 0x2D
    VERSION = 0x37


class Command(IntEnum):
    IDLE = 0x00
    CALCULATE_CRC = 0x03
    TRANSMIT = 0x04
    NO_CHANGE = 0x07
    RECEIVE = 0x08
    TRANSCEIVE = 0x0C
    AUTHENTICATE = 0x0E  # MIFARE Classic
    SOFT_RESET = 0x0F


POWER_DOWN = 0x10  # in COMMAND: set until the oscillator runs


class Irq(IntFlag):
    """Of COM_IRQ. A write with SET sets the bits written as 1, one without clears them."""

    TIMER = 0x01
    ERROR = 0x02
    LOW_ALERT = 0x04
    HIGH_ALERT = 0x08
    IDLE = 0x10
    RX = 0x20
    TX = 0x40
    SET = 0x80


CRC_IRQ = 0x04  # in DIV_IRQ


class Wrong(IntFlag):
    """Of ERROR."""

    PROTOCOL = 0x01
    PARITY = 0x02
    CRC = 0x04
    COLLISION = 0x08
    FIFO_OVERFLOW = 0x10


FLUSH = 0x80  # to FIFO_LEVEL
FIFO_OCTETS = 64
START_SEND = 0x80  # to BIT_FRAMING; below it RxAlign (3 bits), a spare bit, TxLastBits (3 bits)
KEEP_AFTER_COLLISION = 0x80  # in COLLISION
NO_POSITION = 0x20
ANTENNA = 0x03  # in TX_CONTROL: both ends of the coil are driven
CRYPTO = 0x08  # in STATUS_2
MODE_CRC = 0x80  # in TX_MODE and RX_MODE
TIMER_AUTO = 0x80  # in TIMER_MODE: starts with the end of each frame sent

# What a chip without power, or a wire that leads nowhere, reads as.
NOBODY = (0x00, 0xFF)

VERSIONS = {
    0x91: "MFRC522 1.0",
    0x92: "MFRC522 2.0",
    0x88: "FM17522",
    0x89: "FM17522E",
    0xB2: "FM17522-1",
    0x12: "a copy of the MFRC522",
}


def read_transfer(registers: tuple[int, ...]) -> list[int]:
    """What is sent to read registers; each one's value comes while the next octet is sent."""
    return [0x80 | (register << 1) & 0x7E for register in registers] + [0]


def write_transfer(register: int, octets: bytes) -> list[int]:
    """What is sent to write octets into one register, one after the other."""
    return [(register << 1) & 0x7E, *octets]

"""Adafruit's PN532 library before our emulator, over a port: it judges the bytes.

The library is made for microcontrollers. What it imports of them is put in its way here. It gets a
pyserial port.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import serial

from hardware.rfid.field import Field
from hardware.rfid.iso14443 import ndef
from hardware.rfid.pn532.emulator import Pn532Emulator
from hardware.rfid.reader import TagId, TagKind
from tests.conftest import wait_until

PLASTIC = TagId(TagKind.UID, "B0864D25")
STICKER = TagId(TagKind.UID, "04A1B2C3D4E5F6")
LINK = TagId(TagKind.URI, "https://id.gs1.org/01/09506000134352/21/12345")


# What a microcontroller has: one that the library uses, the others it only names in annotations.
BOARD: dict[str, dict[str, Any]] = {
    "micropython": {"const": lambda value: value},
    "digitalio": {"Direction": object, "DigitalInOut": object},
    "busio": {"UART": object},
    "circuitpython_typing": {"ReadableBuffer": bytes},
}


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, members in BOARD.items():
        module = ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
    yield importlib.import_module("adafruit_pn532.uart")
    for name in [name for name in sys.modules if name.startswith("adafruit_pn532")]:
        del sys.modules[name]


@pytest.fixture
def field() -> Field:
    return Field(seed=3, fades=False)


@pytest.fixture
def emulator(tmp_path: Path, field: Field) -> Iterator[Pn532Emulator]:
    # Not paced: the library takes a frame that pauses for a broken one.
    with Pn532Emulator(tmp_path / "table-1", field, paced=False) as emulator:
        yield emulator


@pytest.fixture
def judge(library: Any, emulator: Pn532Emulator) -> Iterator[Any]:
    with serial.Serial(str(emulator.link), 115200, timeout=0.2, exclusive=True) as port:
        yield library.PN532_UART(port)


def place(field: Field, tag: TagId) -> None:
    field.place(tag, hearing=1.0)


def test_it_wakes_the_chip_and_knows_its_firmware(judge: Any, emulator: Pn532Emulator) -> None:
    assert judge.firmware_version == (0x32, 1, 6, 7)
    assert not emulator.chip.asleep
    judge.SAM_configuration()


@pytest.mark.parametrize("tag", [PLASTIC, STICKER], ids=["4 bytes", "7 bytes"])
def test_it_reads_a_serial_number(judge: Any, field: Field, tag: TagId) -> None:
    place(field, tag)
    assert bytes(judge.read_passive_target(timeout=2)).hex().upper() == tag.value
    assert bytes(judge.read_passive_target(timeout=2)).hex().upper() == tag.value


def test_it_waits_for_a_card_that_is_not_there(
    judge: Any, field: Field, emulator: Pn532Emulator
) -> None:
    # The library leaves the chip's retries as they are: without end.
    assert judge.read_passive_target(timeout=0.2) is None
    assert judge.listen_for_passive_target()
    assert emulator.chip.busy
    place(field, STICKER)
    wait_until(lambda: not emulator.chip.busy)
    assert bytes(judge.get_passive_target()).hex().upper() == STICKER.value


def test_it_takes_a_long_serial_number_for_an_error_of_its_own(judge: Any, field: Field) -> None:
    place(field, TagId(TagKind.UID, "04A1B2C3D4E5F6A7B8C9"))
    with pytest.raises(RuntimeError, match="unexpectedly long UID"):
        judge.read_passive_target(timeout=2)


def test_it_reads_what_is_written_on_a_tag(judge: Any, field: Field) -> None:
    place(field, LINK)
    uid = bytes(judge.read_passive_target(timeout=2))
    assert len(uid) == 7
    pages = [bytes(judge.ntag2xx_read_block(page)) for page in range(45)]
    memory = b"".join(pages)
    assert memory[:3] == uid[:3]
    assert memory[12:16] == bytes.fromhex("E1101200")
    assert ndef.identity(memory) == LINK
    assert judge.ntag2xx_read_block(200) is None


def test_it_logs_in_to_a_classic_card(judge: Any, field: Field) -> None:
    place(field, PLASTIC)
    uid = judge.read_passive_target(timeout=2)
    key = b"\xff" * 6
    assert judge.mifare_classic_authenticate_block(uid, 4, 0x60, key)
    judge.read_passive_target(timeout=2)
    assert not judge.mifare_classic_authenticate_block(uid, 4, 0x60, b"\x00" * 6)


def test_it_puts_the_chip_to_sleep_and_wakes_it(
    judge: Any, field: Field, emulator: Pn532Emulator
) -> None:
    assert judge.power_down()
    assert emulator.chip.asleep
    place(field, STICKER)
    assert bytes(judge.read_passive_target(timeout=2)).hex().upper() == STICKER.value
    assert not emulator.chip.asleep

"""The chip model before clients that are not ours: what they were seen to read and write."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from hardware.rfid.iso14443.card import Card
from hardware.rfid.mfrc522.fakes import Pi, wired
from tests.conftest import LogWatch
from tests.unit.hardware.mfrc522_wire import Wire, folded

UID = bytes.fromhex("C5CC358A")

# Runs of the package `mfrc522` 0.0.7 (issue's facts): W register = value written, R = read.
INIT = "W01=0F W2A=8D W2B=3E W2D=1E W2C=00 W15=40 W11=3D R14=80x2 W14=83"
REQUEST = (
    "W0D=07 W02=F7 R04=45 W04=45 R0A=00 W0A=80 W01=00 W09=26 W01=0C R0D=07 W0D=87 R04=44x6 "
    "R04=64 R0D=07 W0D=07 R06=00 R0A=02 R0C=10 R09=04 R09=00"
)
ANTICOLL = (
    "W0D=00 W02=F7 R04=64 W04=64 R0A=00 W0A=80 W01=00 W09=93 W09=20 W01=0C R0D=00 W0D=80 "
    "R04=44x13 R04=64 R0D=00 W0D=00 R06=00 R0A=05 R0C=10 R09=C5 R09=CC R09=35 R09=8A R09=B6"
)
SELECT = (
    "R05=00 W05=00 R0A=00 W0A=80 W09=93 W09=70 W09=C5 W09=CC W09=35 W09=8A W09=B6 W01=03 R05=04 "
    "R22=40 R21=06 W02=F7 R04=64 W04=64 R0A=00 W0A=80 W01=00 W09=93 W09=70 W09=C5 W09=CC W09=35 "
    "W09=8A W09=B6 W09=40 W09=06 W01=0C R0D=00 W0D=80 R04=44x22 R04=64 R0D=00 W0D=00 R06=00 "
    "R0A=03 R0C=10 R09=08 R09=B6 R09=DD"
)
AUTH = (
    "W02=92 R04=64 W04=64 R0A=00 W0A=80 W01=00 W09=60 W09=0B W09=FFx6 W09=C5 W09=CC W09=35 "
    "W09=8A W01=0E R04=10 R0D=00 W0D=00 R06=00 R08=08"
)
READ = (
    "R05=04 W05=00 R0A=00 W0A=80 W09=30 W09=08 W01=03 R05=04 R22=4A R21=24 W02=F7 R04=10 W04=10 "
    "R0A=00 W0A=80 W01=00 W09=30 W09=08 W09=4A W09=24 W01=0C R0D=00 W0D=80 R04=44x39 R04=64 "
    "R0D=00 W0D=00 R06=00 R0A=12 R0C=10 R09=00x16"
)
STOP = "R08=08 W08=00"


@pytest.fixture
def wire() -> Wire:
    return Wire([Card(UID, memory=bytes(1024), sak=0x08)])


@pytest.fixture
def pi(wire: Wire) -> Iterator[Pi]:
    pi = Pi()
    pi.slaves[0, 0] = wire
    with wired(pi):
        yield pi


@pytest.fixture
def package(pi: Pi) -> Iterator[Any]:
    yield (chip := importlib.import_module("mfrc522").MFRC522())
    chip.logger.handlers.clear()


def said(wire: Wire) -> str:
    log, wire.log = wire.log, []
    return folded(log)


def test_the_package_reads_the_captured_values(package: Any, wire: Wire) -> None:
    cards, wire.coil.cards = wire.coil.cards, []
    assert said(wire) == INIT

    assert package.MFRC522_Request(0x26)[0] == package.MI_ERR
    assert len(wire.log) == 2013
    begin, polls, rest = said(wire).partition(" R04=44x")
    assert begin == ("W0D=07 W02=F7 R04=14 W04=14 R0A=00 W0A=80 W01=00 W09=26 W01=0C R0D=07 W0D=87")
    before_timer, after = polls, rest.split()
    assert before_timer
    # The captured run saw its timer after 313 polls of 50 us; the sum of its delays is not told.
    assert abs(int(after[0]) - 313) <= 3
    assert after[2:] == ["R0D=07", "W0D=07"]

    wire.coil.cards = cards
    assert package.MFRC522_Request(0x26) == (package.MI_OK, 16)
    assert said(wire) == REQUEST
    assert package.MFRC522_Anticoll() == (package.MI_OK, [*UID, 0xB6])
    assert said(wire) == ANTICOLL
    assert package.MFRC522_SelectTag([*UID, 0xB6]) == 0x08
    assert said(wire) == SELECT
    assert package.MFRC522_Auth(0x60, 11, [0xFF] * 6, [*UID]) == package.MI_OK
    assert said(wire) == AUTH
    assert package.MFRC522_Read(8) == [0] * 16
    assert said(wire) == READ
    package.MFRC522_StopCrypto1()
    assert said(wire) == STOP


def test_a_wrong_key_opens_nothing(package: Any, wire: Wire, log_watch: LogWatch) -> None:
    log_watch.expect("AUTH ERROR")
    package.MFRC522_Request(0x26)
    package.MFRC522_SelectTag([*UID, 0xB6])
    assert package.MFRC522_Auth(0x60, 11, [0] * 6, [*UID]) != package.MI_OK
    assert wire.chip.read(0x08, wire.now) == 0x00


def test_an_independent_client_finds_and_reads_a_card(pi: Pi, wire: Wire) -> None:
    client = importlib.import_module("pirc522").RFID()
    assert wire.chip.read(0x26, wire.now) == 0x40  # it sets the gain
    assert client.request() == (False, 16)
    assert client.anticoll() == (False, [*UID, 0xB6])
    assert client.select_tag([*UID, 0xB6]) is False
    assert client.card_auth(client.auth_a, 11, [0xFF] * 6, [*UID]) is False
    error, block = client.read(8)
    assert (error, block) == (False, [0] * 16)
    client.stop_crypto()
    client.cleanup()
    assert pi.mode is None


def test_an_independent_client_reads_a_7_byte_uid(pi: Pi, wire: Wire) -> None:
    uid = bytes.fromhex("04A1B2C3D4E5F6")
    wire.coil.cards = [Card(uid, memory=bytes(range(64)))]
    client = importlib.import_module("pirc522").RFID()
    assert client.read_id() == [*uid]


def test_of_two_cards_the_clients_see_a_collision(package: Any, wire: Wire) -> None:
    wire.coil.cards = [Card(UID), Card(bytes.fromhex("C5CC358B"))]
    assert package.MFRC522_Request(0x26)[0] == package.MI_OK
    assert package.MFRC522_Anticoll()[0] == package.MI_ERR
    assert wire.chip.read(0x06, wire.now) == 0x08
    assert wire.chip.read(0x0E, wire.now) == 0x80 | 25  # C5 CC 35, then the first bit of 8A / 8B

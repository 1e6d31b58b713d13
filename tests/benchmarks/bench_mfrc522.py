"""What an MFRC522 costs its SPI bus, beside the two packages that others use it with.

All talk to the same chip model, at the pace of a Pi: 50 us a transfer, and what frames take on the
air. `mfrc522.transfers_per_card`: a whole round (is the chip still there, field on, every card
listed and halted, field off) over its cards, mean of 20 fields of 4-byte UIDs; `_4` and `_8` for
more of them. The packages list one card at most: where several answer, they see a collision and
find none, so they have a figure for one card only, without halting it.
`mfrc522.transfers_empty_round`: a round in which nobody is there.
`mfrc522.list_ms_per_card`: time, and `_7_byte` for longer UIDs; not counted is what the field takes
to come up, 5 ms a round by the norm.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Iterable
from statistics import mean

from hardware.rfid.iso14443.card import Card
from hardware.rfid.mfrc522.fakes import Pi, wired
from hardware.rfid.mfrc522.frontend import FIELD_UP_S, Frontend
from hardware.rfid.mfrc522.listing import cards
from tests.benchmarks.row import Row
from tests.unit.hardware.mfrc522_wire import Wire

FIELDS = 20
UID = bytes.fromhex("C5CC358A")


def rows() -> Iterable[Row]:
    one, package, other = round_cost(1), package_cost(card=True), pirc522_cost(card=True)
    note = "1 card of 4 bytes, halted; goal: the package's, which does not halt it"
    yield Row("mfrc522.transfers_per_card", one[0], "transfers", package, "lower", note)
    for count in (4, 8):
        transfers, _ = round_cost(count)
        note = f"{count} cards; the packages find none"
        yield Row(
            f"mfrc522.transfers_per_card_{count}", transfers, "transfers", None, "lower", note
        )
    yield Row("mfrc522.transfers_per_card_package", package, "transfers", None, "lower", "mfrc522")
    yield Row("mfrc522.transfers_per_card_pirc522", other, "transfers", None, "lower", "pi-rc522")

    empty = round_cost(0)[0]
    yield Row("mfrc522.transfers_empty_round", empty, "transfers", 20, "lower", "timer, no polling")
    for name, cost in (("package", package_cost), ("pirc522", pirc522_cost)):
        name = f"mfrc522.transfers_empty_round_{name}"
        yield Row(name, cost(card=False), "transfers", None, "lower", "its request only")

    yield Row("mfrc522.list_ms_per_card", one[1], "ms", None, "lower", "1 card, 4 bytes")
    for count, octets in ((1, 7), (8, 4), (8, 7)):
        suffix = f"_{count}" * (count > 1) + "_7_byte" * (octets == 7)
        took = round_cost(count, octets)[1]
        note = f"{count} of {octets} bytes"
        yield Row(f"mfrc522.list_ms_per_card{suffix}", took, "ms", None, "lower", note)


def round_cost(count: int, octets: int = 4) -> tuple[float, float]:
    """Transfers and milliseconds of a driver's round, for each card of it."""
    chance = random.Random(count)
    transfers, took = [], []
    for _ in range(FIELDS):
        uids = [bytes((0x04,)) + chance.randbytes(octets - 1) for _ in range(count)]
        wire = Wire([Card(uid) for uid in uids if uid[3] != 0x88])
        frontend = Frontend(wire, wire.wait)
        frontend.start()
        before, begun = wire.transfers, wire.now
        assert frontend.is_set_up()
        frontend.field_on()
        listed = len(list(cards(frontend)))
        frontend.field_off()
        assert listed == len(wire.coil.cards)
        transfers.append((wire.transfers - before) / max(1, listed))
        took.append(1000 * (wire.now - begun - FIELD_UP_S) / max(1, listed))
    return mean(transfers), mean(took)


def package_cost(*, card: bool) -> float:
    """The package's request, anticollision and select; its request when nobody is there."""
    wire, pi = peer(card)
    with wired(pi):
        chip = importlib.import_module("mfrc522").MFRC522()
        chip.logger.handlers.clear()
        before = wire.transfers
        chip.MFRC522_Request(chip.PICC_REQIDL)
        if card:
            assert chip.MFRC522_SelectTag(chip.MFRC522_Anticoll()[1]) == 0x08
        return wire.transfers - before


def pirc522_cost(*, card: bool) -> float:
    wire, pi = peer(card)
    with wired(pi):
        client = importlib.import_module("pirc522").RFID()
        before = wire.transfers
        client.request()
        if card:
            assert client.select_tag(client.anticoll()[1]) is False
        return wire.transfers - before


def peer(card: bool) -> tuple[Wire, Pi]:
    wire, pi = Wire([Card(UID)] if card else []), Pi()
    pi.slaves[0, 0] = wire
    return wire, pi

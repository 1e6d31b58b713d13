"""Hours of an MFRC522 in virtual time, with cards, dips of its power, and wires that come off.

The SPI bus, its transfers and what is on the air cost the time that they take on a Pi, on a clock
that only they and the driver's waits move.
"""

from __future__ import annotations

import gc
import random
from collections import Counter

import pytest

from hardware.device import DeviceState
from hardware.rfid.field import Field
from hardware.rfid.reader import TagId
from tests.contract.memory_line import VirtualClock
from tests.contract.mfrc522_line import CAN, a_field, virtual


def test_eight_cards_are_listed_several_times_a_second() -> None:
    clock = VirtualClock()
    tags = [CAN.tag(number) for number in range(8)]
    with virtual(clock, a_field(*tags)) as (_, reader):
        clock.end(clock.now() + 10)
        reader.open()
        clock.wait_for_end()
        heard = Counter(read.tag for read in reader.drain())
    assert set(heard) == set(tags)
    assert min(heard.values()) >= 50


def play(hours: float, seed: int) -> None:
    """Cards come and go; the power dips, the chip hangs, wires come off and are put back."""
    clock, chance = VirtualClock(), random.Random(seed)
    field = Field(seed=seed)
    begins = clock.now()
    ends = begins + hours * 3600
    faults: list[tuple[float, float]] = []
    rounds: list[tuple[float, set[TagId]]] = []  # the last one: when, and which cards had power
    told = 0
    sizes: list[int] = []
    wrong: list[str] = []

    def calm() -> bool:
        return all(not start - 1 < clock.now() < end + 5 for start, end in faults[-2:])

    interval_s = 0.5 if hours < 10 else 1.0  # rounds are what costs time
    with virtual(clock, field, interval_s=interval_s) as (emulator, reader):

        def powered(tags: tuple[TagId, ...]) -> None:
            """A round begins: the one before must have listed each card that had power."""
            nonlocal told
            reads = Counter(read.tag for read in reader.drain())
            begun, cards = rounds.pop() if rounds else (clock.now(), set())
            undisturbed = not any(start < clock.now() and begun < end + 5 for start, end in faults)
            if set(reads) - cards or (undisturbed and reads != Counter(cards)):
                wrong.append(f"{begun:.3f}: {reads} of {cards}")
            told += undisturbed * len(cards)
            rounds.append((clock.now(), set(tags)))

        def fault() -> None:
            kind = chance.choice(("unplug", "floats", "dip", "freeze"))
            lasts = chance.uniform(0.01, 60) if kind in ("unplug", "floats") else 0.5
            faults.append((clock.now(), clock.now() + lasts))
            if kind in ("unplug", "floats"):
                emulator.unplug(0x00 if kind == "unplug" else 0xFF)
                clock.at(clock.now() + lasts, plug)
            elif kind == "dip":
                emulator.dip()
            else:
                emulator.freeze()

        def plug() -> None:
            if emulator.plugged:
                return  # another fault has come, and gone
            if clock.now() - faults[-1][0] > 5 and reader.health.state is not DeviceState.AWAY:
                wrong.append(f"unplugged, and {reader.health}")
            emulator.plug()

        def well() -> None:
            if calm() and faults and not reader.health.ok:
                wrong.append(f"{clock.now():.1f}: {reader.health}")

        def leave(tags: list[TagId]) -> None:
            for tag in tags:
                field.remove(tag)

        moment = begins + 5
        while moment < ends - 120:
            numbers = chance.sample(range(500), chance.randint(1, 4))
            tags = [CAN.tag(number) for number in numbers]
            for tag in tags:
                clock.at(moment, lambda tag=tag: field.place(tag))
            clock.at(moment + 20, lambda tags=tags: leave(tags))
            clock.at(moment + chance.uniform(-10, 100), fault)
            moment += chance.uniform(100, 300)
        clock.every(60, well)
        for share in (0.25, 0.999):
            clock.at(begins + share * (ends - begins), lambda: sizes.append(objects()))
        emulator.cards.on_round = powered
        clock.end(ends)
        reader.open()
        clock.wait_for_end()
    assert wrong == []
    assert len(faults) > 5 * hours
    assert told > 100 * hours
    assert sizes[1] - sizes[0] < 5000


def objects() -> int:
    gc.collect()
    return len(gc.get_objects())


@pytest.mark.slow
def test_an_hour_of_cards_and_faults() -> None:
    play(1, seed=22)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_three_days_of_cards_and_faults() -> None:
    play(72, seed=22)

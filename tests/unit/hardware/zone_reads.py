"""Reads as a test of zones makes them, and a zone that is fed with them as a program does it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.zone import Presence, ReadZone, ZoneProfile

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")
ROOM, TABLE = ZoneProfile.fitting_room(), ZoneProfile.table()
both_profiles = pytest.mark.parametrize("profile", [ROOM, TABLE], ids=["room", "table"])


def read(
    at: float, tag: TagId = SHIRT, rssi_dbm: float | None = -52.0, antenna: int = 1
) -> TagRead:
    return TagRead(tag, antenna, rssi_dbm, at)


def heard(
    begin: float, end: float, every: float, tag: TagId = SHIRT, rssi_dbm: float | None = -52.0
) -> list[TagRead]:
    count = round((end - begin) / every) + 1
    return [read(begin + number * every, tag, rssi_dbm) for number in range(count)]


def tags(presences: Sequence[Presence]) -> list[TagId]:
    return [presence.tag for presence in presences]


def play(
    zone: ReadZone, reads: Sequence[TagRead], until: float, every: float = 0.05
) -> dict[TagId, list[tuple[str, float]]]:
    """Feeds the zone as a program does, every 50 ms; what happened to each tag, and when."""
    story: dict[TagId, list[tuple[str, float]]] = {}
    waiting = sorted(reads, key=lambda each: each.at)
    for step in range(int(until / every) + 1):
        now = step * every
        batch = [each for each in waiting if each.at <= now]
        waiting = waiting[len(batch) :]
        change = zone.update(batch, now)
        for word, presences in (("arrived", change.arrived), ("left", change.left)):
            for presence in presences:
                story.setdefault(presence.tag, []).append((word, now))
    return story

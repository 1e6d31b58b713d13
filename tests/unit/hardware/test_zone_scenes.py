"""Zones before the field's scenes: a fitting room among busy ones, and a table. Short and seeded;
the figures are measured by `make bench`.
"""

from __future__ import annotations

import pytest

from hardware.rfid.field.scenes import (
    EXIT,
    ROOMS,
    TABLE,
    basket,
    exit_scene,
    fitting_rooms,
    walk_past,
)
from hardware.rfid.reader import TagId
from hardware.rfid.zone import ReadZone, ZoneChange, ZoneProfile

ROOM = "middle"


def test_a_basket_holds_what_lies_there_once_it_is_stable() -> None:
    exact, wrong_and_sure = 0, 0
    for seed in range(6):
        scene = basket(10, seed, rail=0)
        zone, heard = ReadZone(ZoneProfile.table()), set[TagId]()
        change = ZoneChange(())
        for moment in scene.play():
            heard.update(read.tag for read in moment.reads[TABLE])
            change = zone.update(moment.reads[TABLE], moment.now)
            if change.stable:
                break
        assert change.stable
        lie_here = scene.truth(TABLE, 0.0) & heard
        present = {presence.tag for presence in change.present}
        sure = {presence.tag for presence in change.present if not presence.doubt}
        near = {each.tag for each in change.near}
        exact += present == lie_here
        wrong_and_sure += bool(sure - lie_here or lie_here - present - near)
    assert exact >= 4
    assert wrong_and_sure == 0


@pytest.mark.slow
def test_a_room_among_busy_rooms_holds_its_own_garments() -> None:
    scene = fitting_rooms(3, minutes=4.0)
    zone, arrived, foreign = ReadZone(ZoneProfile.fitting_room()), set[TagId](), 0
    own = {stay.tag for stay in scene.stays if stay.where == ROOM and stay.since < 230.0}
    for moment in scene.play():
        change = zone.update(moment.reads[ROOM], moment.now)
        arrived.update(presence.tag for presence in change.arrived)
        foreign += sum(1 for presence in change.arrived if presence.tag not in own)
    assert len(own) >= 2
    assert len(own - arrived) <= len(own) / 5
    assert foreign <= 1


def test_who_walks_past_three_empty_rooms_with_an_armful_arrives_in_none() -> None:
    zones = {room: ReadZone(ZoneProfile.fitting_room()) for room in ROOMS}
    heard, arrived = set[TagId](), 0
    for moment in walk_past(seed=2).play():
        for room, zone in zones.items():
            heard.update(read.tag for read in moment.reads[room])
            arrived += len(zone.update(moment.reads[room], moment.now).arrived)
    assert heard
    assert arrived == 0


def test_a_gate_with_two_antennas_notices_what_is_carried_out_and_little_else() -> None:
    out, noticed, others, mistaken = 0, 0, 0, 0
    for seed in (1, 2):
        scene = exit_scene(20, seed, antennas=2, browsing=10)
        zone, found = ReadZone(ZoneProfile.gate()), set()
        for moment in scene.play():
            change = zone.update(moment.reads[EXIT], moment.now)
            found |= {presence.tag for presence in change.arrived}
        for stay in scene.stays:
            carried_out = stay.where == EXIT
            out += carried_out
            others += not carried_out
            noticed += carried_out and stay.tag in found
            mistaken += not carried_out and stay.tag in found
    assert noticed / out >= 0.9, (noticed, out)
    assert mistaken / others <= 0.06, (mistaken, others)

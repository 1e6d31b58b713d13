"""What is concluded from three measurements of a zone, and its picture."""

from __future__ import annotations

import pytest

from hardware.rfid.reader import TagId, TagRead
from kiosk.doctor import picture
from kiosk.doctor.calibration import CalibrationError, Measured, conclude

SHIRT, STRAY = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")


def reads(tag: TagId, *strengths: float | None) -> list[TagRead]:
    return [TagRead(tag, 1, strength, number / 10) for number, strength in enumerate(strengths)]


def test_inside_and_outside_part_by_their_near_ends() -> None:
    inside = [-50.0 - number % 10 for number in range(100)]
    outside = [-70.0 - number % 5 for number in range(50)]
    measured = conclude(reads(STRAY, -72.0), reads(SHIRT, *inside), reads(SHIRT, *outside))
    assert measured.garment == SHIRT
    assert (measured.inside_dbm, measured.outside_dbm) == (-59.0, -70.0)
    assert (measured.parts, measured.strays) == (True, 1)


def test_a_garment_that_is_not_heard_outside_parts_well() -> None:
    measured = conclude([], reads(SHIRT, *[-55.0] * 30), [])
    assert measured.parts
    assert measured.inside_dbm > measured.outside_dbm


def test_the_garment_is_what_was_brought_in_not_what_hangs_next_door() -> None:
    next_door = reads(STRAY, *[-60.0] * 90)
    measured = conclude(next_door, [*next_door, *reads(SHIRT, *[-52.0] * 40)], next_door)
    assert measured.garment == SHIRT
    assert measured.outside_dbm == -60.0


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ([], "was not heard"),
        (reads(SHIRT, -50.0, -51.0), "heard 2 times only"),
        (reads(SHIRT, *[None] * 30), "tells no strengths"),
    ],
)
def test_nothing_is_concluded_from_too_little(inside: list[TagRead], words: str) -> None:
    with pytest.raises(CalibrationError, match=words):
        conclude([], inside, [])


def test_the_picture_shows_both_and_where_they_part() -> None:
    measured = Measured(SHIRT, tuple([-52.0, -54.0] * 20), tuple([-71.0] * 30), 0)
    drawn = picture.svg(measured, "Fitting room <1>")
    assert "Fitting room &lt;1&gt;" in drawn
    assert "inside" in drawn
    assert "40 reads inside, 30 outside" in drawn

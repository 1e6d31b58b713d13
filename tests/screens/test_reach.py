"""What is touched is where docs/install.md says that it hangs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF

from tests.conftest import REPO
from tests.screens.mounting import ASKING_TOP, BOTTOM, REACH, TOP, as_high_as_it_reaches
from tests.screens.test_mirror import SCREENS
from tests.screens.test_modes import MODES
from tests.unit.mirror.stage import Stage

PAGE = (REPO / "docs" / "install.md").read_text(encoding="utf-8")
ROW = re.compile(r'^\| (\d+)" \|(.+)\|$', re.MULTILINE)
GLASS = QRectF(0, 0, 1080, 1920)
FINGER = 40  # px: 15 mm of the smallest panel


def touched(stage: Stage) -> dict[str, QRectF]:
    found = {}
    for item in stage.items():
        if item.property("touchTarget") is True and item.isEnabled():
            place = item.mapRectToScene(QRectF(QPointF(0, 0), item.size()))
            if GLASS.intersects(place):
                found[item.objectName()] = place
    return found


@pytest.mark.screens
@pytest.mark.parametrize("mode", ["plain", "large-text"])
@pytest.mark.parametrize("name", ["detail", "detail-offer", "nobody-on-duty", "three", "six"])
def test_what_asks_and_pays_is_in_the_band_that_the_page_names(
    stage: Stage, name: str, mode: str
) -> None:
    visit = SCREENS[name][0]
    stage.show(replace(visit, manners=MODES[mode]))
    for key, place in touched(stage).items():
        assert TOP <= place.top() <= place.bottom() <= BOTTOM + 0.5, key
        if not key.startswith("garment:"):
            assert place.top() >= ASKING_TOP, key
        elif name == "three":  # of up to three each can be touched in the band
            assert place.bottom() >= ASKING_TOP + FINGER, key


def test_the_table_of_heights_is_what_the_layout_gives() -> None:
    rows = ROW.findall(PAGE)
    assert [int(inches) for inches, _ in rows] == [32, 43, 55]
    for inches, cells in rows:
        hung = as_high_as_it_reaches(int(inches))
        size = f"{hung.width * 100:.0f} × {hung.height * 100:.0f} cm"
        heights = (
            f"{hung.lower_edge:.2f} m",
            f"{hung.at(BOTTOM):.2f} to {hung.at(ASKING_TOP):.2f} m",
            f"{hung.at(ASKING_TOP):.2f} to {hung.at(TOP):.2f} m",
        )
        assert tuple(cell.strip() for cell in cells.split("|")) == (size, *heights)


@pytest.mark.parametrize("inches", [32, 43, 55])
def test_what_asks_and_pays_is_not_above_a_hands_reach(inches: int) -> None:
    hung = as_high_as_it_reaches(inches)
    assert hung.at(ASKING_TOP) <= REACH[1]
    assert hung.at(BOTTOM) <= REACH[0]
    # As high as that goes: a centimetre more and one of both is not so.
    higher = replace(hung, lower_edge=hung.lower_edge + 0.01)
    assert higher.at(ASKING_TOP) > REACH[1] or higher.at(BOTTOM) > REACH[0]

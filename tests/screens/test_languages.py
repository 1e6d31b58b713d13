"""Every screen of the mirror in every language: nothing cut, nothing over something else, and in
Arabic everything at the other side. Pictures: var/screens/mirror-<name>-<language>.png.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtQuick import QQuickItem

from kiosk.config_sections import ALL_LANGUAGES
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.sheet import Sheet, SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from tests.screens.test_mirror import SCREENS
from tests.unit.mirror.stage import Stage

pytestmark = pytest.mark.screens

OTHERS = [one for one in ALL_LANGUAGES if one != "en"]
# Looked at with every `make test`, in the languages with the longest words and the other direction.
QUICK = ("attract", "one", "three", "detail")
LONGEST = ("de", "fr", "ar")
WIDTH = 1080


def speaking(visit: FittingVisit, language: str) -> FittingVisit:
    return replace(visit, manners=replace(visit.manners, language=language))


def place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(QPointF(0, 0), item.size()))


def words_of(stage: Stage) -> list[QQuickItem]:
    return [
        item
        for item in stage.items()
        if item.property("font") is not None and isinstance(item.property("text"), str)
        if item.property("text")
    ]


def assert_whole(stage: Stage) -> None:
    for item in words_of(stage):
        text, where = item.property("text"), place(item)
        if where.right() <= 0 or where.left() >= WIDTH:
            continue  # of a row that is pushed in
        assert not item.property("truncated"), f"{text!r} is cut"
        assert where.bottom() <= 1920, f"{text!r} is below the glass"
        painted = item.property("paintedWidth")
        assert painted <= where.width() + 1, f"{text!r} is wider than its place"
    targets = [item for item in stage.items() if item.property("touchTarget") and item.isEnabled()]
    for at, first in enumerate(targets):
        for second in targets[at + 1 :]:
            both = place(first).intersected(place(second))
            names = f"{first.objectName()} and {second.objectName()}"
            assert both.width() < 1 or both.height() < 1, f"{names} lie over each other"


def test_sizes_are_read_from_the_right_where_the_language_is(stage: Stage) -> None:
    """As they stand in the detail: the smallest first."""
    stage.show(speaking(SCREENS["one"][0], "ar"))
    [row] = [text for item in words_of(stage) if "XL" in (text := item.property("text"))]
    assert row.startswith("\N{RIGHT-TO-LEFT MARK}")
    assert row.count("\N{FIRST STRONG ISOLATE}") == row.count("\N{POP DIRECTIONAL ISOLATE}") == 5


@pytest.mark.slow
@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_whole_in_every_language(stage: Stage, name: str, language: str) -> None:
    stage.show(speaking(SCREENS[name][0], language))
    stage.save(f"{name}-{language}")
    assert_whole(stage)


@pytest.mark.parametrize("name", QUICK)
def test_nothing_is_cut_in_the_longest_languages(stage: Stage, name: str) -> None:
    """A sample of what `make slow` looks at in whole."""
    for language in LONGEST:
        stage.show(speaking(SCREENS[name][0], language))
        assert_whole(stage)


def test_in_arabic_everything_is_at_the_other_side(stage: Stage) -> None:
    """What can be touched lies mirrored; garments as they are, words from right to left."""
    for name in ("one", "three", "detail"):
        visit = SCREENS[name][0]
        stage.show(visit)
        before = {item.objectName(): place(item) for item in stage.items() if item.objectName()}
        stage.show(speaking(visit, "ar"))
        for item in stage.items():
            if not item.property("touchTarget") or item.objectName().startswith("choice"):
                continue  # as wide as its word
            was, now = before[item.objectName()], place(item)
            if was.width() == now.width():
                apart = abs(now.left() - (WIDTH - was.right()))
                assert apart <= 2, f"{name}: {item.objectName()} is {apart:g} px off"


def test_one_tap_on_a_language_speaks_it(stage: Stage) -> None:
    heard: list[object] = []
    stage.view_model.tapped.connect(heard.append)
    open_ = Sheet(SheetKind.LANGUAGES, 0.0)
    stage.show(replace(SCREENS["one"][0], sheet=open_, manners=Manners(language="en")))
    names = {one: stage.item(f"language:{one}").property("name") for one in ALL_LANGUAGES}
    assert names["ar"] == "العربية"
    assert len(set(names.values())) == len(ALL_LANGUAGES)
    stage.tap("language:ja")
    assert [getattr(event, "language", "") for event in heard] == ["ja"]
    stage.view_model.tapped.disconnect(heard.append)

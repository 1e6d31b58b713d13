"""Large text and high contrast: every screen holds in them, whole, apart and readable."""

from __future__ import annotations

import statistics
from dataclasses import replace

import pytest

from kiosk.mirror.visit.manners import Manners
from tests.screens import checks
from tests.screens.test_mirror import SCREENS
from tests.unit.mirror.stage import Stage

pytestmark = pytest.mark.screens

MODES = {
    "plain": Manners(),
    "large-text": Manners(large_text=True),
    "high-contrast": Manners(high_contrast=True),
    "both": Manners(large_text=True, high_contrast=True),
}
QUICK = ("one", "detail")  # with every `make test`; `make slow` looks at all


def show(stage: Stage, name: str, mode: str) -> None:
    stage.show(replace(SCREENS[name][0], manners=MODES[mode]))


def marked() -> list[object]:
    return [
        pytest.param(mode, name, marks=() if name in QUICK else pytest.mark.slow)
        for mode in MODES
        for name in SCREENS
    ]


@pytest.mark.parametrize(("mode", "name"), marked())
def test_a_screen_holds(stage: Stage, mode: str, name: str) -> None:
    show(stage, name, mode)
    picture = stage.save(f"{name}-{mode}") if mode != "plain" else stage.picture()
    assert checks.cut(stage) == []
    assert checks.over_each_other(stage) == []
    assert checks.too_faint(stage, picture) == []


def test_larger_text_is_larger(stage: Stage) -> None:
    sizes = []
    for mode in ("plain", "large-text"):
        show(stage, "one", mode)
        found = [(text, item.property("font").pixelSize()) for text, item, _ in checks.texts(stage)]
        sizes.append(dict(found))
    plain, large = sizes
    grown = {text: large[text] / plain[text] for text in plain.keys() & large.keys()}
    assert min(grown.values()) > 1.1, "what shrinks to fit, too"
    assert statistics.median(grown.values()) > 1.2


def test_in_high_contrast_nothing_is_said_quietly(stage: Stage) -> None:
    show(stage, "one", "high-contrast")
    colours = {item.property("color").name() for _, item, _ in checks.texts(stage)}
    assert colours == {"#fffbf2", "#ffdda6"}


# --- the checks themselves find what is wrong ---


def test_a_text_that_is_moved_onto_another_is_found(stage: Stage) -> None:
    show(stage, "one", "plain")
    found = {text: item for text, item, _ in checks.texts(stage)}
    item = found["Linen shirt"]
    before = item.y()
    item.setY(item.y() + 70)
    try:
        assert any("'Linen shirt' lies on" in wrong for wrong in checks.over_each_other(stage))
    finally:
        item.setY(before)


def test_a_faint_text_is_found(stage: Stage) -> None:
    show(stage, "one", "plain")
    found = {text: item for text, item, _ in checks.texts(stage)}
    item = found["Linen shirt"]
    item.setOpacity(0.3)
    try:
        wrong = checks.too_faint(stage, stage.picture())
        assert any(said.startswith("'Linen shirt':") for said in wrong)
    finally:
        item.setOpacity(1)

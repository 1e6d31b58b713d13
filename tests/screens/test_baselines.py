"""Every screen looks as it did when somebody last looked at it, in every mode.

The pictures are in tests/screens/baselines; after a change that is meant, look at them and record
them anew: `pytest tests/screens --record`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from kiosk.mirror.visit.manners import Manners
from tests.screens import baselines
from tests.screens.test_mirror import SCREENS
from tests.unit.mirror.stage import Stage

pytestmark = pytest.mark.screens

MODES = {
    "plain": Manners(),
    "large-text": Manners(large_text=True),
    "high-contrast": Manners(high_contrast=True),
    "arabic": Manners(language="ar"),
}
# These are looked at with every `make test`, the others with `make slow`.
QUICK = ("attract", "one", "three", "detail")


def shot(stage: Stage, name: str, manners: Manners) -> Image.Image:
    stage.show(replace(SCREENS[name][0], manners=manners))
    return baselines.shrunk(stage.picture())


def marked() -> list[object]:
    return [
        pytest.param(mode, name, marks=() if name in QUICK else pytest.mark.slow)
        for mode in MODES
        for name in SCREENS
    ]


@pytest.mark.parametrize(("mode", "name"), marked())
def test_a_screen_looks_as_it_did(
    stage: Stage, mode: str, name: str, request: pytest.FixtureRequest
) -> None:
    picture = shot(stage, name, MODES[mode])
    if request.config.getoption("--record"):
        baselines.record(mode, name, picture)
    path = baselines.path_of(mode, name)
    assert path.exists(), "this screen was never recorded: look at it, then use --record"
    squares = baselines.changed(picture, baselines.load(path))
    if squares:
        seen = baselines.show_change(mode, name, picture, squares)
        pytest.fail(f"{name} ({mode}) differs in {len(squares)} squares; look at {seen}")


def test_no_baseline_is_of_a_screen_that_is_gone() -> None:
    kept = {path.relative_to(baselines.FOLDER) for path in baselines.FOLDER.rglob("*.webp")}
    wanted = {
        baselines.path_of(mode, name).relative_to(baselines.FOLDER)
        for mode in MODES
        for name in SCREENS
    }
    assert kept - wanted == set()


def test_the_baselines_are_small() -> None:
    size = sum(path.stat().st_size for path in baselines.FOLDER.rglob("*.webp"))
    assert size < baselines.MOST_MB * 1e6


# --- the comparison itself: it finds what a person would -----------------------------------------


def test_a_picture_is_like_itself(stage: Stage) -> None:
    picture = shot(stage, "three", Manners())
    assert baselines.changed(picture, picture) == []


def test_a_price_that_changed_by_one_figure_is_found(stage: Stage) -> None:
    visit = SCREENS["three"][0]
    before = shot(stage, "three", Manners())
    first = visit.garments[0]
    price = replace(first.variant.price, minor=first.variant.price.minor + 100)
    dearer = replace(first, variant=replace(first.variant, price=price))
    stage.show(replace(visit, garments=(dearer, *visit.garments[1:])))
    assert baselines.changed(baselines.shrunk(stage.picture()), before)


def test_another_accent_is_found(stage: Stage) -> None:
    plain, strong = (shot(stage, "one", MODES[mode]) for mode in ("plain", "high-contrast"))
    assert baselines.changed(strong, plain)


def test_what_moved_by_a_few_pixels_is_found(stage: Stage) -> None:
    picture = shot(stage, "one", Manners())
    moved = Image.new("RGB", picture.size)
    moved.paste(picture, (3, 0))
    assert baselines.changed(moved, picture)

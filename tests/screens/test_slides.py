"""The mirror at rest with the sample shop's slides (var/screens/mirror-slide-*.png)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from kiosk.mirror.visit.manners import Manners
from tests.conftest import REPO
from tests.screens import checks
from tests.screens.test_mirror import AT_REST
from tests.unit.mirror.stage import Stage, until

pytestmark = [pytest.mark.screens, pytest.mark.slow]

SLIDES = REPO / "assets" / "sample" / "slides"


@pytest.fixture(scope="module")
def resting() -> Iterator[Stage]:
    stage = Stage.still()
    stage.display.slides.start(SLIDES)
    until(lambda: stage.display.slides.picture, "the first slide")
    yield stage
    stage.close()


@pytest.mark.parametrize("slide", sorted(SLIDES.glob("*.webp")), ids=lambda path: path.stem)
def test_a_slide_leaves_the_words_free(resting: Stage, slide: Path) -> None:
    resting.show(AT_REST)
    resting.save(f"slide-{slide.stem}")
    [shown] = [
        item
        for item in resting.items()
        if isinstance(source := item.property("source"), QUrl) and source.host() == "slide"
    ]
    picture = checks.place(shown)
    assert picture.height() > 900
    for text, _, words in checks.texts(resting):
        assert not words.intersects(picture), text
    before = resting.display.slides.picture
    resting.display.slides.next()
    until(lambda: resting.display.slides.picture != before, "the next slide")


@pytest.mark.parametrize(
    ("name", "manners"),
    [
        ("ar", Manners(language="ar")),
        ("large-text", Manners(large_text=True)),
        ("high-contrast", Manners(high_contrast=True)),
    ],
)
def test_the_words_can_be_read_beside_it(resting: Stage, name: str, manners: Manners) -> None:
    resting.show(replace(AT_REST, manners=manners))
    picture = resting.save(f"slide-{name}")
    assert checks.cut(resting) == []
    assert checks.too_faint(resting, picture) == []

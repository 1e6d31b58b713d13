"""A shop's own look on the mirror: the example theme (var/screens/mirror-theme-*.png)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQuick import QQuickItem

from kiosk import theme
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.window.display import Display, application
from kiosk.mirror.window.rasters import Rasters
from kiosk.mirror.window.view_model import MirrorViewModel
from tests.conftest import REPO
from tests.screens import checks
from tests.screens.test_mirror import SCREENS
from tests.unit.mirror.stage import LANGUAGES, Stage, find_raster

pytestmark = pytest.mark.screens

LUNE = REPO / "assets" / "themes" / "lune" / "theme.yaml"
SHOWN = [
    "attract",
    *(pytest.param(one, marks=pytest.mark.slow) for one in ("three", "detail", "asked", "called")),
]


@pytest.fixture(scope="module")
def lune() -> Iterator[Stage]:
    application()
    rasters = Rasters(find_raster)
    view_model = MirrorViewModel(rasters.url, motion=False, languages=LANGUAGES.offered)
    stage = Stage(view_model, Display(view_model, rasters, theme.load(LUNE)))
    yield stage
    stage.close()


def logo(stage: Stage) -> QQuickItem:
    sources = ((item, item.property("source")) for item in stage.items())
    [found] = [
        item
        for item, source in sources
        if isinstance(source, QUrl) and source.fileName() == "logo-light.svg"
    ]
    return found


@pytest.mark.parametrize("name", SHOWN)
def test_the_shop_is_named_by_its_logo(lune: Stage, name: str) -> None:
    lune.show(SCREENS[name][0])
    lune.save(f"theme-{name}")
    assert "Maison Aster" not in lune.texts()
    place = checks.place(logo(lune))
    assert place.left() == 60
    assert place.width() / place.height() == pytest.approx(426 / 104, abs=0.05)
    assert logo(lune).parentItem().property("name") == "Maison Aster"  # for who cannot see it


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize(
    "large_text", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["plain", "large"]
)
def test_nothing_is_cut_or_too_faint_in_it(lune: Stage, name: str, large_text: bool) -> None:
    lune.show(replace(SCREENS[name][0], manners=Manners(large_text=large_text)))
    assert checks.cut(lune) == []
    assert checks.over_each_other(lune) == []
    assert checks.too_faint(lune, lune.picture()) == []


def test_it_stands_at_the_other_side_in_arabic(lune: Stage) -> None:
    lune.show(replace(SCREENS["attract"][0], manners=Manners(language="ar")))
    lune.save("theme-attract-ar")
    assert checks.place(logo(lune)).right() == 1080 - 60


def test_more_contrast_is_stronger_than_the_shops_colours(lune: Stage) -> None:
    lune.show(replace(SCREENS["one"][0], manners=Manners(high_contrast=True)))
    inks = {item.property("color").name() for _, item, _ in checks.texts(lune)}
    assert "#eef1ec" not in inks
    assert "#fffbf2" in inks

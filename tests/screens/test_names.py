"""The sample shop's names are read whole, however many hang here, and prices stand level."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace

import pytest

from kiosk.mirror.visit.events import Garment
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.visit import FittingVisit
from tests.conftest import REPO
from tests.screens import checks
from tests.screens.test_mirror import SCREENS, room
from tests.unit.mirror.boutique import EVERYTHING, OFFERS
from tests.unit.mirror.stage import Stage
from tests.unit.mirror.steps import as_typed

pytestmark = pytest.mark.screens

MODES = {"plain": Manners(), "large-text": Manners(large_text=True)}
MOST = 8  # garments on the glass


def sample_names() -> list[str]:
    """The longest first."""
    with (REPO / "assets" / "sample" / "products.csv").open(encoding="utf-8", newline="") as file:
        names = {row["Title"] for row in csv.DictReader(file) if row["Title"]}
    return sorted(names, key=lambda name: (-len(name), name))


NAMES = sample_names()


def named(garment: Garment, name: str) -> Garment:
    return replace(garment, product=replace(garment.product, title=name))


def hanging(names: Sequence[str], mode: str) -> FittingVisit:
    garments = [named(one, name) for one, name in zip(EVERYTHING, names, strict=False)]
    return replace(room(len(names)), manners=MODES[mode], garments=tuple(garments))


def tops(stage: Stage, text: str) -> set[int]:
    return {
        round(box.top()) for said, _, box in checks.texts(stage) if as_typed(said).startswith(text)
    }


@pytest.mark.parametrize("mode", MODES)
def test_the_longest_names_are_read_whole(stage: Stage, mode: str) -> None:
    stage.show(hanging(NAMES[:MOST], mode))
    assert set(NAMES[:MOST]) <= set(stage.texts())
    assert checks.cut(stage) == []
    assert checks.over_each_other(stage) == []


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, MOST])
def test_every_name_is_read_whole_beside_others(stage: Stage, count: int, mode: str) -> None:
    for first in range(0, len(NAMES), count):
        names = NAMES[first : first + count]
        stage.show(hanging((names + NAMES)[:count], mode))
        assert set(names) <= set(stage.texts())
        assert checks.cut(stage) == []
        assert checks.over_each_other(stage) == []


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_every_name_is_read_whole_where_it_is_offered(stage: Stage, mode: str) -> None:
    for first in range(0, len(NAMES), 2):
        pair = (NAMES[first : first + 2] + NAMES)[:2]
        offers = [
            # Both for the reason with the most words.
            replace(OFFERS[0], variant=offer.variant, product=replace(offer.product, title=name))
            for offer, name in zip(OFFERS, pair, strict=False)
        ]
        stage.show(replace(room(2), manners=MODES[mode], offers=tuple(offers)))
        assert set(pair) <= set(stage.texts())
        assert checks.cut(stage) == []
        assert checks.over_each_other(stage) == []


@pytest.mark.parametrize("mode", MODES)
def test_prices_of_three_stand_on_one_line_whatever_their_names(stage: Stage, mode: str) -> None:
    short, long = "Silk square", "Drawstring linen trousers"
    for names in ((short, short, long), (long, short, short), (short, short, short)):
        stage.show(hanging(names, mode))
        assert len(tops(stage, "€")) == 3, "its own, those of offers, and the sum"


def test_another_window_of_the_same_program_is_laid_out_alike(stage: Stage) -> None:
    another = Stage.still()
    try:
        for visit in (SCREENS["three"][0], SCREENS["handed-back"][0]):
            laid = []
            for one in (stage, another):
                one.show(visit)
                one.picture()
                laid.append([(text, box) for text, _, box in checks.texts(one)])
            assert laid[0] == laid[1]
    finally:
        another.close()

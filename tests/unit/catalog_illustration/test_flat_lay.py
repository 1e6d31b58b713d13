"""The sample shop's slides: laid out on black, and drawn from what the shop has."""

from __future__ import annotations

import pytest
from PIL import Image

from catalog.illustration import flat_lay
from tests.conftest import REPO

SAMPLE = REPO / "assets" / "sample"


def test_each_look_has_its_slide() -> None:
    drawn = {slide.stem for slide in (SAMPLE / "slides").glob("*.webp")}
    assert drawn == set(flat_lay.LOOKS)


@pytest.mark.parametrize("name", flat_lay.LOOKS)
def test_what_is_laid_out_is_whole_and_its_ground_ends_in_black(name: str) -> None:
    for piece in flat_lay.LOOKS[name]:
        assert (SAMPLE / "pictures" / "900" / f"{piece.key}.webp").exists()
    with Image.open(SAMPLE / "slides" / f"{name}.webp") as file:
        slide = file.convert("L")
    assert slide.size == flat_lay.SIZE
    width, height = slide.size
    frame = slide.copy()
    frame.paste(0, (40, 40, width - 40, height - 40))
    assert frame.getextrema()[1] < 16  # of 255: nothing is cut at the edge
    assert slide.getextrema()[1] > 150

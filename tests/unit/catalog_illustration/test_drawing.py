"""Any garment can be drawn from a few words, the same words draw the same picture, and a picture
of cloth shows light from the upper left on any ground."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageStat

from catalog.illustration import ensure, illustration_key
from catalog.illustration.drawing import KINDS, SHAPES, Drawing
from catalog.illustration.fabric import FABRICS
from catalog.illustration.fallback import drawing_of
from catalog.illustration.tone import tone


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_garment_has_a_shape(kind: str) -> None:
    drawing = drawing_of(illustration_key(kind, "", ""))
    assert drawing is not None
    svg = ElementTree.fromstring(drawing.svg("seed"))
    assert len(list(svg.iter())) > 30


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_words_draw_the_same_picture(shape: str) -> None:
    drawing = Drawing(shape, "cotton", "#7e9cbb")
    assert drawing.svg("one") == drawing.svg("one")
    assert drawing.svg("one") != drawing.svg("another")


@pytest.mark.parametrize(
    ("kind", "fabric", "colour", "key"),
    [
        ("shirt", "linen", "#F4EFE6", "drawn-shirt-linen-f4efe6"),
        ("shirt", "100% European linen", "#F4EFE6", "drawn-shirt-linen-f4efe6"),
        ("knit", "100% cashmere", "#B5895A", "drawn-knit-fine-knit-b5895a"),
        ("bag", "Vegetable-tanned cowhide", "#54382A", "drawn-bag-smooth-leather-54382a"),
        ("jeans", "", "", "drawn-jeans-denim-34425f"),
        ("bracelet", "Leather", "#cba35c", "drawn-bracelet-smooth-cba35c"),
        ("", "", "", "drawn-garment-canvas-ddd0b8"),
        ("snowboard", "laminated wood", "none", "drawn-garment-canvas-ddd0b8"),
    ],
)
def test_a_key_says_what_is_drawn(kind: str, fabric: str, colour: str, key: str) -> None:
    assert illustration_key(kind, fabric, colour) == key


@given(
    kind=st.sampled_from([*KINDS, "spoon"]), fabric=st.text(max_size=30), colour=st.text(max_size=8)
)
def test_whatever_is_known_of_a_garment_its_key_can_be_drawn(
    kind: str, fabric: str, colour: str
) -> None:
    drawing = drawing_of(illustration_key(kind, fabric, colour))
    assert drawing is not None
    assert drawing.shape in SHAPES
    assert drawing.fabric in FABRICS


@pytest.mark.parametrize(
    "key", ["linen-shirt-ivory", "drawn-shirt-linen-nothex", "drawn-spoon-linen-f4efe6",
            "drawn-shirt-cement-f4efe6", "../drawn-shirt-linen-f4efe6", ""],
)  # fmt: skip
def test_other_keys_are_not_drawn(tmp_path: Path, key: str) -> None:
    assert not ensure(tmp_path, key)
    assert list(tmp_path.iterdir()) == []


def test_a_drawn_picture_is_written_once_in_every_size(tmp_path: Path) -> None:
    key = illustration_key("necklace", "", "#cba35c")
    assert ensure(tmp_path, key)
    files = sorted(tmp_path.rglob("*.*"))
    assert [file.relative_to(tmp_path).as_posix() for file in files] == [
        f"480/{key}.webp", f"72/{key}.webp", f"900/{key}.webp",
    ]  # fmt: skip
    first = [file.stat().st_mtime_ns for file in files]
    assert ensure(tmp_path, key)
    assert [file.stat().st_mtime_ns for file in files] == first


@pytest.mark.slow
def test_a_missing_size_is_drawn_again_and_comes_out_the_same(tmp_path: Path) -> None:
    key = illustration_key("earrings", "", "#cba35c")
    assert ensure(tmp_path, key)
    picture = tmp_path / "480" / f"{key}.webp"
    first = picture.read_bytes()
    picture.unlink()
    assert ensure(tmp_path, key)
    assert picture.read_bytes() == first


@pytest.mark.slow
def test_a_black_garment_can_be_seen_on_black_and_a_white_one_on_paper(tmp_path: Path) -> None:
    for colour, ground, brighter in (("#1e1c1d", "#000000", True), ("#ffffff", "#faf7f2", False)):
        key = illustration_key("", "canvas", colour)
        assert ensure(tmp_path, key)
        with Image.open(tmp_path / "72" / f"{key}.webp") as opened:
            picture = opened.convert("RGBA")
        seen = Image.new("RGBA", picture.size, ground)
        seen.alpha_composite(picture)
        inside = picture.getchannel("A").point(lambda a: 255 if a > 200 else 0)
        mean = ImageStat.Stat(seen.convert("L"), inside).mean[0]
        bare = ImageStat.Stat(Image.new("L", (1, 1), ground)).mean[0]
        assert mean > bare + 25 if brighter else mean < bare - 6


@given(colour=st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}"))
@example("#0000bd")  # vivid blue: its light tones lie outside what a screen can show
def test_the_tones_of_a_colour_go_from_light_to_shade(colour: str) -> None:
    t = tone(colour)
    steps = [_luminance(c) for c in (t.bright, t.light, t.base, t.shade, t.deep)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] > steps[-1]


@pytest.mark.parametrize("written", ["red", "#fff", "", "#12345"])
def test_a_colour_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="#RRGGBB"):
        tone(written)


def _luminance(colour: str) -> float:
    r, g, b = ((int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b

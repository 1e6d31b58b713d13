"""Kind, department, season, fabric, colour and size from the words that shops use."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from catalog.importing.wording import (
    colour_said,
    department_of,
    fabric_of,
    is_colour_option,
    is_size,
    is_size_option,
    plain_text,
    season_of,
)
from catalog.kinds import kind_in, kind_in_path
from catalog.pictures import PictureStore
from catalog.reading import picture_of


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("7 Shakra Bracelet", "bracelet"),
        ("Anchor Bracelet Mens", "bracelet"),
        ("Choker with Gold Pendant", "necklace"),
        ("LED High Tops", "shoes"),
        ("Blue Silk Tuxedo", "suit"),
        ("Striped Skirt and Top", "skirt"),
        ("Yellow Wool Jumper", "knit"),
        ("Red Sports Tee", "tee"),
        ("Long Sleeve Cotton Top", "top"),
        ("Short-sleeved shirt", "shirt"),
        ("Dress shirt", "shirt"),
        ("Shirt dress", "dress"),
        ("Dress with belt", "dress"),
        ("Swim shorts", "swimwear"),
        ("Suit trousers", "trousers"),
        ("Denim jacket - Trousers not included", "jacket"),
        ("Turtleneck", "knit"),
        ("T-Shirts", "tee"),
        ("Hooded Parka", "jacket"),
        ("Wollmäntel", ""),
        ("Sommerkleid / Kleid", "dress"),
        ("Gift card", ""),
        ("Topaz", ""),
        ("", ""),
    ],
)
def test_the_head_word_of_a_title_is_its_kind(title: str, kind: str) -> None:
    assert kind_in(title) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("Apparel & Accessories > Clothing > Dresses", "dress"),
        ("Apparel & Accessories > Jewelry > Necklaces", "necklace"),
        ("Clothing > Shirts & Tops", "shirt"),
        ("Home > Garden", ""),
    ],
)
def test_a_category_is_read_from_its_end(path: str, kind: str) -> None:
    assert kind_in_path(path) == kind


@pytest.mark.parametrize(
    ("gender", "age", "default", "tags", "title", "body", "department"),
    [
        ("female", "adult", "men", ["men"], "Mens tee", "", "women"),
        ("", "kids", "women", [], "", "", "kids"),
        ("", "", "women", ["men"], "", "", "women"),
        ("", "", "", ["New", "Men"], "", "for women", "men"),
        ("", "", "", ["women", "men"], "", "", "unisex"),
        ("", "", "", [], "Women’s tee", "", "women"),
        ("", "", "", [], "Anchor bracelet", "An anchor for men.", "men"),
        ("", "", "", [], "Ornament", "A fundamental mention.", ""),
    ],
)
def test_the_department_comes_from_the_surest_word(
    gender: str, age: str, default: str, tags: list[str], title: str, body: str, department: str
) -> None:
    assert department_of(gender, age, default, tags, title, body) == department


@pytest.mark.parametrize(
    ("said", "tags", "title", "body", "season"),
    [
        ("Winter", ["summer"], "", "", "winter"),
        ("", ["Fall 2026"], "", "", "autumn"),
        ("", [], "Soft Winter Jacket", "", "winter"),
        ("", [], "", "Perfect for keeping warm during Fall.", "autumn"),
        ("", [], "", "Spring hinges. They fall softly.", ""),
        ("", ["Spring/Summer"], "", "", ""),
        ("", [], "", "From summer to winter.", ""),
    ],
)
def test_the_season_is_told_or_left_open(
    said: str, tags: list[str], title: str, body: str, season: str
) -> None:
    assert season_of(said, tags, title, body) == season


def test_fabric_and_colour_come_from_the_first_sure_word() -> None:
    assert fabric_of("", "Jumper", [], "A soft wool blend.") == "Wool blend"
    assert fabric_of("95 % cotton", "Silk top", [], "") == "95 % cotton"
    ears = colour_said("", "Boho Earrings", ["Silver", "Turquoise"], "Turquoise on gold hooks.")
    assert ears is not None
    assert ears.name == "Turquoise"
    assert colour_said("", "Ring", ["Silver", "Moon"], "With a blue stone.").name == "Silver"  # type: ignore[union-attr]
    assert colour_said("", "Tee", [], "As soft as stone-washed ice.") is None


@pytest.mark.parametrize("name", ["Color", "colour", "Farbe", "Couleur", "Frame colour", " COLOR "])
def test_a_colour_option_is_known_by_its_name(name: str) -> None:
    assert is_colour_option(name)
    assert not is_size_option(name)


@pytest.mark.parametrize("name", ["Size", "Größe", "Groesse", "Shoe size", "Taille", "Sizes"])
def test_a_size_option_is_known_by_its_name(name: str) -> None:
    assert is_size_option(name)
    assert not is_colour_option(name)


def test_a_size_is_known_by_itself() -> None:
    assert all(map(is_size, ("M", "xl", "Small", "One size")))
    assert not any(map(is_size, ("Blue", "Matte", "")))


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ("Just words, 3 < 5 & so on", "Just words, 3 < 5 & so on"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("A<br>B<br/>C", "A\nB\nC"),
        ("<ul>\n<li>Wool</li>\n<li>Silk &amp; more</li></ul>", "Wool\nSilk & more"),
        ("<style>p{}</style><b>bold</b><!-- <p>no</p> --> text", "bold text"),
        ("<a title=\"a > b\" href='#'>link</a>", "link"),
        ("Fish &amp; chips", "Fish & chips"),
        ("", ""),
    ],
)
def test_html_becomes_plain_text(body: str, plain: str) -> None:
    assert plain_text(body) == plain


@pytest.mark.parametrize("piece", ["<a ", '<a "', "<!--", "<style", "<", "&", "<p>"])
def test_html_that_never_ends_takes_no_time(piece: str) -> None:
    start = time.process_time()
    plain_text(piece * 30_000)
    assert time.process_time() - start < 5


A_WEB_KEY = "0123456789abcdef0123"
PICTURES = [
    ("a picture of the shop's own is taken as it is", "linen-shirt-ivory", "linen-shirt-ivory"),
    ("a drawing stands in for one of the web", A_WEB_KEY, f"{A_WEB_KEY}~drawn-shirt-linen-efe7d8"),
    ("a drawing is made for want of any", "", "drawn-shirt-linen-efe7d8"),
]


@pytest.mark.parametrize(("case", "key", "picture"), PICTURES, ids=[case for case, *_ in PICTURES])
def test_every_variant_has_a_picture(case: str, key: str, picture: str) -> None:
    assert picture_of(key, "shirt", "100% linen", "#EFE7D8") == picture


def test_the_best_picture_there_is_is_shown(tmp_path: Path) -> None:
    store = PictureStore([tmp_path])
    (tmp_path / "480").mkdir()
    assert store.path("web~drawn", 480) is None
    (tmp_path / "480" / "drawn.webp").touch()
    assert store.path("web~drawn", 480) == tmp_path / "480" / "drawn.webp"
    (tmp_path / "480" / "web.webp").touch()
    assert store.path("web~drawn", 480) == tmp_path / "480" / "web.webp"
    assert store.path("../web~drawn", 480) is None

"""Sizes: how far one is from what is worn, the next one, and their order. No database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.outfits.sizing import Worn, after, in_order, step_of, worn


@pytest.mark.parametrize(
    ("sizes", "kind", "size", "far"),
    [
        ({"shirt": "M"}, "shirt", "M", 0),
        ({"shirt": "M"}, "shirt", "L", 1),
        ({"shirt": "M"}, "knit", "M", 0),  # another kind of the same body
        ({"shirt": "M"}, "dress", "38", 0),  # as another label writes it
        ({"shirt": "M"}, "jeans", "28", 0),
        ({"shirt": "M"}, "jeans", "32", 1.5),
        ({"shoes": "39"}, "boots", "39", 0),
        ({"shoes": "39"}, "boots", "41", 1.5),
        ({"shoes": "39"}, "socks", "36-40", 0),
        ({"shoes": "39"}, "dress", "38", None),  # feet tell nothing of a body
        ({"shirt": "M"}, "ring", "54", None),
        ({}, "shirt", "M", None),
        ({"shirt": "M"}, "bag", "", 0),  # has no size
        ({"jeans": "28"}, "belt", "80", 0),
        ({"jeans": "28"}, "belt", "85 cm", 0),  # by another hole
        ({"jeans": "28"}, "belt", "100", 3),
        ({"shirt": "Oversize"}, "knit", "M", None),
    ],
)
def test_how_far_a_size_is_from_the_one_that_is_worn(
    sizes: dict[str, str], kind: str, size: str, far: float | None
) -> None:
    assert Worn(sizes, "women").how_far(kind, "women", size) == far


def test_what_is_for_all_has_the_sizes_of_who_wears_it() -> None:
    assert Worn({"jeans": "32"}, "men").how_far("jeans", "unisex", "32") == 0
    assert Worn({"shirt": "L"}, "men").how_far("belt", "unisex", "90") == 0
    assert Worn({"shirt": "L"}, "men").how_far("belt", "unisex", "80") == 1


@pytest.mark.parametrize(
    ("kind", "department", "size", "may"),
    [
        ("shoes", "men", "43", True),
        ("shoes", "unisex", "39", False),  # a woman's
        ("shoes", "women", "37", True),
        ("socks", "unisex", "36-40", False),
        ("shoes", "men", "9", True),  # another country's
        ("shoes", "kids", "30", True),
        ("shirt", "men", "XXL", True),
    ],
)
def test_shoes_that_few_men_wear_are_no_mans(
    kind: str, department: str, size: str, may: bool
) -> None:
    of = department if department != "unisex" else "men"
    assert Worn({}, "" if of == "kids" else of).scale(kind, department).may_fit(size) is may


def test_mens_numbers_are_not_womens() -> None:
    assert step_of("48", "blazer", "men") == step_of("M", "blazer", "men") == 0
    assert step_of("38", "dress", "women") == 0
    assert step_of("32", "jeans", "men") == step_of("28", "jeans", "women") == 0


@pytest.mark.parametrize(
    ("said", "size", "then"),
    [
        ("too_small", "M", "L"),
        ("too_big", "M", "S"),
        ("too_small", "L", "L"),  # there is no larger one
        ("too_dear", "M", "M"),
        ("too_small", "40", "40"),  # not one of its sizes
    ],
)
def test_a_word_about_the_size_leads_to_the_next_one(said: str, size: str, then: str) -> None:
    assert after(said, size, ["S", "M", "M", "L"]) == then


@pytest.mark.parametrize(
    ("sizes", "size", "larger", "smaller"),
    [
        ("S M L XL XS", "XL", "XL", "L"),
        ("S M L XL XS", "S", "M", "XS"),
        ("M/L S/M XS/S", "S/M", "M/L", "XS/S"),
        ("10 12 6 8", "8", "10", "6"),
        ("37 37,5 36 36.5", "36.5", "37", "36"),
        ("30/34 32/32 30/32 32/34", "30/32", "32/32", "30/32"),  # wider, not longer
        ("35-38 39-42", "35-38", "39-42", "35-38"),
        ("12M 2Y 3Y 3M 6M", "6M", "12M", "3M"),
        ("S M L 36 38", "L", "L", "M"),  # another scale tells nothing of this one
        ("petite regular tall", "regular", "tall", "petite"),  # on no scale: as the shop has them
    ],
)
def test_the_next_size_is_by_what_sizes_mean(
    sizes: str, size: str, larger: str, smaller: str
) -> None:
    assert after("too_small", size, sizes.split()) == larger
    assert after("too_big", size, sizes.split()) == smaller


def test_sizes_go_from_small_to_large_in_each_colour_and_colours_stay_where_they_are() -> None:
    labels = [("Navy", "L"), ("Red", "L"), ("Navy", "one"), ("Navy", "S"), ("Red", "XS")]
    assert [labels[at] for at in in_order(labels)] == [
        ("Navy", "S"),
        ("Red", "XS"),
        ("Navy", "one"),
        ("Navy", "L"),
        ("Red", "L"),
    ]


@given(st.lists(st.tuples(st.sampled_from(["Navy", ""]), st.text(max_size=6))))
def test_no_size_is_lost_on_the_way_into_order(labels: list[tuple[str, str]]) -> None:
    order = in_order(labels)
    assert sorted(order) == list(range(len(labels)))
    assert [labels[at][0] for at in order] == [colour for colour, _ in labels]


def test_what_was_said_of_a_size_counts_before_what_hangs() -> None:
    assert worn([("shirt", "S"), ("shirt", "M"), ("bag", "")], {"jeans": "30"}) == {
        "shirt": "M",
        "jeans": "30",
    }

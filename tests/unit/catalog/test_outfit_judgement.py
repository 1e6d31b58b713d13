"""What a colleague would say: which kinds, colours and seasons go together. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.colours import FAMILIES
from catalog.kinds import KINDS
from catalog.outfits.fitting import Garment, Room
from catalog.outfits.ranking import (
    Candidate,
    Look,
    Pick,
    Wish,
    choose,
    kinds_to_look_for,
    rank,
    select,
)
from catalog.outfits.reasons import reasons_for
from catalog.outfits.seasons import YEAR, season_on
from catalog.outfits.sizing import Worn, worn
from catalog.outfits.style import PLAIN, style_of
from catalog.product import Reason, ReasonKind

SHIRT = Garment(1, 1, "shirt", "women", "", "white", "White", "M")
JEANS = Garment(2, 2, "jeans", "women", "", "navy", "Indigo", "28")


def room(*garments: Garment) -> Room:
    return Room(garments, tuple(style_of(garment.kind, "", "") for garment in garments))


def wish(*garments: Garment, season: str = "", **sizes: str) -> Wish:
    here = room(*garments)
    hung = worn((garment.kind, garment.size) for garment in garments)
    return Wish(here, Worn({**hung, **sizes}, "women"), season)


def piece(
    number: int,
    kind: str,
    colour: str = "Black",
    size: str = "",
    *,
    stock: int = 5,
    season: str = "",
) -> Garment:
    family = colour.casefold()
    return Garment(number * 10, number, kind, "women", season, family, colour, size, stock)


def offered(wish_: Wish, *candidates: Candidate, limit: int = 6) -> list[int]:
    return [pick.candidate.product_id for pick in select(rank(wish_, candidates), limit)]


@pytest.mark.parametrize(
    ("here", "wanted_first", "unwanted"),
    [
        ("shirt", "trousers", "tee"),
        ("jeans", "shoes", "skirt"),
        ("dress", "shoes", "trousers"),
        ("coat", "boots", "jacket"),
        ("swimwear", "sunglasses", "boots"),
    ],
)
def test_kinds_are_fetched_as_a_colleague_would(
    here: str, wanted_first: str, unwanted: str
) -> None:
    order = list(kinds_to_look_for(room(piece(1, here)), ()))
    assert here not in order
    assert wanted_first in order[:5]
    assert unwanted not in order[:8]


def test_the_first_kinds_are_of_different_places() -> None:
    first = list(kinds_to_look_for(room(SHIRT), ()))[:5]
    assert len({"trousers", "jeans", "skirt", "shorts"} & set(first)) == 1
    assert {"shoes", "bag"} <= set(first)


def test_kinds_are_as_wanted_in_whatever_order_a_set_has_what_is_here() -> None:
    """Which is another one in each process: two kinds would change places by a rounding."""
    here = [
        piece(n, kind) for n, kind in enumerate(("skirt", "jacket", "tee", "gloves", "earrings"))
    ]
    fits = set()
    for order in permutations(here):
        mirror = room(*here)
        vars(mirror)["kinds"] = [garment.kind for garment in order]
        fits.add(tuple(mirror.kind_fit(kind) for kind in KINDS))
    assert len(fits) == 1


@pytest.mark.parametrize(
    ("here", "better", "worse"),
    [
        ("navy", "navy", "orange"),  # a colour that comes back
        ("red", "white", "green"),
        ("brown", "beige", "turquoise"),
        ("gold", "gold", "silver"),
    ],
)
def test_colours_that_are_worn_together(here: str, better: str, worse: str) -> None:
    fit = room(piece(1, "dress", here)).colour_fit
    assert fit[better] > fit[worse]


@pytest.mark.parametrize(
    ("kind", "title", "fabric", "warm", "dressy"),
    [
        ("shoes", "Suede sandals", "", -1, 0),
        ("shoes", "Court sneakers", "", 0, -1),
        ("coat", "Down puffer", "", 1, 0),
        ("dress", "Satin slip dress", "100% silk satin", 0, 1),
        ("sweatshirt", "Brushed hoodie", "Cotton fleece", 1, -1),
        ("shirt", "Linen shirt", "100% European linen", -1, 0),
    ],
)
def test_a_garments_own_words_say_how_warm_and_dressed_up_it_is(
    kind: str, title: str, fabric: str, warm: int, dressy: int
) -> None:
    style = style_of(kind, title, fabric)
    assert style.warmth * warm >= 0.3 * abs(warm)
    assert style.dress * dressy >= 0.3 * abs(dressy)


@pytest.mark.parametrize(
    ("day", "season"),
    [
        ("2026-01-15", "winter"),
        ("2026-03-01", "spring"),
        ("2026-08-31", "summer"),
        ("2026-11-22", "autumn"),
        ("2026-12-01", "winter"),
    ],
)
def test_the_season_of_a_day(day: str, season: str) -> None:
    assert season_on(date.fromisoformat(day)) == season
    opposite = YEAR[(YEAR.index(season) + 2) % 4]
    assert season_on(date.fromisoformat(day), southern=True) == opposite


LOOK = Look("quay", "The quay", "", 1.0)


@pytest.mark.parametrize(
    ("better", "worse", "why"),
    [
        (Candidate((piece(3, "bag", "Orange"),), LOOK), Candidate((piece(4, "bag"),)), "a look"),
        (
            Candidate((piece(3, "bag"),), LOOK),
            Candidate((piece(4, "bag"),), replace(LOOK, shared=0.5)),
            "a look of more of it",
        ),
        (
            Candidate((piece(3, "bag"),), LOOK),
            Candidate((piece(4, "bag"),), replace(LOOK, in_colour=False)),
            "a look in its colour",
        ),
        (
            Candidate((piece(3, "bag", "Orange"),), learned=1.0),
            Candidate((piece(4, "bag"),)),
            "learned",
        ),
        (
            Candidate((piece(3, "bag"),), learned=0.9),
            Candidate((piece(4, "bag"),), learned=0.5),
            "learned more",
        ),
        (Candidate((piece(3, "bag", "White"),)), Candidate((piece(4, "bag", "Orange"),)), "colour"),
        (
            Candidate((piece(3, "knit", size="M", stock=1),)),
            Candidate((piece(4, "knit", size="XL"),)),
            "the size",
        ),
        (Candidate((piece(3, "bag"),)), Candidate((piece(4, "bag", stock=1),)), "stock"),
        (
            Candidate((piece(3, "hat", season="winter"),)),
            Candidate((piece(4, "hat", season="summer"),)),
            "the season of the day",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_of_two_the_better_is_offered(better: Candidate, worse: Candidate, why: str) -> None:
    now = wish(SHIRT, season="winter")
    assert offered(now, worse, better) == [3], why
    assert offered(now, better, worse) == [3], why


def test_a_learned_score_moves_the_order() -> None:
    bag, hat = Candidate((piece(3, "bag"),)), Candidate((piece(4, "hat"),))
    now = wish(SHIRT)
    assert offered(now, bag, hat) == [3, 4]
    assert offered(now, bag, hat._replace(learned=1.0)) == [4, 3]


def test_the_variant_is_in_the_looks_colour_and_in_the_shoppers_size() -> None:
    knits = tuple(
        piece(3, "knit", colour, size)._replace(variant_id=number)
        for number, (colour, size) in enumerate(
            (colour, size) for colour in ("White", "Red") for size in ("S", "M", "L")
        )
    )
    look = replace(LOOK, colour="Red")
    assert chosen(wish(JEANS), Candidate(knits, look))[6:8] == ("Red", "M")
    assert chosen(wish(JEANS, knit="L"), Candidate(knits)).size == "L"


def test_what_is_not_here_in_the_size_is_not_offered_even_in_a_look() -> None:
    other_size = Candidate((piece(3, "knit", size="XL"), piece(3, "knit", size="S")), LOOK)
    assert offered(wish(JEANS), other_size) == []
    assert offered(wish(JEANS), other_size, Candidate((piece(4, "knit", size="M"),))) == [4]
    assert offered(wish(JEANS), Candidate((piece(5, "knit", size="Oversize"),))) == [5]
    assert offered(wish(JEANS), Candidate((piece(6, "bag"),))) == [6]


def chosen(wish_: Wish, candidate: Candidate) -> Garment:
    pick = choose(wish_, candidate)
    assert pick is not None
    return pick.garment


def test_offered_jewellery_is_of_one_metal() -> None:
    gold, silver = (piece(4, "earrings", colour) for colour in ("Gold", "Silver"))
    dress = piece(1, "dress")
    candidates = [Candidate((piece(3, "necklace", "Gold"),), LOOK), Candidate((silver, gold))]
    picks = select(rank(wish(dress), candidates), 6)
    assert {pick.garment.family for pick in picks} == {"gold"}


@pytest.mark.parametrize(
    ("here", "pick", "reasons"),
    [
        (
            SHIRT,
            Candidate((piece(3, "bag", "White"),), LOOK),
            [(ReasonKind.WORN_TOGETHER, "The quay"), (ReasonKind.SAME_COLOUR, "white")],
        ),
        (
            SHIRT,
            Candidate((piece(3, "bag", "Red"),), replace(LOOK, colour="Black")),
            [(ReasonKind.GOES_WITH_COLOUR, "white")],  # in another colour it is not that look
        ),
        (
            JEANS,
            Candidate((piece(3, "bag", "White"),), learned=0.5),
            [(ReasonKind.OFTEN_BOUGHT, ""), (ReasonKind.GOES_WITH_COLOUR, "navy")],
        ),
        (
            JEANS._replace(season="winter"),
            Candidate((piece(3, "hat", "Multi", season="winter"),)),
            [(ReasonKind.SEASON, "winter")],
        ),
        (JEANS, Candidate((piece(3, "bag", "Multi"),)), []),
    ],
)
def test_reasons_are_the_true_ones(
    here: Garment, pick: Candidate, reasons: list[tuple[ReasonKind, str]]
) -> None:
    found = reasons_for(room(here), Pick(pick, pick.garments[0], 1.0))
    assert list(found) == [Reason(kind, subject) for kind, subject in reasons]


def test_the_same_cloth_and_the_same_maker_are_reasons() -> None:
    linen = style_of("shirt", "Linen shirt", "")
    here = Room((SHIRT,), (linen,), frozenset({"Aster"}))
    candidate = Candidate((piece(3, "shorts", "Multi"),), style=linen, brand="Aster")
    assert [
        reason.subject for reason in reasons_for(here, Pick(candidate, candidate.garments[0], 1))
    ] == [
        "linen",
        "Aster",
    ]


garments = st.builds(
    Garment,
    st.integers(1, 400),
    st.integers(1, 40),
    st.sampled_from(("", *KINDS)),
    st.sampled_from(("women", "men", "")),
    st.sampled_from(("", *YEAR)),
    st.sampled_from(FAMILIES),
    st.sampled_from(("Navy", "White", "Gold")),
    st.sampled_from(("", "S", "M", "38", "One size")),
    st.integers(1, 4),
)
candidates = st.lists(
    st.builds(
        Candidate,
        st.lists(garments, min_size=1, max_size=3).map(
            # of one product
            lambda some: tuple(some[0]._replace(variant_id=g.variant_id, size=g.size) for g in some)
        ),
        st.none() | st.builds(Look, st.sampled_from("ab"), st.just("A"), st.just(""), st.just(0.5)),
        st.sampled_from((0.0, 0.5, 1.0)),
        st.just(PLAIN),
        st.just(""),
    ),
    max_size=12,
    unique_by=lambda candidate: candidate.product_id,  # as a query gives them
)


@given(st.lists(garments, min_size=1, max_size=5), candidates, st.randoms())
def test_offers_are_one_of_a_kind_and_the_same_whatever_the_order(
    here: list[Garment], some: list[Candidate], chance: Random
) -> None:
    now = wish(*here, season="autumn")
    picks = select(rank(now, some), 6)
    kinds = [pick.kind for pick in picks]
    assert len(set(kinds)) == len(kinds) <= 6
    assert len({pick.candidate.product_id for pick in picks}) == len(picks)
    chance.shuffle(some)
    assert select(rank(now, some), 6) == picks
    assert select(rank(now, some), 3) == picks[:3]


@given(st.lists(garments, min_size=1, max_size=5))
def test_no_kind_that_is_here_is_looked_for(here: list[Garment]) -> None:
    kinds = list(kinds_to_look_for(room(*here), ()))
    assert not set(kinds) & {garment.kind for garment in here}
    assert len(set(kinds)) == len(kinds)

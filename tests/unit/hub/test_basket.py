"""The basket: what lies on the table, what a room sent, and what is doubtful."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.money import Money
from hardware.rfid.reader import TagId
from kiosk.hub.checkout import basket
from kiosk.hub.checkout.basket import DoubtReason, Pieces
from tests.unit.hub.shop import (
    BLANK,
    DRESS,
    FOREIGN,
    SCARF,
    SECOND_TAG_OF_SHIRT,
    SHIRT,
    SOLD_COAT,
    UNREGISTERED_TEE,
    epc,
    item,
    resolved,
)


def titles(pieces: Pieces, **how: object) -> list[str]:
    return [line.title for line in basket.sort(pieces, resolved(), "EUR", **how).lines]  # type: ignore[arg-type]


def test_what_is_laid_down_becomes_lines_in_order_of_arrival() -> None:
    pieces = basket.lay((), [DRESS], 1.0)
    pieces = basket.lay(pieces, [SHIRT, DRESS], 2.0)
    found = basket.sort(pieces, resolved(), "EUR")
    assert [line.title for line in found.lines] == ["Silk dress", "Linen shirt"]
    assert basket.total(found.lines, "EUR") == Money(20800, "EUR")
    assert found.laid == {SHIRT, DRESS}


def test_what_is_lifted_goes() -> None:
    pieces = basket.lay((), [DRESS, SHIRT], 1.0)
    assert titles(basket.lay(pieces, [SHIRT], 2.0)) == ["Linen shirt"]
    assert basket.lay(pieces, [], 2.0) == ()


@pytest.mark.parametrize(
    ("tag", "reason", "title"),
    [
        (BLANK, DoubtReason.UNKNOWN, ""),
        (FOREIGN, DoubtReason.FOREIGN, ""),
        (SOLD_COAT, DoubtReason.SOLD, "Wool coat"),
        (UNREGISTERED_TEE, DoubtReason.UNREGISTERED, "Cotton tee"),
        (epc(99), DoubtReason.UNKNOWN, ""),
    ],
)
def test_a_doubtful_tag_stands_apart_with_its_reason_and_is_not_charged(
    tag: TagId, reason: DoubtReason, title: str
) -> None:
    found = basket.sort(basket.lay((), [SHIRT, tag], 1.0), resolved(), "EUR")
    (doubt,) = found.doubts
    assert (doubt.reason, doubt.title) == (reason, title)
    assert doubt.sentence.endswith((".", "?"))
    assert not doubt.can_add
    assert found.tags == {SHIRT}


def test_two_tags_of_one_piece_are_paid_for_once() -> None:
    found = basket.sort(basket.lay((), [SHIRT, SECOND_TAG_OF_SHIRT], 1.0), resolved(), "EUR")
    assert found.tags == {SHIRT}
    assert [doubt.reason for doubt in found.doubts] == [DoubtReason.DUPLICATE]


def test_a_piece_priced_in_another_currency_is_never_charged() -> None:
    found = basket.sort(basket.lay((), [SHIRT], 1.0), resolved(), "GBP")
    assert not found.lines
    assert [doubt.reason for doubt in found.doubts] == [DoubtReason.UNKNOWN]


def test_a_room_and_the_table_are_one_basket_by_tag() -> None:
    pieces = basket.bring((), "Fitting room 1", [SHIRT, DRESS], 1.0)
    before = basket.sort(pieces, resolved(), "EUR")
    assert [(line.on_table, line.from_room) for line in before.lines] == [
        (False, "Fitting room 1"),
        (False, "Fitting room 1"),
    ]
    after = basket.sort(basket.lay(pieces, [DRESS, SCARF], 2.0), resolved(), "EUR")
    assert [(line.title, line.on_table, line.from_room) for line in after.lines] == [
        ("Linen shirt", False, "Fitting room 1"),
        ("Silk dress", True, "Fitting room 1"),
        ("Wool scarf", True, ""),
    ]
    assert before.tags < after.tags


def test_a_piece_from_a_room_that_was_laid_down_and_lifted_is_gone() -> None:
    pieces = basket.lay(basket.bring((), "Fitting room 1", [SHIRT, DRESS], 1.0), [SHIRT], 2.0)
    assert titles(basket.lay(pieces, [], 3.0)) == ["Silk dress"]


def test_pay_for_these_again_says_the_rooms_whole_set_anew() -> None:
    pieces = basket.bring((), "Fitting room 1", [SHIRT, DRESS], 1.0)
    pieces = basket.bring(pieces, "Fitting room 2", [SCARF], 1.0)
    assert titles(basket.bring(pieces, "Fitting room 1", [DRESS], 2.0)) == [
        "Silk dress",
        "Wool scarf",
    ]


def test_the_shopper_can_take_out_what_is_not_on_the_table_only() -> None:
    pieces = basket.lay(basket.bring((), "Fitting room 1", [SHIRT, DRESS], 1.0), [SHIRT], 2.0)
    assert titles(basket.take_out(pieces, DRESS)) == ["Linen shirt"]
    assert basket.take_out(pieces, SHIRT) == pieces


def test_a_piece_that_another_table_hears_better_is_added_by_a_tap_only() -> None:
    pieces = basket.lay((), [SHIRT], 1.0, near={SHIRT})
    (doubt,) = basket.sort(pieces, resolved(), "EUR").doubts
    assert (doubt.reason, doubt.can_add) == (DoubtReason.NEAR, True)
    assert titles(basket.choose(pieces, SHIRT, 2.0)) == ["Linen shirt"]


def test_frozen_lines_stay_as_they_are_whatever_the_catalog_says() -> None:
    pieces = basket.lay((), [SHIRT], 1.0)
    (frozen,) = basket.sort(pieces, resolved(), "EUR").lines
    now = {SHIRT: item(SHIRT, 1, "Linen shirt", 9900)}
    (line,) = basket.sort(pieces, now, "EUR", frozen={SHIRT: frozen}).lines
    assert line.price == Money(7900, "EUR")


def test_what_this_shopper_has_just_paid_is_no_doubt() -> None:
    pieces = basket.lay((), [SOLD_COAT], 1.0)
    found = basket.sort(pieces, resolved(), "EUR", paid={SOLD_COAT})
    assert (found.lines, found.doubts) == ((), ())


tags = st.lists(st.sampled_from([*resolved()]), max_size=6)


@given(laid=st.lists(tags, max_size=5), brought=tags)
def test_each_tag_is_one_piece_and_each_piece_is_somewhere(
    laid: list[list[TagId]], brought: list[TagId]
) -> None:
    pieces = basket.bring((), "Fitting room 1", brought, 0.0)
    for now, there in enumerate(laid):
        pieces = basket.lay(pieces, there, float(now))
        of_pieces = [piece.tag for piece in pieces]
        assert len(set(of_pieces)) == len(of_pieces)
        assert {piece.tag for piece in pieces if piece.on_table} == set(there)
        found = basket.sort(pieces, resolved(), "EUR")
        assert len(found.lines) + len(found.doubts) == len(pieces)
        assert len({line.item for line in found.lines}) == len(found.lines)

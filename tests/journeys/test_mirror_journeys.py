"""A shopper at the mirror, with real taps on the real screen: what hangs and what goes with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.pricing.rule import Rule, RuleKind
from tests.journeys.fitting_room import (
    CREW,
    JEANS,
    SHIRT,
    Room,
    settings_of,
)
from tests.unit.mirror.boutique import (
    CASHMERE_CREW,
    EVERYTHING,
    INSTEAD,
    OFFERS,
    tag,
    variant,
)
from tests.unit.mirror.fakes import PlayedShop
from tests.unit.mirror.stage import until


def test_an_offer_can_be_looked_at_and_asked_for(room: Room) -> None:
    room.hang(SHIRT)
    offer = OFFERS[0]
    room.sees(f"offer:{offer.variant.id}")
    room.stage.tap(f"offer:{offer.variant.id}")
    room.reads("In the Harbour walk look")
    room.stage.tap("bring")
    assert room.posted("/api/requests")[0]["variant_id"] == offer.variant.id


def test_pay_for_these_sends_the_room_to_the_checkout(room: Room) -> None:
    room.hang(SHIRT, JEANS)
    room.reads("Pay for these 2")
    room.stage.tap("pay")
    (sent,) = room.posted("/api/rooms/1/pay")
    assert {t["value"] for t in sent["tags"]} == {SHIRT.tag.value, JEANS.tag.value}
    room.hub.reply(200, {"table": "1", "tablet_name": "Checkout 1", "count": 2})
    room.reads("Your 2 pieces are waiting at Checkout 1.")
    assert "pay" not in room.stage.names()
    room.news(basket={"table": "1", "state": "SOLD", "count": 2})
    room.reads("Thank you. Enjoy them.")


def test_what_is_out_has_its_substitutes_and_offers_their_price(room: Room) -> None:
    sold_out = variant(CASHMERE_CREW, "Grey", "M")
    room.shop.like = {sold_out.id: INSTEAD}
    sale = Rule("sale", "Autumn offer", RuleKind.PERCENT, percent=Decimal(20))
    room.shop.rules = (sale,)
    room.hang(CREW)
    room.stage.tap(f"garment:{CREW.tag}")
    room.sees("choice:M")
    room.stage.tap("choice:M")
    room.reads("Sold out today in size M.")
    room.reads("€151.20")
    room.reads("Autumn offer")
    room.sees(f"instead:{INSTEAD[1].variant.id}")
    room.stage.tap(f"instead:{INSTEAD[1].variant.id}")
    room.reads("Breton tee")
    room.sees("bring")


def test_taken_away_leaves_and_the_visit_is_forgotten(tmp_path: Path) -> None:
    room = Room(settings_of(tmp_path, forget_after_s=0.3))
    try:
        room.hang(SHIRT)
        room.stage.tap("call")
        until(lambda: bool(room.posted("/api/requests")), "the call")
        room.hub.reply(201, {"kind": "call", "status": "waiting", "answer": ""})
        room.take(SHIRT)
        until(lambda: not room.program.mirror.visit.began, "the visit to be forgotten")
        until(lambda: "Accrochez vos pièces ici." in room.stage.texts(), "the mirror at rest")
        call = room.posted("/api/requests")[0]["id"]
        assert room.posted(f"/api/requests/{call}/cancel") == [{"id": call}]
        assert room.hub.said["/api/rooms/1/visit"] == {"visit": None}
    finally:
        room.program.close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda shop: shop.sold.add(JEANS.tag), "Pay for this", id="a piece is sold"),
        pytest.param(
            lambda shop: shop.garments.pop(JEANS.tag),
            "Ask a colleague about the other piece.",
            id="a tag is unbound",
        ),
    ],
)
def test_the_mirror_follows_the_catalog(
    room: Room, change: Callable[[PlayedShop], object], words: str
) -> None:
    room.hang(SHIRT, JEANS)
    change(room.shop)
    room.shop.changed()
    room.reads(words)


@pytest.mark.slow
def test_with_motion_a_garment_is_hung_and_taken(tmp_path: Path) -> None:
    room = Room(settings_of(tmp_path), motion=True)
    try:
        room.hang(SHIRT, JEANS)
        room.take(JEANS)
        item = room.stage.item(f"garment:{SHIRT.tag}")
        until(lambda: item.opacity() == 1 and item.x() == 0, "the garment to hang still")
    finally:
        room.program.close()


@pytest.mark.slow
def test_of_many_the_newest_are_shown_and_the_others_are_a_tap_away(room: Room) -> None:
    for garment in EVERYTHING:
        room.hang(garment)
    room.reads("more here")
    first = f"garment:{SHIRT.tag}"
    assert first not in room.stage.names()
    room.stage.tap("more")
    room.sees(first)
    room.stage.tap(first)
    room.reads("This one is here with you.")
    room.stage.tap("back")
    room.sees(first)
    room.stage.tap("more")
    room.sees(f"garment:{EVERYTHING[-1].tag}")
    room.reader.hanging -= {garment.tag for garment in EVERYTHING[:3]}
    until(lambda: "more" not in room.stage.names(), "all that hang here on the glass")


def test_an_unknown_tag_asks_for_a_colleague(room: Room) -> None:
    room.reader.hanging.add(tag(99))
    room.reads("Ask a colleague about this one.")

"""A colleague's yes to a discount code is for the pieces that lay there, and for no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from catalog.pricing import Rule, RuleKind
from catalog.pricing.rule import Scope
from catalog.product import Item
from hardware.rfid.reader import TagId
from kiosk.hub.checkout import basket
from kiosk.hub.checkout.offers import PriceList, priced
from kiosk.hub.checkout.order import MOST_CODES, Order, Wishes, again
from tests.unit.hub.shop import BELT, DRESS, SCARF, SHIRT, garment, resolved

WHEN = datetime(2026, 11, 21, tzinfo=UTC)
FRIENDS = Rule(
    1, "Friends", RuleKind.PERCENT, percent=Decimal(50), code="FRIENDS", needs_approval=True
)
ASKED = Wishes().with_code("friends", on=True)
BAGS = {"BAG": garment(90, "Paper bag", 20)}


def order_of(wishes: Wishes, *tags: TagId, rule: Rule = FRIENDS) -> Order:
    """What goes with these pieces on the table."""
    says = resolved()
    pieces = basket.lay((), tags, 0.0)
    found = basket.sort(pieces, says, "EUR")
    return priced(found, says, wishes, PriceList((rule,), BAGS), WHEN).order


def state(wishes: Wishes, *tags: TagId, rule: Rule = FRIENDS) -> tuple[str, str]:
    (code,) = order_of(wishes, *tags, rule=rule).codes
    return code.state.value, code.reason


def agreed(*tags: TagId) -> Wishes:
    return ASKED.agreed("friends", frozenset(tags))


def test_more_pieces_wait_for_another_yes_and_fewer_keep_it() -> None:
    assert state(ASKED, SHIRT) == ("waiting", "needs_approval")
    yes = agreed(SHIRT, DRESS)
    assert state(yes, SHIRT, DRESS) == ("applied", "")
    assert state(yes, SHIRT) == ("applied", "")
    assert state(yes, SHIRT, DRESS, SCARF) == ("waiting", "more_pieces")
    assert state(yes, SHIRT, DRESS) == ("applied", ""), "the third one was lifted again"
    assert state(yes, SHIRT, SCARF) == ("waiting", "more_pieces"), "as many, but another one"
    assert state(yes.agreed("FRIENDS", frozenset({SHIRT, SCARF})), SHIRT, SCARF)[0] == "applied"


def test_a_code_that_waits_again_takes_nothing_off() -> None:
    says = resolved()
    found = basket.sort(basket.lay((), [SHIRT, DRESS], 0.0), says, "EUR")
    prices = PriceList((FRIENDS,))
    before = priced(found, says, Wishes(), prices, WHEN).amount
    assert priced(found, says, agreed(SHIRT), prices, WHEN).amount == before
    assert priced(found, says, agreed(SHIRT, DRESS), prices, WHEN).amount == before // 2


def test_a_bag_and_a_piece_that_the_code_is_not_for_ask_for_no_second_yes() -> None:
    with_bags = agreed(SHIRT).with_extra("BAG", 2)
    assert state(with_bags, SHIRT)[0] == "applied"
    shirt = resolved()[SHIRT]
    assert isinstance(shirt, Item)
    for_shirts = replace(FRIENDS, scope=Scope(products=frozenset({shirt.product.handle})))
    assert state(agreed(SHIRT), SHIRT, BELT, rule=for_shirts)[0] == "applied"


def test_a_yes_goes_with_its_code() -> None:
    asked_again = agreed(SHIRT).with_code("friends", on=False).with_code("friends", on=True)
    assert state(asked_again, SHIRT) == ("waiting", "needs_approval")
    many = agreed(SHIRT)
    for number in range(MOST_CODES):
        many = many.with_code(f"C{number}", on=True)
    assert many.approved == (), "pushed out by newer ones"


def test_after_a_payment_that_came_to_nothing_it_is_for_what_was_frozen() -> None:
    frozen = order_of(agreed(SHIRT), SHIRT)
    wishes = again(frozen, frozenset({SHIRT}))
    assert state(wishes, SHIRT)[0] == "applied"
    assert state(wishes, SHIRT, DRESS) == ("waiting", "more_pieces")

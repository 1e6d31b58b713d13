"""A fitting visit, told as journeys: what happens, and what the visit then is and wants done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kiosk.mirror.visit.ageing import READER_MISSED_S, deadline
from kiosk.mirror.visit.asked import (
    ANSWER_STAYS_S,
    REQUEST_STAYS_S,
    SENDING_GIVES_UP_S,
    PaymentStatus,
)
from kiosk.mirror.visit.effects import Ask, Effect, Note, Pay, Withdraw
from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    CallTapped,
    Colleague,
    ColourTapped,
    Event,
    GarmentTapped,
    HubSeen,
    NeverMindTapped,
    OffersFound,
    OfferTapped,
    PaymentAnswered,
    PayTapped,
    ReaderSeen,
    RequestAnswered,
    RequestKind,
    RequestNews,
    RequestStatus,
    RoomNews,
    RoomSeen,
    SizeTapped,
    Tick,
)
from kiosk.mirror.visit.focus import FOCUS_RESTS_S
from kiosk.mirror.visit.handed import HANDED_STAYS_S
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import (
    CASHMERE_CREW,
    LINEN_SHIRT,
    LOAFERS,
    OFFERS,
    WIDE_JEANS,
    garment,
    tag,
    variant,
)

SHIRT = garment(1, LINEN_SHIRT, "Ivory", "M")
JEANS = garment(2, WIDE_JEANS, "Blue", "M")
CREW = garment(3, CASHMERE_CREW, "Grey", "S")
MINA = Colleague("Mina Okafor", "/media/colleagues/mina.jpg")
AT_REST = FittingVisit(forget_after_s=45, has_tablet=True, hub_near=True)
SHIRT_IN_L = variant(LINEN_SHIRT, "Ivory", "L")


def journey(
    *steps: Event | tuple[float, Event], visit: FittingVisit = AT_REST
) -> tuple[FittingVisit, list[Effect]]:
    """The visit after these events, one a second unless a step says how long it waited."""
    now, effects = 0.0, []
    for step in steps:
        waited, event = step if isinstance(step, tuple) else (1.0, step)
        now += waited
        visit, wanted = visit.after(event, now)
        effects += [effect for effect in wanted if not isinstance(effect, Note)]
    return visit, effects


def hung(*garments: object, unknown: Sequence[object] = ()) -> RoomSeen:
    return RoomSeen(tuple(garments), tuple(unknown))  # type: ignore[arg-type]


LOOKING_AT_L = (hung(SHIRT), GarmentTapped(SHIRT.tag), SizeTapped("L"))


def test_garments_stand_in_the_order_they_were_hung() -> None:
    visit, _ = journey(hung(JEANS), hung(JEANS, SHIRT))
    assert visit.began
    assert visit.tags == (JEANS.tag, SHIRT.tag)


def test_offers_for_what_no_longer_hangs_here_are_dropped() -> None:
    both, shirt = frozenset({SHIRT.tag, JEANS.tag}), frozenset({SHIRT.tag})
    visit, _ = journey(hung(SHIRT), OffersFound(both, OFFERS))
    assert visit.offers == ()
    visit, _ = journey(hung(SHIRT), OffersFound(shirt, OFFERS))
    assert visit.offers == OFFERS
    visit, _ = journey(hung(SHIRT), OffersFound(shirt, OFFERS), hung())
    assert visit.offers == ()


def test_tapping_a_garment_or_an_offer_looks_at_it_larger() -> None:
    visit, _ = journey(hung(SHIRT), GarmentTapped(SHIRT.tag))
    assert visit.focus is not None
    assert visit.focus.variant == SHIRT.variant
    found = OffersFound(frozenset({SHIRT.tag}), OFFERS)
    visit, _ = journey(hung(SHIRT), found, OfferTapped(OFFERS[0].variant.id))
    assert visit.focus is not None
    assert visit.focus.product is LOAFERS
    assert visit.focus.tag is None
    visit, _ = journey(hung(SHIRT), found, OfferTapped(OFFERS[0].variant.id), BackTapped())
    assert visit.focus is None


@pytest.mark.parametrize(
    ("choices", "colour", "size"),
    [
        ([SizeTapped("L")], "Ivory", "L"),
        ([ColourTapped("Sky")], "Sky", "M"),
        ([ColourTapped("Sky"), SizeTapped("XS")], "Sky", "XS"),
        ([SizeTapped("XXL")], "Ivory", "M"),
        ([ColourTapped("Mauve")], "Ivory", "M"),
    ],
)
def test_choosing_keeps_what_was_not_chosen_anew(
    choices: list[Event], colour: str, size: str
) -> None:
    visit, _ = journey(hung(SHIRT), GarmentTapped(SHIRT.tag), *choices)
    assert visit.focus is not None
    assert (visit.focus.variant.colour, visit.focus.variant.size) == (colour, size)


@pytest.mark.parametrize(
    "hands",
    [
        pytest.param(hung(SHIRT, JEANS), id="something new is hung"),
        pytest.param(hung(), id="it is taken away"),
        pytest.param((FOCUS_RESTS_S, Tick()), id="nobody touches it for a while"),
    ],
)
def test_the_hands_and_time_end_a_closer_look(hands: Event | tuple[float, Event]) -> None:
    visit, _ = journey(*LOOKING_AT_L, hands)
    assert visit.focus is None


def test_an_offer_is_not_looked_at_once_its_garment_is_gone() -> None:
    found = OffersFound(frozenset({SHIRT.tag}), OFFERS)
    look = OfferTapped(OFFERS[0].variant.id)
    visit, _ = journey(hung(SHIRT), found, look, hung(unknown=[tag(99)]))
    assert visit.focus is None


def test_a_closer_look_follows_the_stock() -> None:
    gone = replace(SHIRT_IN_L, stock=0)
    variants = tuple(gone if v.id == gone.id else v for v in LINEN_SHIRT.variants)
    restocked = replace(LINEN_SHIRT, variants=variants)
    visit, effects = journey(
        *LOOKING_AT_L, hung(replace(SHIRT, product=restocked)), BringTapped("r1")
    )
    assert visit.focus is not None
    assert visit.focus.variant.stock == 0
    assert effects == []


def test_asking_for_a_size_until_staff_bring_it() -> None:
    visit, effects = journey(*LOOKING_AT_L, BringTapped("r1"))
    assert effects == [Ask("r1", RequestKind.BRING, SHIRT_IN_L.id)]
    assert [r.status for r in visit.requests] == [RequestStatus.SENDING]
    answers = [
        (RequestAnswered("r1", RequestNews("r1", RequestStatus.WAITING)), RequestStatus.WAITING),
        (RoomNews((RequestNews("r1", RequestStatus.TAKEN, MINA),)), RequestStatus.TAKEN),
        (RoomNews((RequestNews("r1", RequestStatus.DONE, MINA),)), RequestStatus.DONE),
    ]
    now = 5.0
    for event, status in answers:
        visit, effects = visit.after(event, now)  # type: ignore[assignment]
        assert visit.requests[0].status is status
    assert visit.requests[0].colleague == MINA
    visit, _ = visit.after(Tick(), now + ANSWER_STAYS_S)
    assert visit.requests == ()


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((hung(SHIRT), GarmentTapped(SHIRT.tag)), "it hangs here"),
        ((hung(CREW), GarmentTapped(CREW.tag), SizeTapped("M")), "it is sold out"),
        ((*LOOKING_AT_L, HubSeen(False)), "nobody would hear it"),
        ((hung(SHIRT),), "nothing is looked at"),
    ],
)
def test_nobody_is_promised_what_will_not_happen(steps: Sequence[Event], why: str) -> None:
    visit, effects = journey(*steps, BringTapped("r1"))
    assert effects == [], why
    assert visit.requests == ()


def test_the_last_piece_hanging_here_is_not_counted_as_left_in_the_shop() -> None:
    visit, _ = journey(hung(CREW))
    assert visit.left_in_shop(CREW.variant) == 0
    assert visit.left_in_shop(variant(CASHMERE_CREW, "Grey", "L")) == 1


def test_asking_twice_is_asking_once() -> None:
    _, effects = journey(*LOOKING_AT_L, BringTapped("r1"), BringTapped("r2"))
    assert len(effects) == 1
    _, effects = journey(hung(SHIRT), CallTapped("c1"), CallTapped("c2"))
    assert effects == [Ask("c1", RequestKind.CALL, None)]


def test_what_the_hub_does_not_confirm_is_not_lost_and_not_promised() -> None:
    asked = (*LOOKING_AT_L, BringTapped("r1"), (SENDING_GIVES_UP_S, Tick()))
    visit, effects = journey(*asked)
    assert [(r.status, r.late) for r in visit.requests] == [(RequestStatus.SENDING, True)]
    assert effects == [Ask("r1", RequestKind.BRING, SHIRT_IN_L.id)]
    visit, _ = journey(
        *asked, (300, RequestAnswered("r1", RequestNews("r1", RequestStatus.WAITING)))
    )
    assert [r.status for r in visit.requests] == [RequestStatus.WAITING]
    visit, effects = journey(*asked, (REQUEST_STAYS_S, Tick()))
    assert visit.requests == ()
    assert effects[-1] == Withdraw("r1")
    assert visit.sorry_until is not None


def test_who_thinks_better_of_it_says_so_until_a_colleague_is_on_the_way() -> None:
    asked = (*LOOKING_AT_L, BringTapped("r1"))
    visit, effects = journey(*asked, NeverMindTapped())
    assert visit.requests == ()
    assert effects[-1] == Withdraw("r1")
    assert visit.can_bring, "it can be asked for again"
    taken = RoomNews((RequestNews("r1", RequestStatus.TAKEN),))
    visit, effects = journey(*asked, taken, NeverMindTapped())
    assert [r.status for r in visit.requests] == [RequestStatus.TAKEN]
    assert effects == [Ask("r1", RequestKind.BRING, SHIRT_IN_L.id)]


def test_a_reader_that_is_away_is_missed_after_a_moment_and_not_again() -> None:
    visit, _ = journey(hung(SHIRT), ReaderSeen(False))
    assert not visit.reader_missed
    assert deadline(visit) == 2 + READER_MISSED_S
    visit, _ = journey(hung(SHIRT), ReaderSeen(False), (READER_MISSED_S, Tick()))
    assert visit.reader_missed
    assert visit.tags == (SHIRT.tag,), "its silence says nothing"
    visit, _ = journey(hung(SHIRT), ReaderSeen(False), (READER_MISSED_S, Tick()), ReaderSeen(True))
    assert not visit.reader_missed


def test_a_colleague_can_be_called_into_a_room_that_is_not_seen() -> None:
    unseen = (ReaderSeen(False), (READER_MISSED_S, CallTapped("c1")))
    visit, effects = journey(*unseen)
    assert effects == [Ask("c1", RequestKind.CALL, None)]
    waiting = RequestAnswered("c1", RequestNews("c1", RequestStatus.WAITING))
    visit, effects = journey(*unseen, waiting, (10 * AT_REST.forget_after_s, Tick()))
    assert [r.status for r in visit.requests] == [RequestStatus.WAITING], "somebody waits there"
    visit, effects = journey(*unseen, waiting, (REQUEST_STAYS_S, Tick()))
    assert not visit.began
    assert effects[-1] == Withdraw("c1")
    visit, _ = journey(*unseen, waiting, (200, ReaderSeen(True)), (44, Tick()))
    assert visit.began, "what it did not see counts from when it sees again"
    visit, _ = journey(CallTapped("c1"))
    assert not visit.began, "a room that is seen to be empty calls nobody"


def test_once_the_colleague_has_come_an_unseen_room_is_forgotten_at_once() -> None:
    done = RequestAnswered("c1", RequestNews("c1", RequestStatus.DONE))
    steps = (ReaderSeen(False), (READER_MISSED_S, Tick()), CallTapped("c1"), (80.0, done))
    visit, _ = journey(*steps)
    assert not visit.began
    assert visit.requests == ()


def test_what_the_hub_refuses_is_said() -> None:
    visit, _ = journey(*LOOKING_AT_L, BringTapped("r1"), RequestAnswered("r1", None))
    assert visit.requests == ()
    assert visit.sorry_until is not None


def test_an_older_list_without_the_new_request_does_not_end_it() -> None:
    confirmed = RequestAnswered("r1", RequestNews("r1", RequestStatus.WAITING))
    visit, _ = journey(*LOOKING_AT_L, BringTapped("r1"), confirmed, RoomNews())
    assert [r.status for r in visit.requests] == [RequestStatus.WAITING]


def test_paying_for_everything_in_the_room() -> None:
    visit, effects = journey(hung(SHIRT, JEANS), PayTapped("p1"))
    assert effects == [Pay("p1", (SHIRT.tag, JEANS.tag))]
    assert visit.payment is not None
    assert not visit.can_pay
    visit, _ = visit.after(PaymentAnswered("p1", True, "Checkout 1", 2), 5)
    assert visit.payment is not None
    assert visit.payment.status is PaymentStatus.WAITING
    assert (visit.payment.tablet_name, visit.payment.count) == ("Checkout 1", 2)
    visit, _ = visit.after(hung(SHIRT, JEANS, CREW), 6)
    assert visit.can_pay, "one more piece can be sent after the others"


@pytest.mark.parametrize(
    ("news", "status"),
    [
        ([RoomNews(basket="OPEN"), RoomNews(basket="SOLD")], PaymentStatus.PAID),
        ([RoomNews(basket="OPEN"), RoomNews(basket=None)], None),
        ([RoomNews(basket=None)], PaymentStatus.WAITING),
    ],
)
def test_the_checkout_is_followed(news: list[Event], status: PaymentStatus | None) -> None:
    paid = (hung(SHIRT), PayTapped("p1"), PaymentAnswered("p1", True, "Checkout 1", 1))
    visit, _ = journey(*paid, *news)
    assert (visit.payment.status if visit.payment else None) is status


def test_pieces_taken_out_at_the_tablet_can_be_sent_again() -> None:
    sent = (hung(SHIRT), PayTapped("p1"), RoomNews(basket="OPEN"))  # told before the answer
    visit, _ = journey(*sent, PaymentAnswered("p1", True, "Checkout 1", 1))
    assert not visit.can_pay
    visit, _ = visit.after(RoomNews(basket=None), 9)
    assert visit.payment is None
    assert visit.can_pay


def test_a_refused_payment_asks_for_a_colleague() -> None:
    visit, _ = journey(hung(SHIRT), PayTapped("p1"), PaymentAnswered("p1", False))
    assert visit.payment is None
    assert visit.sorry_until is not None
    assert visit.can_pay


def test_without_a_tablet_or_a_hub_there_is_no_paying_here() -> None:
    for room in (replace(AT_REST, has_tablet=False), replace(AT_REST, hub_near=False)):
        _, effects = journey(hung(SHIRT), PayTapped("p1"), visit=room)
        assert effects == []


def test_an_unknown_tag_stands_apart_and_begins_a_visit() -> None:
    visit, _ = journey(hung(unknown=[tag(99)]))
    assert visit.began
    assert visit.garments == ()
    assert not visit.can_pay


def test_a_short_absence_forgets_nothing() -> None:
    visit, _ = journey(hung(SHIRT), CallTapped("c1"), hung(), (2.0, Tick()), hung(SHIRT))
    assert visit.requests
    assert visit.empty_since is None


def test_an_empty_room_is_forgotten_and_nobody_waits_for_its_requests() -> None:
    confirmed = RequestAnswered("r1", RequestNews("r1", RequestStatus.WAITING))
    steps = (*LOOKING_AT_L, BringTapped("r1"), confirmed, PayTapped("p1"), hung(), (45.0, Tick()))
    visit, effects = journey(*steps)
    assert visit == AT_REST
    assert effects[-1] == Withdraw("r1")


def test_the_next_deadline_is_when_something_changes_by_itself() -> None:
    visit, _ = journey(hung(SHIRT))
    assert deadline(visit) is None
    visit, _ = journey(hung(SHIRT), hung())
    assert deadline(visit) == 2 + HANDED_STAYS_S
    visit, _ = journey(hung(SHIRT), hung(), (HANDED_STAYS_S, Tick()))
    assert deadline(visit) == 2 + 45
    visit, _ = journey(hung(SHIRT), CallTapped("c1"))
    assert deadline(visit) == 2 + SENDING_GIVES_UP_S

"""Every screen of the mirror as a picture (var/screens/mirror-*.png), each made from a state."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF

from kiosk.mirror.visit.asked import Payment, PaymentStatus, Request
from kiosk.mirror.visit.events import CallTapped, Colleague, MoreTapped, RequestKind, RequestStatus
from kiosk.mirror.visit.focus import Focus
from kiosk.mirror.visit.visit import FittingVisit
from tests.screens.sheet_states import SHEETS
from tests.screens.visit_states import STATES
from tests.unit.mirror.boutique import (
    CASHMERE_CREW,
    EVERYTHING,
    LINEN_SHIRT,
    LOAFERS,
    OFFERS,
    WRAP_COAT,
    tag,
    variant,
)
from tests.unit.mirror.stage import Stage

pytestmark = pytest.mark.screens

AT_REST = FittingVisit(forget_after_s=45, has_tablet=True, hub_near=True, answer_minutes=2)
SHIRT_IN_L = variant(LINEN_SHIRT, "Ivory", "L")


def room(count: int, **changes: object) -> FittingVisit:
    garments = EVERYTHING[:count]
    return replace(AT_REST, began=True, garments=garments, offers=OFFERS, **changes)


def rail(count: int) -> FittingVisit:
    """More than anybody takes in: everything, again and again."""
    everything = itertools.cycle(EVERYTHING)
    garments = tuple(replace(next(everything), tag=tag(1 + n)) for n in range(count))
    return replace(AT_REST, began=True, garments=garments, offers=OFFERS)


def asked(status: RequestStatus, by: Colleague | None = None) -> Request:
    return Request("r1", RequestKind.BRING, LINEN_SHIRT, SHIRT_IN_L, status, 0.0, by)


def sent(status: PaymentStatus, count: int) -> Payment:
    tags = tuple(garment.tag for garment in EVERYTHING[:count])
    return Payment("p1", tags, status, 0.0, count, "Checkout 1")


NOBODY_SEEN = "We have asked for it. The checkout can help, too."
NOBODY_COMES = "A colleague has been called. The checkout can help, too."
CALLED = Request("c1", RequestKind.CALL, None, None, RequestStatus.WAITING, 0)
CREW_IN_M = Focus(CASHMERE_CREW, variant(CASHMERE_CREW, "Grey", "M"), tag(5), 0.0)
SHIRT = Focus(LINEN_SHIRT, SHIRT_IN_L, tag(1), 0.0)
ON_ITS_WAY = asked(RequestStatus.TAKEN)

# name of the picture -> the state, and what must be read on it
SCREENS: dict[str, tuple[FittingVisit, tuple[str, ...]]] = {
    "attract": (AT_REST, ("Maison Aster", "Accrochez vos pièces ici.")),
    "one": (room(1), ("Linen shirt", "€79", "XS  S  M  L  XL", "Pay for this", "Goes with this")),
    "two": (room(2), ("Linen shirt", "Wide jeans", "Pay for these 2", "€198", "Goes with these")),
    "three": (room(3), ("Double-faced wool coat", "€647", "Penny loafers")),
    "four": (room(4), ("Linen midi dress", "Pay for these 4")),
    "six": (room(6), ("Satin bias skirt", "Pay for these 6")),
    "ten": (room(10), ("Silk square", "Linen midi dress", "3", "more here", "Pay for these 10")),
    "forty": (rail(40), ("Silk square", "33", "more here", "Pay for these 40")),
    "three-hundred": (rail(300), ("Silk square", "293", "more here", "Pay for 300", "€52,380")),
    "three-hundred-turned": (
        rail(300).after(MoreTapped(), 1.0).visit,
        ("Linen shirt", "293", "more here", "Pay for 300"),
    ),
    "detail": (room(2, focus=SHIRT), ("Bring me size L", "100 % linen", "Back")),
    "detail-offer": (
        room(1, focus=Focus(LOAFERS, variant(LOAFERS, "Burgundy", "39"), None, 0.0)),
        ("Penny loafers", "In the Harbour walk look", "Bring me Burgundy, 39"),
    ),
    "detail-here": (
        room(3, focus=Focus(WRAP_COAT, variant(WRAP_COAT, "Camel", "M"), tag(3), 0.0)),
        ("Double-faced wool coat", "This one is here with you."),
    ),
    "sold-out": (room(5, focus=CREW_IN_M), ("Sold out today in size M.", "€189", "€229")),
    "asked": (
        room(2, focus=SHIRT, requests=(asked(RequestStatus.WAITING),)),
        ("We have asked for it, about 2 minutes.", "Never mind"),
    ),
    "on-its-way": (
        room(2, requests=(ON_ITS_WAY,)),
        ("Linen shirt, Ivory, L", "On its way.", "1 asked for"),
    ),
    "called": (
        room(1, requests=(CALLED,)),
        ("A colleague has been called, about 2 minutes.",),
    ),
    "pay-waiting": (
        room(3, payment=sent(PaymentStatus.WAITING, 3)),
        ("Your 3 pieces are waiting at Checkout 1.",),
    ),
    "pay-waiting-empty-room": (
        replace(
            AT_REST, began=True, payment=sent(PaymentStatus.WAITING, 3), requests=(ON_ITS_WAY,)
        ),
        ("Your 3 pieces are waiting at Checkout 1.", "On its way."),
    ),
    "hub-away": (
        room(3, hub_near=False),
        ("Please ask a colleague for other sizes, or to pay.",),
    ),
    "hub-away-detail": (room(2, focus=SHIRT, hub_near=False), ("Linen shirt", "Back")),
    "asked-in-vain": (
        room(2, focus=SHIRT, requests=(asked(RequestStatus.WAITING),), on_duty=False),
        (NOBODY_SEEN, "Never mind"),
    ),
    "asked-in-vain-room": (
        room(2, requests=(asked(RequestStatus.WAITING), CALLED), on_duty=False),
        ("Linen shirt, Ivory, L", NOBODY_SEEN, NOBODY_COMES),
    ),
    "not-passed-on": (
        room(2, focus=SHIRT, requests=(replace(asked(RequestStatus.SENDING), late=True),)),
        ("We are still passing this on. You can also ask a colleague.", "Never mind"),
    ),
    "reader-away": (
        room(3, reader_away_since=0.0, reader_missed=True),
        ("Linen shirt", "Ask a colleague if a piece is missing here.", "Call a colleague"),
    ),
    "reader-away-rest": (
        replace(AT_REST, reader_away_since=0.0, reader_missed=True),
        ("Welcome.", "A colleague is glad to help.", "Call a colleague"),
    ),
    "reader-away-rest-hub-away": (
        replace(AT_REST, reader_away_since=0.0, reader_missed=True, hub_near=False),
        ("Welcome.", "A colleague is glad to help."),
    ),
    "reader-away-called": (
        replace(AT_REST, began=True, reader_away_since=0.0, reader_missed=True, requests=(CALLED,)),
        ("A colleague has been called, about 2 minutes.",),
    ),
    "detail-last-one-here": (
        room(
            6,
            focus=Focus(CASHMERE_CREW, variant(CASHMERE_CREW, "Grey", "L"), tag(5), 0.0),
        ),
        ("Cashmere crew-neck", "One left in size L."),
    ),
    "unknown-tag": (
        room(2, unknown=(tag(99),)),
        ("Ask a colleague about the other piece.",),
    ),
    "only-unknown": (
        replace(AT_REST, began=True, unknown=(tag(99),)),
        ("Ask a colleague about this one.", "Call a colleague"),
    ),
}
SCREENS |= STATES | SHEETS


@pytest.mark.parametrize("name", SCREENS)
def test_a_state_is_a_screen(stage: Stage, name: str) -> None:
    visit, read = SCREENS[name]
    stage.show(visit)
    picture = stage.save(name)
    assert (picture.width(), picture.height()) == (1080, 1920)
    said = [text.replace("\n", " ") for text in stage.texts()]
    for words in read:
        assert words in said


@pytest.mark.parametrize("name", SCREENS)
def test_a_finger_finds_what_it_can_touch(stage: Stage, name: str) -> None:
    stage.show(SCREENS[name][0])
    glass = QRectF(0, 0, 1080, 1920)
    targets = []
    for item in stage.items():
        if item.property("touchTarget") is True and item.isEnabled():
            place = item.mapRectToScene(QRectF(QPointF(0, 0), item.size()))
            assert min(place.width(), place.height()) >= 96, item.objectName()
            assert item.property("name"), "a touch target has a name for screen readers"
            if glass.intersects(place):
                assert place.top() >= 1000, f"{item.objectName()} is out of reach"
                targets.append((item.objectName(), place))
    for position, (first, place) in enumerate(targets):
        for second, other in targets[position + 1 :]:
            apart = max(
                other.left() - place.right(),
                place.left() - other.right(),
                other.top() - place.bottom(),
                place.top() - other.bottom(),
            )
            # The numbers of one scale stand side by side: beside one is nearly it.
            least = -0.5 if {first[:6], second[:6]} == {"score:"} else 23.5
            assert apart >= least, f"{first} and {second} are {apart:g} px apart"


@pytest.mark.parametrize("name", SCREENS)
def test_everything_can_be_read_and_nothing_is_cut(stage: Stage, name: str) -> None:
    stage.show(SCREENS[name][0])
    sizes = set()
    for item in stage.items():
        text, font = item.property("text"), item.property("font")
        if not text or font is None or not isinstance(text, str):
            continue
        sizes.add(font.pixelSize())
        assert font.pixelSize() >= 28, text
        place = item.mapRectToScene(QRectF(QPointF(0, 0), item.size()))
        if place.left() < 1080:
            assert not item.property("truncated"), f"{text!r} is cut"
            assert place.bottom() <= 1920, text
    assert len(sizes) <= 4, f"one scale: {sorted(sizes)}"


@pytest.mark.parametrize("name", ["attract", "one", "three", "detail"])
def test_the_face_stays_free_and_most_of_the_glass_is_mirror(stage: Stage, name: str) -> None:
    stage.show(SCREENS[name][0])
    picture = stage.picture()
    free = [
        picture.pixelColor(x, y).lightness()
        for x in range(0, 1080, 12)
        for y in range(160, 960, 12)
    ]
    assert max(free) == 0
    lit = sum(
        picture.pixelColor(x, y).lightness() > 40
        for x in range(0, 1080, 8)
        for y in range(0, 1920, 8)
    )
    assert lit / (135 * 240) < 0.13


def test_what_nobody_knows_a_colleague_is_a_tap_away(stage: Stage) -> None:
    heard: list[object] = []
    stage.view_model.tapped.connect(heard.append)
    alone = SCREENS["only-unknown"][0]
    stage.show(alone)
    stage.tap("call")
    stage.view_model.tapped.disconnect(heard.append)
    assert [type(event) for event in heard] == [CallTapped]
    stage.show(replace(alone, requests=(CALLED,)))
    assert "call" not in stage.names(), "one is on the way"
    stage.show(replace(alone, payment=sent(PaymentStatus.WAITING, 3)))
    assert "call" not in stage.names(), "something else is said"

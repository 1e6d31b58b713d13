"""Visits as steps that a test lives through; what they say and do is judged in the test files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from catalog.money import Money
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.effects import Effect
from kiosk.mirror.visit.events import (
    BringTapped,
    Cost,
    CostsFound,
    Event,
    GarmentTapped,
    Named,
    PaymentAnswered,
    PayTapped,
    RequestNews,
    RequestStatus,
    RoomNews,
    RoomSeen,
    SizeTapped,
    SubstitutesFound,
    Tick,
)
from kiosk.mirror.visit.handed import HANDED_STAYS_S
from kiosk.mirror.visit.rating import ASKED_AFTER_S
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import (
    CASHMERE_CREW,
    INSTEAD,
    LINEN_SHIRT,
    WIDE_JEANS,
    WRAP_COAT,
    cheaper,
    garment,
    variant,
)

WORDS = Words("en-IE")
KEY = "visit-1"
SHIRT = garment(1, LINEN_SHIRT, "Ivory", "M")
JEANS = garment(2, WIDE_JEANS, "Blue", "L")
COAT = garment(3, WRAP_COAT, "Camel", "M")
CREW = garment(4, CASHMERE_CREW, "Grey", "S")
SHIRT_IN_L = variant(LINEN_SHIRT, "Ivory", "L")
CREW_IN_M = variant(CASHMERE_CREW, "Grey", "M")
REST = FittingVisit(forget_after_s=45, has_tablet=True, hub_near=True)
PHONE = "https://shop/visit/{token}"

Steps = tuple[Event | tuple[float, Event], ...]


def hung(*garments: Any) -> RoomSeen:
    return RoomSeen(garments)


def took(request: str, **changes: Any) -> RoomNews:
    news = RequestNews(request, RequestStatus.WAITING)
    return RoomNews((replace(news, **changes),), answer_minutes=4)


def live(steps: Steps, visit: FittingVisit = REST) -> tuple[FittingVisit, list[Effect], float]:
    """The visit after these steps, one a second unless a step says how long it waited."""
    now, effects = 0.0, []
    for step in steps:
        waited, event = step if isinstance(step, tuple) else (1.0, step)
        now += waited
        visit, wanted = visit.after(event, now)
        effects += wanted
        if visit.began and not visit.key:
            visit, wanted = visit.after(Named(KEY, "token"), now)
            effects += wanted
    return visit, effects, now


def as_typed(text: str) -> str:
    """Without what only keeps a line together."""
    return text.replace("\N{NON-BREAKING HYPHEN}", "-").replace("\N{NO-BREAK SPACE}", " ")


def texts(shown: Any) -> Iterator[str]:
    """Every string on a screen."""
    if isinstance(shown, str):
        yield as_typed(shown)
    elif isinstance(shown, tuple):
        for one in shown:
            yield from texts(one)
    elif is_dataclass(shown):
        for one in fields(shown):
            yield from texts(getattr(shown, one.name))


LOOKING = (hung(SHIRT), GarmentTapped(SHIRT.tag), SizeTapped("L"))
ASKED = (*LOOKING, BringTapped("r1"))
OFF_DUTY = (*LOOKING, RoomNews(on_duty=False, phone_url=PHONE))
SENT = (hung(SHIRT), PayTapped("p1"), PaymentAnswered("p1", True, "Checkout 1", 1))
SALE = CostsFound(
    (Cost(SHIRT.variant.id, cheaper(SHIRT.variant), ("Autumn offer",)),),
    frozenset({SHIRT.tag, JEANS.tag}),
    Money(18220, "EUR"),
)
LIKE_JEANS = SubstitutesFound(JEANS.variant.id, INSTEAD)
LEFT: Steps = (hung(SHIRT), (ASKED_AFTER_S, hung()), (HANDED_STAYS_S, Tick()))
"""A visit whose end it is: nobody said how the shirt was."""

"""States of a visit for the screens: having something brought or held, handing back, the end.

Name of the picture -> the state, and what must be read on it.
"""

from __future__ import annotations

from dataclasses import replace

from catalog.product import Reason, ReasonKind
from hardware.lights.lamp import Light
from kiosk.mirror.visit.asked import Payment, PaymentStatus, Request
from kiosk.mirror.visit.events import (
    Colleague,
    Cost,
    RequestKind,
    RequestStatus,
    SubstitutesFound,
)
from kiosk.mirror.visit.focus import Focus
from kiosk.mirror.visit.handed import Handed
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.rating import Rating
from kiosk.mirror.visit.scenes import Lighting, LightScene
from kiosk.mirror.visit.sheet import Sheet, SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import (
    CASHMERE_CREW,
    EVERYTHING,
    INSTEAD,
    LINEN_SHIRT,
    LOAFERS,
    OFFERS,
    cheaper,
    offer,
    variant,
)

NEAR = FittingVisit(
    forget_after_s=45,
    has_tablet=True,
    hub_near=True,
    answer_minutes=2,
    phone_url="https://shop/visit/{token}",
)
LIGHTING = Lighting(
    (
        LightScene("Daylight", Light(5600, 1.0), screen=1.0),
        LightScene("Evening", Light(2700, 0.4), screen=0.76),
        LightScene("Aster", Light(4000, 0.7, (255, 196, 150)), screen=0.88),
    ),
    at_rest=0.2,
    sound=True,
)
MINA = Colleague("Mina Okafor")
JON = Colleague("Jon")
SHIRT_IN_L = variant(LINEN_SHIRT, "Ivory", "L")
LOAFERS_39 = variant(LOAFERS, "Burgundy", "39")
CREW_IN_M = variant(CASHMERE_CREW, "Grey", "M")


def room(count: int, **changes: object) -> FittingVisit:
    garments = EVERYTHING[:count]
    began = replace(NEAR, began=True, key="k", token="t", garments=garments, offers=OFFERS)
    return replace(began, **changes)  # type: ignore[arg-type]


def bring(status: RequestStatus, **changes: object) -> Request:
    asked = Request("r1", RequestKind.BRING, LINEN_SHIRT, SHIRT_IN_L, status, 0.0)
    return replace(asked, **changes)  # type: ignore[arg-type]


def hold(status: RequestStatus, **changes: object) -> Request:
    asked = Request("h1", RequestKind.HOLD, LOAFERS, LOAFERS_39, status, 0.0)
    return replace(asked, **changes)  # type: ignore[arg-type]


NOTE = "In sand it is here, and in a light blue cotton, both in L, on the table beside the door."
SHIRT = Focus(LINEN_SHIRT, SHIRT_IN_L, EVERYTHING[0].tag, 0.0)
OUT = Focus(CASHMERE_CREW, CREW_IN_M, EVERYTHING[4].tag, 0.0)
TAKEN = bring(RequestStatus.TAKEN, colleague=MINA)
TWO_ASKED = (TAKEN, hold(RequestStatus.WAITING))
MANY_ASKED = tuple(replace(one, id=f"{one.id}-{n}") for n in range(4) for one in TWO_ASKED)
TWO_COLOURS = tuple(
    offer(CASHMERE_CREW, Reason(ReasonKind.SAME_GARMENT, colour), colour, "L")
    for colour in ("Blush", "Camel")
)
BACK = tuple(Handed(garment, 0.0) for garment in EVERYTHING[1:3])
EMPTY = replace(NEAR, began=True, key="k", token="t", empty_since=100.0)
PAID = Payment("p1", (), PaymentStatus.WAITING, 0.0, 3, "Checkout 1")

STATES: dict[str, tuple[FittingVisit, tuple[str, ...]]] = {
    "offer-price": (
        room(2, focus=SHIRT, costs=(Cost(SHIRT_IN_L.id, cheaper(SHIRT_IN_L), ("Autumn offer",)),)),
        ("€63.20", "€79", "Autumn offer"),
    ),
    "sold-out-instead": (
        room(5, focus=OUT, substitutes=(SubstitutesFound(CREW_IN_M.id, INSTEAD),)),
        ("Sold out today in size M.", "The same in Blush", "In your size"),
    ),
    "sold-out-two-colours": (
        room(5, focus=OUT, substitutes=(SubstitutesFound(CREW_IN_M.id, TWO_COLOURS),)),
        ("Sold out today in size M.", "The same in Blush", "The same in Camel"),
    ),
    "nobody-on-duty": (
        room(2, focus=SHIRT, on_duty=False),
        ("Hold it for me", "Send to my phone"),
    ),
    "held": (
        room(
            2,
            focus=Focus(LOAFERS, LOAFERS_39, None, 0.0),
            requests=(hold(RequestStatus.WAITING),),
            on_duty=False,
        ),
        ("We have asked to have it set aside.", "Never mind"),
    ),
    "brought-by": (
        room(2, focus=SHIRT, requests=(TAKEN,)),
        ("Mina Okafor is bringing it.", "MO"),
    ),
    "brought-by-room": (
        room(3, requests=(TAKEN, hold(RequestStatus.TAKEN, colleague=JON))),
        ("Mina Okafor is bringing it.", "Jon is setting it aside.", "2 asked for"),
    ),
    "answered-otherwise": (
        room(
            3,
            requests=(
                bring(RequestStatus.DONE, outcome="not_there", note=NOTE),
                bring(
                    RequestStatus.DONE,
                    id="r2",
                    outcome="not_there",
                    instead="Double-faced coat, Camel, M",
                ),
                hold(RequestStatus.WAITING),
            ),
        ),
        (f"Not to be found today. {NOTE}", "Linen shirt, Ivory, L", "1 asked for"),
    ),
    "asked-once-more": (
        room(2, requests=(bring(RequestStatus.WAITING, escalated=True),)),
        ("We have asked once more. The checkout can help, too.",),
    ),
    "asked-sheet": (
        room(2, requests=TWO_ASKED, sheet=Sheet(SheetKind.ASKED, 0.0)),
        ("Asked for", "Never mind", "Penny loafers, Burgundy, 39"),
    ),
    "asked-many": (
        room(2, requests=MANY_ASKED, sheet=Sheet(SheetKind.ASKED, 0.0)),
        ("Asked for", "Never mind", "Penny loafers, Burgundy, 39"),
    ),
    "comfort": (
        room(2, lighting=LIGHTING, sheet=Sheet(SheetKind.COMFORT, 0.0)),
        ("Comfort", "Light", "Daylight", "Evening", "Aster", "Sound", "On", "Off"),
    ),
    "evening": (
        room(3, lighting=LIGHTING, manners=Manners(scene="Evening")),
        ("Linen shirt", "Pay for these 3"),
    ),
    "handed-back": (
        room(1, handed=BACK[:1]),
        ("How was it?", "Too small", "Too big", "Not my colour", "Too dear"),
    ),
    "handed-back-two": (room(1, handed=BACK), ("How were they?", "Too dear")),
    "handed-back-all": (replace(EMPTY, handed=BACK[:1]), ("How was it?", "Too big")),
    "question": (
        replace(EMPTY, rating=Rating(100.0)),
        ("Would you recommend Maison Aster to a friend?", "0", "10", "Gladly"),
    ),
    "question-word": (
        replace(EMPTY, rating=Rating(100.0, "s1", 9)),
        ("And in a word?", "Easy", "Quick", "Friendly", "Too slow"),
    ),
    "question-thanks": (replace(EMPTY, rating=Rating(100.0, "s1", 9, True)), ("Thank you.",)),
    "question-held": (
        replace(EMPTY, rating=Rating(100.0), requests=(hold(RequestStatus.WAITING),)),
        ("We have asked to have it set aside.", "Penny loafers, Burgundy, 39", "7"),
    ),
    "question-at-checkout": (
        replace(EMPTY, rating=Rating(100.0), payment=PAID),
        ("Your 3 pieces are waiting at Checkout 1.", "7"),
    ),
}

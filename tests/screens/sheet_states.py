"""States of the sheets for the screens: the phone's code, what the mirror knows, the languages.

Name of the picture -> the state, and what must be read on it.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.mirror.visit.sheet import Sheet, SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from tests.screens.visit_states import BACK, NEAR, PAID, TWO_ASKED, room
from tests.unit.mirror.boutique import tag

TOKEN = "n6R3wQ0hVvT1sXkz8yLcP2dF4gJm"
EVERYTHING_KNOWN = room(
    3,
    requests=TWO_ASKED,
    payment=PAID,
    handed=BACK,
    phones=1,
    rated=True,
    hung=frozenset(tag(n) for n in range(1, 9)),
    sizes=(("women", "M"), ("shoes", "39")),
    held=("h1",),
    missing=(101, 102),
)


def over(kind: SheetKind, visit: FittingVisit) -> FittingVisit:
    return replace(visit, sheet=Sheet(kind, 0.0), key="7b0c6f5e", token=TOKEN)


SHEETS: dict[str, tuple[FittingVisit, tuple[str, ...]]] = {
    "phone": (over(SheetKind.PHONE, room(2)), ("Back",)),
    "phone-away": (over(SheetKind.PHONE, replace(room(2), hub_near=False)), ("Back",)),
    "knows": (over(SheetKind.KNOWS, room(3)), ("Forget now", "Back")),
    "knows-all": (
        over(SheetKind.KNOWS, EVERYTHING_KNOWN),
        (
            "3 pieces in this room",
            "5 pieces that hung here before",
            "1 piece set aside for you",
            "Forget now",
        ),
    ),
    "languages": (over(SheetKind.LANGUAGES, room(1)), ("English", "日本語", "العربية", "Back")),
    "languages-at-rest": (over(SheetKind.LANGUAGES, NEAR), ("English", "Deutsch")),
}

"""States of the sheets for the screens: the phone's code, what the mirror knows, the languages.

Name of the picture -> the state, and what must be read on it.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.mirror.visit.sheet import Sheet, SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from tests.screens.visit_states import NEAR, room

TOKEN = "n6R3wQ0hVvT1sXkz8yLcP2dF4gJm"


def over(kind: SheetKind, visit: FittingVisit) -> FittingVisit:
    return replace(visit, sheet=Sheet(kind, 0.0), key="7b0c6f5e", token=TOKEN)


SHEETS: dict[str, tuple[FittingVisit, tuple[str, ...]]] = {
    "phone": (over(SheetKind.PHONE, room(2)), ("Back",)),
    "phone-away": (over(SheetKind.PHONE, replace(room(2), hub_near=False)), ("Back",)),
    "knows": (over(SheetKind.KNOWS, room(3)), ("Forget now", "Back")),
    "languages": (over(SheetKind.LANGUAGES, room(1)), ("English", "日本語", "العربية", "Back")),
    "languages-at-rest": (over(SheetKind.LANGUAGES, NEAR), ("English", "Deutsch")),
}

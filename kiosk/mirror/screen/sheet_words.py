"""What the mirror says around a room: the marks that open sheets, their titles, hand-backs, rating.

Owns these sentences, in English.
"""

from __future__ import annotations

from kiosk.mirror.screen.spoken import Spoken, whole
from kiosk.mirror.visit.events import Fault
from kiosk.mirror.visit.sheet import SheetKind


class SheetWords(Spoken):
    @property
    def back(self) -> str:
        return self.tr("Back")

    def mark(self, kind: SheetKind) -> str:
        """What opens a sheet, and stands above it."""
        match kind:
            case SheetKind.PHONE:
                return self.tr("On your phone")
            case SheetKind.KNOWS:
                return self.tr("What this mirror knows")
            case SheetKind.LANGUAGES:
                return self.tr("Language")
            case SheetKind.COMFORT:
                return self.tr("Comfort", "text size, contrast, light, sound")
            case SheetKind.ASKED:
                return self.tr("Asked for", "what was asked for and is not here yet")

    def asked_for(self, count: int) -> str:
        """Opens the list of what was asked for."""
        return self.tr("%n asked for", "pieces", count)

    # --- handed back --------------------------------------------------------------------------

    def how_was_it(self, count: int) -> str:
        if count > 1:
            return self.tr("How were they?", "of two garments that were handed back")
        return self.tr("How was it?", "of a garment that was handed back")

    def fault(self, fault: Fault) -> str:
        match fault:
            case Fault.TOO_SMALL:
                return self.tr("Too small")
            case Fault.TOO_BIG:
                return self.tr("Too big")
            case Fault.NOT_MY_COLOUR:
                return self.tr("Not my colour")
            case Fault.TOO_DEAR:
                return self.tr("Too dear")

    # --- rating -------------------------------------------------------------------------------

    def would_you_recommend(self, shop: str) -> str:
        said = self.tr("Would you recommend {shop} to a friend?")
        return said.format(shop=whole(shop))

    @property
    def not_at_all(self) -> str:
        return self.tr("Not at all", "below 0 of 10")

    @property
    def gladly(self) -> str:
        return self.tr("Gladly", "below 10 of 10")

    @property
    def in_a_word(self) -> str:
        return self.tr("And in a word?", "after a number from 0 to 10 was tapped")

    @property
    def thank_you(self) -> str:
        return self.tr("Thank you.")

    def rating_word(self, word: str) -> str:
        """One of `rating.WORDS` as it is read."""
        words = {
            "easy": self.tr("Easy", "a word for a visit"),
            "quick": self.tr("Quick", "a word for a visit"),
            "friendly": self.tr("Friendly", "a word for a visit"),
            "too slow": self.tr("Too slow", "a word for a visit"),
        }
        return words.get(word, word)

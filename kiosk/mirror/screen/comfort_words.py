"""What the mirror says on the sheet where a shopper makes it comfortable.

Owns these sentences, in English. A scene of the shop's own has the shop's own name.
"""

from __future__ import annotations

from kiosk.mirror.screen.spoken import Spoken


class ComfortWords(Spoken):
    @property
    def light(self) -> str:
        return self.tr("Light", "heading of the scenes of light in the fitting room")

    def scene(self, name: str) -> str:
        """A scene's name in this language; the shop's own as the shop writes it."""
        names = {
            "Daylight": self.tr("Daylight", "a scene of light"),
            "Evening": self.tr("Evening", "a scene of light"),
        }
        return names.get(name, name)

    @property
    def text(self) -> str:
        return self.tr("Text", "heading of usual and larger text")

    def larger(self, large: bool) -> str:
        return self.tr("Larger", "of text") if large else self.tr("Usual", "of text")

    @property
    def contrast(self) -> str:
        return self.tr("Contrast", "heading of usual and stronger contrast")

    def stronger(self, strong: bool) -> str:
        return self.tr("Stronger", "of contrast") if strong else self.tr("Usual", "of contrast")

    @property
    def motion(self) -> str:
        return self.tr("Motion", "heading: whether things on the screen move")

    def moving(self, still: bool) -> str:
        return self.tr("Still", "nothing moves") if still else self.tr("Usual", "of motion")

    @property
    def sound(self) -> str:
        return self.tr("Sound", "heading of on and off")

    def turned(self, on: bool) -> str:
        return self.tr("On", "of sounds") if on else self.tr("Off", "of sounds")

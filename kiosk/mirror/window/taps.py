"""What a finger does on the glass: QML's taps as events of the visit.

Owns the crossing from one to the other, and that what is asked for has a name of its own. Decides
nothing.
"""

# PySide6 6.8's stubs do not know QML's class decorators' arguments.
# mypy: disable-error-code="arg-type,call-arg,operator"

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from hardware.rfid.reader import TagId
from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    CallTapped,
    ColourTapped,
    Event,
    Fault,
    FaultTapped,
    ForgetTapped,
    GarmentTapped,
    HoldTapped,
    LanguageTapped,
    MoreTapped,
    NeverMindTapped,
    OfferTapped,
    PayTapped,
    ScoreTapped,
    ScoreWordTapped,
    SheetClosed,
    SheetTapped,
    SheetTouched,
    SizeTapped,
)
from kiosk.mirror.visit.sheet import SheetKind

QML_IMPORT_NAME = "Hangtag.Mirror"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class MirrorTaps(QObject):
    """`tapped(event)` carries an `Event` for the visit."""

    tapped = Signal(object)

    @Slot(str)
    def tapGarment(self, key: str) -> None:
        self._tap(GarmentTapped(TagId.parse(key)))

    @Slot()
    def tapMore(self) -> None:
        self._tap(MoreTapped())

    @Slot(int)
    def tapOffer(self, variant: int) -> None:
        self._tap(OfferTapped(variant))

    @Slot(str)
    def tapColour(self, colour: str) -> None:
        self._tap(ColourTapped(colour))

    @Slot(str)
    def tapSize(self, size: str) -> None:
        self._tap(SizeTapped(size))

    @Slot()
    def tapBack(self) -> None:
        self._tap(BackTapped())

    @Slot()
    def tapBring(self) -> None:
        self._tap(BringTapped(_new_id()))

    @Slot()
    def tapHold(self) -> None:
        self._tap(HoldTapped(_new_id()))

    @Slot()
    def tapNeverMind(self) -> None:
        """What is looked at is not wanted any more."""
        self._tap(NeverMindTapped())

    @Slot(str)
    def tapCancel(self, request: str) -> None:
        self._tap(NeverMindTapped(request))

    @Slot(str, str)
    def tapFault(self, garment: str, fault: str) -> None:
        self._tap(FaultTapped(TagId.parse(garment), Fault(fault)))

    @Slot(str)
    def tapScore(self, score: str) -> None:
        self._tap(ScoreTapped(_new_id(), int(score)))

    @Slot(str)
    def tapScoreWord(self, word: str) -> None:
        self._tap(ScoreWordTapped(word))

    @Slot()
    def tapCall(self) -> None:
        self._tap(CallTapped(_new_id()))

    @Slot()
    def tapPay(self) -> None:
        self._tap(PayTapped(_new_id()))

    @Slot(str)
    def tapSheet(self, kind: str) -> None:
        self._tap(SheetTapped(SheetKind(kind)))

    @Slot()
    def closeSheet(self) -> None:
        self._tap(SheetClosed())

    @Slot()
    def touchSheet(self) -> None:
        """Somebody is busy on the sheet: it stays."""
        self._tap(SheetTouched())

    @Slot()
    def tapForget(self) -> None:
        self._tap(ForgetTapped())

    @Slot(str)
    def tapLanguage(self, language: str) -> None:
        self._tap(LanguageTapped(language))

    def _tap(self, event: Event) -> None:
        self.tapped.emit(event)


def _new_id() -> str:
    return str(uuid.uuid4())

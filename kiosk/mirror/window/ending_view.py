"""What QML sees of the two questions: why a garment was handed back, and how the visit was.

Owns the crossing from `screen.ending` to QML properties. Decides nothing; taps are the root's.
"""

# PySide6 6.8's stubs know neither Signal as a `notify` nor QML's class decorators' arguments.
# mypy: disable-error-code="arg-type,call-arg,operator"

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.mirror.screen.ending import HandedBack, Question
from kiosk.mirror.screen.rows import ChoiceRow, HandedRow
from kiosk.mirror.screen.screen import Screen
from kiosk.mirror.window.row_model import RowModel

QML_IMPORT_NAME = "Hangtag.Mirror"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class EndingView(QObject):
    changed = Signal()

    def __init__(self, picture_url: Callable[[str, int], str], parent: QObject) -> None:
        super().__init__(parent)
        self._picture_url = picture_url
        self._handed = HandedBack()
        self._question = Question()
        self._garments = RowModel(HandedRow, parent=self)
        self._faults = RowModel(ChoiceRow, parent=self)
        self._scores = RowModel(ChoiceRow, parent=self)
        self._words = RowModel(ChoiceRow, parent=self)

    def show(self, screen: Screen) -> None:
        if screen.handed == self._handed and screen.question == self._question:
            return
        self._handed, self._question = screen.handed, screen.question
        rows = screen.handed.rows
        self._garments.show(
            [replace(row, picture=self._picture_url(row.picture, 480)) for row in rows]
        )
        self._faults.show(screen.handed.faults)
        self._scores.show(screen.question.scores)
        self._words.show(screen.question.words)
        self.changed.emit()

    @Property(QObject, constant=True)
    def garments(self) -> QObject:
        return self._garments

    @Property(QObject, constant=True)
    def faults(self) -> QObject:
        return self._faults

    @Property(QObject, constant=True)
    def scores(self) -> QObject:
        return self._scores

    @Property(QObject, constant=True)
    def words(self) -> QObject:
        return self._words

    @Property(int, notify=changed)
    def handedCount(self) -> int:
        return len(self._handed.rows)

    @Property(str, notify=changed)
    def handedTitle(self) -> str:
        return self._handed.title

    @Property(str, notify=changed)
    def question(self) -> str:
        return self._question.title

    @Property(str, notify=changed)
    def lowest(self) -> str:
        return self._question.lowest

    @Property(str, notify=changed)
    def highest(self) -> str:
        return self._question.highest

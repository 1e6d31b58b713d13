"""What QML sees of the one garment that is looked at larger.

Owns the crossing from `screen.detail` to QML properties. Decides nothing; taps are the root's.
"""

# PySide6 6.8's stubs know neither Signal as a `notify` nor QML's class decorators' arguments.
# mypy: disable-error-code="arg-type,call-arg,operator"

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.mirror.screen.detail import Detail
from kiosk.mirror.screen.rows import ChoiceRow, OfferRow
from kiosk.mirror.screen.screen import Scene, Screen
from kiosk.mirror.window.row_model import RowModel

QML_IMPORT_NAME = "Hangtag.Mirror"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class DetailView(QObject):
    changed = Signal()

    def __init__(
        self,
        picture_url: Callable[[str, int], str],
        portrait_url: Callable[[str], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._portrait_url = portrait_url
        self._picture_url = picture_url
        self._screen = Screen()
        self._colours = RowModel(ChoiceRow, parent=self)
        self._sizes = RowModel(ChoiceRow, parent=self)
        self._instead = RowModel(OfferRow, parent=self)

    def show(self, screen: Screen) -> None:
        before, self._screen = self._screen, screen
        if _detail(screen) != _detail(before):
            self.changed.emit()
        if screen.scene is Scene.DETAIL:
            self._colours.show(screen.detail.colours)
            self._sizes.show(screen.detail.sizes)
            self._instead.show(
                [
                    replace(row, picture=self._picture_url(row.picture, 480))
                    for row in screen.detail.instead
                ]
            )
        elif screen.scene is Scene.ATTRACT:
            # Not before: to make them anew at each "back" would cost a frame.
            for rows in (self._colours, self._sizes, self._instead):
                rows.show(())

    @property
    def _shown(self) -> Detail:
        return self._screen.detail

    @Property(QObject, constant=True)
    def colours(self) -> QObject:
        return self._colours

    @Property(QObject, constant=True)
    def sizes(self) -> QObject:
        return self._sizes

    @Property(QObject, constant=True)
    def instead(self) -> QObject:
        return self._instead

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._shown.title

    @Property(str, notify=changed)
    def price(self) -> str:
        return self._shown.price

    @Property(str, notify=changed)
    def was(self) -> str:
        return self._shown.was

    @Property(str, notify=changed)
    def offer(self) -> str:
        return self._shown.offer

    @Property(str, notify=changed)
    def why(self) -> str:
        return self._shown.why

    @Property(str, notify=changed)
    def picture(self) -> str:
        key = self._shown.picture
        return self._picture_url(key, 900) if self._screen.scene is Scene.DETAIL else ""

    @Property(str, notify=changed)
    def colour(self) -> str:
        return self._shown.colour

    @Property(str, notify=changed)
    def stock(self) -> str:
        return self._shown.stock

    @Property(str, notify=changed)
    def fabric(self) -> str:
        return self._shown.fabric

    @Property(str, notify=changed)
    def care(self) -> str:
        return self._shown.care

    @Property(str, notify=changed)
    def bring(self) -> str:
        return self._shown.bring

    @Property(bool, notify=changed)
    def canBring(self) -> bool:
        return self._shown.can_bring

    @Property(str, notify=changed)
    def hold(self) -> str:
        return self._shown.hold

    @Property(str, notify=changed)
    def send(self) -> str:
        return self._shown.send

    @Property(str, notify=changed)
    def answeredBy(self) -> str:
        return self._portrait_url(self._shown.answered_by)

    @Property(str, notify=changed)
    def initials(self) -> str:
        return self._shown.initials

    @Property(str, notify=changed)
    def answer(self) -> str:
        return self._shown.answer

    @Property(str, notify=changed)
    def neverMind(self) -> str:
        return self._shown.never_mind


_detail = attrgetter("scene", "detail", "pictures")

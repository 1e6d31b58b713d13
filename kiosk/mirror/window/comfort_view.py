"""What QML sees of how comfortable the mirror is made: the sheet's choices, and the screen's tone.

Owns the crossing from `screen.comfort` to QML properties, and from a tap there to its event.
Decides nothing.
"""

# PySide6 6.8's stubs know neither Signal as a `notify` nor QML's class decorators' arguments.
# mypy: disable-error-code="arg-type,call-arg,operator"

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.mirror.screen.comfort import NO_CHOICE, Choosing, Group, chosen
from kiosk.mirror.screen.rows import ChoiceRow
from kiosk.mirror.screen.screen import Screen
from kiosk.mirror.visit.events import Event, MannersTapped
from kiosk.mirror.window.row_model import RowModel

QML_IMPORT_NAME = "Hangtag.Mirror"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class ChoosingView(QObject):
    """One heading with its choices."""

    changed = Signal()

    def __init__(self, key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._key = key
        self._shown = NO_CHOICE
        self._choices = RowModel(ChoiceRow, parent=self)

    def show(self, choosing: Choosing) -> None:
        if choosing == self._shown:
            return
        renamed = choosing.title != self._shown.title
        self._shown = choosing
        if renamed:
            self.changed.emit()
        self._choices.show(choosing.choices)

    @Property(str, constant=True)
    def key(self) -> str:
        return self._key

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._shown.title

    @Property(QObject, constant=True)
    def choices(self) -> QObject:
        return self._choices


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class ComfortView(QObject):
    """`tap` is told the event of each tap."""

    dim_changed = Signal()

    def __init__(self, tap: Callable[[Event], None], parent: QObject) -> None:
        super().__init__(parent)
        self._tap = tap
        self._screen = Screen()
        self._groups = {group: ChoosingView(group, self) for group in Group}
        self._has_backlight = False

    @property
    def has_backlight(self) -> bool:
        """Whether the screen itself gets darker; if not, the picture does."""
        return self._has_backlight

    @has_backlight.setter
    def has_backlight(self, there: bool) -> None:
        self._has_backlight = there
        self.dim_changed.emit()

    def show(self, screen: Screen) -> None:
        before, self._screen = self._screen, screen
        if screen.dim != before.dim:
            self.dim_changed.emit()
        for group, view in self._groups.items():
            view.show(getattr(screen.comfort, group))

    @Property(float, notify=dim_changed)
    def dim(self) -> float:
        """How dark a veil lies over the picture, from 0 to 1."""
        return 0.0 if self._has_backlight else self._screen.dim

    @Property(ChoosingView, constant=True)
    def text(self) -> ChoosingView:
        return self._groups[Group.TEXT]

    @Property(ChoosingView, constant=True)
    def contrast(self) -> ChoosingView:
        return self._groups[Group.CONTRAST]

    @Property(ChoosingView, constant=True)
    def motion(self) -> ChoosingView:
        return self._groups[Group.MOTION]

    @Property(ChoosingView, constant=True)
    def light(self) -> ChoosingView:
        return self._groups[Group.LIGHT]

    @Property(ChoosingView, constant=True)
    def sound(self) -> ChoosingView:
        return self._groups[Group.SOUND]

    @Slot(str, str)
    def tap(self, group: str, key: str) -> None:
        self._tap(MannersTapped(chosen(self._screen.manners, group, key)))

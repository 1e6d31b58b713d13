"""What QML sees of the mirror's duty: asleep or not, staff's page, the calm screen.

Owns the crossing from `DutyScreen` to QML properties and from fingers to happenings. Decides
nothing.
"""

# PySide6 6.8's stubs know neither Signal as a `notify` nor QML's class decorators' arguments.
# mypy: disable-error-code="arg-type,call-arg,operator"

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.mirror.duty.shown import ActionRow, DutyScreen, FactRow
from kiosk.mirror.window.row_model import RowModel

QML_IMPORT_NAME = "Hangtag.Mirror"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class DutyView(QObject):
    """`pressed(x, y)` tells of every finger, wherever it comes down (of 1080 x 1920); the others of
    what was tapped on staff's page."""

    changed = Signal()
    state_changed = Signal()
    pressed = Signal(float, float)
    digit = Signal(str)
    erased = Signal()
    entered = Signal()
    closed = Signal()
    wanted = Signal(str)
    dimmed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = DutyScreen()
        self._asleep = False
        self._calm = ""
        self._kiosk = False
        self._facts = RowModel(FactRow, parent=self)
        self._actions = RowModel(ActionRow, parent=self)

    def show(self, screen: DutyScreen) -> None:
        if screen == self._screen:
            return
        self._screen = screen
        self._facts.show(screen.facts)
        self._actions.show(screen.actions)
        self.changed.emit()

    def set_state(
        self, *, asleep: bool | None = None, calm: str | None = None, kiosk: bool | None = None
    ) -> None:
        before = (self._asleep, self._calm, self._kiosk)
        self._asleep = self._asleep if asleep is None else asleep
        self._calm = self._calm if calm is None else calm
        self._kiosk = self._kiosk if kiosk is None else kiosk
        if (self._asleep, self._calm, self._kiosk) != before:
            self.state_changed.emit()

    # --- what lies over everything ------------------------------------------------------------

    @Property(bool, notify=state_changed)
    def asleep(self) -> bool:
        return self._asleep

    @Property(str, notify=state_changed)
    def calm(self) -> str:
        """What is said while the mirror starts again; "" as long as all is well."""
        return self._calm

    @Property(bool, notify=state_changed)
    def kiosk(self) -> bool:
        """Whether nobody may close the window."""
        return self._kiosk

    # --- staff's page -------------------------------------------------------------------------

    @Property(str, notify=changed)
    def stage(self) -> str:
        return self._screen.stage

    @Property(bool, notify=changed)
    def guard(self) -> bool:
        """Whether a touch in a lower corner is meant for nobody but this."""
        return self._screen.guard

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._screen.title

    @Property(int, notify=changed)
    def dots(self) -> int:
        return self._screen.dots

    @Property(str, notify=changed)
    def note(self) -> str:
        return self._screen.note

    @Property(bool, notify=changed)
    def locked(self) -> bool:
        return self._screen.locked

    @Property(float, notify=changed)
    def brightness(self) -> float:
        """-1 where it cannot be set."""
        return self._screen.brightness

    @Property(str, notify=changed)
    def brightnessLabel(self) -> str:
        return self._screen.brightness_label

    @Property(str, notify=changed)
    def dotsName(self) -> str:
        return self._screen.dots_name

    @Property("QStringList", notify=changed)
    def keyNames(self) -> list[str]:
        """The pad from its upper left."""
        return list(self._screen.keys)

    @Property(bool, notify=changed)
    def rightToLeft(self) -> bool:
        return self._screen.right_to_left

    @Property(str, notify=changed)
    def closeLabel(self) -> str:
        return self._screen.close

    @Property(str, notify=changed)
    def darker(self) -> str:
        return self._screen.darker

    @Property(str, notify=changed)
    def brighter(self) -> str:
        return self._screen.brighter

    @Property(QObject, constant=True)
    def facts(self) -> QObject:
        return self._facts

    @Property(QObject, constant=True)
    def actions(self) -> QObject:
        return self._actions

    # --- fingers ------------------------------------------------------------------------------

    @Slot(float, float)
    def press(self, x: float, y: float) -> None:
        """A finger came down somewhere, whatever lies there."""
        self.pressed.emit(x, y)

    @Slot(str)
    def tapDigit(self, digit: str) -> None:
        self.digit.emit(digit)

    @Slot()
    def tapErase(self) -> None:
        self.erased.emit()

    @Slot()
    def tapEnter(self) -> None:
        self.entered.emit()

    @Slot()
    def tapClose(self) -> None:
        self.closed.emit()

    @Slot(str)
    def tapAction(self, action: str) -> None:
        self.wanted.emit(action)

    @Slot(float)
    def tapBrightness(self, brightness: float) -> None:
        self.dimmed.emit(brightness)

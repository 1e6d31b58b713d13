"""What QML sees of the sheets `phone` and `knows`.

Owns the crossing from their parts of the screen to QML properties. Decides nothing; taps are the
root's.
"""

# PySide6 6.8's stubs know neither Signal as a `notify` nor QML's class decorators' arguments.
# mypy: disable-error-code="arg-type,call-arg,operator"

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.mirror.screen.knows import Knows
from kiosk.mirror.screen.phone import Phone
from kiosk.mirror.screen.screen import Screen
from kiosk.mirror.window.codes import Codes

QML_IMPORT_NAME = "Hangtag.Mirror"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class PhoneView(QObject):
    changed = Signal()

    def __init__(self, codes: Codes, parent: QObject) -> None:
        super().__init__(parent)
        self._codes = codes
        self._code = ""
        self._shown = Phone()

    def show(self, screen: Screen) -> None:
        if screen.phone != self._shown:
            self._shown = screen.phone
            self._code = self._codes.show(screen.phone.address)
            self.changed.emit()

    @Property(str, notify=changed)
    def code(self) -> str:
        """Where the picture of the code is; "" for none."""
        return self._code

    @Property(str, notify=changed)
    def text(self) -> str:
        return self._shown.text

    @Property(str, notify=changed)
    def more(self) -> str:
        return self._shown.more

    @Property(str, notify=changed)
    def phones(self) -> str:
        return self._shown.phones

    @Property(str, notify=changed)
    def privacy(self) -> str:
        return self._shown.privacy


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class KnowsView(QObject):
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = Knows()

    def show(self, screen: Screen) -> None:
        if screen.knows != self._shown:
            self._shown = screen.knows
            self.changed.emit()

    @Property(str, notify=changed)
    def intro(self) -> str:
        return self._shown.intro

    @Property("QStringList", notify=changed)
    def lines(self) -> list[str]:
        return list(self._shown.lines)

    @Property(str, notify=changed)
    def end(self) -> str:
        return self._shown.end

    @Property(str, notify=changed)
    def forget(self) -> str:
        return self._shown.forget

    @Property(str, notify=changed)
    def forgetMore(self) -> str:
        return self._shown.forget_more

"""What QML sees of the languages that this mirror speaks, each named in itself.

Owns their names. Which one is spoken is the visit's.
"""

# PySide6 6.8's stubs know no QML class decorators' arguments.
# mypy: disable-error-code="arg-type,call-arg,operator"

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.mirror.window.row_model import RowModel

QML_IMPORT_NAME = "Hangtag.Mirror"
QML_IMPORT_MAJOR_VERSION = 1

NAMES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "ja": "日本語",
    "zh": "中文",
    "ar": "العربية",
}


@dataclass(frozen=True, slots=True)
class LanguageRow:
    key: str
    name: str


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class LanguageView(QObject):
    def __init__(self, offered: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._offered = RowModel(LanguageRow, parent=self)
        self._offered.show([LanguageRow(one, NAMES[one]) for one in offered])

    @property
    def several(self) -> bool:
        return len(self._offered.rows) > 1

    @Property(QObject, constant=True)
    def offered(self) -> QObject:
        return self._offered

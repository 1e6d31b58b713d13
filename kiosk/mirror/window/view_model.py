"""What QML sees of the mirror: one object, drawn from one frozen `Screen`.

Owns the crossing from Python values to QML properties. Decides nothing; taps are `taps.py`'s.
"""

# PySide6 6.8's stubs know neither Signal as a `notify` nor QML's class decorators' arguments.
# mypy: disable-error-code="arg-type,call-arg,operator"

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.mirror.screen.rows import AnswerRow, GarmentRow, MarkRow, OfferRow
from kiosk.mirror.screen.screen import Screen
from kiosk.mirror.visit.glass import CELLS
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.window.codes import Codes
from kiosk.mirror.window.comfort_view import ComfortView
from kiosk.mirror.window.detail_view import DetailView
from kiosk.mirror.window.ending_view import EndingView
from kiosk.mirror.window.language_view import LanguageView
from kiosk.mirror.window.languages import RIGHT_TO_LEFT
from kiosk.mirror.window.phone_view import KnowsView, PhoneView
from kiosk.mirror.window.row_model import RowModel
from kiosk.mirror.window.taps import MirrorTaps
from kiosk.mirror.window.typefaces import speak

QML_IMPORT_NAME = "Hangtag.Mirror"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("The mirror's program makes it.")
class MirrorViewModel(MirrorTaps):
    """What is drawn; what is tapped is its base's."""

    # By what changes together: each emission asks Python for every value that hangs on it.
    changed = Signal()
    invitations_changed = Signal()
    actions_changed = Signal()
    manners_changed = Signal()

    def __init__(
        self,
        picture_url: Callable[[str, int], str],
        *,
        motion: bool = True,
        languages: Sequence[str] = ("en",),
    ) -> None:
        """`picture_url(key, size)` is where a picture can be loaded from."""
        super().__init__()
        self._picture_url = picture_url
        self._screen = Screen()
        self._invitations: tuple[str, ...] = ()
        self._motion = motion
        self._garments = RowModel(GarmentRow, lingers=motion, parent=self)
        self._offers = RowModel(OfferRow, parent=self)
        self._answers = RowModel(AnswerRow, parent=self)
        self._asked = RowModel(AnswerRow, parent=self)
        self._marks = RowModel(MarkRow, parent=self)
        self.portrait_url: Callable[[str], str] = lambda _: ""
        self._detail = DetailView(
            picture_url, lambda address: self.portrait_url(address), parent=self
        )
        self._languages = LanguageView(languages, parent=self)
        self._ending = EndingView(picture_url, parent=self)
        self._comfort = ComfortView(self._tap, parent=self)
        self.codes = Codes()
        self._phone = PhoneView(self.codes, parent=self)
        self._knows = KnowsView(parent=self)

    @property
    def screen(self) -> Screen:
        return self._screen

    def show(self, screen: Screen) -> None:
        """Draw this screen."""
        if screen == self._screen:
            return
        before, self._screen = self._screen, screen
        if screen.sheet is SheetKind.LANGUAGES:
            speak(screen.manners.language)  # before its names are drawn
        if screen.invitations and screen.invitations != self._invitations:
            self._invitations = screen.invitations
            self.invitations_changed.emit()
        # The count (in `changed`) is known to the layout before a garment's delegate is made.
        for part, signal in (
            (_room, self.changed),
            (_actions, self.actions_changed),
            (_manners, self.manners_changed),
        ):
            if part(screen) != part(before):
                signal.emit()
        # More than the glass holds: what makes room for another has not been taken away.
        self._garments.lingers = self._motion and not screen.more
        self._garments.show(
            [replace(row, picture=self._prepared(row.picture)) for row in screen.garments]
        )
        self._offers.show(
            [replace(row, picture=self._picture_url(row.picture, 480)) for row in screen.offers]
        )
        self._answers.show(self._with_portraits(screen.answers))
        self._asked.show(self._with_portraits(screen.asked))
        self._marks.show(
            [row for row in screen.marks if row.key != "languages" or self._languages.several]
        )
        self._detail.show(screen)
        self._ending.show(screen)
        self._comfort.show(screen)
        self._phone.show(screen)
        self._knows.show(screen)

    def has_backlight(self, there: bool) -> None:
        """The screen itself gets darker in a dim room: the picture need not."""
        self._comfort.has_backlight = there

    def _with_portraits(self, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
        return [replace(row, picture=self.portrait_url(row.picture)) for row in rows]

    def _prepared(self, key: str) -> str:
        """The end of a prepared picture's address (see `rasters.py`)."""
        return f"{self._picture_url(key, 480).rpartition('/')[2]}/{key}"

    # --- lists ------------------------------------------------------------------------------

    @Property(QObject, constant=True)
    def garments(self) -> QObject:
        return self._garments

    @Property(QObject, constant=True)
    def offers(self) -> QObject:
        return self._offers

    @Property(QObject, constant=True)
    def answers(self) -> QObject:
        return self._answers

    @Property(QObject, constant=True)
    def asked(self) -> QObject:
        """What is still waited for, while its sheet is open."""
        return self._asked

    @Property(QObject, constant=True)
    def marks(self) -> QObject:
        """What opens sheets."""
        return self._marks

    # --- values -----------------------------------------------------------------------------

    @Property(bool, notify=manners_changed)
    def motion(self) -> bool:
        """Whether things may move: pictures for comparison are taken without."""
        return self._motion and not self._screen.manners.still

    @Property(str, notify=changed)
    def scene(self) -> str:
        return str(self._screen.scene)

    @Property(str, notify=changed)
    def shop(self) -> str:
        return self._screen.shop

    @Property("QStringList", notify=invitations_changed)
    def invitations(self) -> list[str]:
        """Those of the mirror at rest stay while somebody is here: its texts are costly to make."""
        return list(self._invitations)

    @Property(int, notify=changed)
    def count(self) -> int:
        """How many cells the glass has; the last one counts what is not on it, if anything."""
        return CELLS if self._screen.more else len(self._screen.garments)

    @Property(int, notify=changed)
    def more(self) -> int:
        """How many garments hang here and are not on the glass."""
        return self._screen.more

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._screen.more_label

    @Property(str, notify=changed)
    def offersTitle(self) -> str:
        return self._screen.offers_title

    @Property(str, notify=changed)
    def word(self) -> str:
        return self._screen.word

    @Property(str, notify=changed)
    def aside(self) -> str:
        return self._screen.aside

    @Property(str, notify=actions_changed)
    def pay(self) -> str:
        return self._screen.pay

    @Property(str, notify=actions_changed)
    def total(self) -> str:
        return self._screen.total

    @Property(str, notify=actions_changed)
    def paying(self) -> str:
        return self._screen.paying

    @Property(bool, notify=actions_changed)
    def paid(self) -> bool:
        return self._screen.paid

    @Property(str, notify=actions_changed)
    def call(self) -> str:
        return self._screen.call

    @Property(str, notify=actions_changed)
    def calling(self) -> str:
        return self._screen.calling

    @Property(str, notify=actions_changed)
    def advice(self) -> str:
        return self._screen.advice

    @Property(str, notify=actions_changed)
    def backLabel(self) -> str:
        return self._screen.back

    @Property(str, notify=actions_changed)
    def askedFor(self) -> str:
        """Opens the sheet of what is waited for; "" while nothing is."""
        return self._screen.asked_for

    @Property(str, notify=actions_changed)
    def neverMind(self) -> str:
        return self._screen.never_mind

    @Property(str, notify=manners_changed)
    def sheetTitle(self) -> str:
        return self._screen.sheet_title

    @Property(str, notify=manners_changed)
    def sheet(self) -> str:
        """Which sheet lies over the room; "" for none."""
        return str(self._screen.sheet or "")

    @Property(str, notify=manners_changed)
    def language(self) -> str:
        return self._screen.manners.language

    @Property(bool, notify=manners_changed)
    def rightToLeft(self) -> bool:
        return self._screen.manners.language in RIGHT_TO_LEFT

    @Property(bool, notify=manners_changed)
    def largeText(self) -> bool:
        return self._screen.manners.large_text

    @Property(bool, notify=manners_changed)
    def highContrast(self) -> bool:
        return self._screen.manners.high_contrast

    # --- parts ------------------------------------------------------------------------------

    @Property(ComfortView, constant=True)
    def comfort(self) -> ComfortView:
        return self._comfort

    @Property(PhoneView, constant=True)
    def phone(self) -> PhoneView:
        return self._phone

    @Property(KnowsView, constant=True)
    def knows(self) -> KnowsView:
        return self._knows

    @Property(LanguageView, constant=True)
    def languages(self) -> LanguageView:
        return self._languages

    @Property(DetailView, constant=True)
    def detail(self) -> DetailView:
        return self._detail

    @Property(EndingView, constant=True)
    def ending(self) -> EndingView:
        return self._ending

    @Slot(str)
    def garmentGone(self, key: str) -> None:
        """A leaving garment has been drawn out."""
        self._garments.forget(key)


_actions = attrgetter(
    *("pay", "total", "paying", "paid", "call", "calling", "advice", "back"),
    *("asked_for", "never_mind"),
)
_manners = attrgetter("sheet", "sheet_title", "manners")


def _room(screen: Screen) -> tuple[object, ...]:
    values = (screen.scene, screen.shop, screen.word, screen.aside)
    return (*values, screen.offers_title, len(screen.garments), screen.more, screen.more_label)

"""What the mirror says: every sentence and label that a shopper can read, written in English.

Owns the voice only (calm, exact, a little warm), as methods of values; decides nothing. QML has no
words of its own. Each text goes through `tr` on its way, where another language takes its place.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk.mirror.visit.asked import Payment, PaymentStatus, Request
from kiosk.mirror.visit.events import RequestKind, RequestStatus

if TYPE_CHECKING:
    from catalog.money import Money

Translate = Callable[[str, str, int], str]
"""(English text, comment for translators, n) to the text of a language, with `%n` filled in."""

FEW_LEFT = 3

# At rest nobody's language is known: three are spoken at once.
INVITATIONS = (
    "Hang your\npieces here.",
    "Hängen Sie Ihre Auswahl hierher.",
    "Accrochez vos pièces ici.",
)
# The same while the room does not see what hangs in it.
WELCOME = (
    "Welcome.",
    "A colleague is glad to help.",
    "Willkommen. Wir helfen Ihnen gern.",
    "Bienvenue. Nous sommes là pour vous.",
)


def english(text: str, comment: str = "", n: int = -1) -> str:
    """The text itself; "%n piece(s)" is "1 piece" or "2 pieces"."""
    del comment
    return text.replace("%n", str(n)).replace("(s)", "" if n == 1 else "s") if n >= 0 else text


def title(text: str) -> str:
    """A garment's name, which is not parted at its hyphens ("crew-neck")."""
    return text.replace("-", "\N{NON-BREAKING HYPHEN}")


def price(text: str) -> str:
    """A price as a boutique writes it: whole amounts without decimals ("€79", not "€79.00")."""
    for separator in (".", ","):
        if text.endswith(f"{separator}00"):
            return text[: -len(separator) - 2]
    return text.replace(".00\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}").replace(
        ",00\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
    )


def sizes(names: list[str]) -> str:
    """What is in stock, as a label writes it. Two spaces: sizes may have one ("One size")."""
    return "  ".join(names)


def request_about(request: Request) -> str:
    """Whose answer it is: "Linen shirt, M"."""
    if request.variant is None or request.product is None:
        return ""
    return ", ".join(part for part in (request.product.title, request.variant.label) if part)


@lru_cache(maxsize=1000)
def _money(money: Money | None, locale: str) -> str:
    return price(money.text(locale)) if money is not None else ""


class Words:
    """The mirror's sentences in one language; English as they stand here."""

    def __init__(self, locale: str, translate: Translate = english) -> None:
        """`locale` is how the shop writes money, whatever the language."""
        self._locale = locale
        self._translate = translate

    def tr(self, text: str, comment: str = "", n: int = -1) -> str:
        """The text in this language. The name is Qt's, whose tools collect the texts by it."""
        return self._translate(text, comment, n)

    def money(self, money: Money | None) -> str:
        return _money(money, self._locale)

    # --- labels -------------------------------------------------------------------------------

    @property
    def missing(self) -> str:
        return self.tr("Ask a colleague if a piece is missing here.")

    @property
    def call(self) -> str:
        return self.tr("Call a colleague")

    @property
    def back(self) -> str:
        return self.tr("Back")

    @property
    def more(self) -> str:
        """Below the number of those that are not on the glass."""
        return self.tr("more here", "below a number of garments")

    @property
    def never_mind(self) -> str:
        return self.tr("Never mind", "takes back what was asked for")

    @property
    def no_hub(self) -> str:
        return self.tr("Please ask a colleague for other sizes, or to pay.")

    @property
    def sorry(self) -> str:
        return self.tr("Please ask a colleague.")

    def goes_with(self, count: int) -> str:
        return self.tr("Goes with this") if count == 1 else self.tr("Goes with these")

    # --- paying -------------------------------------------------------------------------------

    def pay(self, count: int) -> str:
        if count > 99:  # a rail: its number stands beside a long sum
            return self.tr("Pay for %n", "many garments", count)
        return self.tr("Pay for this") if count == 1 else self.tr("Pay for these %n", "", count)

    def paying(self, payment: Payment) -> str:
        one = payment.count == 1
        if payment.status is PaymentStatus.SENDING:
            return self.tr("One moment")
        if payment.status is PaymentStatus.PAID:
            if one:
                return self.tr("Thank you. Enjoy wearing it.")
            return self.tr("Thank you. Enjoy them.")
        where = payment.tablet_name or self.tr("the checkout")
        if one:
            return self.tr("Your piece is waiting at {place}.").format(place=where)
        said = self.tr("Your %n pieces are waiting at {place}.", "", payment.count)
        return said.format(place=where)

    # --- a garment ----------------------------------------------------------------------------

    def colours(self, count: int) -> str:
        return self.tr("%n colours", "of a garment", count) if count > 1 else ""

    def bring(self, size: str, colour: str, is_other_colour: bool) -> str:
        if size and is_other_colour:
            said = self.tr("Bring me {colour}, {size}")
        elif size:
            said = self.tr("Bring me size {size}")
        elif colour and is_other_colour:
            said = self.tr("Bring me {colour}")
        else:
            said = self.tr("Bring me this one")
        return said.format(colour=colour, size=size)

    def left(self, count: int, size: str, colour: str, here: bool) -> str:
        """What the shop has of one variant besides what hangs in the room."""
        if here:
            return self.tr("This one is here with you.")
        name = self.tr("size {size}").format(size=size) if size else colour
        name = name or self.tr("this one")
        if count == 0:
            said = self.tr("Sold out today in {name}.")
        elif count == 1:
            said = self.tr("One left in {name}.")
        elif count <= FEW_LEFT:
            said = self.tr("%n left in {name}.", "pieces", count)
        else:
            said = self.tr("In the shop in {name}.")
        return said.format(name=name)

    def unknown(self, count: int, garments: int) -> str:
        if not count:
            return ""
        if not garments:
            return self.tr("Ask a colleague about this one.")
        if count == 1:
            return self.tr("Ask a colleague about the other piece.")
        return self.tr("Ask a colleague about the other %n pieces.", "", count)

    # --- requests -----------------------------------------------------------------------------

    def request_answer(self, request: Request, minutes: int | None) -> str:
        """The hub's own sentence where it gave one."""
        if request.answer:
            return request.answer
        call = request.kind is RequestKind.CALL
        match request.status:
            case RequestStatus.SENDING:
                if request.late:
                    return self.tr("We are still passing this on. You can also ask a colleague.")
                return self.tr("One moment")
            case RequestStatus.WAITING:
                if call:
                    asked = self.tr("A colleague has been called")
                else:
                    asked = self.tr("We have asked for it")
                return self._in_about(asked, minutes)
            case RequestStatus.TAKEN:
                coming = self.tr("A colleague is on the way") if call else self.tr("On its way")
                return self._in_about(coming, minutes)
            case RequestStatus.DONE:
                return self.tr("Here we are.") if call else self.tr("Here it is.")
            case RequestStatus.CANCELLED:
                if call:
                    return self.sorry
                return self.tr("Not to be found today. Please ask us.")

    def _in_about(self, what: str, minutes: int | None) -> str:
        if not minutes:
            return self.tr("{what}.").format(what=what)
        time = self.tr("%n minute(s)", "", minutes)
        return self.tr("{what}, about {time}.").format(what=what, time=time)

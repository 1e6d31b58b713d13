"""What the mirror says: every sentence and label that a shopper can read, written in English.

Owns the voice only (calm, exact, a little warm), as methods of values; decides nothing. QML has no
words of its own. Each text goes through `tr` on its way, where another language takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk.mirror.screen.asking_words import AskingWords
from kiosk.mirror.screen.comfort_words import ComfortWords
from kiosk.mirror.screen.phone_words import PhoneWords
from kiosk.mirror.screen.service_words import ServiceWords
from kiosk.mirror.screen.sheet_words import SheetWords
from kiosk.mirror.screen.spoken import Translate, whole, whole_end
from kiosk.mirror.screen.spoken import english as english
from kiosk.mirror.visit.asked import Payment, PaymentStatus

if TYPE_CHECKING:
    from catalog.money import Money
    from catalog.product import Reason

FEW_LEFT = 3
LONGEST_END = 14  # letters of a name that stay in one line below the smallest picture
LONGEST_LOOK = 15  # letters of its name that stay in one line beside an offer
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


def title(text: str) -> str:
    """A garment's name, which is not parted at its hyphens ("crew-neck") nor before its end."""
    return whole_end(text.replace("-", "\N{NON-BREAKING HYPHEN}"), LONGEST_END)


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


@lru_cache(maxsize=1000)
def _money(money: Money | None, locale: str) -> str:
    return price(money.text(locale)) if money is not None else ""


class Words(AskingWords, ComfortWords, PhoneWords, SheetWords, ServiceWords):
    """The mirror's sentences in one language; English as they stand here."""

    def __init__(
        self,
        locale: str,
        translate: Translate = english,
        beside: Callable[[], Sequence[Words]] = tuple,
    ) -> None:
        """`locale` is how the shop writes money, whatever the language. `beside` are the words of
        other languages, for when nobody's is known."""
        super().__init__(translate)
        self._locale = locale
        self._beside = beside

    def money(self, money: Money | None) -> str:
        return _money(money, self._locale)

    # --- at rest: nobody's language is known, and several are spoken at once ------------------

    @property
    def invitations(self) -> tuple[str, ...]:
        """The first is drawn large, in two lines if it can be."""
        others = (one.invitation.replace("\n", " ") for one in self._beside())
        return (self.invitation, *others)

    @property
    def invitation(self) -> str:
        return self.tr("Hang your\npieces here.", "very large, in two lines, or one in Chinese")

    @property
    def welcomes(self) -> tuple[str, ...]:
        """While the room does not see what hangs in it."""
        others = (one.welcome for one in self._beside())
        return (self.tr("Welcome."), self.tr("A colleague is glad to help."), *others)

    @property
    def welcome(self) -> str:
        return self.tr("Welcome. A colleague is glad to help.")

    # --- labels -------------------------------------------------------------------------------

    @property
    def missing(self) -> str:
        return whole_end(self.tr("Ask a colleague if a piece is missing here."))

    @property
    def call(self) -> str:
        return self.tr("Call a colleague")

    @property
    def more(self) -> str:
        """Below the number of those that are not on the glass."""
        return self.tr("more here", "below a number of garments")

    @property
    def no_hub(self) -> str:
        return self.tr("Please ask a colleague for other sizes, or to pay.")

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
        return whole_end(self._unknown(count, garments)) if count else ""

    def _unknown(self, count: int, garments: int) -> str:
        if not garments:
            return self.tr("Ask a colleague about this one.")
        if count == 1:
            return self.tr("Ask a colleague about the other piece.")
        return self.tr("Ask a colleague about the other %n pieces.", "", count)

    # --- why something is offered -------------------------------------------------------------

    def why(self, reasons: Sequence[Reason]) -> str:
        """The most telling reason."""
        return self.reason(reasons[0]) if reasons else self.tr("Goes well with it")

    def reason(self, reason: Reason) -> str:
        """One reason; its kinds and subjects are in `catalog.product.ReasonKind`."""
        subject = reason.subject
        match reason.kind.value:
            case "worn_together":
                return self._in_look(subject)
            case "often_bought":
                return self.tr("Often worn together")
            case "same_colour":
                return self.tr("The same {colour}").format(colour=self.colour_family(subject))
            case "goes_with_colour":
                return self.tr("Goes with {colour}").format(colour=self.colour_family(subject))
            case "same_fabric":
                return self.tr("The same {fabric}").format(fabric=self.cloth(subject))
            case "same_line":
                return self.tr("{brand} as well", "of the same brand").format(brand=subject)
            case "season":
                return self._of_season(subject)
            case "same_garment":
                return self.tr("The same in {colour}").format(colour=subject)
            case _:
                return self.tr("In your size", "a garment to try instead of one whose size is out")

    def _in_look(self, look: str) -> str:
        name = _ARTICLE.sub("", look)
        if name.casefold().endswith("look"):
            said = self.tr("In the {look}", "the name of a look ends with 'look'")
        else:
            said = self.tr("In the {look} look")
        said = said.format(look=whole(name, LONGEST_LOOK))
        return whole_end(said) if said[-1].isalpha() else said  # not what is in quotation marks

    def _of_season(self, season: str) -> str:
        seasons = {
            "spring": self.tr("For spring, too"),
            "summer": self.tr("For summer, too"),
            "autumn": self.tr("For autumn, too"),
            "winter": self.tr("For winter, too"),
        }
        return seasons.get(season, "")

    def colour_family(self, family: str) -> str:
        """A colour as a noun within a sentence: "the same blue"."""
        families = {
            "white": self.tr("white", "colour"),
            "beige": self.tr("beige", "colour"),
            "brown": self.tr("brown", "colour"),
            "black": self.tr("black", "colour"),
            "grey": self.tr("grey", "colour"),
            "silver": self.tr("silver", "colour"),
            "gold": self.tr("gold", "colour"),
            "navy": self.tr("navy", "colour"),
            "blue": self.tr("blue", "colour"),
            "turquoise": self.tr("turquoise", "colour"),
            "green": self.tr("green", "colour"),
            "red": self.tr("red", "colour"),
            "orange": self.tr("orange", "colour"),
            "pink": self.tr("pink", "colour"),
            "purple": self.tr("purple", "colour"),
            "yellow": self.tr("yellow", "colour"),
        }
        return families.get(family, family)

    def cloth(self, fabric: str) -> str:
        """A cloth as a noun within a sentence: "the same linen"."""
        cloths = {
            "linen": self.tr("linen", "cloth"),
            "silk": self.tr("silk", "cloth"),
            "satin": self.tr("satin", "cloth"),
            "chiffon": self.tr("chiffon", "cloth"),
            "voile": self.tr("voile", "cloth"),
            "poplin": self.tr("poplin", "cloth"),
            "seersucker": self.tr("seersucker", "cloth"),
            "cashmere": self.tr("cashmere", "cloth"),
            "wool": self.tr("wool", "cloth"),
            "merino": self.tr("merino", "cloth"),
            "tweed": self.tr("tweed", "cloth"),
            "flannel": self.tr("flannel", "cloth"),
            "fleece": self.tr("fleece", "cloth"),
            "corduroy": self.tr("corduroy", "cloth"),
            "velvet": self.tr("velvet", "cloth"),
            "denim": self.tr("denim", "cloth"),
            "canvas": self.tr("canvas", "cloth"),
            "leather": self.tr("leather", "cloth"),
            "suede": self.tr("suede", "cloth"),
            "lyocell": self.tr("lyocell", "cloth"),
            "raffia": self.tr("raffia", "cloth"),
            "straw": self.tr("straw", "cloth"),
        }
        return cloths.get(fabric, fabric)

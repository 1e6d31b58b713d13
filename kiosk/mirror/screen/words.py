"""What the mirror says, in English: every sentence and label that a shopper can read.

Owns the voice only (calm, exact, a little warm). Pure functions of values; decides nothing. QML
has no words of its own, so that a language is one module.
"""

from __future__ import annotations

from kiosk.mirror.visit.asked import Payment, PaymentStatus, Request
from kiosk.mirror.visit.events import RequestKind, RequestStatus

INVITATIONS = (
    "Hang your\npieces here.",
    "Hängen Sie Ihre Auswahl hierher.",
    "Accrochez vos pièces ici.",
)
# While the room does not see what hangs in it.
WELCOME = (
    "Welcome.",
    "A colleague is glad to help.",
    "Willkommen. Wir helfen Ihnen gern.",
    "Bienvenue. Nous sommes là pour vous.",
)
MISSING = "Ask a colleague if a piece is missing here."
GOES_WITH = "Goes with this"
GOES_WITH_THESE = "Goes with these"
MORE = "more here"  # below the number of those that are not on the glass
CALL = "Call a colleague"
BACK = "Back"
NEVER_MIND = "Never mind"
NO_HUB = "Please ask a colleague for other sizes, or to pay."
SORRY = "Please ask a colleague."
UNKNOWN_ONE = "Ask a colleague about this one."
UNKNOWN_ALSO = "Ask a colleague about the other piece."
UNKNOWN_MORE = "Ask a colleague about the other {count} pieces."
PASSING_ON = "One moment"
STILL_PASSING_ON = "We are still passing this on. You can also ask a colleague."
FEW_LEFT = 3


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


def pay(count: int) -> str:
    if count > 99:  # a rail: its number stands beside a long sum
        return f"Pay for {count}"
    return "Pay for this" if count == 1 else f"Pay for these {count}"


def paying(payment: Payment) -> str:
    if payment.status is PaymentStatus.SENDING:
        return PASSING_ON
    if payment.status is PaymentStatus.PAID:
        return "Thank you. Enjoy wearing it." if payment.count == 1 else "Thank you. Enjoy them."
    where = payment.tablet_name or "the checkout"
    if payment.count == 1:
        return f"Your piece is waiting at {where}."
    return f"Your {payment.count} pieces are waiting at {where}."


def sizes(names: list[str]) -> str:
    """What is in stock, as a label writes it. Two spaces: sizes may have one ("One size")."""
    return "  ".join(names)


def colours(count: int) -> str:
    return f"{count} colours" if count > 1 else ""


def bring(size: str, colour: str, is_other_colour: bool) -> str:
    if size and is_other_colour:
        return f"Bring me {colour}, {size}"
    if size:
        return f"Bring me size {size}"
    return f"Bring me {colour}" if colour and is_other_colour else "Bring me this one"


def left(count: int, size: str, colour: str, here: bool) -> str:
    """What the shop has of one variant besides what hangs in the room."""
    name = f"size {size}" if size else (colour or "this one")
    if here:
        return "This one is here with you."
    if count == 0:
        return f"Sold out today in {name}."
    if count == 1:
        return f"One left in {name}."
    return f"{count} left in {name}." if count <= FEW_LEFT else f"In the shop in {name}."


def request_about(request: Request) -> str:
    """Whose answer it is: "Linen shirt, M"."""
    if request.variant is None or request.product is None:
        return ""
    return ", ".join(part for part in (request.product.title, request.variant.label) if part)


def request_answer(request: Request, minutes: int | None) -> str:
    """The hub's own sentence where it gave one."""
    if request.answer:
        return request.answer
    call = request.kind is RequestKind.CALL
    match request.status:
        case RequestStatus.SENDING:
            return STILL_PASSING_ON if request.late else PASSING_ON
        case RequestStatus.WAITING:
            asked = "A colleague has been called" if call else "We have asked for it"
            return f"{asked}, about {_minutes(minutes)}." if minutes else f"{asked}."
        case RequestStatus.TAKEN:
            on_the_way = "A colleague is on the way" if call else "On its way"
            return f"{on_the_way}, about {_minutes(minutes)}." if minutes else f"{on_the_way}."
        case RequestStatus.DONE:
            return "Here we are." if call else "Here it is."
        case RequestStatus.CANCELLED:
            return "Please ask a colleague." if call else "Not to be found today. Please ask us."


def unknown(count: int, garments: int) -> str:
    if not count:
        return ""
    if not garments:
        return UNKNOWN_ONE
    return UNKNOWN_ALSO if count == 1 else UNKNOWN_MORE.format(count=count)


def _minutes(count: int) -> str:
    return "1 minute" if count == 1 else f"{count} minutes"

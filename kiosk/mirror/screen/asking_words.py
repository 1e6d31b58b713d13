"""What the mirror says of having a piece brought or set aside, and of what staff answer.

Owns these sentences, in English. Promises nothing that will not happen.
"""

from __future__ import annotations

from kiosk.mirror.screen.spoken import Spoken, whole
from kiosk.mirror.visit.asked import Request
from kiosk.mirror.visit.events import RequestKind, RequestStatus

NO_BREAK_HYPHEN = "\N{NON-BREAKING HYPHEN}"


def request_about(request: Request) -> str:
    """Whose answer it is: "Linen shirt, M"."""
    if request.variant is None or request.product is None:
        return ""
    return ", ".join(part for part in (request.product.title, request.variant.label) if part)


class AskingWords(Spoken):
    @property
    def sorry(self) -> str:
        return self.tr("Please ask a colleague.")

    @property
    def never_mind(self) -> str:
        return self.tr("Never mind", "takes back what was asked for")

    @property
    def hold(self) -> str:
        return self.tr("Hold it for me", "at the checkout, as nobody can bring it now")

    @property
    def send(self) -> str:
        return self.tr("Send to my phone", "what is looked at, or the whole list")

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

    def request_answer(self, request: Request, minutes: int | None, on_duty: bool = True) -> str:
        """What is so. `minutes` is how long it takes here, as measured; None when it is not."""
        match request.status:
            case RequestStatus.SENDING:
                if request.late:
                    return self.tr("We are still passing this on. You can also ask a colleague.")
                return self.tr("One moment")
            case RequestStatus.WAITING:
                return self._waiting(request, minutes, on_duty)
            case RequestStatus.TAKEN:
                return self._taken(request)
            case RequestStatus.DONE:
                return self._done(request)
            case RequestStatus.CANCELLED:
                return self.sorry

    def _waiting(self, request: Request, minutes: int | None, on_duty: bool) -> str:
        if request.kind is RequestKind.HOLD:
            return self.tr("We have asked to have it set aside.")
        if request.escalated:
            return self.tr("We have asked once more. The checkout can help, too.")
        call = request.kind is RequestKind.CALL
        if not on_duty:
            if call:
                return self.tr("A colleague has been called. The checkout can help, too.")
            return self.tr("We have asked for it. The checkout can help, too.")
        asked = self.tr("A colleague has been called") if call else self.tr("We have asked for it")
        if not minutes or request.late:  # a number only while it can still come true
            return self.tr("{what}.").format(what=asked)
        time = whole(self.tr("%n minute(s)", "", minutes))
        return self.tr("{what}, about {time}.").format(what=asked, time=time)

    def _taken(self, request: Request) -> str:
        name = request.colleague.name if request.colleague else ""
        match request.kind:
            case RequestKind.CALL:
                somebody = self.tr("{name} is on the way.", "a colleague")
                said = somebody if name else self.tr("A colleague is on the way.")
            case RequestKind.BRING:
                somebody = self.tr("{name} is bringing it.", "a colleague")
                said = somebody if name else self.tr("On its way.")
            case RequestKind.HOLD:
                somebody = self.tr("{name} is setting it aside.", "a colleague")
                said = somebody if name else self.tr("It is being set aside.")
        return said.format(name=name)

    @property
    def not_found(self) -> str:
        return self.tr("Not to be found today. Please ask us.")

    def _missing(self, request: Request) -> str:
        """A colleague's own words as they are, after this language's; so is a piece they name."""
        if request.instead:
            piece = request.instead.replace("-", NO_BREAK_HYPHEN)
            said = self.tr("Not to be found today. We have {piece}.", "a piece in place of another")
            return " ".join(filter(None, (said.format(piece=piece), request.note)))
        if request.note:
            return " ".join((self.tr("Not to be found today."), request.note))
        return self.not_found

    def _done(self, request: Request) -> str:
        if request.outcome == "not_there":
            return self._missing(request)
        if request.kind is RequestKind.CALL:
            return self.tr("Here we are.")
        if request.outcome == "held":
            if not request.held_until:
                return self.tr("Set aside for you at the checkout.")
            said = self.tr("Set aside for you at the checkout until {time}.")
            return said.format(time=request.held_until)
        if request.outcome in ("returned", "expired"):
            return self.tr("It is back in the shop.")
        return request.note or self.tr("Here it is.")

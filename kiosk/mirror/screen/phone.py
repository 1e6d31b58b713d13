"""The sheet that opens this visit on the shopper's phone: a pure function of the visit.

Owns what is on it. How a code is drawn is `window/codes.py`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.visit.visit import FittingVisit


@dataclass(frozen=True, slots=True)
class Phone:
    """`address` is what the code says; "" while there is none, and then `text` says so."""

    address: str = ""
    text: str = ""
    more: str = ""
    phones: str = ""
    privacy: str = ""


NO_PHONE = Phone()


def phone_of(visit: FittingVisit, words: Words) -> Phone:
    """The address is on the glass only while somebody wants it there."""
    if visit.sheet is None or visit.sheet.kind is not SheetKind.PHONE:
        return NO_PHONE
    near = visit.hub_near and visit.token and visit.phone_url
    return Phone(
        address=visit.phone_url.replace("{token}", visit.token) if near else "",
        text=words.scan if near else words.phone_not_now,
        more=words.scan_more if near else "",
        phones=words.phones(visit.phones) if near else "",
        privacy=words.privacy,
    )

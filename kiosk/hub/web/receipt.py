"""The receipt page: what a sale's QR code opens on the shopper's phone.

Owns the page's words and its form in print. The sale is read from the ledger by the receipt's
unguessable token; nothing here says who bought.
"""

from __future__ import annotations

from typing import Annotated, Any

from babel.core import Locale
from babel.dates import format_datetime
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from kiosk.config import Shop
from kiosk.hub.checkout.receipt import Receipt
from kiosk.hub.context import Hub, hub_of
from kiosk.hub.web.page import draw

# A receipt never changes: the phone may keep it, and show it without the shop's network.
KEPT = "private, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@router.get("/receipt/{token}", response_class=HTMLResponse)
def receipt_page(request: Request, token: str, hub: Annotated[Hub, Depends(hub_of)]) -> Response:
    """The receipt that this token names. Any other token gets a page that says so, and no more."""
    shop = hub.settings.shop
    found = hub.ledger.receipt(token)
    page = draw(
        request,
        "receipt.html",
        status=200 if found else 404,
        language=shop.locale.partition("-")[0],
        shop=shop.name,
        receipt=_words(found, shop) if found else None,
    )
    if found:
        page.headers["Cache-Control"] = KEPT
    return page


def _words(receipt: Receipt, shop: Shop) -> dict[str, Any]:
    """The receipt as the shop's locale writes it; the time is the shop's own."""
    locale = Locale.parse(shop.locale, sep="-" if "-" in shop.locale else "_")
    percent = receipt.tax.percent.normalize()
    return {
        "number": receipt.number,
        "sold_at": receipt.sold_at.isoformat(),
        "date": format_datetime(receipt.sold_at.astimezone(), "d MMMM y, HH:mm", locale=locale),
        "lines": [
            {"title": line.title, "label": line.label, "price": line.price.text(shop.locale)}
            for line in receipt.lines
        ],
        "total": receipt.total.text(shop.locale),
        "tax": receipt.tax.amount.text(shop.locale) if percent else "",
        "percent": f"{percent:f}",
    }

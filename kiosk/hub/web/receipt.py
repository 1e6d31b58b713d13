"""The receipt page: what a sale's QR code opens on the shopper's phone, in the phone's language.

Owns its addresses, and the file that the phone can keep. What it says is `kiosk.hub.receipts`';
nothing here says who bought.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from kiosk.hub.context import Hub, hub_of
from kiosk.hub.web.page import draw
from kiosk.hub.web.reading import language_of
from kiosk.hub.web.words import offered, words

# The phone may keep it, and asks whether pieces came back since.
KEPT = "private, no-cache"
STATIC = Path(__file__).parent / "static"
FONTS = re.compile(r"@font-face \{.*?\n\}\n", re.DOTALL)  # the phone has fonts of its own

HubOf = Annotated[Hub, Depends(hub_of)]
Language = Annotated[str, Query(max_length=8)]

router = APIRouter(include_in_schema=False)


@router.get("/receipt/{token}", response_class=HTMLResponse)
def receipt_page(request: Request, token: str, hub: HubOf, lang: Language = "") -> Response:
    """The receipt that this token names. Any other token gets a page that says so, and no more."""
    return _page(request, hub, token, lang)


@router.get("/receipt/{token}/file", response_class=HTMLResponse)
def receipt_file(request: Request, token: str, hub: HubOf, lang: Language = "") -> Response:
    """The same as one file without the shop's network, for the phone to keep."""
    page = _page(request, hub, token, lang, style=_style())
    if page.status_code == 200:
        number = hub.receipts.number(token)
        name = quote(f"{hub.settings.shop.name} {number}.html")
        page.headers["Content-Disposition"] = (
            f"attachment; filename=\"receipt-{number}.html\"; filename*=UTF-8''{name}"
        )
    return page


def _page(request: Request, hub: Hub, token: str, lang: str, style: str = "") -> Response:
    shop = hub.settings.shop
    languages = offered(shop.locale, hub.settings.checkout.languages)
    liked = language_of(request.headers.get("accept-language", ""), languages)
    language = lang if lang in languages else liked
    found = hub.receipts.document(token, language)
    page = draw(
        request,
        "receipt.html",
        status=200 if found else 404,
        language=language,
        direction=words(language).direction,
        languages=[
            (one, words(one)("language.name")) for one in languages if found and one != language
        ],
        words=words(language),
        shop=shop.name,
        receipt=found,
        token=token,
        style=style,
    )
    page.headers["Vary"] = "Accept-Language"
    page.headers["Content-Language"] = language
    if found:
        page.headers["Cache-Control"] = KEPT
    return page


@lru_cache
def _style() -> str:
    """The page's looks, without any file that only the shop's network has."""
    sheets = [
        (STATIC / name).read_text(encoding="utf-8")
        for name in ("tokens.css", "languages.css", "receipt.css")
    ]
    return FONTS.sub("", "\n".join(sheets))

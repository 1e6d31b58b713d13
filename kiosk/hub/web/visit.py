"""The shopper's own pages: the visit on the phone, and the list that is kept of it.

Owns their addresses and headers. Everything that moves is in `static/visit/`; the pieces can be
read without it. A token that opens nothing gets one calm page, be it over or never there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from catalog.money import digits
from kiosk.hub.api.visits import PRIVATE
from kiosk.hub.context import Hub, hub_of
from kiosk.hub.visits.drawn import variant_json
from kiosk.hub.visits.visits import NoSuchVisitError
from kiosk.hub.web.fresh import asset
from kiosk.hub.web.page import draw
from kiosk.hub.web.reading import language_of
from kiosk.hub.web.words import FALLBACK, Text, catalog, offered, words

SPOKEN = ("language", "phone", "reason")
SHEETS = ("tokens.css", "languages.css", "visit.css", "visit-pieces.css", "visit-screens.css")
STATIC = Path(__file__).parent / "static"
FONTS = re.compile(r"@font-face \{.*?\n\}\n", re.DOTALL)  # the phone has fonts of its own

# In the order in which they import each other, so that the browser asks for all of them at once.
MODULES = (
    "visit/app.js",
    "visit/asking.js",
    "visit/feed.js",
    "visit/view.js",
    "visit/room.js",
    "visit/piece.js",
    "visit/keeping.js",
    "visit/parts.js",
    "visit/pieces.js",
    "tablet/html.js",
    "tablet/words.js",
    "vendor/htm-3.1.1.js",
    "vendor/preact-11.2.0.js",
)

HubOf = Annotated[Hub, Depends(hub_of)]
Language = Annotated[str, Query(max_length=16)]

router = APIRouter(include_in_schema=False)


@router.get("/visit/{token}", response_class=HTMLResponse)
def visit_page(request: Request, token: str, hub: HubOf, lang: Language = "") -> Response:
    """The visit that this token names, for as long as it lasts."""
    try:
        state = hub.visits.snapshot(token)
    except NoSuchVisitError:
        return _draw(request, hub, "visit_over.html", lang, status=404)
    return _draw(
        request,
        hub,
        "visit.html",
        lang,
        state=state,
        pieces=[_piece(state, one) for one in state["garments"]],
        modules=MODULES,
        locale=hub.settings.shop.locale,
        digits=digits(hub.settings.shop.currency),
        catalogs={one: _of_the_page(one) for one in _languages(hub)},
    )


@router.get("/list/{token}", response_class=HTMLResponse)
def list_page(request: Request, token: str, hub: HubOf, lang: Language = "") -> Response:
    """A list that a shopper chose to keep."""
    return _list(request, hub, token, lang)


@router.get("/list/{token}/file", response_class=HTMLResponse)
def list_file(request: Request, token: str, hub: HubOf, lang: Language = "") -> Response:
    """The same as one file without the shop's network, for the phone to keep."""
    page = _list(request, hub, token, lang, style=_style())
    if page.status_code == 200:
        name = quote(f"{hub.settings.shop.name}.html")
        page.headers["Content-Disposition"] = (
            f"attachment; filename=\"list.html\"; filename*=UTF-8''{name}"
        )
    return page


@router.post("/list/{token}/forget", status_code=204)
def forget_list(token: str, hub: HubOf) -> Response:
    """Nothing of the list is left. The answer is the same for one that is gone already."""
    hub.visits.forget_list(token)
    return Response(status_code=204, headers=PRIVATE)


def _list(request: Request, hub: Hub, token: str, lang: str, style: str = "") -> Response:
    found = hub.visits.kept.find(token)
    if found is None:
        return _draw(request, hub, "visit_over.html", lang, status=404)
    owners = hub.catalog.variants(found)
    costs = hub.visits.costs(product for product, _ in owners.values())
    pieces = [
        {"title": product.title}
        | variant_json(product, variant, hub.settings.shop.locale, hub.visits.page, costs)
        for product, variant in (owners[one] for one in found if one in owners)
    ]
    return _draw(request, hub, "list.html", lang, pieces=pieces, token=token, style=style)


def _draw(
    request: Request, hub: Hub, template: str, lang: str, *, status: int = 200, **values: Any
) -> Response:
    languages = _languages(hub)
    liked = language_of(request.headers.get("accept-language", ""), languages)
    language = lang if lang in languages else liked
    page = draw(
        request,
        template,
        status=status,
        language=language,
        languages=[(one, words(one)("language.name")) for one in languages],
        words=words(language),
        shop=hub.settings.shop.name,
        asset=asset,
        sheets=SHEETS,
        **values,
    )
    page.headers.update(PRIVATE)
    page.headers["Vary"] = "Accept-Language"
    page.headers["Content-Language"] = language
    return page


def _languages(hub: Hub) -> tuple[str, ...]:
    return offered(hub.settings.shop.locale, hub.settings.mirror.languages)


def _piece(state: dict[str, Any], variant_id: int) -> dict[str, Any]:
    """A variant of the page's state, with its product's name."""
    return next(
        {"title": product["title"], **variant}
        for product in state["products"].values()
        for variant in product["variants"]
        if variant["id"] == variant_id
    )


@lru_cache
def _of_the_page(language: str) -> dict[str, Text]:
    """What the phone's page can say in a language, of all that the hub's pages do."""
    texts = {**catalog(FALLBACK), **catalog(language)}
    return {key: text for key, text in texts.items() if key.partition(".")[0] in SPOKEN}


@lru_cache
def _style() -> str:
    """The page's looks, without any file that only the shop's network has."""
    sheets = [(STATIC / name).read_text(encoding="utf-8") for name in SHEETS]
    return FONTS.sub("", "\n".join(sheets))

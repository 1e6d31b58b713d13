"""The tablet page of a checkout table: its HTML shell and what makes it installable.

Owns the page's address, its headers and its manifest. Everything that moves is in
`static/tablet/`, which lives on the table's snapshots; nothing about a basket is known here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from catalog.money import digits
from kiosk.config_sections import Table
from kiosk.hub.context import Hub, hub_of
from kiosk.hub.web.fresh import asset, stamp
from kiosk.hub.web.look import theme_of
from kiosk.hub.web.page import POLICY, draw
from kiosk.hub.web.words import FALLBACK, Text, catalog, offered, words

PAPER = "#faf7f2"
SPOKEN = ("language", "tablet", "payment", "message", "doubt", "help", "refusal", "code")


SHEETS = (
    "tokens.css",
    "languages.css",
    "tablet.css",
    "tablet-basket.css",
    "tablet-quiet.css",
    "tablet-sheets.css",
)

# In the order in which they import each other, so that the browser asks for all of them at once.
MODULES = (
    "tablet/app.js",
    "tablet/attention.js",
    "tablet/commands.js",
    "tablet/feed.js",
    "tablet/screen.js",
    "tablet/html.js",
    "vendor/htm-3.1.1.js",
    "vendor/preact-11.2.0.js",
    "tablet/looks.js",
    "tablet/motion.js",
    "tablet/pictures.js",
    "tablet/touch.js",
    "tablet/view.js",
    "tablet/basket.js",
    "tablet/parts.js",
    "tablet/tray.js",
    "tablet/quiet.js",
    "tablet/sheets.js",
    "tablet/words.js",
)

router = APIRouter(include_in_schema=False)
HubDep = Annotated[Hub, Depends(hub_of)]


@router.get("/tablet/{table}", response_class=HTMLResponse)
def tablet_page(request: Request, table: str, hub: HubDep) -> Response:
    """The page of one table. A table that the shop does not have gets the list of those it has."""
    settings = hub.settings
    found = settings.tables.get(table)
    languages = offered(settings.shop.locale, settings.checkout.languages)
    page = draw(
        request,
        "tablet.html" if found else "tablet_unknown.html",
        status=200 if found else 404,
        language=languages[0],
        t=words(languages[0]),
        direction=words(languages[0]).direction,
        shop=settings.shop.name,
        table=table,
        tables=settings.tables,
        paper=theme_of(request).pages.paper or PAPER,
        locale=settings.shop.locale,
        digits=digits(settings.shop.currency),
        stamp=stamp(),
        asset=asset,
        sheets=SHEETS,
        modules=MODULES,
        # A page of its own, so that what it says is never older or newer than its scripts.
        catalogs={one: _of_the_page(one) for one in languages},
    )
    if settings.bench is not None:
        # The simulated shop floor shows this page inside its own, from any name of its machine.
        page.headers["Content-Security-Policy"] = POLICY.replace(
            "frame-ancestors 'none'", f"frame-ancestors http://*:{settings.bench.port}"
        )
    return page


@lru_cache
def _of_the_page(language: str) -> dict[str, Text]:
    """What the tablet can say in a language, of all that the hub's pages do."""
    texts = {**catalog(FALLBACK), **catalog(language)}
    return {key: text for key, text in texts.items() if key.partition(".")[0] in SPOKEN}


@router.get("/tablet/{table}/stamp")
def page_stamp() -> Response:
    """Names the page's files as they are now: another name than a page's own means "load again"."""
    return Response(stamp(), media_type="text/plain", headers={"Cache-Control": "no-store"})


@router.get("/tablet/{table}/manifest.webmanifest")
def manifest(table: str, hub: HubDep) -> Response:
    """What a home screen needs to open the page of this table as an app of its own."""
    found: Table | None = hub.settings.tables.get(table)
    if found is None:
        return Response(status_code=404)
    return JSONResponse(
        {
            "id": f"/tablet/{table}",
            "name": f"{hub.settings.shop.name}, {found.name}",
            "short_name": found.name,
            "start_url": f"/tablet/{table}",
            "scope": f"/tablet/{table}",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": PAPER,
            "icons": [
                {"src": "/static/icons/tablet-180.png", "sizes": "180x180", "type": "image/png"},
                {"src": "/static/icons/tablet-512.png", "sizes": "512x512", "type": "image/png"},
            ],
        },
        media_type="application/manifest+json",
    )

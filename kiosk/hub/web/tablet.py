"""The tablet page of a checkout table: its HTML shell and what makes it installable.

Owns the page's address, its headers and its manifest. Everything that moves is in
`static/tablet/`, which lives on the table's snapshots; nothing about a basket is known here.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from kiosk.config import Table
from kiosk.hub.context import Hub, hub_of
from kiosk.hub.web.page import POLICY, draw

PAPER = "#faf7f2"

# In the order in which they import each other, so that the browser asks for all of them at once.
MODULES = (
    "tablet/app.js",
    "tablet/commands.js",
    "tablet/feed.js",
    "tablet/screen.js",
    "tablet/html.js",
    "vendor/htm-3.1.1.js",
    "vendor/preact-11.2.0.js",
    "tablet/motion.js",
    "tablet/view.js",
    "tablet/basket.js",
    "tablet/parts.js",
    "tablet/quiet.js",
    "tablet/words.js",
)

router = APIRouter(include_in_schema=False)
HubDep = Annotated[Hub, Depends(hub_of)]


@router.get("/tablet/{table}", response_class=HTMLResponse)
def tablet_page(request: Request, table: str, hub: HubDep) -> Response:
    """The page of one table. A table that the shop does not have gets the list of those it has."""
    settings = hub.settings
    found = settings.tables.get(table)
    page = draw(
        request,
        "tablet.html" if found else "tablet_unknown.html",
        status=200 if found else 404,
        language=settings.shop.locale.partition("-")[0],
        shop=settings.shop.name,
        table=table,
        tables=settings.tables,
        paper=PAPER,
        modules=MODULES,
    )
    if settings.bench is not None:
        # The simulated shop floor shows this page inside its own, from any name of its machine.
        page.headers["Content-Security-Policy"] = POLICY.replace(
            "frame-ancestors 'none'", f"frame-ancestors http://*:{settings.bench.port}"
        )
    return page


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
            "display": "fullscreen",
            "background_color": PAPER,
            "theme_color": PAPER,
            "icons": [
                {"src": "/static/icons/tablet-180.png", "sizes": "180x180", "type": "image/png"},
                {"src": "/static/icons/tablet-512.png", "sizes": "512x512", "type": "image/png"},
            ],
        },
        media_type="application/manifest+json",
    )

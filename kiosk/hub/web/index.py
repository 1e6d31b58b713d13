"""`GET /`: where everything is. Owns that one page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from kiosk.hub.context import Hub, hub_of
from kiosk.hub.web.page import draw

router = APIRouter(include_in_schema=False)


@router.get("/")
def index(request: Request, hub: Annotated[Hub, Depends(hub_of)]) -> Response:
    """Links to the pages of this shop."""
    settings = hub.settings
    bench = f"http://{settings.bench.host}:{settings.bench.port}/bench" if settings.bench else ""
    return draw(
        request,
        "index.html",
        shop=settings.shop.name,
        tables=settings.tables,
        bench=bench,
    )

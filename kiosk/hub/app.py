"""The hub as an ASGI application: which routes there are, and what every request goes through.

Owns neither the parts behind the routes (`parts.py`) nor the socket (`serving.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from catalog.store import Catalog
from kiosk import theme
from kiosk.config import Settings
from kiosk.hub.api import catalog as catalog_api
from kiosk.hub.api import (
    colleagues,
    day,
    desk,
    devices,
    findings,
    gates,
    health,
    media,
    mirror_service,
    offers,
    requests,
    rooms,
    sales,
    tables,
    tags,
    touchpoints,
    visits,
    wishes,
)
from kiosk.hub.api import receipts as receipts_api
from kiosk.hub.api import security as security_api
from kiosk.hub.api import snapshot as snapshot_api
from kiosk.hub.life_signs import NEEDS, life_signs
from kiosk.hub.live import Live
from kiosk.hub.parts import open_parts
from kiosk.hub.security.door import Door, TurnedAwayError, admit
from kiosk.hub.tables.terminals import Terminals
from kiosk.hub.web import (
    index,
    look,
    receipt,
    sign_in,
    staff,
    staff_day,
    staff_exchange,
    staff_exit,
    staff_findings,
    staff_floor,
    staff_money,
    staff_offers,
    staff_people,
    staff_sales,
    tablet,
    visit,
)
from kiosk.hub.web.fresh import FreshFiles
from kiosk.hub.web.page import from_our_own_page
from kiosk.watchdog import Watchdog

HERE = Path(__file__).parent
ROUTERS = (
    tables.router,
    wishes.router,
    rooms.router,
    mirror_service.router,
    visits.router,
    visits.phone,
    gates.router,
    tags.router,
    touchpoints.router,
    requests.router,
    catalog_api.router,
    snapshot_api.router,
    offers.router,
    sales.router,
    desk.router,
    findings.router,
    media.router,
    colleagues.router,
    health.router,
    devices.router,
    security_api.router,
    receipts_api.router,
    day.router,
    tablet.router,
    receipt.router,
    visit.router,
    sign_in.router,
    staff_people.router,
    staff.router,
    staff_floor.router,
    staff_sales.router,
    staff_exchange.router,
    staff_money.router,
    staff_findings.router,
    staff_day.router,
    staff_offers.router,
    staff_exit.router,
    index.router,
    look.router,
)

# Once for all hubs of a process: FastAPI takes a quarter of a second to look through these.
GUARDED = APIRouter()
for _router in ROUTERS:
    GUARDED.include_router(_router, dependencies=[Depends(from_our_own_page), Depends(admit)])


def create_app(
    settings: Settings,
    *,
    catalog: Catalog | None = None,
    terminals: Terminals | None = None,
    watchdog: Watchdog | None = None,
) -> FastAPI:
    """The hub as an ASGI application.

    Opens what it is not given: the catalog by `settings.database_url`, and the terminals by the
    settings of each table. A catalog that it is given stays open; terminals are closed.
    """
    live = Live()

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        live.bind(asyncio.get_running_loop())
        with ExitStack() as opened:
            app.state.hub = await run_in_threadpool(
                open_parts, settings, live, catalog, terminals, opened
            )
            async with life_signs(watchdog or Watchdog(NEEDS), app.state.hub.catalog.version):
                yield
            live.close()
            await run_in_threadpool(opened.close)

    # No /docs: its scripts come from elsewhere, and would run with a colleague's rights.
    app = FastAPI(
        title="Hangtag hub",
        version=version("hangtag"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.live = live
    app.state.theme = theme.load(settings.theme_file)
    app.add_middleware(Door)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(TurnedAwayError, sign_in.turned_away)
    app.router.routes.extend(GUARDED.routes)
    app.mount("/static", FreshFiles(directory=HERE / "web" / "static"), name="static")
    return app


def _not_understood(_request: Request, error: Exception) -> JSONResponse:
    """A body or path that does not fit, in the form that all of the hub's clients read."""
    assert isinstance(error, RequestValidationError)
    problems = "; ".join(
        f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        for problem in error.errors()
    )
    return JSONResponse({"detail": {"code": "invalid", "message": problems}}, status_code=422)

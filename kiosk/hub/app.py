"""The hub: the one place where its parts are made and put together, and where it is served.

Owns the order of opening and closing, the socket and the signals. Decides nothing about baskets,
requests or the catalog.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import secrets
import signal
import socket
import ssl
import sys
import threading
from collections.abc import AsyncIterator, Generator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from catalog import open_catalog
from catalog.database import CatalogError, current_revision, is_busy, migrate, parse_url
from catalog.pictures import PictureStore
from catalog.sample import load_sample
from catalog.store import Catalog
from kiosk import certificates, theme
from kiosk.config import Settings
from kiosk.hub.aftersale.aftersale import AfterSale
from kiosk.hub.aftersale.refunds import Refunds
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
from kiosk.hub.bookkeeping.closing import Closing
from kiosk.hub.checkout.tax import TaxPolicy
from kiosk.hub.context import Hub
from kiosk.hub.gates.gates import Gates
from kiosk.hub.goods.imports import Imports
from kiosk.hub.goods.pictures import PictureFetcher
from kiosk.hub.goods.snapshots import Snapshots
from kiosk.hub.goods.unknown_tags import UnknownTags
from kiosk.hub.insight.insight import Insight
from kiosk.hub.ledger import Ledger
from kiosk.hub.life_signs import NEEDS, life_signs
from kiosk.hub.live import Live
from kiosk.hub.outbox.settling import Settling
from kiosk.hub.outbox.upstream import Upstream
from kiosk.hub.outbox.worker import Outbox
from kiosk.hub.receipts.receipts import Receipts, open_printers
from kiosk.hub.receipts.receipts import examine as examine_receipts
from kiosk.hub.receipts.requested import printed_always
from kiosk.hub.reconciling import Reconciler
from kiosk.hub.rooms.requests import Requests
from kiosk.hub.schema import HEAD, VERSION_TABLE
from kiosk.hub.security.door import Door, TurnedAwayError, admit
from kiosk.hub.security.patience import Patience, allow_many_files
from kiosk.hub.security.security import Security
from kiosk.hub.tables.desk import Desks
from kiosk.hub.tables.places import Places
from kiosk.hub.tables.shop_tables import Tables, shop_address
from kiosk.hub.tables.terminals import Terminals, open_terminals, terminal_of
from kiosk.hub.visits.kept import KeptLists
from kiosk.hub.visits.visits import Visits
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
GRACE_S = 1  # what is still being answered at shutdown gets this long
CANNOT_START = 2  # exit code when the shop's owner must mend something first
LATER = 1  # exit code when starting again is all that is needed
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


class DatabaseBusyError(CatalogError):
    """Another program writes to the database. It will be free again."""


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
                _open, settings, live, catalog, terminals, opened
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
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(from_our_own_page), Depends(admit)])
    app.mount("/static", FreshFiles(directory=HERE / "web" / "static"), name="static")
    return app


def open_shop(settings: Settings) -> Catalog:
    """The shop's database, current, with the hub's tables in it and something to sell.

    Raises `CatalogError` with a sentence when that cannot be; `DatabaseBusyError` when it can soon.
    """
    try:
        return _open_shop(settings)
    except (SQLAlchemyError, OSError) as error:
        address = parse_url(settings.database_url).render_as_string()
        cause = str(getattr(error, "orig", None) or error)
        if isinstance(error, DBAPIError) and is_busy(error):
            words = f"{address} is being written to by another program, an import perhaps."
            raise DatabaseBusyError(words) from error
        raise CatalogError(
            f"{address} cannot be used: {cause}. "
            "Restore a backup of it, or see hub.database in config.yaml."
        ) from error


def _open_shop(settings: Settings) -> Catalog:
    catalog = open_catalog(settings.database_url)
    try:
        _keep_to_ourselves(catalog)
        prepare(catalog)
        if settings.sample_dir and catalog.is_empty():
            load_sample(catalog, settings.sample_dir, settings.shop.currency)
    except BaseException:
        catalog.close()
        raise
    return catalog


def _keep_to_ourselves(catalog: Catalog) -> None:
    """Takes the database's file from the machine's other users; SQLite makes its sisters alike."""
    url = parse_url(catalog.url)
    if url.get_backend_name() == "sqlite" and url.database:
        for file in (url.database, f"{url.database}-wal", f"{url.database}-shm"):
            with contextlib.suppress(OSError):  # another user's, who has to know
                Path(file).chmod(0o600)


def prepare(catalog: Catalog) -> None:
    """Brings the hub's own tables up to date. Raises `CatalogError` for a newer database."""
    if current_revision(catalog.engine, VERSION_TABLE) != HEAD:
        catalog.engine.dispose()
        migrate(parse_url(catalog.url), scripts=HERE / "migrations", version_table=VERSION_TABLE)


def run(settings: Settings) -> int:
    """Serves until SIGTERM or Ctrl-C. Exit code 2, after a sentence, when it cannot start."""
    os.umask(0o077)  # who bought what, and who works here, is for the shop's own user
    allow_many_files()
    tls = None
    if settings.hub.tls is not None:
        certificates.examine(settings)
        tls = certificates.server_context(settings.hub.tls)
    with ExitStack() as opened:
        try:
            listener = opened.enter_context(listen(settings.hub.host, settings.hub.port))
            catalog = opened.enter_context(contextlib.closing(open_shop(settings)))
            examine_receipts(settings)
            terminals = open_terminals(settings)
        except (OSError, CatalogError) as error:
            sys.stderr.write(f"{error}\n")
            return LATER if isinstance(error, DatabaseBusyError) else CANNOT_START
        watchdog = Watchdog.of(None, *NEEDS)
        app = create_app(settings, catalog=catalog, terminals=terminals, watchdog=watchdog)
        server = HubServer(app, tls=tls)
        server.run(sockets=[listener])
        return 0 if server.started else LATER


class HubServer(uvicorn.Server):
    """Uvicorn that ends its live streams when it ends, and ends as a process that was asked to.

    What a proxy says about where a request came from is not believed.
    """

    def __init__(self, app: FastAPI, *, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Patience,
                loop="uvloop",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                ssl_context_factory=(lambda _config, _default: tls) if tls else None,
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self._live: Live = app.state.live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Not uvicorn's own, which dies of the signal again before anything is closed."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self.handle_exit)
        yield


def listen(host: str, port: int) -> socket.socket:
    """The hub's socket. Raises `OSError` with a sentence when the address is not to be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise OSError(
                f"Port {port} is in use by another program. Stop it, or set hub.port in "
                "config.yaml to a free one."
            ) from error
        raise OSError(
            f"The hub cannot listen at {host} port {port}: {error.strerror}. "
            "See hub.host and hub.port in config.yaml."
        ) from error
    return listener


def _open(
    settings: Settings,
    live: Live,
    catalog: Catalog | None,
    terminals: Terminals | None,
    opened: ExitStack,
) -> Hub:
    """Makes the parts, in the order in which they need each other; `opened` undoes it."""
    if catalog is None:
        catalog = opened.enter_context(contextlib.closing(open_shop(settings)))
    if terminals is None:
        terminals = open_terminals(settings)
    epoch = secrets.token_hex(8)
    ledger = Ledger(
        catalog,
        TaxPolicy(settings.shop.tax_percent, settings.checkout.tax_rounding),
        printed=lambda table: printed_always(settings, table),
    )
    tables = Tables(settings, catalog, ledger, live, terminals, epoch=epoch)

    def basket(table: str) -> Mapping[str, object]:
        return tables.snapshot(table)

    reconciling: list[Reconciler] = []  # once it is there
    exits = Gates(settings, catalog, live)
    unknown_tags = UnknownTags(settings, catalog, basket=basket, known=exits.tests.__contains__)
    places = Places(settings, tables)
    visits = Visits(
        settings,
        catalog,
        live,
        KeptLists(catalog, settings.shop.list_days),
        address=shop_address(settings),
        epoch=epoch,
    )
    security = Security(settings, catalog)
    asked = Requests(
        settings,
        catalog,
        live,
        basket=basket,
        hands=tables.hands,
        looks=lambda: [
            *tables.looks(),
            *places.looks(),
            *exits.looks(),
            *(look for each in reconciling for look in each.looks()),
        ],
        unknown=unknown_tags.count,
        elsewhere=places.elsewhere,
        exits=exits.said,
        on_duty=lambda: security.duty.anybody,
        portrait=security.portraits.path_of,
        phones=visits.room,
    )
    visits.on_change = asked.refresh
    security.open(live.look_again)
    opened.callback(security.close)
    receipts = Receipts(settings, catalog, open_printers(settings), shop_address(settings))
    opened.callback(receipts.close)
    fetcher = PictureFetcher(settings.pictures_dir)
    fetcher.open()
    opened.callback(fetcher.close)
    sample = [settings.sample_dir / "pictures"] if settings.sample_dir else []
    folder = settings.data_dir / "snapshots"
    snapshots = Snapshots(catalog, live, folder, (settings.pictures_dir, *sample))
    opened.callback(snapshots.close)
    sources = catalog.picture_sources

    def imported() -> None:
        snapshots.goods_changed()
        fetcher.want(sources())

    imports = Imports(settings, catalog, imported=imported)
    fetcher.want(sources())
    aftersale = AfterSale(catalog)
    aftersale.on_change = asked.refresh
    tables.on_change = asked.refresh
    places.on_change = asked.refresh
    exits.on_change = asked.refresh
    opened.callback(tables.close)
    tables.open()
    asked.open()
    opened.callback(asked.close)
    insight = Insight(catalog, keep_days=settings.insight.keep_days, tidy=asked.tidy)
    insight.open()
    opened.callback(insight.close)
    visits.open()
    opened.callback(visits.close)
    exits.open()
    opened.callback(exits.close)
    refunds = Refunds(catalog, terminals)
    refunds.on_change = asked.refresh
    settling = Settling(ledger, lambda payment: terminal_of(terminals, payment))
    outbox = Outbox(
        catalog,
        {
            **settling.handlers,
            **receipts.handlers,
            "gate": exits.handle,
            "refund": refunds,
            "upstream": Upstream(catalog, settings.hub.upstream, settings.shop.name),
        },
    )
    ledger.on_outbox = aftersale.on_outbox = receipts.requested.wake = outbox.wake
    outbox.open()
    opened.callback(outbox.close)
    reconciler = Reconciler(
        catalog, ledger, terminals, tables.left_behind, locale=settings.shop.locale
    )
    reconciler.on_change = asked.refresh
    reconciling.append(reconciler)
    reconciler.open()
    opened.callback(reconciler.close)
    return Hub(
        settings=settings,
        catalog=catalog,
        ledger=ledger,
        aftersale=aftersale,
        desks=Desks(catalog, terminals),
        tables=tables,
        places=places,
        gates=exits,
        requests=asked,
        unknown_tags=unknown_tags,
        imports=imports,
        insight=insight,
        live=live,
        fetcher=fetcher,
        snapshots=snapshots,
        security=security,
        receipts=receipts,
        closing=Closing(catalog),
        visits=visits,
        outbox=outbox,
        reconciler=reconciler,
        pictures=PictureStore([settings.pictures_dir, *sample]),
        epoch=epoch,
        since=datetime.now(UTC),
        version=version("hangtag"),
    )


def _not_understood(_request: Request, error: Exception) -> JSONResponse:
    """A body or path that does not fit, in the form that all of the hub's clients read."""
    assert isinstance(error, RequestValidationError)
    problems = "; ".join(
        f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        for problem in error.errors()
    )
    return JSONResponse({"detail": {"code": "invalid", "message": problems}}, status_code=422)

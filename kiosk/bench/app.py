"""The bench: the simulated shop floor for developers. Composition root of `kiosk bench`.

Owns how floor, API and page are put together and served. A real shop does not run it.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.types import Message, Receive, Scope, Send

from kiosk.bench import api
from kiosk.bench.pieces import CarryError, Pieces
from kiosk.bench.player import ScenarioPlayer
from kiosk.bench.shop_floor import ShopFloor
from kiosk.config import ConfigError, Settings
from kiosk.hub_asking import asker

CANNOT_START = 2
STATIC = Path(__file__).parent / "static"


def create_app(
    settings: Settings, *, floor: ShopFloor | None = None, ended: threading.Event | None = None
) -> FastAPI:
    """The bench as an ASGI application; `ended` closes its open streams."""
    floor = floor or ShopFloor(settings, Pieces(settings.hub_url, asker(settings)))
    ended = ended or threading.Event()

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(floor.start)
        try:
            yield
        finally:
            ended.set()
            for touches in app.state.touches.values():
                touches.close()
            await run_in_threadpool(app.state.player.stop)
            await run_in_threadpool(floor.stop)

    app = FastAPI(title="Hangtag bench", lifespan=lifespan)
    app.state.floor = floor
    app.state.player = ScenarioPlayer(floor)
    app.state.ended = ended.is_set
    app.state.touches = {}
    app.include_router(api.router)
    app.mount("/static", _Fresh(StaticFiles(directory=STATIC)), name="static")

    @app.exception_handler(CarryError)
    async def words(_: Request, error: CarryError) -> JSONResponse:
        detail = {"code": "cannot_carry", "message": str(error)}
        return JSONResponse({"detail": detail}, status_code=409)

    @app.get("/", include_in_schema=False)
    def index() -> RedirectResponse:
        return RedirectResponse("/bench")

    @app.get("/bench", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(STATIC / "bench.html", headers={"Cache-Control": "no-store"})

    return app


def run(settings: Settings) -> int:
    """Serves until SIGTERM or Ctrl-C: 0. 2 when it could not start, which the log explains.

    Raises `ConfigError` when the port cannot be had.
    """
    if settings.bench is None:
        raise ConfigError("config.yaml has no bench section. Add one, with host and port.")
    ended = threading.Event()
    try:
        listener = socket.create_server((settings.bench.host, settings.bench.port), backlog=128)
    except OSError as error:
        raise ConfigError(
            f"Port {settings.bench.port} on {settings.bench.host} cannot be used: "
            f"{error.strerror}. Stop what uses it, or set bench.port in config.yaml to another."
        ) from error
    # What uvicorn raises again once it has stopped, so that this process ends in good order.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with listener:
        server = _Server(
            uvicorn.Config(
                create_app(settings, ended=ended),
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=1,
            ),
            ended,
        )
        with contextlib.suppress(SystemExit):  # how uvicorn says that it did not start
            server.run(sockets=[listener])
    return 0 if server.started else CANNOT_START


class _Server(uvicorn.Server):
    """Has the open streams end before it waits for them."""

    def __init__(self, config: uvicorn.Config, ended: threading.Event) -> None:
        super().__init__(config)
        self._ended = ended

    def handle_exit(self, sig: int, frame: object) -> None:
        self._ended.set()
        super().handle_exit(sig, frame)  # type: ignore[arg-type]


class _Fresh:
    """Static files that a browser asks for again each time: a developer changes them."""

    def __init__(self, files: StaticFiles) -> None:
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def fresh(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"cache-control", b"no-cache")]
            await send(message)

        await self._files(scope, receive, fresh)

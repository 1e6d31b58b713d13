"""The hub's door: who is asking, whether they may, and what every answer carries.

Owns how a request becomes a `Caller` and the check against `scopes.py`; `device_of` and `staff_of`
tell routers. Looks at memory only. What a proxy says about where a request came from is never
believed, and a request that came through one does not count as this machine's own.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, cast

from fastapi import HTTPException, Request
from sqlalchemy import Connection
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.live import ADMITTED
from kiosk.hub.security import audit, limits, local_key
from kiosk.hub.security.devices import Device
from kiosk.hub.security.scopes import Scope, scope_of
from kiosk.hub.security.security import Security, is_loopback
from kiosk.hub.security.sessions import csrf_of, hash_of
from kiosk.hub.security.staff import Colleague, Role

READING = ("GET", "HEAD", "OPTIONS")
STAFF_COOKIE = "hangtag-staff"
DEVICE_COOKIE = "hangtag-device"
PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'"

# A shopper's phone follows a code in a demo, too: what the code says is the key.
DEMO_EVERYWHERE = ("/receipt/", "/visit/", "/list/", "/static/", "/media/", "/theme/")
DEMO_ONLY_HERE = (
    "This shop runs as a demo, which answers on its own machine only. To let other devices in, set "
    "security.demo to false in config.yaml and enrol them; docs/security.md goes through it."
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `local` is this machine's own program; `open_demo` this machine in a demo."""

    peer: str
    local: bool = False
    open_demo: bool = False
    device: Device | None = None
    colleague: Colleague | None = None
    session: str = ""  # the cookie's token, when somebody is signed in by it
    by_cookie: bool = False  # known by what a browser sends of itself
    refused_key: bool = False  # it has shown a key that opens nothing

    @property
    def known(self) -> bool:
        return bool(self.local or self.open_demo or self.device or self.colleague)

    @property
    def name(self) -> str:
        """For the audit log and the rate limits."""
        if self.device is not None:
            return self.device.name
        return "this machine" if self.local or self.open_demo else self.peer

    @property
    def who(self) -> str:
        """For the audit log."""
        if self.colleague is not None:
            return self.colleague.name
        return self.name

    @property
    def csrf(self) -> str:
        return csrf_of(self.session) if self.session else ""


class TurnedAwayError(HTTPException):
    """May not. `colleague` says that signing in would help; otherwise a key would."""

    def __init__(self, status: int, code: str, message: str, *, colleague: bool = False) -> None:
        super().__init__(status, detail={"code": code, "message": message})
        self.code = code
        self.sentence = message
        self.colleague = colleague


def caller_of(request: Request) -> Caller:
    """Who asks; a FastAPI dependency."""
    return cast("Caller", request.state.caller)


def device_of(request: Request) -> str:
    """On what this is done, in words, such as "tablet 1"; a FastAPI dependency."""
    return caller_of(request).name


def staff_of(request: Request) -> Colleague:
    """The colleague who is signed in; a FastAPI dependency. In an open demo that is Ana."""
    colleague = caller_of(request).colleague
    if colleague is None:
        raise sign_in_first()
    return colleague


def answering(request: Request, said: str) -> str:
    """The name of the colleague who answers: who is signed in; a program of this machine says for
    whom it asks. Raises `TurnedAwayError` for anybody else."""
    caller = caller_of(request)
    if caller.session and caller.colleague is not None:
        return caller.colleague.name
    if not (caller.local or caller.colleague):
        raise sign_in_first()
    return said


def noted(
    request: Request, action: str, subject: str, details: Mapping[str, Any] | None = None
) -> Callable[[Connection], None]:
    """Writes down in the audit log what this caller does, in the transaction that does it."""
    caller = caller_of(request)
    return lambda connection: audit.write(
        connection, caller.who, action, subject, details, caller.name
    )


def note(
    request: Request, action: str, subject: str, details: Mapping[str, Any] | None = None
) -> None:
    """The same, of what this caller has just done."""
    hub_of(request).catalog.transact(noted(request, action, subject, details))


def sign_in_first() -> TurnedAwayError:
    return TurnedAwayError(401, "sign_in", "Sign in first, then try again.", colleague=True)


async def admit(request: Request) -> None:
    """Whether this call is this caller's to make; a dependency of every page and call."""
    caller = caller_of(request)
    path = str(getattr(request.scope.get("route"), "path", _path(request)))
    scope = scope_of(request.method, path)
    if request.method not in READING and caller.by_cookie:
        await _came_from_our_page(request, caller)
    if scope.everybody or (caller.local and not path.startswith("/staff")):
        return
    device = caller.device
    if device is not None and scope.admits_device(device.kind, device.place, request.path_params):
        ADMITTED.set(_still_the_shops(request, device))
    elif _covers(scope, caller.colleague):
        if caller.session:
            ADMITTED.set(_still_signed_in(request, caller.session))
    else:
        raise _turned_away(scope, caller)


def _covers(scope: Scope, colleague: Colleague | None) -> bool:
    return colleague is not None and scope.role is not None and colleague.role.covers(scope.role)


def _still_the_shops(request: Request, device: Device) -> Callable[[], bool]:
    """Whether a stream that this device began may go on."""
    devices = hub_of(request).security.devices
    return lambda: devices.may_come(device.id)


def _still_signed_in(request: Request, session: str) -> Callable[[], bool]:
    """Whether a stream that a colleague began may go on, also on what is a device of the shop."""
    sessions, token_hash = hub_of(request).security.sessions, hash_of(session)
    return lambda: sessions.of(token_hash) is not None


def _turned_away(scope: Scope, caller: Caller) -> TurnedAwayError:
    if caller.colleague is not None:
        return TurnedAwayError(403, "role", "This is for managers. Ask one, or sign in as one.")
    if caller.device is not None:
        return TurnedAwayError(
            403, "other_place", f"This device is the shop's {caller.name}, and may not do this."
        )
    if caller.refused_key:
        return TurnedAwayError(
            401,
            "key_refused",
            "This device's key is not the shop's any more. Enrol it again: a manager makes a code "
            "on the staff console, under Devices.",
        )
    if scope.devices:
        return TurnedAwayError(
            401,
            "not_enrolled",
            "This device is not the shop's yet. A manager makes a code for it on the staff "
            "console, under Devices.",
        )
    return sign_in_first()


async def _came_from_our_page(request: Request, caller: Caller) -> None:
    """A browser sends its cookies to us whoever's page it shows. So it must say that the page is
    ours, and a form of the console must carry what only our page knows."""
    same = request.headers.get("sec-fetch-site") == "same-origin"
    if "origin" not in request.headers and not same:
        raise refuse(403, "no_origin", "This does not say which page it was sent from.")
    if not caller.session or not _path(request).startswith("/staff"):
        return
    given = request.headers.get("x-csrf-token", "")
    if not given and "form" in request.headers.get("content-type", ""):
        given = str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(given.encode(), caller.csrf.encode()):
        raise refuse(403, "stale_page", "This page is from before you signed in. Load it again.")


class Door:
    """ASGI middleware before everything: knows the caller, keeps out floods, dresses answers."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        hub: Hub = hub_of(request)
        caller = recognise(hub.security, request)
        scope.setdefault("state", {})["caller"] = caller

        async def dressed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                _dress(MutableHeaders(raw=message["headers"]))
            await send(message)

        if (answer := _kept_out(hub.security, request, caller)) is not None:
            await answer(scope, receive, dressed)
            return
        token = ADMITTED.set(lambda: True)  # until `admit` knows better
        try:
            await self._app(scope, limits.counted(receive, _most_bytes(scope, caller)), dressed)
        finally:
            ADMITTED.reset(token)


def recognise(security: Security, request: Request) -> Caller:
    """Who this is, by where it comes from and what it shows."""
    peer = request.client.host if request.client else ""
    direct = not any(header in request.headers for header in PROXIED)
    here = direct and (is_loopback(peer) or _is_this_machine(request, peer))
    demo = security.demo and direct and is_loopback(peer)
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    key = shown.strip() if scheme.lower() == "bearer" else ""
    if key and here and local_key.is_it(security.local_key, key):
        return Caller(peer, local=True)
    if security.demo and not demo:
        return Caller(peer)
    from_cookie = request.cookies.get(_name(request, DEVICE_COOKIE), "")
    device = security.devices.find(key or from_cookie)
    if device is not None:
        security.devices.seen(key or from_cookie)
    session = request.cookies.get(_name(request, STAFF_COOKIE), "")
    colleague = security.sessions.find(session)
    if colleague is not None and _is_a_tap(request):
        security.sessions.seen(session)
    signed_in = colleague is not None
    if demo and colleague is None:
        colleague = _first_manager(security)
    return Caller(
        peer,
        open_demo=demo,
        device=device,
        colleague=colleague,
        session=session if signed_in else "",
        by_cookie=signed_in or (device is not None and not key),
        refused_key=bool(key or from_cookie) and device is None,
    )


def _kept_out(security: Security, request: Request, caller: Caller) -> Response | None:
    """The answer for whom nothing else is to be done, if so."""
    path = _path(request)
    if security.demo and not (caller.local or caller.open_demo or path.startswith(DEMO_EVERYWHERE)):
        return _said(request, 403, "demo", DEMO_ONLY_HERE)
    if not (caller.local or caller.open_demo or path.startswith("/static/")):
        rate = limits.KNOWN if caller.known else limits.NOBODY
        key = (
            caller.device.id
            if caller.device
            else hash_of(caller.session)
            if caller.session
            else caller.peer
        )
        if not security.rates.allows(key, rate, time.monotonic()):
            answer = _said(request, 429, "too_often", "Too many requests. Wait a second.")
            answer.headers["Retry-After"] = "1"
            return answer
    most = _most_bytes(request.scope, caller)
    try:
        promised = int(request.headers.get("content-length", "0"))
    except ValueError:
        promised = 0
    if promised > most:
        error = cast("HTTPException", limits.too_large(most))
        return JSONResponse({"detail": error.detail}, status_code=413)
    return None


def _most_bytes(scope: MutableMapping[str, Any], caller: Caller) -> int:
    may_import = caller.local or caller.colleague is not None
    return limits.most_bytes(scope["path"], known=caller.known, may_import=may_import)


def _path(request: Request) -> str:
    """What is asked for. Not the path of `request.url`, which the Host header is a part of."""
    return str(request.scope["path"])


def _said(request: Request, status: int, code: str, sentence: str) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return PlainTextResponse(sentence + "\n", status_code=status)
    return JSONResponse({"detail": {"code": code, "message": sentence}}, status_code=status)


def _dress(headers: MutableHeaders) -> None:
    """What every answer carries, unless it has said otherwise itself."""
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cache-Control", "no-store")
    kind = headers.get("content-type", "").partition(";")[0]
    if kind in ("application/json", "text/plain", "text/html", "text/event-stream"):
        headers.setdefault("Content-Security-Policy", BARE_POLICY)


def _is_this_machine(request: Request, peer: str) -> bool:
    """Whether both ends of the connection have the same address."""
    server = request.scope.get("server")
    return bool(peer and server and server[0] == peer and server[1] is not None)


def _is_a_tap(request: Request) -> bool:
    """Not what a page asks for by itself: a phone that lies there must not stay signed in."""
    if request.method not in READING:
        return True
    return request.headers.get("sec-fetch-mode", "navigate") == "navigate"


def _first_manager(security: Security) -> Colleague | None:
    """Who an open demo is worked as."""
    known = security.staff.colleagues()
    return next((one for one in known if one.role is Role.MANAGER), None)


def _name(request: Request, cookie: str) -> str:
    """Under TLS a cookie's name says that it is this host's own and was never sent in the open."""
    return f"__Host-{cookie}" if request.url.scheme == "https" else cookie


def set_cookie(request: Request, answer: Response, cookie: str, value: str, max_age_s: int) -> None:
    answer.set_cookie(
        _name(request, cookie),
        value,
        max_age=max_age_s,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def cookie_of(request: Request, cookie: str) -> str:
    return request.cookies.get(_name(request, cookie), "")

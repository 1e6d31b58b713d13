"""Signing in and out at the staff console, and the page that makes a browser a tablet of the shop.

Owns these pages and their cookies. Whether a PIN or a code is right is `kiosk.hub.security`'s.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kiosk.hub.context import Hub, hub_of
from kiosk.hub.security import audit
from kiosk.hub.security.devices import DeviceKind, EnrolmentError
from kiosk.hub.security.door import (
    DEVICE_COOKIE,
    STAFF_COOKIE,
    TurnedAwayError,
    caller_of,
    cookie_of,
    device_of,
    set_cookie,
)
from kiosk.hub.security.staff import DEMO, PinError
from kiosk.hub.web.page import READING, draw
from kiosk.hub.web.reading import language_of
from kiosk.hub.web.words import offered, words

HubOf = Annotated[Hub, Depends(hub_of)]
HOME = "/staff"
A_YEAR_S = 365 * 24 * 3600

router = APIRouter(include_in_schema=False)


@router.get("/staff/sign-in")
def sign_in_page(
    request: Request, hub: HubOf, user: str = "", to: str = HOME, why: str = ""
) -> Response:
    """First the name, then the PIN."""
    sentence = "This is for managers. Sign in as one." if why == "role" else ""
    return _sign_in(request, hub, user, to, sentence)


@router.post("/staff/sign-in")
def sign_in(
    request: Request,
    hub: HubOf,
    user: Annotated[str, Form(max_length=20)] = "",
    pin: Annotated[str, Form(max_length=20)] = "",
    to: Annotated[str, Form(max_length=300)] = HOME,
) -> Response:
    """The session's cookie for the right PIN."""
    device = device_of(request)
    try:
        colleague = hub.staff.confirm(user, pin, device=device, action="signing in")
    except PinError as error:
        return _sign_in(request, hub, user, to, str(error), status=403)
    sessions = hub.security.sessions
    token = sessions.begin(colleague, device)
    with hub.catalog.begin() as connection:
        audit.write(connection, colleague.name, "staff.signed_in", colleague.name, {}, device)
    hub.security.duty.say(colleague, True, device=device)  # they have come to work
    if before := cookie_of(request, STAFF_COOKIE):
        sessions.end(before)
    answer = RedirectResponse(_ours(to), status_code=303)
    age_s = int(hub.settings.security.session_hours * 3600)
    set_cookie(request, answer, STAFF_COOKIE, token, age_s)
    return answer


@router.post("/staff/sign-out")
def sign_out(request: Request, hub: HubOf) -> Response:
    """Ends the session here; the live lists of its pages end too."""
    caller = caller_of(request)
    if caller.session and caller.colleague is not None:
        hub.security.sessions.end(caller.session)
        with hub.catalog.begin() as connection:
            name = caller.colleague.name
            audit.write(connection, name, "staff.signed_out", name, {}, caller.name)
        hub.live.look_again()
    answer = RedirectResponse("/staff/sign-in", status_code=303)
    set_cookie(request, answer, STAFF_COOKIE, "", 0)
    return answer


@router.get("/enrol")
def enrol_page(request: Request, hub: HubOf, to: str = "/") -> Response:
    """Where a tablet's browser gives its code."""
    return _enrol(request, hub, to)


@router.post("/enrol")
def enrol(
    request: Request,
    hub: HubOf,
    code: Annotated[str, Form(max_length=40)] = "",
    to: Annotated[str, Form(max_length=300)] = "/",
) -> Response:
    """The tablet's cookie for the right code; then the page of its own table."""
    try:
        made = hub.security.devices.enrol(
            code, peer=caller_of(request).peer, only=DeviceKind.TABLET
        )
    except EnrolmentError as error:
        return _enrol(request, hub, to, error.code, str(error), status=403)
    answer = RedirectResponse(f"/tablet/{quote(made.device.place, safe='')}", status_code=303)
    set_cookie(request, answer, DEVICE_COOKIE, made.token, A_YEAR_S)
    return answer


def turned_away(request: Request, error: Exception) -> Response:
    """What whoever may not do something gets: a page for people, words in JSON for programs."""
    assert isinstance(error, TurnedAwayError)
    path = str(request.scope["path"])
    words = JSONResponse({"detail": error.detail}, status_code=error.status_code)
    if path.startswith("/api/"):
        return words
    if path.startswith("/tablet/") and request.method in READING:
        code = "" if error.code == "not_enrolled" else error.code
        return _enrol(
            request, hub_of(request), path, code, error.sentence, status=error.status_code
        )
    here = path if request.method in READING else HOME
    place = "/staff/sign-in?" + urlencode(
        {"to": here, **({"why": "role"} if error.status_code == 403 else {})}
    )
    if "hx-request" in request.headers:
        words.headers["HX-Redirect"] = "/staff/sign-in"
        return words
    return RedirectResponse(place, status_code=303)


def _sign_in(
    request: Request, hub: Hub, user: str, to: str, sentence: str, status: int = 200
) -> Response:
    chosen = hub.staff.find(user) if user else None
    return draw(
        request,
        "staff/sign_in.html",
        status=status,
        shop=hub.settings.shop.name,
        theme=request.cookies.get("hangtag_theme", ""),
        colleagues=hub.staff.colleagues(),
        chosen=chosen,
        to=_ours(to),
        sentence=sentence,
        demo=[(name, pin) for name, _, pin in DEMO] if hub.staff.demo else [],
    )


def _enrol(
    request: Request, hub: Hub, to: str, code: str = "", sentence: str = "", status: int = 200
) -> Response:
    """In the language of the browser, of those that the tablets' pages have."""
    languages = offered(hub.settings.shop.locale, hub.settings.checkout.languages)
    t = words(language_of(request.headers.get("accept-language", ""), languages))
    return draw(
        request,
        "enrol.html",
        status=status,
        shop=hub.settings.shop.name,
        to=to if to.startswith("/tablet/") else "/",
        sentence=t.code("enrol", code, sentence) if code else "",
        t=t,
    )


def _ours(to: str) -> str:
    """Only to a page of the console: not to another site, whatever a link said."""
    fine = to == HOME or (to.startswith(f"{HOME}/") and "\\" not in to and "//" not in to)
    return to if fine and not to.startswith("/staff/sign-") else HOME

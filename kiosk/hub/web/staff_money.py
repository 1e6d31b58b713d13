"""The staff console's money at the tables: payments that nobody can tell, payments at the desk,
codes that a colleague approves.

Owns the sheets and their words. What is done is done by `tables.desk` and the tables, after a
colleague's PIN. A sheet says itself what went wrong: nothing that the page says is seen below it.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import Response

from catalog.pricing import normal_code
from kiosk.hub.api.desk import settle_at_desk
from kiosk.hub.api.sales import Device
from kiosk.hub.api.tables import settle_by_hand
from kiosk.hub.api.wishes import Approval, approve
from kiosk.hub.context import Hub, refuse
from kiosk.hub.tables.hand import HandKind
from kiosk.hub.web.page import draw
from kiosk.hub.web.staff import Colleague, HubOf, _seen, table_of
from kiosk.hub.web.staff_rows import rows
from kiosk.hub.web.staff_sales import Pin, User, pieces_of, place_of

router = APIRouter(prefix="/staff", include_in_schema=False, dependencies=[Depends(_seen)])


# --- payments that nobody can tell ---------------------------------------------------------------


@router.get("/tables/{table}/settle")
def ask_before_settling(request: Request, hub: HubOf, table: str, charged: bool) -> Response:
    """Says in words what follows, and asks who says so."""
    return draw(request, "staff/_settle.html", **_settle(hub, table, charged, ""))


@router.post("/tables/{table}/settle")
def settle(
    request: Request,
    hub: HubOf,
    name: Colleague,
    device: Device,
    table: str,
    user: User,
    charged: Annotated[bool, Form()],
    attempt: Annotated[str, Form(min_length=1, max_length=96)],
    pin: Pin = "",
) -> Response:
    """What the terminal's receipt says about the payment that was shown is so."""
    try:
        settle_by_hand(hub, table_of(hub, table), charged, attempt, user, pin, device)
    except HTTPException as error:
        sentence = _sentence(error)
        return draw(request, "staff/_settle.html", **_settle(hub, table, charged, sentence, user))
    place = place_of(hub, table)
    notice = f"{place}: settled as sold." if charged else f"{place}: nothing was charged."
    return _list(request, hub, name, notice)


def _settle(hub: Hub, table: str, charged: bool, problem: str, user: str = "") -> dict[str, Any]:
    hand = table_of(hub, table).hand
    paid = hand.payment if hand and hand.kind is HandKind.PAYMENT else None
    return {
        "table": table,
        "place": place_of(hub, table),
        "charged": charged,
        "payment": paid,
        "amount": paid.amount.text(hub.settings.shop.locale) if paid else "",
        "people": hub.staff.colleagues(),
        "problem": problem,
        "user": user,
    }


# --- payments at the desk, and codes that wait for a yes ----------------------------------------


@router.get("/desk/{table}/{reference}")
def ask_about_money(request: Request, hub: HubOf, table: str, reference: str) -> Response:
    """What to take, and who takes it."""
    return draw(request, "staff/_desk.html", **_desk(hub, table, reference, ""))


@router.post("/desk/{table}/{reference}")
def settle_desk(
    request: Request,
    hub: HubOf,
    name: Colleague,
    device: Device,
    table: str,
    reference: str,
    user: User,
    taken: Annotated[bool, Form()],
    pin: Pin = "",
) -> Response:
    """The colleague has the money, or will not get it; then the list as it is now."""
    try:
        settle_at_desk(hub, table, reference, taken, user, pin, device)
    except HTTPException as error:
        sentence = _sentence(error)
        return draw(request, "staff/_desk.html", **_desk(hub, table, reference, sentence, user))
    notice = f"{place_of(hub, table)}: paid." if taken else f"{place_of(hub, table)}: not paid."
    return _list(request, hub, name, notice)


def _desk(hub: Hub, table: str, reference: str, problem: str, user: str = "") -> dict[str, Any]:
    found = next(
        (one for one in hub.desks.waiting() if (one.table, one.reference) == (table, reference)),
        None,
    )
    return {
        "table": table,
        "reference": reference,
        "place": place_of(hub, table),
        "amount": found.amount.text(hub.settings.shop.locale) if found else "",
        "pieces": pieces_of(found.pieces) if found else "",
        "people": hub.staff.colleagues(),
        "problem": problem,
        "user": user,
    }


@router.get("/codes/{table}/{code}")
def ask_about_code(request: Request, hub: HubOf, table: str, code: str) -> Response:
    """Which code, and what it does."""
    return draw(request, "staff/_code.html", **_code(hub, table, code, ""))


@router.post("/codes/{table}/{code}")
def approve_code(
    request: Request,
    hub: HubOf,
    name: Colleague,
    table: str,
    code: str,
    user: User,
    version: Annotated[int | None, Form()] = None,
    pin: Pin = "",
) -> Response:
    """A colleague's yes, then the list as it is now."""
    try:
        if table not in hub.settings.tables:
            raise refuse(404, "no_such_table", f"There is no table {table!r}.")
        yes = Approval(code=code, user=user, pin=pin, version=version)
        approve(hub.tables[table], hub, yes, request)
    except HTTPException as error:
        return draw(request, "staff/_code.html", **_code(hub, table, code, _sentence(error), user))
    hub.requests.refresh()
    return _list(request, hub, name, f"{place_of(hub, table)}: {normal_code(code)} is approved.")


def _code(hub: Hub, table: str, code: str, problem: str, user: str = "") -> dict[str, Any]:
    title = next(
        (rule.title for rule in hub.catalog.price_rules() if rule.code == normal_code(code)), ""
    )
    seen = hub.tables.snapshot(table) if table in hub.settings.tables else {}
    return {
        "table": table,
        "code": normal_code(code),
        "title": title,
        "place": place_of(hub, table),
        "pieces": pieces_of(seen["count"]) if seen else "",
        "amount": seen["total"]["text"] if seen else "",
        "version": seen.get("version", 0),
        "people": hub.staff.colleagues(),
        "problem": problem,
        "user": user,
    }


def _sentence(error: HTTPException) -> str:
    """What one of our own refusals says."""
    detail: Any = error.detail
    return str(detail["message"] if isinstance(detail, dict) else detail)


def _list(request: Request, hub: Hub, name: str, notice: str) -> Response:
    """The requests, into their own place although the sheet asked."""
    response = draw(request, "staff/_requests.html", **rows(hub, name, notice))
    response.headers["HX-Retarget"] = "#requests"
    return response

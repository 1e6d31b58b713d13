"""The staff console: requests, stock, tagging and import as pages for a phone or tablet.

Owns the pages, their parts (htmx swaps them) and the colleague's name. What they do is done by
`kiosk.hub.requests`, `imports`, `unknown_tags` and the catalog.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Cookie, Depends, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from hardware.rfid.reader import TagId
from kiosk.hub.api.catalog import change_stock, run_import
from kiosk.hub.api.tags import bind_tag
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.fitting_request import FittingRequest, RequestError, RequestStatus, waited
from kiosk.hub.requests import NoSuchRequestError
from kiosk.hub.web.page import draw, from_our_own_page

HubOf = Annotated[Hub, Depends(hub_of)]
Text = Annotated[str, Form(max_length=200)]

SHOWN = 20  # products on one page of search results
LONG_WAIT_MIN = 5
A_YEAR_S = 365 * 24 * 3600


def _seen(hub: HubOf) -> None:
    """Whoever asks for a staff page is on duty."""
    hub.requests.staff_seen()


router = APIRouter(
    prefix="/staff",
    include_in_schema=False,
    dependencies=[Depends(_seen), Depends(from_our_own_page)],
)


def colleague(hangtag_staff: Annotated[str, Cookie()] = "") -> str:
    """The name that was chosen on this device, or ""."""
    return unquote(hangtag_staff)[:40]


Colleague = Annotated[str, Depends(colleague)]


def _page(request: Request, hub: Hub, tab: str, **values: Any) -> Response:
    return draw(
        request,
        f"staff/{tab}.html",
        tab=tab,
        shop=hub.settings.shop.name,
        theme=request.cookies.get("hangtag_theme", ""),
        name=colleague(request.cookies.get("hangtag_staff", "")),
        waiting=sum(one.status is RequestStatus.WAITING for one in hub.requests.open_requests()),
        colleagues=hub.requests.colleagues(),
        unknown=hub.unknown_tags.count(),
        **values,
    )


# --- requests --------------------------------------------------------------------------------


@router.get("")
def requests_page(request: Request, hub: HubOf, name: Colleague) -> Response:
    """What the fitting rooms ask for."""
    return _page(request, hub, "requests", **_rows(hub, name))


@router.get("/requests")
def requests_part(request: Request, hub: HubOf, name: Colleague) -> Response:
    return draw(request, "staff/_requests.html", **_rows(hub, name))


@router.post("/requests/{request_id}/{move}")
def move_request(
    request: Request, hub: HubOf, name: Colleague, request_id: str, move: str
) -> Response:
    """One tap: take, put back, finish; then the list as it is now."""
    moves = {
        "take": lambda: hub.requests.take(request_id, name),
        "put-back": lambda: hub.requests.put_back(request_id),
        "finish": lambda: hub.requests.finish(request_id, name),
    }
    if move not in moves:
        raise refuse(404, "not_found", "There is no such thing to do.")
    notice = ""
    try:
        moves[move]()
    except (RequestError, NoSuchRequestError) as error:
        notice = str(error)
    return draw(request, "staff/_requests.html", **_rows(hub, name, notice))


@router.post("/name")
def choose_name(name: Text = "") -> Response:
    """Remember on this device who is holding it."""
    answer = RedirectResponse("/staff", status_code=303)
    name = " ".join(name.split())[:40]
    answer.set_cookie(
        "hangtag_staff", quote(name), max_age=A_YEAR_S, samesite="strict", httponly=True
    )
    return answer


def _rows(hub: Hub, name: str, notice: str = "") -> dict[str, Any]:
    now = datetime.now(UTC)
    rows = [_row(hub, one, name, now) for one in hub.requests.open_requests()]
    return {
        "waiting_rows": [row for row in rows if row["status"] == RequestStatus.WAITING.value],
        "taken_rows": [row for row in rows if row["status"] == RequestStatus.TAKEN.value],
        "minutes": hub.requests.usual_minutes,
        "notice": notice,
    }


def _row(hub: Hub, one: FittingRequest, name: str, now: datetime) -> dict[str, Any]:
    stock: int | None = None
    if one.wanted is not None:
        try:
            stock = hub.catalog.variant(one.wanted.variant_id)[1].stock
        except KeyError:
            stock = None  # gone from the catalog since; the request still stands
    minutes = (now - one.created_at).total_seconds() / 60
    return {
        "id": one.id,
        "status": one.status.value,
        "kind": one.kind.value,
        "room": hub.requests.room_name(one.room),
        "wanted": one.wanted,
        "stock": stock,
        "waited": waited(now - one.created_at),
        "long": one.status is RequestStatus.WAITING and minutes >= LONG_WAIT_MIN,
        "mine": bool(name) and one.taken_by == name,
        "taken_by": one.taken_by,
    }


# --- stock -----------------------------------------------------------------------------------


@router.get("/stock")
def stock_page(request: Request, hub: HubOf, q: str = "") -> Response:
    """Search, and count pieces in or out."""
    return _page(request, hub, "stock", q=q, **_found(hub, q))


@router.get("/stock/results")
def stock_results(request: Request, hub: HubOf, q: str = "") -> Response:
    return draw(request, "staff/_stock.html", q=q, **_found(hub, q))


@router.post("/stock/{variant_id}")
def restock(
    request: Request, hub: HubOf, variant_id: int, delta: Annotated[str, Form()]
) -> Response:
    """Count some in or out; the variant's row as it is now."""
    try:
        number = int(delta.replace("\N{MINUS SIGN}", "-").replace("+", "").strip())
    except ValueError as error:
        raise refuse(422, "not_a_number", "Write how many pieces, such as 12.") from error
    variant = change_stock(hub, variant_id, None, number)
    return draw(
        request,
        "staff/_stock_row.html",
        variant=variant,
        changed=number,
        locale=hub.settings.shop.locale,
    )


def _found(hub: Hub, q: str) -> dict[str, Any]:
    products = hub.catalog.search(q, limit=SHOWN + 1)
    return {
        "products": products[:SHOWN],
        "more": len(products) > SHOWN,
        "locale": hub.settings.shop.locale,
    }


# --- tags ------------------------------------------------------------------------------------


@router.get("/tag")
def tag_page(request: Request, hub: HubOf, q: str = "") -> Response:
    """Bind the unknown tags that readers hear now."""
    return _page(request, hub, "tag", q=q, bound=None, **_unknown(hub, ""), **_found(hub, q))


@router.get("/tag/unknown")
def unknown_part(request: Request, hub: HubOf, tag: str = "") -> Response:
    return draw(request, "staff/_unknown.html", **_unknown(hub, tag))


@router.get("/tag/variants")
def variants_part(request: Request, hub: HubOf, q: str = "") -> Response:
    return draw(request, "staff/_variants.html", q=q, **_found(hub, q))


@router.post("/tag/bind")
def bind(
    request: Request,
    hub: HubOf,
    variant_id: Annotated[int, Form()],
    tag: Annotated[str, Form(max_length=1100)] = "",
) -> Response:
    """The picked tag is one piece of this variant from now on; says so, and shows what is left."""
    if not tag:
        raise refuse(422, "no_tag", "Lay a new tag on a reader first, then pick it.")
    item = bind_tag(hub, _tag(tag), variant_id)
    return draw(
        request,
        "staff/_bound.html",
        item=item,
        bound=tag,
        locale=hub.settings.shop.locale,
        **_unknown(hub, ""),
    )


@router.post("/tag/unbind")
def unbind(request: Request, hub: HubOf, tag: Annotated[str, Form(max_length=1100)]) -> Response:
    """Take a binding back."""
    hub.catalog.unbind(_tag(tag))
    hub.requests.refresh()
    return draw(request, "staff/_bound.html", item=None, **_unknown(hub, tag))


def _unknown(hub: Hub, picked: str) -> dict[str, Any]:
    """The unknown tags; the one picked, or the first if that is not there."""
    tags = hub.unknown_tags.now()
    names = [str(one.tag) for one in tags]
    if picked not in names:
        picked = names[0] if names else ""
    places = [table.name for table in hub.settings.tables.values()]
    places += [room.name for room in hub.settings.rooms.values()]
    return {"tags": tags, "picked": picked, "places": places}


def _tag(text: str) -> TagId:
    try:
        return TagId.parse(text)
    except ValueError as error:
        raise refuse(422, "no_tag", "This is not a tag.") from error


# --- import ----------------------------------------------------------------------------------


@router.get("/import")
def import_page(request: Request, hub: HubOf) -> Response:
    """Bring a product list in."""
    return _page(request, hub, "import", currency=hub.settings.shop.currency)


@router.post("/import")
def import_products(
    request: Request,
    hub: HubOf,
    file: UploadFile,
    step: Text = "plan",
    skip_bad: Annotated[bool, Form()] = False,
) -> Response:
    """First the plan (nothing is written), then the import itself."""
    if not file.filename:
        raise refuse(422, "no_file", "Choose a file first.")
    report = run_import(hub, file, source="shopify", dry_run=step == "plan", skip_bad=skip_bad)
    return draw(
        request,
        "staff/_report.html",
        report=report,
        step=step,
        file=file.filename,
        skip_bad=skip_bad,
    )


@router.get("/import/progress")
def import_progress(request: Request, hub: HubOf) -> Response:
    return draw(request, "staff/_progress.html", progress=hub.imports.progress)

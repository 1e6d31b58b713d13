"""The staff console: requests, stock, tagging and import as pages for a phone or tablet.

Owns the pages and their parts (htmx swaps them). Who is signed in is known at the door; what is
done is done by `kiosk.hub.rooms.requests`, `tables`, `imports`, `unknown_tags` and the catalog.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from starlette.responses import Response

from catalog.database import CatalogError
from hardware.rfid.reader import TagId
from kiosk.hub.api.catalog import change_stock, run_import
from kiosk.hub.api.tags import bind_tag
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.rooms.fitting_request import RequestError
from kiosk.hub.rooms.shelf import NoSuchRequestError
from kiosk.hub.security.door import caller_of, note, noted, staff_of
from kiosk.hub.tables.table import Refusal, Table
from kiosk.hub.web.page import draw
from kiosk.hub.web.staff_rows import rows

HubOf = Annotated[Hub, Depends(hub_of)]
Text = Annotated[str, Form(max_length=200)]

SHOWN = 20  # products on one page of search results


def _seen(request: Request, hub: HubOf) -> None:
    """In an open demo, where nobody signs in, whoever asks for a staff page has come to work."""
    caller = caller_of(request)
    if caller.open_demo and not caller.session and caller.colleague is not None:
        hub.security.duty.looked(caller.colleague)


router = APIRouter(prefix="/staff", include_in_schema=False, dependencies=[Depends(_seen)])


def colleague(request: Request) -> str:
    """The name of who is signed in on this device."""
    return staff_of(request).name


Colleague = Annotated[str, Depends(colleague)]


def page(request: Request, hub: Hub, tab: str, *, status: int = 200, **values: Any) -> Response:
    """A whole page of the console, with what its frame says."""
    return draw(
        request,
        f"staff/{tab}.html",
        status=status,
        tab=tab,
        shop=hub.settings.shop.name,
        theme=request.cookies.get("hangtag_theme", ""),
        signed_in=bool(caller_of(request).session),
        waiting=hub.requests.waiting(),
        unknown=hub.unknown_tags.count(),
        exits=bool(hub.settings.gates),
        alarms=hub.gates.said()["alarms"],
        **values,
    )


# --- requests --------------------------------------------------------------------------------


@router.get("")
def requests_page(request: Request, hub: HubOf, name: Colleague) -> Response:
    """What the fitting rooms and the tables ask for."""
    return page(request, hub, "requests", **rows(hub, name))


@router.get("/requests")
def requests_part(request: Request, hub: HubOf, name: Colleague) -> Response:
    return draw(request, "staff/_requests.html", **rows(hub, name))


@router.post("/requests/{request_id}/take")
@router.post("/requests/{request_id}/put-back")
@router.post("/requests/{request_id}/finish")
def move_request(request: Request, hub: HubOf, name: Colleague, request_id: str) -> Response:
    """One tap: take, put back, finish; then the list as it is now."""
    move = str(request.scope["path"]).rpartition("/")[2]
    moves = {
        "take": lambda: hub.requests.take(request_id, name),
        "put-back": lambda: hub.requests.put_back(request_id),
        "finish": lambda: hub.requests.finish(request_id, name),
    }
    notice = ""
    try:
        moves[move]()
    except (RequestError, NoSuchRequestError) as error:
        notice = str(error)
    return draw(request, "staff/_requests.html", **rows(hub, name, notice))


# --- tables ----------------------------------------------------------------------------------


@router.post("/tables/{table}/take")
@router.post("/tables/{table}/put-back")
@router.post("/tables/{table}/finish")
def move_table(request: Request, hub: HubOf, name: Colleague, table: str) -> Response:
    """One tap: take, put back, finish; then the list as it is now."""
    move = str(request.scope["path"]).rpartition("/")[2]
    status = {"take": "taken", "put-back": "put_back", "finish": "done"}[move]
    answer = table_of(hub, table).help(status, by=name)
    notice = answer.sentence if isinstance(answer, Refusal) else ""
    return draw(request, "staff/_requests.html", **rows(hub, name, notice))


def table_of(hub: Hub, table: str) -> Table:
    """The table with this name, or "there is none" as an HTTP error."""
    try:
        return hub.tables[table]
    except KeyError:
        raise refuse(404, "no_such_table", f"There is no table {table!r}.") from None


# --- stock -----------------------------------------------------------------------------------


@router.get("/stock")
def stock_page(request: Request, hub: HubOf, q: str = "") -> Response:
    """Search, and count pieces in or out."""
    return page(request, hub, "stock", q=q, **_found(hub, q))


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
    variant = change_stock(request, hub, variant_id, None, number)
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
def tag_page(request: Request, hub: HubOf, q: str = "", tag: str = "") -> Response:
    """Bind the unknown tags that readers hear now; `tag` is picked if it is one of them."""
    return page(request, hub, "tag", q=q, bound=None, **_unknown(hub, tag), **_found(hub, q))


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
    item = bind_tag(request, hub, _tag(tag), variant_id)
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
    try:
        hub.catalog.unbind(_tag(tag), noted(request, "tag.unbound", tag))
    except CatalogError as error:
        raise refuse(409, "not_bound", str(error)) from error
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
    return {"tags": tags, "picked": picked, "places": places, "tests": hub.gates.tests.all()}


@router.post("/tag/test")
def add_test_tag(
    request: Request,
    hub: HubOf,
    name: Colleague,
    tag: Annotated[str, Form(max_length=1100)] = "",
    note: Text = "",
) -> Response:
    """The picked tag is staff's own from now on: it never alarms and is never counted."""
    if not tag:
        raise refuse(422, "no_tag", "Lay a new tag on a reader first, then pick it.")
    hub.gates.tests.add(_tag(tag), note.strip(), name)
    return draw(request, "staff/_unknown.html", **_unknown(hub, ""))


@router.post("/tag/test/remove")
def remove_test_tag(
    request: Request, hub: HubOf, name: Colleague, tag: Annotated[str, Form(max_length=1100)]
) -> Response:
    """It is again what it is bound to."""
    hub.gates.tests.remove(_tag(tag), name)
    return draw(request, "staff/_unknown.html", **_unknown(hub, ""))


def _tag(text: str) -> TagId:
    try:
        return TagId.parse(text)
    except ValueError as error:
        raise refuse(422, "no_tag", "This is not a tag.") from error


# --- import ----------------------------------------------------------------------------------


@router.get("/import")
def import_page(request: Request, hub: HubOf) -> Response:
    """Bring a product list in."""
    return page(request, hub, "import", currency=hub.settings.shop.currency)


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
    if step != "plan":
        note(request, "import.done", file.filename, {"written": bool(report.ok or skip_bad)})
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

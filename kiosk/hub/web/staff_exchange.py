"""The staff console's exchange: which size or colour goes out for a piece that came back.

Owns the page and its form; what an exchange is, is `kiosk.hub.aftersale`'s.
"""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from catalog.product import Item
from hardware.rfid.reader import TagId
from kiosk.hub.aftersale.aftersale import Asked
from kiosk.hub.aftersale.decide import Kind, Reason
from kiosk.hub.api.sales import Device, accepted, named, tag_of
from kiosk.hub.context import Hub, refuse
from kiosk.hub.web.staff import HubOf, _seen, page
from kiosk.hub.web.staff_sales import Key, Note, Pin, User, confirmed, done

router = APIRouter(prefix="/staff", include_in_schema=False, dependencies=[Depends(_seen)])


@router.get("/sales/{sale}/exchange/{line}")
def exchange_page(request: Request, hub: HubOf, sale: str, line: int) -> Response:
    """Which size or colour instead: the same product at the same price."""
    found = named(hub, sale)
    old = next((one for one in found.lines if one.position == line), None)
    if old is None:
        raise refuse(404, "no_such_line", f"{found.number} has no line {line}.")
    try:
        product, _ = hub.catalog.variant(old.variant_id)
        variants = [one for one in product.variants if one.price == old.list_price]
    except KeyError:
        variants = []
    laid = _laid_here(hub, {one.id for one in variants})
    return page(
        request,
        hub,
        "exchange",
        number=found.number,
        line={
            "position": line,
            "title": old.title,
            "label": old.label,
            "picture": old.picture,
            "price": old.price.text(hub.settings.shop.locale),
        },
        variants=[one for one in variants if one.untagged_quantity],
        laid=laid,
        reasons=list(Reason),
        people=hub.staff.colleagues(),
        key=secrets.token_urlsafe(9),
    )


@router.post("/sales/{sale}/exchange/{line}")
def exchange(
    request: Request,
    hub: HubOf,
    device: Device,
    sale: str,
    line: int,
    user: User,
    key: Key,
    piece: Annotated[str, Form(max_length=1100)] = "",
    pin: Pin = "",
    reason: Annotated[Reason, Form()] = Reason.FIT,
    note: Note = "",
) -> Response:
    """`piece` is a tag, or "variant:7" for an untagged piece."""
    found = named(hub, sale)
    if not piece:
        raise refuse(422, "no_piece", "Choose the piece that goes out.")
    kind, _, value = piece.partition(":")
    tag = None
    if kind == "variant" and value.isascii() and value.isdigit() and len(value) < 10:
        variant_id = int(value)
    else:
        tag = tag_of(piece)
        item = hub.catalog.resolve(tag) if tag else None
        if not isinstance(item, Item):
            raise refuse(409, "no_item", "This tag is no piece of the shop's. Bind it first.")
        variant_id = item.variant.id
    by = confirmed(hub, user, pin, device, Kind.EXCHANGE)
    asked = Asked(found.id, key, reason, note.strip(), by, device)
    answer = accepted(hub.aftersale.exchange(asked, line, variant_id, tag))
    response = done(request, hub, answer)
    response.headers["HX-Push-Url"] = f"/staff/sales/{found.number}"
    return response


def _laid_here(hub: Hub, variant_ids: set[int]) -> list[dict[str, Any]]:
    """Pieces of these variants that lie on a checkout table now."""
    found = []
    for table in hub.settings.tables:
        snapshot = hub.tables.snapshot(table)
        for one in snapshot.get("lines", ()):
            item = hub.catalog.resolve(TagId.parse(one["key"]))
            if isinstance(item, Item) and item.variant.id in variant_ids:
                found.append(
                    {
                        "tag": one["key"],
                        "label": item.variant.label,
                        "picture": item.variant.picture,
                        "place": snapshot["name"],
                        "code": item.tag_value[-6:],
                    }
                )
    return found

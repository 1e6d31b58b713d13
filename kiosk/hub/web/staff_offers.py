"""The staff console's offers, and the page of all that is needed more rarely.

Owns these pages and their forms. An offer is read and kept by `kiosk.hub.api.offers`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from catalog.database import CatalogError
from catalog.kinds import KINDS
from catalog.pricing.wording import plural
from kiosk.hub.api.offers import Cells, move_offer, offer_json, read_offer
from kiosk.hub.api.sales import Device
from kiosk.hub.context import Hub, refuse
from kiosk.hub.security import audit
from kiosk.hub.web.page import draw
from kiosk.hub.web.staff import Colleague, HubOf, Text, _seen, page

router = APIRouter(prefix="/staff", include_in_schema=False, dependencies=[Depends(_seen)])

MORE = (
    (
        "offers",
        "/staff/offers",
        "Offers",
        "Discount codes and price rules, and until when they run",
    ),
    (
        "visits",
        "/staff/visits",
        "What shoppers say",
        "Handed back and why, answer times, recommendations",
    ),
    ("sales", "/staff/day", "The day", "Close it, and read the days before"),
    ("import", "/staff/import", "Import", "Bring your products in from a file"),
)


@router.get("/more")
def more_page(request: Request, hub: HubOf) -> Response:
    """What has no tab of its own."""
    return page(request, hub, "more", entries=MORE)


@router.get("/offers")
def offers_page(request: Request, hub: HubOf) -> Response:
    """What runs, what will, and what is over."""
    return page(request, hub, "offers", kinds=_kinds(hub), **_offers(hub))


@router.post("/offers")
def add(
    request: Request,
    hub: HubOf,
    name: Colleague,
    device: Device,
    title: Text = "",
    kind: Text = "",
    percent: Text = "",
    amount: Text = "",
    per: Text = "",
    take: Text = "",
    pay: Text = "",
    code: Text = "",
    approval: Text = "",
    combines: Text = "",
    starts: Text = "",
    ends: Text = "",
    kinds: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """A new offer; the list with it."""
    of_kind: Cells = {
        "percent": {"percent": percent},
        "amount": {"amount": amount, "per": per},
        "n_for_m": {"take": take, "pay": pay},
    }.get(kind, {})  # type: ignore[assignment]  # what a browser sends of the others is not meant
    written: Cells = {
        "title": title,
        "kind": kind,
        "code": code,
        "approval": approval,
        "combines": combines,
        "starts": starts,
        "ends": ends,
        "kinds": kinds or [],
    }
    rule = read_offer(hub, {**written, **of_kind})
    try:
        rule = hub.catalog.add_price_rule(rule)
    except CatalogError as error:
        raise refuse(409, "offer", str(error)) from error
    _note(hub, name, "offer.added", rule.handle, device)
    return draw(request, "staff/_offers.html", **_offers(hub, f"{rule.title} is added."))


@router.post("/offers/{handle}/{move}")
def move(
    request: Request, hub: HubOf, name: Colleague, device: Device, handle: str, move: str
) -> Response:
    """Starts or ends it; the list as it is then."""
    rule = move_offer(hub, handle, move)
    _note(hub, name, f"offer.{move}", handle, device)
    words = "runs now" if move == "start" else "is over"
    return draw(request, "staff/_offers.html", **_offers(hub, f"{rule.title} {words}."))


def _note(hub: Hub, name: str, action: str, handle: str, device: str) -> None:
    with hub.catalog.begin() as connection:
        audit.write(connection, name, action, handle, {}, device)
    hub.requests.refresh()


def _offers(hub: Hub, notice: str = "") -> dict[str, Any]:
    now = datetime.now(UTC)
    found = [
        offer_json(rule, now, hub.settings.shop.locale) | {"code": rule.code}
        for rule in hub.catalog.price_rules()
    ]
    return {
        "groups": [
            (words, [one for one in found if one["state"] == state])
            for state, words in (("running", "Running"), ("waiting", "To come"), ("over", "Over"))
        ],
        "notice": notice,
    }


def _kinds(hub: Hub) -> list[tuple[str, str]]:
    """Kinds of garment that the shop has, with their words."""
    there = {product.kind for product in hub.catalog.search("", limit=500)}
    return [(kind, plural(kind).capitalize()) for kind in KINDS if kind in there]

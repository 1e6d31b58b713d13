"""The shop's offers over HTTP: list, add, change many, start, end.

Owns the wire format: an offer is written with the columns of an offers file (docs/offers.md). What
an offer comes to is decided in `catalog.pricing`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from catalog.database import CatalogError
from catalog.pricing import Rule, wording
from catalog.pricing.files import BadCellError, cells_of, rule_of
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.security.door import note

router = APIRouter(prefix="/api/offers", tags=["offers"])

HubOf = Annotated[Hub, Depends(hub_of)]
Text = Annotated[str, Field(max_length=500)]
Cells = Annotated[
    dict[Text, Text | Annotated[list[Text], Field(max_length=500)]], Field(max_length=30)
]


class Offers(BaseModel):
    """Offers as an offers file has them; one whose handle is there already is changed."""

    offers: list[Cells] = Field(max_length=1000)


@router.get("")
def list_offers(hub: HubOf) -> dict[str, Any]:
    """Every offer, also those that are over, in words and as it is written in a file."""
    now = datetime.now(UTC)
    locale = hub.settings.shop.locale
    return {"offers": [offer_json(rule, now, locale) for rule in hub.catalog.price_rules()]}


@router.post("")
def add(cells: Cells, hub: HubOf, request: Request) -> dict[str, Any]:
    """A new offer."""
    rule = read_offer(hub, cells)
    try:
        rule = hub.catalog.add_price_rule(rule)
    except CatalogError as error:
        raise refuse(409, "offer", str(error)) from error
    return _done(hub, request, "added", rule)


@router.put("")
def save(body: Offers, hub: HubOf, request: Request) -> dict[str, Any]:
    """All of these or, when one cannot be, none."""
    rules = [read_offer(hub, cells) for cells in body.offers]
    try:
        hub.catalog.save_price_rules(rules)
    except CatalogError as error:
        raise refuse(409, "offer", str(error)) from error
    for rule in rules:
        note(request, "offer.saved", rule.handle)
    hub.requests.refresh()
    return {"saved": len(rules)}


@router.post("/{handle}/start")
def start(handle: str, hub: HubOf, request: Request) -> dict[str, Any]:
    """The offer runs from now on."""
    return _done(hub, request, "start", move_offer(hub, handle, "start"))


@router.post("/{handle}/end")
def end(handle: str, hub: HubOf, request: Request) -> dict[str, Any]:
    """The offer is over."""
    return _done(hub, request, "end", move_offer(hub, handle, "end"))


def read_offer(hub: Hub, cells: Cells) -> Rule:
    """The offer that is written, or a refusal that names the column."""
    try:
        return rule_of(cells, hub.settings.shop.currency)
    except BadCellError as error:
        raise refuse(422, error.column or "offer", f"{error.column}: {error}") from error


def move_offer(hub: Hub, handle: str, move: str) -> Rule:
    """Starts or ends the offer, or refuses in words."""
    moves = {"start": hub.catalog.start_price_rule, "end": hub.catalog.end_price_rule}
    try:
        return moves[move](handle)
    except KeyError as error:
        raise refuse(404, "not_found", "There is no such thing to do.") from error
    except CatalogError as error:
        raise refuse(404, "not_found", str(error)) from error


def _done(hub: Hub, request: Request, what: str, rule: Rule) -> dict[str, Any]:
    note(request, f"offer.{what}", rule.handle)
    hub.requests.refresh()
    return offer_json(rule, datetime.now(UTC), hub.settings.shop.locale)


def offer_json(rule: Rule, now: datetime, locale: str) -> dict[str, Any]:
    """An offer in words, and as a file has it."""
    state = "over" if rule.over(now) else "running" if rule.runs(now) else "waiting"
    return {
        "handle": rule.handle,
        "title": rule.title,
        "state": state,
        "what": wording.what(rule, locale),
        "whom": wording.whom(rule),
        "when": wording.when(rule, now, locale),
        "columns": cells_of(rule),
    }

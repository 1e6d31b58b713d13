"""Tags over HTTP: what fitting rooms hear, which tags are unknown, binding one to a variant.

Owns the wire format; the catalog decides what may be bound.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, BeforeValidator, Field, model_validator

from catalog.database import CatalogError
from catalog.product import Item
from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId, TagKind
from kiosk.hub.api.catalog import find_variant, variant_json
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.goods.unknown_tags import UnknownHere
from kiosk.hub.security.door import noted
from kiosk.hub.tables.reports import Evidence

router = APIRouter(prefix="/api", tags=["tags"])

FAINT = ("faint", "seldom")  # a zone's doubts of which the shopper is asked
MOST_TAGS = 1000  # in one message; a reader hears a few hundred at most


LONGEST_TAG = 1024


class Tag(BaseModel):
    """A tag on the wire."""

    kind: TagKind
    value: Annotated[str, Field(min_length=1, max_length=LONGEST_TAG)]

    def id(self) -> TagId:
        """The same as the readers write it."""
        value = self.value if self.kind is TagKind.URI else self.value.upper()
        return TagId(self.kind, value)


class HeardTag(Tag):
    """A tag that a reader hears. `silent_s` is how long ago it was last read, in seconds, when this
    was said first; `doubt` is why its zone is not sure of it, "" if it is."""

    rssi_dbm: float | None = None
    silent_s: Annotated[float, Field(ge=0)] | None = None
    doubt: Annotated[str, Field(max_length=32)] = ""

    def evidence(self) -> Evidence:
        return Evidence(self.rssi_dbm, self.silent_s, self.doubt in FAINT)


def nameable(tags: Any) -> Any:
    """Without those that name nothing: one odd tag costs itself, not the whole report."""
    if not isinstance(tags, list):
        return tags
    return [tag for tag in tags if not isinstance(tag, dict) or _is_nameable(tag.get("value"))]


def _is_nameable(value: Any) -> bool:
    return not isinstance(value, str) or 0 < len(value) <= LONGEST_TAG


class Reader(BaseModel):
    """How the place's reader is, in its program's words."""

    state: DeviceState = DeviceState.OK
    message: Annotated[str, Field(max_length=500)] = ""


class Heard(BaseModel):
    """The whole set of tags in a fitting room now."""

    session: Annotated[str, Field(max_length=64)]
    sequence: int
    reader: Reader = Reader()
    tags: Annotated[list[HeardTag], BeforeValidator(nameable), Field(max_length=MOST_TAGS)]
    pictures: Annotated[list[str], Field(max_length=200)] = []  # those the mirror lacks


class Bind(BaseModel):
    """A tag and the variant it shall mean, by id or by SKU (GTIN and key work too)."""

    tag: Tag
    variant_id: int | None = None
    sku: str | None = None

    @model_validator(mode="after")
    def _one_variant(self) -> Bind:
        if (self.variant_id is None) == (self.sku is None):
            raise ValueError("name the variant by variant_id or by sku")
        return self


@router.put("/rooms/{room}/tags")
def heard(room: str, body: Heard, hub: Annotated[Hub, Depends(hub_of)]) -> dict[str, Any]:
    """A mirror says what hangs in its room. Nothing of it is kept."""
    try:
        new = hub.unknown_tags.heard(
            room, body.session, body.sequence, [tag.id() for tag in body.tags]
        )
    except LookupError as error:
        raise refuse(404, "not_found", str(error)) from error
    tags = {tag.id(): tag.evidence() for tag in body.tags}
    reader = Health(body.reader.state, body.reader.message)
    hub.places.hear_room(room, body.session, body.sequence, tags, reader)  # also who is overtaken
    hub.fetcher.draw(body.pictures)
    return {"room": room, "accepted": new}


@router.get("/tags/unknown")
def unknown(hub: Annotated[Hub, Depends(hub_of)]) -> list[dict[str, Any]]:
    """Tags that a table or fitting room hears now and the shop does not know."""
    locale = hub.settings.shop.locale
    return [_unknown_json(one, locale) for one in hub.unknown_tags.now()]


@router.post("/tags/bind")
def bind(request: Request, body: Bind, hub: Annotated[Hub, Depends(hub_of)]) -> dict[str, Any]:
    """From now on this tag is one piece of this variant."""
    item = bind_tag(request, hub, body.tag.id(), body.variant_id, body.sku)
    return {
        "tag": {"kind": item.tag_kind, "value": item.tag_value},
        "status": item.status.value,
        "title": item.product.title,
        "variant": variant_json(item.variant, hub.settings.shop.locale),
    }


def bind_tag(
    request: Request, hub: Hub, tag: TagId, variant_id: int | None, sku: str | None = None
) -> Item:
    """Bind, or refuse in words as an HTTP error."""
    _, variant = find_variant(hub, variant_id, sku)
    if sale := hub.ledger.sold_in(tag):
        raise refuse(
            409,
            "sold",
            f"This tag was sold with receipt {sale}. Take that piece back, or use another tag.",
        )
    try:
        item = hub.catalog.bind(
            tag, variant.id, noted(request, "tag.bound", str(tag), {"sku": variant.sku})
        )
    except CatalogError as error:
        raise refuse(409, "not_bound", str(error)) from error
    hub.fetcher.draw([item.variant.picture])  # before it is first seen on a page
    hub.requests.refresh()
    return item


def _unknown_json(one: UnknownHere, locale: str) -> dict[str, Any]:
    suggestion = None
    if one.suggestion is not None:
        product, variant = one.suggestion
        suggestion = {"title": product.title, "variant": variant_json(variant, locale)}
    return {
        "tag": {"kind": one.tag.kind.value, "value": one.tag.value},
        "reason": one.reason,
        "detail": one.detail,
        "where": one.where,
        "sentence": one.words,
        "suggestion": suggestion,
    }

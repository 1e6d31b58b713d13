"""The catalog over HTTP: search, items, restock, import.

Owns the wire format of products and variants; reads and writes through `catalog`.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from pydantic import BaseModel, model_validator

from catalog.database import CatalogError
from catalog.money import Money
from catalog.product import Item, Product, Variant
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.goods.imports import ImportBusyError, ImportTooLargeError
from kiosk.hub.security.door import note, noted

router = APIRouter(prefix="/api/catalog", tags=["catalog"])

HubOf = Annotated[Hub, Depends(hub_of)]
MOST_PIECES = 100_000  # that are counted in or out at once


class Restock(BaseModel):
    """How many untagged pieces came (or, below 0, went) of a variant, by id or by SKU."""

    variant_id: int | None = None
    sku: str | None = None
    delta: int

    @model_validator(mode="after")
    def _one_variant(self) -> Restock:
        if (self.variant_id is None) == (self.sku is None):
            raise ValueError("name the variant by variant_id or by sku")
        return self


@router.get("/search")
def search(hub: HubOf, q: str = "", limit: int = 50) -> dict[str, Any]:
    """Products by title, SKU, GTIN, handle or colour; without words, the first by title."""
    locale = hub.settings.shop.locale
    found = hub.catalog.search(q, limit=min(max(limit, 1), 200))
    return {"products": [product_json(product, locale) for product in found]}


@router.get("/items")
def items(hub: HubOf, q: str = "", limit: int = 200) -> list[dict[str, Any]]:
    """Tagged pieces, of every status."""
    return [_item_json(item) for item in hub.catalog.items(q, limit=min(max(limit, 1), 5000))]


@router.post("/restock")
def restock(request: Request, body: Restock, hub: HubOf) -> dict[str, Any]:
    """Count untagged pieces in or out; the variant as it is now."""
    variant = change_stock(request, hub, body.variant_id, body.sku, body.delta)
    return variant_json(variant, hub.settings.shop.locale)


def change_stock(
    request: Request, hub: Hub, variant_id: int | None, sku: str | None, delta: int
) -> Variant:
    """The variant with `delta` more untagged pieces, or a refusal in words as an HTTP error."""
    _, variant = find_variant(hub, variant_id, sku)
    if abs(delta) > MOST_PIECES:
        raise refuse(422, "too_many", f"Count in up to {MOST_PIECES:,} pieces at once.")
    try:
        row = noted(request, "stock.changed", variant.sku or str(variant.id), {"pieces": delta})
        variant = hub.catalog.restock(variant.id, delta, row)
    except ValueError as error:
        raise refuse(409, "too_few", str(error)) from error
    hub.requests.refresh()
    return variant


def find_variant(hub: Hub, variant_id: int | None, sku: str | None) -> tuple[Product, Variant]:
    """The variant that was named, or a 404 in words."""
    try:
        if variant_id is not None:
            return hub.catalog.variant(variant_id)
        return hub.catalog.find_variant(sku or "")
    except KeyError as error:
        raise refuse(404, "not_found", "The shop does not have this variant any more.") from error
    except LookupError as error:
        raise refuse(404, "not_found", str(error)) from error


@router.post("/import")
def import_file(
    request: Request,
    hub: HubOf,
    file: UploadFile,
    source: Annotated[str, Form()] = "shopify",
    dry_run: Annotated[bool, Form()] = False,
    skip_bad: Annotated[bool, Form()] = False,
) -> dict[str, Any]:
    """Bring a product list in; all or nothing unless `skip_bad`. The report says what changed."""
    report = run_import(hub, file, source=source, dry_run=dry_run, skip_bad=skip_bad)
    if not dry_run:
        note(
            request,
            "import.done",
            file.filename or "a file",
            {"written": bool(report.ok or skip_bad)},
        )
    answer: dict[str, Any] = report.as_dict()
    return answer


@router.get("/import/progress")
def import_progress(hub: HubOf) -> dict[str, Any]:
    """The running import's step, and how much of it is done; `step` is null without one."""
    step, done, total = hub.imports.progress or (None, 0, 0)
    return {"step": step, "done": done, "total": total}


def run_import(hub: Hub, file: UploadFile, *, source: str, dry_run: bool, skip_bad: bool) -> Any:
    """The catalog's report, or a refusal in words as an HTTP error."""
    name = file.filename or "The file"
    try:
        report = hub.imports.run(
            file.file, name=name, source=source, dry_run=dry_run, skip_bad=skip_bad
        )
    except ImportBusyError as error:
        raise refuse(409, "busy", str(error)) from error
    except ImportTooLargeError as error:
        raise refuse(413, "too_large", str(error)) from error
    except (CatalogError, ValueError) as error:
        raise refuse(422, "unreadable", str(error)) from error
    hub.requests.refresh()
    return report


def picture_path(key: str, size: int = 480) -> str | None:
    """Where pages find the picture of this key."""
    return f"/media/{size}/{key}.webp" if key else None


def money_json(money: Money, locale: str) -> dict[str, Any]:
    """Money as pages read it."""
    return {"minor": money.minor, "currency": money.currency, "text": money.text(locale)}


def variant_json(variant: Variant, locale: str) -> dict[str, Any]:
    """A variant with its stock, for staff."""
    return {
        "id": variant.id,
        "sku": variant.sku,
        "gtin": variant.gtin,
        "size": variant.size,
        "colour": variant.colour,
        "colour_hex": variant.colour_hex,
        "label": variant.label,
        "price": money_json(variant.price, locale),
        "stock": variant.stock,
        "untagged": variant.untagged_quantity,
        "picture": picture_path(variant.picture),
    }


def product_json(product: Product, locale: str) -> dict[str, Any]:
    """A product with all its variants, for staff."""
    return {
        "id": product.id,
        "handle": product.handle,
        "title": product.title,
        "brand": product.brand,
        "kind": product.kind,
        "department": product.department,
        "picture": picture_path(product.variants[0].picture) if product.variants else None,
        "variants": [variant_json(variant, locale) for variant in product.variants],
    }


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "tag": {"kind": item.tag_kind, "value": item.tag_value},
        "sku": item.variant.sku,
        "title": item.product.title,
        "label": item.variant.label,
        "status": item.status.value,
        "picture": picture_path(item.variant.picture),
        "product_id": item.product.id,
        "kind": item.product.kind,
    }

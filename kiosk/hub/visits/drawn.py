"""The phone page's whole state as JSON: a pure function of a visit, its products and its requests.

Owns the wire format. Tags stay with the mirror: a phone knows garments by their variant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalog.money import Money
from catalog.product import Product, Variant
from kiosk.hub.rooms.fitting_request import named
from kiosk.hub.visits.costs import Costs
from kiosk.hub.visits.product_page import ProductPage
from kiosk.hub.visits.told import Told

Owners = Mapping[int, tuple[Product, Variant]]
OPEN = ("sending", "waiting", "taken")


def drawn(
    told: Told,
    owners: Owners,
    room: Mapping[str, Any],
    listed: Sequence[int],
    *,
    locale: str,
    page: ProductPage,
    costs: Costs,
) -> dict[str, Any]:
    """`room` is the hub's snapshot of the room, `listed` the variants on the list to keep."""
    here = Counter(garment.variant_id for garment in told.garments)
    wanted = [*told.variants, *listed]
    products = {owners[one][0].id: owners[one][0] for one in wanted if one in owners}
    requests = {str(one.get("id")): one for one in room.get("requests", ())}
    return {
        "language": told.language,
        "large_text": told.large_text,
        "garments": [g.variant_id for g in told.garments if g.variant_id in owners],
        "focus": told.focus if told.focus in owners else None,
        "offers": [
            {
                "variant_id": offer.variant_id,
                "reasons": [
                    {"kind": reason.kind, "subject": reason.subject} for reason in offer.reasons
                ],
            }
            for offer in told.offers
            if offer.variant_id in owners
        ],
        "asked": [
            _asked(asked.id, asked.kind, asked.variant_id, asked.status, requests.get(asked.id, {}))
            for asked in told.asked
            if asked.variant_id is None or asked.variant_id in owners
        ],
        "missing": list(told.missing),
        "list": [one for one in listed if one in owners],
        "products": {
            str(product.id): product_json(product, locale, page, costs, here)
            for product in products.values()
        },
        "on_duty": bool(room.get("on_duty", room.get("staff_on_duty", False))),
        "answer_minutes": room.get("answer_minutes"),
        "rated": told.rated,
        "counts": _counts(told, listed),
    }


def _asked(
    request_id: str, kind: str, variant_id: int | None, status: str, news: Mapping[str, Any]
) -> dict[str, Any]:
    colleague = news.get("colleague") or None
    instead = news.get("instead") or {}
    # The hub heard from its colleagues before the mirror could say so again.
    status = str(news.get("status", status))
    # What only the mirror speaks of any more is over, and nobody knows how.
    unknown = "unanswered" if status == "cancelled" and not news else ""
    return {
        "id": request_id,
        "kind": kind,
        "variant_id": variant_id,
        "status": status,
        "open": status in OPEN,
        "colleague": colleague
        and {"name": str(colleague.get("name", "")), "picture": colleague.get("picture")},
        "escalated": bool(news.get("escalated", False)),
        "outcome": str(news.get("outcome") or unknown),
        "note": str(news.get("note") or ""),
        "instead": named(str(instead.get("title") or ""), str(instead.get("label") or "")),
        "held_until": news.get("held_until"),
    }


def _counts(told: Told, listed: Sequence[int]) -> dict[str, int]:
    """How much of a visit is held, for the page that says so."""
    return {
        "garments": len(told.garments),
        "offers": len(told.offers),
        "asked": len(told.asked),
        "held": told.held,
        "missing": len(told.missing),
        "list": len(listed),
    }


def product_json(
    product: Product, locale: str, page: ProductPage, costs: Costs, here: Mapping[int, int]
) -> dict[str, Any]:
    """A product as a shopper's page reads it; `here` counts the pieces of the room by variant."""
    return {
        "id": product.id,
        "title": product.title,
        "brand": product.brand,
        "fabric": product.fabric,
        "care": product.care,
        "variants": [
            variant_json(product, variant, locale, page, costs, here.get(variant.id, 0))
            for variant in product.variants
        ],
    }


def variant_json(
    product: Product,
    variant: Variant,
    locale: str,
    page: ProductPage,
    costs: Costs,
    here: int = 0,
) -> dict[str, Any]:
    picture = variant.picture or (product.pictures[0] if product.pictures else "")
    price = costs.get(variant.id, variant.price)
    was = variant.price if price != variant.price else variant.compare_at
    return {
        "id": variant.id,
        "size": variant.size,
        "colour": variant.colour,
        "colour_hex": variant.colour_hex,
        "label": variant.label,
        "price": _money(price, locale),
        "was": _money(was, locale) if was is not None and was > price else None,
        "stock": max(0, variant.stock - here),
        "here": here,
        "picture": f"/media/480/{picture}.webp" if picture else None,
        "link": page.of(product, variant),
    }


def _money(money: Money, locale: str) -> dict[str, Any]:
    return {"minor": money.minor, "currency": money.currency, "text": money.text(locale)}


def known(ids: Iterable[int], owners: Owners) -> set[int]:
    """The variants of all products that are spoken of: those that may be shown or asked for."""
    products = {owners[one][0].id: owners[one][0] for one in ids if one in owners}
    return {variant.id for product in products.values() for variant in product.variants}

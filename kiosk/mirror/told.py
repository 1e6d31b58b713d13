"""A visit as the hub is told it for the shopper's phone: a pure function to a JSON object.

Owns this message's shape. It is whole each time; a visit that is over is `{"visit": None}`.
"""

from __future__ import annotations

from typing import Any

from kiosk.mirror.visit import rating
from kiosk.mirror.visit.visit import FittingVisit

MOST_GARMENTS = 200  # the hub takes no more
MOST_ASKED = 50
NOBODYS: dict[str, Any] = {"visit": None}


def told(visit: FittingVisit, since_ms: int) -> dict[str, Any]:
    """`since_ms` is when the visit began, in milliseconds since 1970."""
    if not visit.began or not visit.key:
        return NOBODYS
    return {
        "visit": visit.key,
        "token": visit.token,
        "language": visit.manners.language,
        "large_text": visit.manners.large_text,
        "garments": [
            {"tag": str(garment.tag), "variant_id": garment.variant.id}
            for garment in visit.garments[-MOST_GARMENTS:]
        ],
        "focus": visit.focus.variant.id if visit.focus else None,
        "offers": [
            {
                "variant_id": offer.variant.id,
                "reasons": [
                    {"kind": reason.kind.value, "subject": reason.subject}
                    for reason in offer.reasons
                ],
            }
            for offer in visit.offers
        ],
        "asked": [
            {
                "id": request.id,
                "kind": request.kind.value,
                "variant_id": request.variant.id if request.variant else None,
                "status": request.status.value,
            }
            for request in visit.requests[-MOST_ASKED:]
        ],
        "missing": list(visit.missing),
        "held": len(visit.held),
        "sent": [
            {"kind": tag.kind.value, "value": tag.value}
            for tag in (visit.sent.tags if visit.sent else ())
        ],
        "rated": rating.given(visit),
        "since_ms": since_ms,
    }

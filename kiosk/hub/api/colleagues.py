"""Colleagues' pictures over HTTP, for the mirror that says who comes.

Owns the address and how long it may be kept; what a picture is, is `portraits.py`'s.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from kiosk.hub.context import Hub, hub_of, refuse

router = APIRouter(prefix="/media/colleagues", tags=["media"])

KEPT = "private, max-age=86400, immutable"  # not for good: a colleague may leave


@router.get("/{key}.jpg")
def picture(
    key: Annotated[str, Path(pattern="^[0-9a-f]{32}$")], hub: Annotated[Hub, Depends(hub_of)]
) -> Response:
    """The picture of the colleague who comes. Its address cannot be guessed."""
    image = hub.security.portraits.image(key)
    if image is None:
        raise refuse(404, "not_found", "There is no such picture.")
    return Response(image, media_type="image/jpeg", headers={"Cache-Control": KEPT})

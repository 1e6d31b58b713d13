"""How the hub is, for programs that wait for it and people who look after it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from kiosk.hub.context import Hub, hub_of

router = APIRouter(prefix="/api", tags=["health"])


@router.get("/health")
def health(hub: Annotated[Hub, Depends(hub_of)]) -> dict[str, Any]:
    """Answers as long as the hub serves and its database can be read."""
    return {
        "name": "hangtag-hub",
        "version": hub.version,
        "state": "ok",
        "catalog_version": hub.catalog.version(),
        "since": hub.since.isoformat(timespec="seconds"),
    }

"""What the hub's pages and API work with: the parts that `app.py` put together.

Owns the bundle and how a request reaches it. Makes nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from fastapi import HTTPException, Request

if TYPE_CHECKING:
    from catalog import Catalog
    from catalog.pictures import PictureStore
    from kiosk.config import Settings
    from kiosk.hub.ledger import Ledger
    from kiosk.hub.live import Live
    from kiosk.hub.requests import Requests
    from kiosk.hub.tables import Tables


@dataclass(frozen=True, slots=True)
class Hub:
    """The running hub. `epoch` tells one run of the hub from the next."""

    settings: Settings
    catalog: Catalog
    ledger: Ledger
    tables: Tables
    requests: Requests
    live: Live
    pictures: PictureStore
    epoch: str
    since: datetime


def hub_of(request: Request) -> Hub:
    """The hub that serves this request; a FastAPI dependency."""
    return cast("Hub", request.app.state.hub)


def refuse(status: int, code: str, message: str) -> HTTPException:
    """An error in the form that all of the hub's clients read."""
    return HTTPException(status, detail={"code": code, "message": message})

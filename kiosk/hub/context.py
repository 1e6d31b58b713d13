"""What the hub's pages and API work with: the parts that `app.py` put together.

Owns the bundle and how a request reaches it. Makes nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from fastapi import HTTPException, Request

if TYPE_CHECKING:
    from catalog.pictures import PictureStore
    from catalog.store import Catalog
    from kiosk.config import Settings
    from kiosk.hub.aftersale.aftersale import AfterSale
    from kiosk.hub.bookkeeping.closing import Closing
    from kiosk.hub.gates.gates import Gates
    from kiosk.hub.goods.imports import Imports
    from kiosk.hub.goods.pictures import PictureFetcher
    from kiosk.hub.goods.snapshots import Snapshots
    from kiosk.hub.goods.unknown_tags import UnknownTags
    from kiosk.hub.insight.insight import Insight
    from kiosk.hub.ledger import Ledger
    from kiosk.hub.live import Live
    from kiosk.hub.outbox.worker import Outbox
    from kiosk.hub.receipts.receipts import Receipts
    from kiosk.hub.reconciling import Reconciler
    from kiosk.hub.rooms.requests import Requests
    from kiosk.hub.security.security import Security
    from kiosk.hub.security.staff import Staff
    from kiosk.hub.tables.desk import Desks
    from kiosk.hub.tables.places import Places
    from kiosk.hub.tables.shop_tables import Tables
    from kiosk.hub.visits.visits import Visits


@dataclass(frozen=True, slots=True)
class Hub:
    """The running hub. `epoch` tells one run of the hub from the next; `since` is UTC."""

    settings: Settings
    catalog: Catalog
    ledger: Ledger
    aftersale: AfterSale
    desks: Desks
    outbox: Outbox
    reconciler: Reconciler
    tables: Tables
    places: Places
    gates: Gates
    requests: Requests
    unknown_tags: UnknownTags
    imports: Imports
    insight: Insight
    live: Live
    pictures: PictureStore
    fetcher: PictureFetcher
    snapshots: Snapshots
    security: Security
    receipts: Receipts
    closing: Closing
    visits: Visits
    epoch: str
    since: datetime
    version: str

    @property
    def staff(self) -> Staff:
        """Who works here, and whose PIN it is."""
        return self.security.staff


def hub_of(request: Request) -> Hub:
    """The hub that serves this request; a FastAPI dependency."""
    return cast("Hub", request.app.state.hub)


def refuse(status: int, code: str, message: str) -> HTTPException:
    """An error in the form that all of the hub's clients read."""
    return HTTPException(status, detail={"code": code, "message": message})

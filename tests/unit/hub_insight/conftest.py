"""The small shop's hub, as mirrors tell it what happened."""

from __future__ import annotations

from tests.unit.hub.conftest import settings, shop_database, shop_url
from tests.unit.hub_staff.conftest import hub

__all__ = ["hub", "settings", "shop_database", "shop_url"]

"""A small shop for the programs' tests: settings on free ports, and items as the hub lists them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.config import Settings, parse

# SGTIN-96s of Hangtag's example prefix, three pieces of a shirt and one of a belt.
SHIRTS = ["30344A4B4408D4C000000001", "30344A4B4408D4C000000002", "30344A4B4408D4C000000003"]
BELT = "30344A4B440910000000002A"
SOLD = "30344A4B4409100000000FFF"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def settings_in(folder: Path, **changes: Any) -> Settings:
    """One room, one table and the bench, all on free ports with their data in `folder`."""
    return parse(content(**changes), folder / "config.yaml")


def content(**changes: Any) -> dict[str, Any]:
    return {
        "hub": {"port": free_port()},
        "bench": {"port": free_port()},
        "security": {"demo": True},
        "rooms": {
            "1": {
                "name": "Fitting room 1",
                "tablet": "1",
                "reader": {"driver": "mercury", "port": "var/dev/room-1", "region": "EU3"},
            }
        },
        "tables": {
            "1": {
                "name": "Checkout 1",
                "reader": {"driver": "mercury", "port": "var/dev/table-1", "region": "EU3"},
                "terminal": {"driver": "simulated", "port": "var/dev/terminal-1"},
            }
        },
        **changes,
    }


def item(tag: str, sku: str, title: str, status: str = "in_stock") -> dict[str, Any]:
    return {
        "tag": {"kind": "epc", "value": tag},
        "sku": sku,
        "title": title,
        "label": "Ivory, M",
        "status": status,
        "picture": None,
        "product_id": 1 if sku == "SHIRT-M" else 2,
        "kind": "shirt" if sku == "SHIRT-M" else "belt",
    }


ITEMS = [
    *(item(tag, "SHIRT-M", "Linen shirt") for tag in SHIRTS),
    item(BELT, "BELT", "Leather belt"),
    item(SOLD, "BELT", "Leather belt", "sold"),
]


def hub_answers(
    items: list[dict[str, Any]] = ITEMS, version: int = 1
) -> Callable[..., tuple[int, Any]]:
    """What `kiosk.hub_asking.ask` gets from a hub with these items."""

    def ask(method: str, url: str, body: object = None, **_: object) -> tuple[int, Any]:
        if url.endswith("/api/health"):
            return 200, {"catalog_version": version}
        return 200, items

    return ask

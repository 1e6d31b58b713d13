"""Looks: sets that a stylist put together, from a YAML file into the database.

Owns the file's form and its words for mistakes. A look is read back by `suggesting.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, delete, insert, select

from catalog.database import CatalogError
from catalog.reading import product_table
from catalog.tables import LookEntryRow, LookRow


@dataclass(frozen=True, slots=True)
class Look:
    """A set: `entries` are (product handle, colour), colour "" = any."""

    handle: str
    title: str
    season: str
    entries: tuple[tuple[str, str], ...]


def read_looks(path: Path) -> list[Look]:
    """Looks of a YAML file. Raises `CatalogError` that names the look and what is wrong.

    `- {handle: harbour-walk, title: Harbour walk, season: autumn, products: [linen-shirt/Ivory]}`
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogError(f"Cannot read the looks of {path.name}: {error}") from error
    if not isinstance(content, list):
        raise CatalogError(f"{path.name} should be a list of looks.")
    return [_look(entry, f"{path.name}, look {n}") for n, entry in enumerate(content, start=1)]


def _look(entry: Any, where: str) -> Look:
    if not isinstance(entry, dict):
        raise CatalogError(f"{where}: should have handle, title and products.")
    products = entry.get("products")
    for key in ("handle", "title"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise CatalogError(f"{where}: {key} is missing.")
    if not isinstance(products, list) or len(products) < 2:
        raise CatalogError(f"{where}: products should list two or more.")
    entries = []
    for product in products:
        handle, _, colour = str(product).partition("/")
        entries.append((handle, colour))
    return Look(entry["handle"], entry["title"], str(entry.get("season") or ""), tuple(entries))


def write_looks(connection: Connection, looks: Sequence[Look]) -> None:
    """Makes these the only looks. Raises `CatalogError` for a product that is not there."""
    wanted = {handle for look in looks for handle, _ in look.entries}
    rows = connection.execute(
        select(product_table.handle, product_table.id).where(product_table.handle.in_(wanted))
    )
    ids = {row.handle: row.id for row in rows}
    missing = sorted(wanted - set(ids))
    if missing:
        raise CatalogError(f"The looks name products that are not there: {', '.join(missing)}.")
    connection.execute(delete(LookEntryRow))
    connection.execute(delete(LookRow))
    if not looks:
        return
    made = connection.execute(
        insert(LookRow).returning(LookRow.handle, LookRow.id),
        [{"handle": look.handle, "title": look.title, "season": look.season} for look in looks],
    )
    look_ids = {row.handle: row.id for row in made}
    connection.execute(
        insert(LookEntryRow),
        [
            {
                "look_id": look_ids[look.handle],
                "position": position,
                "product_id": ids[handle],
                "colour": colour,
            }
            for look in looks
            for position, (handle, colour) in enumerate(look.entries, start=1)
        ],
    )

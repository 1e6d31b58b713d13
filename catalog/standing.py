"""Every tagged piece in one go, with its status: for who must know them all, as a gate does.

Owns two statements. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from catalog.product import TagLike
from catalog.reading import BATCH, item_table, variant_table
from catalog.resolving import find_items, read_tag

_EVERY = select(
    item_table.tag_kind, item_table.tag_value, item_table.sgtin, item_table.status
).execution_options(yield_per=500)  # few, so that a thread which reads them all holds up no other
_GTINS = select(variant_table.gtin).where(variant_table.gtin.is_not(None))


def piece_key(kind: str, value: str, sgtin: str | None) -> str:
    """What names a piece, however its tag is written: its GTIN and serial, else what it says."""
    return sgtin or f"{kind}:{value}"


def every_piece(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Key, tag as text and status of each tagged piece."""
    for kind, value, sgtin, status in connection.execute(_EVERY):
        tag = f"{kind}:{value}"
        yield sgtin or tag, tag, status


def statuses(connection: Connection, tags: Iterable[TagLike]) -> dict[str, str]:
    """Key and status of those of the tags that are pieces."""
    reads = [read_tag(tag) for tag in tags]
    found = {}
    for start in range(0, len(reads), BATCH):
        batch = reads[start : start + BATCH]
        by_tag, by_sgtin = find_items(connection, batch)
        for row in (*by_tag.values(), *by_sgtin.values()):
            found[piece_key(row.tag_kind, row.tag_value, row.sgtin)] = row.status
    return found


def gtins(connection: Connection) -> frozenset[str]:
    """The articles that the shop sells."""
    return frozenset(connection.scalars(_GTINS).all())

"""A look at the catalog that tells cheaply whether more than its stock has changed.

Owns those statements. It sees what came and what went, and every offer. It does not see a price
that an import wrote over another: who imports says so.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from catalog.tables import Base, ChangeRow, PriceRuleRow

_COUNTED = ("product", "variant", "image", "look", "look_entry", "complement")
_TABLES = [Base.metadata.tables[name] for name in _COUNTED]
_COUNTS = select(
    *(select(func.count()).select_from(table).scalar_subquery() for table in _TABLES),
    *(select(func.max(table.c.id)).scalar_subquery() for table in _TABLES if "id" in table.c),
)
_OFFERS = select(PriceRuleRow.__table__).order_by(PriceRuleRow.id)

_VERSION = select(ChangeRow.version)

Outline = tuple[Any, ...]


def version_of(connection: Connection) -> int:
    """`Catalog.version` as this transaction sees it."""
    return int(connection.execute(_VERSION).scalar_one())


def outline(connection: Connection) -> Outline:
    """Equal as long as only the stock changed, as far as a look can tell."""
    offers = tuple(str(tuple(row)) for row in connection.execute(_OFFERS))
    return (*connection.execute(_COUNTS).one(), *offers)

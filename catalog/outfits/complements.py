"""Where learned complements come in: what sales and outfits teach, as scores of products.

Owns the form only. Nothing is learned yet: the table `complement` (seed, rank, product, score) is
empty until a job writes it, and then these scores move the order by themselves. Another source is
given to `Catalog.goes_with(..., complements=...)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection, select

from catalog.reading import OfIds
from catalog.tables import ComplementRow

DEPTH = 40
"""How many of each seed are looked at: enough that stock leaves some of many kinds."""


class Complements(Protocol):
    """What was learned about which products are worn or bought together."""

    def scores(self, connection: Connection, seeds: Sequence[int]) -> Mapping[int, float]:
        """Product id -> how well it goes with all of these products, 0 to 1."""
        ...


class TableOfComplements:
    """The rows of `complement`: of several seeds, the sum of what each says."""

    def scores(self, connection: Connection, seeds: Sequence[int]) -> Mapping[int, float]:
        sums: dict[int, float] = {}
        for product_id, score in _ROWS.rows(connection, seeds):
            sums[product_id] = sums.get(product_id, 0.0) + score
        most = max(sums.values(), default=0.0)
        if most <= 0:
            return {}
        return {product_id: max(0.0, value / most) for product_id, value in sums.items()}


_table = ComplementRow.__table__.c
_ROWS = OfIds(
    select(_table.product_id, _table.score)
    .where(_table.rank <= DEPTH)
    .order_by(_table.seed_id, _table.rank),
    _table.seed_id,
)

"""Changes of stock inside the caller's transaction: restock, bind a tag, sell, take back.

Owns the rule stock = items in stock + untagged pieces, and the only code that counts items.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from catalog.database import CatalogError
from catalog.product import ItemStatus, TagLike
from catalog.reading import BATCH, load_owners, variant_table
from catalog.resolving import ReadTag, find_items, read_tag, variants_of_gtins
from catalog.tables import ChangeRow, ItemRow, VariantRow

_RECOUNT = (
    update(VariantRow)
    .where(VariantRow.id.in_(bindparam("ids", expanding=True)))
    .values(
        items_in_stock=select(func.count())
        .where(ItemRow.variant_id == VariantRow.id, ItemRow.status == ItemStatus.IN_STOCK.value)
        .scalar_subquery()
    )
)
_TAKE_UNTAGGED = (
    update(VariantRow)
    .where(VariantRow.id == bindparam("variant_id"), VariantRow.untagged_quantity > 0)
    .values(untagged_quantity=VariantRow.untagged_quantity - 1)
)
_HEXADECIMAL = frozenset("0123456789ABCDEF")
_CHANGED = update(ChangeRow).values(version=ChangeRow.version + 1)


class StockError(CatalogError, ValueError):
    """The stock cannot change so. The text is a sentence for staff."""


@dataclass(frozen=True, slots=True)
class StockChange:
    """Which of the given tags changed, and which were already as asked or are no item."""

    changed: tuple[tuple[str, str], ...]
    unchanged: tuple[tuple[str, str], ...]


def count_change(connection: Connection) -> None:
    """One more committed change, for whoever polls `Catalog.version`."""
    connection.execute(_CHANGED)


def recount(connection: Connection, variant_ids: Collection[int]) -> None:
    """Writes how many items in stock these variants have."""
    ids = list(variant_ids)
    for start in range(0, len(ids), BATCH):
        connection.execute(_RECOUNT, {"ids": ids[start : start + BATCH]})


def restock(connection: Connection, variant_id: int, delta: int) -> None:
    """Adds `delta` untagged pieces. Raises `StockError` when there are fewer, else `KeyError`."""
    done = connection.execute(
        update(VariantRow)
        .where(VariantRow.id == variant_id, VariantRow.untagged_quantity + delta >= 0)
        .values(untagged_quantity=VariantRow.untagged_quantity + delta)
    )
    if done.rowcount == 0:
        row = connection.execute(
            select(variant_table.untagged_quantity, variant_table.items_in_stock).where(
                variant_table.id == variant_id
            )
        ).one_or_none()
        if row is None:
            raise KeyError(variant_id)
        raise StockError(
            f"There are {row.untagged_quantity} untagged pieces, so {-delta} cannot be taken away. "
            f"The {row.items_in_stock} tagged ones leave the stock when they are sold."
            if row.items_in_stock
            else f"There are {row.untagged_quantity} pieces, so {-delta} cannot be taken away."
        )
    count_change(connection)


def untagged(connection: Connection, variant_ids: Collection[int]) -> dict[int, int]:
    """How many untagged pieces these variants have, those of them that there are."""
    if not variant_ids:
        return {}
    query = select(variant_table.id, variant_table.untagged_quantity).where(
        variant_table.id.in_(list(variant_ids))
    )
    return {row.id: row.untagged_quantity for row in connection.execute(query)}


def sell_untagged(connection: Connection, quantities: Mapping[int, int]) -> None:
    """So many untagged pieces of each variant leave the stock, as far as it has them.

    Refuses nothing, because it runs after the money has moved.
    """
    wanted = [variant_id for variant_id, many in quantities.items() for _ in range(many)]
    if wanted:
        take_untagged(connection, wanted)
        count_change(connection)


def bind(connection: Connection, tag: TagLike, variant_id: int) -> ReadTag:
    """Makes the tag one piece of the variant, out of its untagged ones if there are any.

    Raises `CatalogError` when the tag or its serial belongs to a piece already.
    """
    read = read_tag(tag)
    if not read.value:
        raise CatalogError("This tag says nothing, so it cannot be bound.")
    if read.kind not in ("epc", "uid", "uri"):
        raise CatalogError(f"A tag is an epc, a uid or a uri, not {read.kind!r}.")
    if read.kind != "uri" and not set(read.value) <= _HEXADECIMAL:
        raise CatalogError(f"An {read.kind.upper()} is written in hexadecimal, 0 to 9 and A to F.")
    by_tag, by_sgtin = find_items(connection, [read])
    taken = by_tag.get(read.key) or by_sgtin.get(str(read.sgtin))
    if taken is not None:
        product, variant = load_owners(connection, [taken.variant_id])[taken.variant_id]
        name = ", ".join(part for part in (product.title, variant.label) if part)
        raise CatalogError(
            f"This tag is bound to {name} already ({taken.status.replace('_', ' ')}). "
            "Unbind it first if it was moved."
        )
    _require_variant(connection, variant_id)
    take_untagged(connection, [variant_id])
    insert_items(connection, [(read, variant_id)])
    count_change(connection)
    return read


def unbind(connection: Connection, tag: TagLike) -> None:
    """Forgets the tag. A piece in stock becomes an untagged one. Raises `CatalogError`."""
    read = read_tag(tag)
    by_tag, by_sgtin = find_items(connection, [read])
    row = by_tag.get(read.key) or by_sgtin.get(str(read.sgtin))
    if row is None:
        raise CatalogError(f"The tag {read.value} is not bound to anything.")
    connection.execute(
        delete(ItemRow).where(ItemRow.tag_kind == row.tag_kind, ItemRow.tag_value == row.tag_value)
    )
    if row.status == ItemStatus.IN_STOCK:
        connection.execute(
            update(VariantRow)
            .where(VariantRow.id == row.variant_id)
            .values(untagged_quantity=VariantRow.untagged_quantity + 1)
        )
    recount(connection, [row.variant_id])
    count_change(connection)


def mark_sold(connection: Connection, tags: Iterable[TagLike]) -> StockChange:
    """The pieces leave the stock. One that was never commissioned is commissioned as sold.

    Refuses nothing, because it runs after the money has moved: a tag that is sold already or that
    names nothing of this shop is told in `unchanged`.
    """
    reads = [read_tag(tag) for tag in tags]
    _commission(connection, [read for read in reads if read.sgtin])
    known_before = (ItemStatus.IN_STOCK, ItemStatus.MISSING)
    return _move(connection, reads, known_before, ItemStatus.SOLD)


def mark_in_stock(connection: Connection, tags: Iterable[TagLike]) -> StockChange:
    """The pieces are in stock again: returned, or found. Tags that are no item are `unchanged`."""
    before = (ItemStatus.SOLD, ItemStatus.MISSING)
    return _move(connection, [read_tag(tag) for tag in tags], before, ItemStatus.IN_STOCK)


def mark_missing(connection: Connection, tags: Iterable[TagLike]) -> StockChange:
    """The pieces were not found in a count. Sold ones and tags that are no item are `unchanged`."""
    before = (ItemStatus.IN_STOCK,)
    return _move(connection, [read_tag(tag) for tag in tags], before, ItemStatus.MISSING)


def _move(
    connection: Connection,
    reads: Sequence[ReadTag],
    before: tuple[ItemStatus, ...],
    after: ItemStatus,
) -> StockChange:
    by_tag, by_sgtin = find_items(connection, reads)
    rows = {}
    changed = []
    for read in reads:
        row = by_tag.get(read.key) or by_sgtin.get(str(read.sgtin))
        if row is not None and row.status in before:
            rows[row.tag_kind, row.tag_value] = row
            changed.append(read.key)
    for kind, value in rows:
        connection.execute(
            update(ItemRow)
            .where(ItemRow.tag_kind == kind, ItemRow.tag_value == value)
            .values(status=after.value)
        )
    if rows:
        recount(connection, {row.variant_id for row in rows.values()})
        count_change(connection)
    return StockChange(
        changed=tuple(changed),
        unchanged=tuple(read.key for read in reads if read.key not in changed),
    )


def _commission(connection: Connection, reads: Sequence[ReadTag]) -> None:
    """Makes items in stock of pieces whose GTIN the shop sells but whose serial it never saw."""
    by_tag, by_sgtin = find_items(connection, reads)
    new = {
        str(read.sgtin): read
        for read in reads
        if read.sgtin and read.key not in by_tag and str(read.sgtin) not in by_sgtin
    }
    gtins = {read.sgtin.gtin for read in new.values() if read.sgtin}
    variant_of = variants_of_gtins(connection, gtins)
    for read in new.values():
        variant_id = variant_of.get(read.sgtin.gtin) if read.sgtin else None
        if variant_id is not None:
            take_untagged(connection, [variant_id])
            insert_items(connection, [(read, variant_id)])


def take_untagged(connection: Connection, variant_ids: Sequence[int]) -> None:
    """One untagged piece less for each time a variant is named, as far as it has any."""
    if variant_ids:
        connection.execute(_TAKE_UNTAGGED, [{"variant_id": number} for number in variant_ids])


def insert_items(connection: Connection, tags: Sequence[tuple[ReadTag, int]]) -> None:
    """New items in stock, each of the variant with that id. None may be bound yet."""
    rows = [
        {
            "tag_kind": read.kind,
            "tag_value": read.value,
            "variant_id": variant_id,
            "status": ItemStatus.IN_STOCK.value,
            "sgtin": str(read.sgtin) if read.sgtin else None,
        }
        for read, variant_id in tags
    ]
    if rows:
        connection.execute(insert(ItemRow), rows)
        recount(connection, {variant_id for _, variant_id in tags})


def _require_variant(connection: Connection, variant_id: int) -> None:
    found = connection.scalar(select(variant_table.id).where(variant_table.id == variant_id))
    if found is None:
        raise CatalogError(f"There is no variant with the id {variant_id}.")

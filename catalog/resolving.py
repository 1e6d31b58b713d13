"""Which piece a tag is: bound tag, registered serial, known GTIN, or unknown with a reason.

Owns the order in which a tag's meaning is looked for. Never raises for a tag, whatever it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from catalog.epc import EpcError, Sgtin, decode_sgtin, decode_sgtin_uri
from catalog.product import (
    Resolved,
    TagLike,
    UnknownReason,
    UnknownTag,
    UnregisteredPiece,
)
from catalog.reading import (
    BATCH,
    ITEM_COLUMNS,
    item_of,
    item_table,
    load_owners,
    variant_table,
)

TagKey = tuple[str, str]

_ITEMS = select(*ITEM_COLUMNS).where(
    or_(
        item_table.tag_value.in_(bindparam("values", expanding=True)),
        item_table.sgtin.in_(bindparam("sgtins", expanding=True)),
    )
)
_VARIANTS_OF_GTIN = select(variant_table.gtin, variant_table.id).where(
    variant_table.gtin.in_(bindparam("gtins", expanding=True))
)


@dataclass(frozen=True, slots=True)
class ReadTag:
    """A tag with what its bits say: an SGTIN, or why there is none."""

    kind: str
    value: str
    sgtin: Sgtin | None
    reason: UnknownReason
    detail: str

    @property
    def key(self) -> TagKey:
        return (self.kind, self.value)


def read_tag(tag: TagLike) -> ReadTag:
    """What the tag says by itself. Hexadecimal values are compared in upper case."""
    kind, value = str(tag.kind), str(tag.value)
    # A lone surrogate can come from a garbled URI; no database takes it.
    value = value.encode("utf-8", "replace").decode("utf-8")
    if kind == "epc":
        value = value.upper()
        try:
            return ReadTag(kind, value, decode_sgtin(value), UnknownReason.FOREIGN, "")
        except EpcError as error:
            return ReadTag(kind, value, None, UnknownReason.NOT_A_GARMENT_TAG, str(error))
    if kind == "uri":
        try:
            return ReadTag(kind, value, decode_sgtin_uri(value), UnknownReason.FOREIGN, "")
        except EpcError as error:
            return ReadTag(kind, value, None, UnknownReason.UNBOUND, str(error))
    if kind == "uid":
        return ReadTag(kind, value.upper(), None, UnknownReason.UNBOUND, "")
    return ReadTag(kind, value, None, UnknownReason.NOT_A_GARMENT_TAG, f"no kind {kind!r} of tag")


def resolve_tags(connection: Connection, tags: Iterable[TagLike]) -> dict[TagKey, Resolved]:
    """Each tag's meaning, by the (kind, value) that the caller gave. One query per table."""
    asked = [((str(tag.kind), str(tag.value)), read_tag(tag)) for tag in tags]
    found: dict[TagKey, Resolved] = {}
    for start in range(0, len(asked), BATCH):
        found.update(_resolve_batch(connection, asked[start : start + BATCH]))
    return found


def _resolve_batch(
    connection: Connection, asked: list[tuple[TagKey, ReadTag]]
) -> dict[TagKey, Resolved]:
    tags = [tag for _, tag in asked]
    by_tag, by_sgtin = find_items(connection, tags)
    items = {tag.key: by_tag.get(tag.key) or by_sgtin.get(str(tag.sgtin)) for tag in tags}
    gtins = {tag.sgtin.gtin for tag in tags if tag.sgtin and items[tag.key] is None}
    variant_of = variants_of_gtins(connection, gtins)
    wanted = {row.variant_id for row in items.values() if row is not None}
    owners = load_owners(connection, wanted | set(variant_of.values()))

    def meaning(asked_as: TagKey, tag: ReadTag) -> Resolved:
        row = items[tag.key]
        if row is not None:
            return item_of(row, *owners[row.variant_id])
        if tag.sgtin and tag.sgtin.gtin in variant_of:
            return UnregisteredPiece(*asked_as, *owners[variant_of[tag.sgtin.gtin]])
        detail = f"GTIN {tag.sgtin.gtin}, serial {tag.sgtin.serial}" if tag.sgtin else tag.detail
        return UnknownTag(*asked_as, tag.reason, detail)

    return {asked_as: meaning(asked_as, tag) for asked_as, tag in asked}


def variants_of_gtins(connection: Connection, gtins: Collection[str]) -> dict[str, int]:
    """GTIN-14 -> variant id, for those that the shop sells."""
    if not gtins:
        return {}
    rows = connection.execute(_VARIANTS_OF_GTIN, {"gtins": list(gtins)})
    return {row.gtin: row.id for row in rows}


def find_items(
    connection: Connection, tags: Iterable[ReadTag]
) -> tuple[dict[TagKey, Any], dict[str, Any]]:
    """Rows of items by (kind, value) and by SGTIN."""
    tags = list(tags)
    rows = connection.execute(
        _ITEMS,
        {
            "values": [tag.value for tag in tags],
            "sgtins": [str(tag.sgtin) for tag in tags if tag.sgtin],
        },
    ).all()
    by_tag = {(row.tag_kind, row.tag_value): row for row in rows}
    by_sgtin = {row.sgtin: row for row in rows if row.sgtin}
    return by_tag, by_sgtin

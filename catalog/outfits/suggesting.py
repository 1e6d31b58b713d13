"""Offers for what is in the room: looks first, then learned complements, then attribute fit.

Owns the questions to the database and their order. Few statements, prepared once, over covering
indexes of what is in stock; full products are loaded only for the winners. What fits is decided
by `fitting.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select, text

from catalog.colours import family_of
from catalog.outfits.fitting import (
    Candidate,
    Garment,
    Pick,
    Room,
    Source,
    rank,
    select_more,
    select_varied,
    why,
)
from catalog.product import Offer, Variant
from catalog.reading import OfIds, load_products, product_table, variant_table
from catalog.tables import IN_STOCK, ComplementRow, LookEntryRow, LookRow, VariantRow

_LEARNED = 40
"""How many learned complements are looked at: enough that stock leaves some of many kinds."""
_WISHES = 32
_KINDS_AT_ONCE = 8
_PER_WISH = 2
_PER_KIND = 8

_SEEDS = OfIds(
    select(product_table.id, product_table.kind, product_table.department, product_table.season),
    product_table.id,
)

_GARMENT = (
    variant_table.id,
    variant_table.product_id,
    variant_table.kind,
    variant_table.department,
    variant_table.season,
    variant_table.colour_family,
    variant_table.colour,
    variant_table.size,
)
"""The fields of `Garment`, all in the index `ix_variant_available`."""

_here = LookEntryRow.__table__.alias("here")
_other = LookEntryRow.__table__.alias("other")
_LOOKS = OfIds(
    select(
        *_GARMENT,
        LookRow.handle,
        LookRow.title,
        _other.c.colour,
        _here.c.product_id,
    )
    .join_from(_here, _other, _other.c.look_id == _here.c.look_id)
    .join(LookRow, LookRow.id == _here.c.look_id)
    .join(VariantRow, and_(variant_table.product_id == _other.c.product_id, text(IN_STOCK))),
    _here.c.product_id,
)
_COMPLEMENTS = OfIds(
    select(*_GARMENT, ComplementRow.score, ComplementRow.seed_id)
    .join_from(
        ComplementRow,
        VariantRow,
        and_(variant_table.product_id == ComplementRow.product_id, text(IN_STOCK)),
    )
    .where(ComplementRow.rank <= _LEARNED),
    ComplementRow.__table__.c.seed_id,
)

_in_departments = f"department IN (:d0, :d1, :d2, :d3, :d4) AND {IN_STOCK}"
_fields = ", ".join(f"variant.{column.key}" for column in _GARMENT)
_in_stock = "variant.items_in_stock + variant.untagged_quantity > 0"
_wishes = ", ".join(f"(:kind{n}, :family{n})" for n in range(_WISHES))
_ON_SHELF = text(
    f"WITH wish (kind, family) AS (VALUES {_wishes}) "
    f"SELECT {_fields} FROM wish JOIN variant ON {_in_stock} AND variant.product_id IN ("
    "SELECT DISTINCT product_id FROM variant AS shelf WHERE kind = wish.kind "
    f"AND colour_family = wish.family AND product_id > :after AND {_in_departments} "
    f"LIMIT {_PER_WISH})"
)
_kinds = ", ".join(f"(:kind{n})" for n in range(_KINDS_AT_ONCE))
_OF_KINDS = text(
    f"WITH wish (kind) AS (VALUES {_kinds}) "
    f"SELECT {_fields} FROM wish JOIN variant ON {_in_stock} AND variant.product_id IN ("
    "SELECT DISTINCT product_id FROM variant AS shelf "
    f"WHERE kind = wish.kind AND {_in_departments} LIMIT {_PER_KIND})"
)
_ANY_SHELF = (
    select(*_GARMENT)
    .where(
        text(IN_STOCK),
        variant_table.kind.in_(bindparam("kinds", expanding=True)),
        variant_table.department.in_(bindparam("departments", expanding=True)),
    )
    .limit(200)
)
_DEPARTMENTS = ("women", "men", "kids", "unisex", "")


def suggest(connection: Connection, variants: Sequence[Variant], limit: int) -> list[Offer]:
    """Up to `limit` offers that go with all of `variants`; see `Catalog.goes_with`."""
    room = _room(connection, variants)
    if not room.garments or limit <= 0:
        return []
    picks = rank(room, [*_from_looks(connection, room), *_learned(connection, room)])
    chosen = select_varied(picks, limit)
    kinds = room.wanted_kinds()
    while kinds and len(chosen) < limit:
        have = {pick.garment.kind for pick in chosen}
        wanted = [kind for kind in kinds if kind not in have][:_KINDS_AT_ONCE]
        kinds = kinds[kinds.index(wanted[-1]) + 1 :] if wanted else []
        fitting = rank(room, _fitting(connection, room, wanted))
        chosen = select_varied(fitting, limit, chosen)
        picks = [*picks, *fitting]
    if len(chosen) < limit:
        picks = [*picks, *rank(room, _anything(connection, room, desperate=not chosen))]
        chosen = select_more(picks, limit, select_varied(picks, limit, chosen))
    return _offers(connection, room, sorted(chosen, key=lambda pick: -pick.score))


def _room(connection: Connection, variants: Sequence[Variant]) -> Room:
    ids = {variant.product_id for variant in variants}
    seeds = {row[0]: row[1:] for row in _SEEDS.rows(connection, list(ids))}
    return Room(
        tuple(
            Garment(
                variant.id,
                variant.product_id,
                kind,
                department,
                season,
                family_of(variant.colour),
                variant.colour,
                variant.size,
            )
            for variant in variants
            if variant.product_id in seeds
            for kind, department, season in [seeds[variant.product_id]]
        )
    )


def _from_looks(connection: Connection, room: Room) -> Iterable[Candidate]:
    ids = room.product_ids
    found: dict[tuple[str, int, str], tuple[str, set[int], dict[int, Garment]]] = {}
    for row in _LOOKS.rows(connection, list(ids)):
        garment = Garment._make(row[:8])
        handle, title, colour, here = row[8:]
        # A stylist may cross departments; nobody needs a second one of the same kind.
        if garment.product_id not in ids and garment.kind not in room.kinds:
            key = (handle, garment.product_id, colour)
            _, shared, garments = found.setdefault(key, (title, set(), {}))
            shared.add(here)
            garments[garment.variant_id] = garment
    for (handle, _, colour), (title, shared, garments) in found.items():
        strength = len(shared) / len(ids)
        yield Candidate(Source.LOOK, strength, tuple(garments.values()), title, handle, colour)


def _learned(connection: Connection, room: Room) -> Iterable[Candidate]:
    scores: dict[int, dict[int, float]] = {}
    garments: dict[int, dict[int, Garment]] = {}
    for row in _COMPLEMENTS.rows(connection, list(room.product_ids)):
        product_id = row[1]
        if product_id not in room.product_ids and room.admits(row[2], row[3]):
            scores.setdefault(product_id, {})[row[9]] = row[8]
            garments.setdefault(product_id, {})[row[0]] = Garment._make(row[:8])
    sums = {product_id: sum(of.values()) for product_id, of in scores.items()}
    best = max(sums.values(), default=0.0) or 1.0
    for product_id, of_product in garments.items():
        strength = max(0.0, sums[product_id] / best)
        yield Candidate(Source.LEARNED, strength, tuple(of_product.values()))


def _fitting(connection: Connection, room: Room, kinds: Sequence[str]) -> Iterable[Candidate]:
    """Products of these kinds in the colours that are worn best with the room's."""
    if not kinds:
        return
    families = room.wanted_families()[: _WISHES // len(kinds)]
    wishes = [(kind, family) for kind in kinds for family in families]
    values: dict[str, Any] = _departments(room)
    # From the garment's own place in the catalogue on, so that not every navy shirt gets the same.
    values["after"] = min(room.product_ids)
    for n in range(_WISHES):
        # What is not wished for is asked for in vain, so that the statement stays the same.
        kind, family = wishes[n] if n < len(wishes) else ("-", "-")
        values[f"kind{n}"], values[f"family{n}"] = kind, family
    found = connection.execute(_ON_SHELF, values).all()
    if len({row[1] for row in found}) < len(wishes):
        padded = (*kinds, *["-"] * _KINDS_AT_ONCE)
        values = {f"kind{n}": padded[n] for n in range(_KINDS_AT_ONCE)}
        found = [*found, *connection.execute(_OF_KINDS, {**values, **_departments(room)}).all()]
    yield from _by_attributes(room, found)


def _anything(connection: Connection, room: Room, *, desperate: bool) -> Iterable[Candidate]:
    """Whatever can be worn with the room, in any colour; what is of no known kind if need be."""
    kinds = [*room.wanted_kinds(), *([""] if desperate else [])]
    departments = room.departments or _DEPARTMENTS
    rows = connection.execute(_ANY_SHELF, {"kinds": kinds, "departments": departments}).all()
    yield from _by_attributes(room, rows)


def _by_attributes(room: Room, rows: Iterable[Sequence[Any]]) -> Iterable[Candidate]:
    products: dict[int, dict[int, Garment]] = {}
    for row in rows:
        if row[1] not in room.product_ids and room.admits(row[2], row[3]):
            products.setdefault(row[1], {})[row[0]] = Garment._make(row)
    for garments in products.values():
        yield Candidate(Source.FIT, 0.0, tuple(garments.values()))


def _departments(room: Room) -> dict[str, str]:
    departments = room.departments or _DEPARTMENTS
    return {f"d{n}": departments[min(n, len(departments) - 1)] for n in range(len(_DEPARTMENTS))}


def _offers(connection: Connection, room: Room, picks: Sequence[Pick]) -> list[Offer]:
    products = load_products(connection, [pick.garment.product_id for pick in picks])
    return [
        Offer(
            product=products[pick.garment.product_id],
            variant=products[pick.garment.product_id].variant(pick.garment.variant_id),
            why=why(room, pick),
            score=round(pick.score, 4),
            look=pick.candidate.look_handle,
        )
        for pick in picks
    ]

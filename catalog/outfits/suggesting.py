"""Offers for what is in the room: looks first, then learned complements, then attribute fit.

Owns the questions to the database and their order. Few statements, prepared once, over covering
indexes of what is in stock; full products are loaded only for the winners. What fits is decided
by `fitting.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

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
from catalog.reading import load_products, product_table, variant_table
from catalog.tables import IN_STOCK, ComplementRow, LookEntryRow, LookRow

_LEARNED = 40
"""How many learned complements are looked at: enough that stock leaves some of many kinds."""
_WISHES = 32
_KINDS_AT_ONCE = 8
_PER_WISH = 2
_PER_KIND = 8

_SEEDS = select(
    product_table.id, product_table.kind, product_table.department, product_table.season
).where(product_table.id.in_(bindparam("ids", expanding=True)))

_here = LookEntryRow.__table__.alias("here")
_other = LookEntryRow.__table__.alias("other")
_LOOKS = (
    select(
        LookRow.handle,
        LookRow.title,
        _other.c.product_id,
        _other.c.colour,
        func.count(_here.c.product_id.distinct()).label("shared"),
    )
    .join_from(_here, _other, _other.c.look_id == _here.c.look_id)
    .join(LookRow, LookRow.id == _here.c.look_id)
    .where(
        _here.c.product_id.in_(bindparam("ids", expanding=True)),
        _other.c.product_id.not_in(bindparam("ids", expanding=True)),
    )
    .group_by(LookRow.id, _other.c.position, LookRow.handle, LookRow.title)
    .group_by(_other.c.product_id, _other.c.colour)
)

_score = func.sum(ComplementRow.score)
_COMPLEMENTS = (
    select(ComplementRow.product_id, _score.label("score"))
    .where(ComplementRow.seed_id.in_(bindparam("ids", expanding=True)))
    .group_by(ComplementRow.product_id)
    .order_by(_score.desc(), ComplementRow.product_id)
    .limit(_LEARNED)
)

_AVAILABLE = select(
    variant_table.id,
    variant_table.product_id,
    variant_table.kind,
    variant_table.department,
    variant_table.season,
    variant_table.colour_family,
    variant_table.colour,
    variant_table.size,
).where(variant_table.product_id.in_(bindparam("ids", expanding=True)), text(IN_STOCK))

_in_departments = f"department IN (:d0, :d1, :d2, :d3, :d4) AND {IN_STOCK}"
_wishes = ", ".join(f"(:kind{n}, :family{n})" for n in range(_WISHES))
_ON_SHELF = text(
    f"WITH wish (kind, family) AS (VALUES {_wishes}) "
    "SELECT product.id FROM wish JOIN product ON product.id IN ("
    "SELECT DISTINCT product_id FROM variant WHERE kind = wish.kind "
    f"AND colour_family = wish.family AND product_id > :after AND {_in_departments} "
    f"LIMIT {_PER_WISH})"
)
_kinds = ", ".join(f"(:kind{n})" for n in range(_KINDS_AT_ONCE))
_OF_KINDS = text(
    f"WITH wish (kind) AS (VALUES {_kinds}) "
    "SELECT product.id FROM wish JOIN product ON product.id IN ("
    f"SELECT DISTINCT product_id FROM variant WHERE kind = wish.kind AND {_in_departments} "
    f"LIMIT {_PER_KIND})"
)
_ANY_SHELF = (
    select(variant_table.product_id)
    .where(
        text(IN_STOCK),
        variant_table.kind.in_(bindparam("kinds", expanding=True)),
        variant_table.department.in_(bindparam("departments", expanding=True)),
    )
    .distinct()
    .limit(60)
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
        picks = [*picks, *rank(room, _anything(connection, room))]
        chosen = select_more(picks, limit, select_varied(picks, limit, chosen))
    return _offers(connection, room, sorted(chosen, key=lambda pick: -pick.score))


def _room(connection: Connection, variants: Sequence[Variant]) -> Room:
    ids = {variant.product_id for variant in variants}
    rows = {row.id: row for row in connection.execute(_SEEDS, {"ids": list(ids)})} if ids else {}
    return Room(
        tuple(
            Garment(
                variant.id,
                variant.product_id,
                row.kind,
                row.department,
                row.season,
                family_of(variant.colour),
                variant.colour,
                variant.size,
            )
            for variant in variants
            if (row := rows.get(variant.product_id)) is not None
        )
    )


def _from_looks(connection: Connection, room: Room) -> Iterable[Candidate]:
    ids = list(room.product_ids)
    rows = connection.execute(_LOOKS, {"ids": ids}).all()
    available = _available(connection, {row.product_id for row in rows})
    for row in rows:
        garments = available.get(row.product_id)
        # A stylist may cross departments; nobody needs a second one of the same kind.
        if garments and garments[0].kind not in room.kinds:
            strength = row.shared / len(ids)
            yield Candidate(Source.LOOK, strength, garments, row.title, row.handle, row.colour)


def _learned(connection: Connection, room: Room) -> Iterable[Candidate]:
    rows = connection.execute(_COMPLEMENTS, {"ids": list(room.product_ids)}).all()
    if not rows:
        return
    best = max(row.score for row in rows) or 1.0
    available = _available(connection, [row.product_id for row in rows])
    for row in rows:
        garments = available.get(row.product_id)
        if garments and _admitted(room, garments):
            yield Candidate(Source.LEARNED, max(0.0, row.score / best), garments)


def _fitting(connection: Connection, room: Room, kinds: Sequence[str]) -> Iterable[Candidate]:
    """Products of these kinds in the colours that are worn best with the room's."""
    if not kinds:
        return
    families = room.wanted_families()[: _WISHES // len(kinds)]
    wishes = [(kind, family) for kind in kinds for family in families]
    # From the garment's own place in the catalogue on, so that not every navy shirt gets the same.
    found = _on_shelf(connection, room, wishes, after=min(room.product_ids))
    if len(found) < len(wishes):
        found |= _of_kinds(connection, room, kinds)
    yield from _by_attributes(connection, room, found)


def _anything(connection: Connection, room: Room) -> Iterable[Candidate]:
    """Whatever can be worn with the room, in any colour."""
    kinds = [kind for kind in (*room.wanted_kinds(), "") if kind not in room.kinds]
    departments = room.departments() or _DEPARTMENTS
    rows = connection.execute(_ANY_SHELF, {"kinds": kinds, "departments": departments})
    yield from _by_attributes(connection, room, {row.product_id for row in rows})


def _by_attributes(
    connection: Connection, room: Room, product_ids: Collection[int]
) -> Iterable[Candidate]:
    available = _available(connection, set(product_ids) - room.product_ids)
    for garments in available.values():
        if _admitted(room, garments):
            yield Candidate(Source.FIT, 0.0, garments)


def _on_shelf(
    connection: Connection, room: Room, wishes: Sequence[tuple[str, str]], *, after: int
) -> set[int]:
    values: dict[str, Any] = {"after": after, **_departments(room)}
    for n in range(_WISHES):
        # What is not wished for is asked for in vain, so that the statement stays the same.
        kind, family = wishes[n] if n < len(wishes) else ("-", "-")
        values[f"kind{n}"], values[f"family{n}"] = kind, family
    return {row.id for row in connection.execute(_ON_SHELF, values)}


def _of_kinds(connection: Connection, room: Room, kinds: Sequence[str]) -> set[int]:
    values = {f"kind{n}": (*kinds, *["-"] * _KINDS_AT_ONCE)[n] for n in range(_KINDS_AT_ONCE)}
    return {row.id for row in connection.execute(_OF_KINDS, {**values, **_departments(room)})}


def _departments(room: Room) -> dict[str, str]:
    departments = room.departments() or _DEPARTMENTS
    return {f"d{n}": departments[min(n, len(departments) - 1)] for n in range(len(_DEPARTMENTS))}


def _admitted(room: Room, garments: Sequence[Garment]) -> bool:
    return room.admits(garments[0].kind, garments[0].department)


def _available(
    connection: Connection, product_ids: Collection[int]
) -> dict[int, tuple[Garment, ...]]:
    """Product id -> its variants in stock, for products that have any."""
    if not product_ids:
        return {}
    found: dict[int, list[Garment]] = {}
    for row in connection.execute(_AVAILABLE, {"ids": sorted(product_ids)}):
        found.setdefault(row[1], []).append(Garment(*row))
    return {product_id: tuple(garments) for product_id, garments in found.items()}


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

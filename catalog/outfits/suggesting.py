"""Offers for what is in the room: looks first, then learned complements, then attribute fit.

Owns the questions to the database and their order. Few statements, prepared once, over covering
indexes of what is in stock; titles and fabrics are read of a short list, full products of the
winners. What fits is decided by `fitting.py`, what is offered by `ranking.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text

from catalog.colours import family_of
from catalog.outfits.complements import Complements, TableOfComplements
from catalog.outfits.fitting import Garment, Room
from catalog.outfits.ranking import (
    Candidate,
    Look,
    Pick,
    Wish,
    families_for,
    kinds_to_look_for,
    merge,
    rank,
    short_list,
    with_style,
)
from catalog.outfits.ranking import (
    select as select_varied,
)
from catalog.outfits.reasons import reasons_for
from catalog.outfits.sizing import Worn, worn
from catalog.outfits.style import style_of
from catalog.product import Offer, Variant
from catalog.reading import OfIds, Written, load_products, product_table, variant_table
from catalog.tables import IN_STOCK, LookEntryRow, LookRow

MOST_GARMENTS = 8
"""More than these are a rail, not an outfit: the newest count."""
_WISHES = 32
_KINDS_AT_ONCE = 8
_PER_WISH = 2
_PER_KIND = 8
_ENOUGH = 6
_PER_SHORT_LIST = 5
_SHORT_LIST = 32
_ids = 32

_about = select(
    product_table.id,
    product_table.title,
    product_table.fabric,
    product_table.brand,
    product_table.kind,
    product_table.department,
    product_table.season,
)
_ABOUT_HERE = OfIds(_about, product_table.id, MOST_GARMENTS)
_ABOUT = OfIds(_about, product_table.id, _SHORT_LIST)

_GARMENT = (
    variant_table.id,
    variant_table.product_id,
    variant_table.kind,
    variant_table.department,
    variant_table.season,
    variant_table.colour_family,
    variant_table.colour,
    variant_table.size,
    (variant_table.items_in_stock + variant_table.untagged_quantity).label("stock"),
)
"""The fields of `Garment`, all in the index `ix_variant_available`."""

_IN_STOCK_OF = OfIds(
    select(*_GARMENT).where(text(IN_STOCK)),
    variant_table.product_id,
    _ids,
)
_here = LookEntryRow.__table__.alias("here")
_other = LookEntryRow.__table__.alias("other")
_LOOKS = OfIds(
    select(
        LookRow.handle,
        LookRow.title,
        _other.c.product_id,
        _other.c.colour,
        _here.c.product_id,
        _here.c.colour,
    )
    .join_from(_here, _other, _other.c.look_id == _here.c.look_id)
    .join(LookRow, LookRow.id == _here.c.look_id),
    _here.c.product_id,
)

_in_departments = f"department IN (:d0, :d1, :d2, :d3, :d4) AND {IN_STOCK}"
_fields = ", ".join(f"variant.{column.key}" for column in _GARMENT[:-1])
_stock = "variant.items_in_stock + variant.untagged_quantity"
_wishes = ", ".join(f"(:kind{n}, :family{n})" for n in range(_WISHES))
_ON_SHELF = Written(
    text(
        f"WITH wish (kind, family) AS (VALUES {_wishes}) "
        f"SELECT {_fields}, {_stock} AS stock FROM wish "
        f"JOIN variant ON {_stock} > 0 AND variant.product_id IN ("
        "SELECT DISTINCT product_id FROM variant AS shelf WHERE kind = wish.kind "
        f"AND colour_family = wish.family AND product_id > :after AND {_in_departments} "
        f"LIMIT {_PER_WISH})"
    )
)
_kinds = ", ".join(f"(:kind{n})" for n in range(_KINDS_AT_ONCE))
_OF_KINDS = Written(
    text(
        f"WITH wish (kind) AS (VALUES {_kinds}) "
        f"SELECT {_fields}, {_stock} AS stock FROM wish "
        f"JOIN variant ON {_stock} > 0 AND variant.product_id IN ("
        "SELECT DISTINCT product_id FROM variant AS shelf "
        f"WHERE kind = wish.kind AND {_in_departments} LIMIT {_PER_KIND})"
    )
)
_DEPARTMENTS = ("women", "men", "kids", "unisex", "")
_NOWHERE = "-"


class _About(NamedTuple):
    product_id: int
    title: str
    fabric: str
    brand: str
    kind: str
    department: str
    season: str


def suggest(
    connection: Connection,
    variants: Sequence[Variant],
    limit: int,
    *,
    sizes: Mapping[str, str] | None = None,
    season: str = "",
    complements: Complements | None = None,
) -> list[Offer]:
    """Up to `limit` offers that go with all of `variants`; see `Catalog.goes_with`."""
    wish = _wish(connection, variants[-MOST_GARMENTS:], sizes, season)
    room = wish.room
    if not room.garments or limit <= 0:
        return []
    learned = (complements or TableOfComplements()).scores(connection, sorted(room.product_ids))
    # What is looked at does not depend on how much of it is wanted: two of six are the first two.
    enough = max(limit, _ENOUGH)
    ranked = rank(wish, _vouched_for(connection, room, learned))
    kinds = kinds_to_look_for(room, {pick.kind for pick in ranked})
    while len({pick.kind for pick in ranked}) < enough:
        now = list(islice(kinds, _KINDS_AT_ONCE))
        if not now:
            break
        found = rank(wish, _by_attributes(room, _on_shelf(connection, room, now)))
        ranked = merge(ranked, found)
    if not ranked:
        ranked = rank(wish, _by_attributes(room, _of_kinds(connection, room, [""])))
    near = short_list(ranked, _PER_SHORT_LIST, enough)
    return _offers(connection, room, select_varied(_with_details(connection, room, near), limit))


def _wish(
    connection: Connection,
    variants: Sequence[Variant],
    sizes: Mapping[str, str] | None,
    season: str,
) -> Wish:
    """One garment of each product and colour, as the catalog knows it now."""
    ids = list(dict.fromkeys(variant.product_id for variant in variants))
    known = {row[0]: _About._make(row) for row in _ABOUT_HERE.rows(connection, ids)}
    here = {(v.product_id, v.colour): v for v in variants if v.product_id in known}
    garments = tuple(_garment(known[v.product_id], v) for v in here.values())
    styles = tuple(_style(known[v.product_id]) for v in here.values())
    room = Room(garments, styles, frozenset(about.brand for about in known.values()))
    departments = {garment.department for garment in garments} & {"women", "men"}
    department = next(iter(departments)) if len(departments) == 1 else ""
    hung = worn((known[v.product_id].kind, v.size) for v in variants if v.product_id in known)
    return Wish(room, Worn({**hung, **(sizes or {})}, department), season)


def _garment(about: _About, variant: Variant) -> Garment:
    return Garment(
        variant.id,
        variant.product_id,
        about.kind,
        about.department,
        about.season,
        family_of(variant.colour),
        variant.colour,
        variant.size,
        variant.stock,
    )


def _style(about: _About) -> Any:
    return style_of(about.kind, about.title, about.fabric, about.season)


def _vouched_for(
    connection: Connection, room: Room, learned: Mapping[int, float]
) -> list[Candidate]:
    """What looks and learned complements name, in its variants in stock."""
    looks = _looks(connection, room)
    ids = {product_id for product_id in (*looks, *learned) if product_id not in room.product_ids}
    candidates = []
    for garments in _in_stock_of(connection, sorted(ids)):
        product_id, kind, department = garments[0][1:4]
        if not room.has_place_for(kind):
            continue
        score = learned.get(product_id, 0.0)
        # A stylist may cross departments with what is here; what was learned may not.
        candidates += [
            Candidate(garments, look, score)
            for look in looks.get(product_id, ())
            if room.has_place_beside(look.here, kind) and room.admits_in(look.here, department)
        ]
        if score and room.admits(kind, department):
            candidates.append(Candidate(garments, None, score))
    return candidates


def _looks(connection: Connection, room: Room) -> dict[int, list[Look]]:
    """Product -> the looks that it is in together with something that is here.

    Not those in which it takes the place of something here that the look does not have.
    """
    colours = {(g.product_id, g.colour.casefold()) for g in room.garments}
    found: dict[tuple[str, str, int, str], dict[int, bool]] = {}
    for row in _LOOKS.rows(connection, sorted(room.product_ids)):
        handle, title, product_id, colour, here, here_in = row
        in_colour = not here_in or (here, here_in.casefold()) in colours
        found.setdefault((handle, title, product_id, colour), {})[here] = in_colour
    looks: dict[int, list[Look]] = {}
    for (handle, title, product_id, colour), shared in found.items():
        part = len(shared) / len(room.product_ids)
        look = Look(handle, title, colour, part, any(shared.values()), frozenset(shared))
        looks.setdefault(product_id, []).append(look)
    return looks


def _in_stock_of(connection: Connection, ids: Sequence[int]) -> list[tuple[Garment, ...]]:
    rows: list[Sequence[Any]] = []
    for start in range(0, len(ids), _ids):
        rows += _IN_STOCK_OF.rows(connection, ids[start : start + _ids])
    return [tuple(map(Garment._make, variants)) for variants in _by_product(rows).values()]


def _by_product(rows: Iterable[Sequence[Any]]) -> dict[int, list[Sequence[Any]]]:
    """The rows of `_GARMENT` of each product, each variant once and in their order."""
    each = {row[0]: row for row in rows}
    products: dict[int, list[Sequence[Any]]] = {}
    for variant_id in sorted(each):
        row = each[variant_id]
        products.setdefault(row[1], []).append(row)
    return products


def _on_shelf(connection: Connection, room: Room, kinds: Sequence[str]) -> Sequence[Sequence[Any]]:
    """Variants of these kinds in the colours that are worn best with the room's."""
    colours = _WISHES // len(kinds)
    wishes = [(kind, family) for kind in kinds for family in families_for(room, kind)[:colours]]
    values: dict[str, Any] = _departments(room)
    # From the garment's own place in the catalogue on, so that not every navy shirt gets the same.
    values["after"] = min(room.product_ids)
    for n in range(_WISHES):
        # What is not wished for is asked for in vain, so that the statement stays the same.
        kind, family = wishes[n] if n < len(wishes) else (_NOWHERE, _NOWHERE)
        values[f"kind{n}"], values[f"family{n}"] = kind, family
    found = _ON_SHELF.rows(connection, values)
    if len({row[1] for row in found}) < len(wishes):
        found = [*found, *_of_kinds(connection, room, kinds)]
    return found


def _of_kinds(connection: Connection, room: Room, kinds: Sequence[str]) -> Sequence[Sequence[Any]]:
    """Variants of these kinds in any colour."""
    padded = (*kinds, *[_NOWHERE] * (_KINDS_AT_ONCE - len(kinds)))
    values = {f"kind{n}": kind for n, kind in enumerate(padded)}
    return _OF_KINDS.rows(connection, {**values, **_departments(room)})


def _departments(room: Room) -> dict[str, str]:
    departments = room.departments or _DEPARTMENTS
    return {f"d{n}": departments[min(n, len(departments) - 1)] for n in range(len(_DEPARTMENTS))}


def _by_attributes(room: Room, rows: Iterable[Sequence[Any]]) -> list[Candidate]:
    return [
        Candidate(tuple(map(Garment._make, variants)))
        for product_id, variants in _by_product(rows).items()
        if product_id not in room.product_ids and room.admits(*variants[0][2:4])
    ]


def _with_details(connection: Connection, room: Room, picks: Sequence[Pick]) -> list[Pick]:
    """Ranked anew, with what titles and fabrics say."""
    ids = [pick.candidate.product_id for pick in picks]
    known = {row[0]: _About._make(row) for row in _ABOUT.rows(connection, ids)}
    several = len({about.brand for about in known.values()}) > 1
    styled = (
        with_style(room, pick, _style(about), about.brand if several else "")
        for pick in picks
        if (about := known.get(pick.candidate.product_id)) is not None
    )
    return merge(tuple(styled), ())


def _offers(connection: Connection, room: Room, picks: Sequence[Pick]) -> list[Offer]:
    products = load_products(connection, [pick.candidate.product_id for pick in picks])
    return [
        Offer(
            product=products[pick.candidate.product_id],
            variant=products[pick.candidate.product_id].variant(pick.garment.variant_id),
            reasons=reasons_for(room, pick),
            score=round(pick.score, 4),
            look=pick.candidate.look.handle if pick.candidate.look else "",
        )
        for pick in picks
    ]

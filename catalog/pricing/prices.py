"""What each piece of a basket costs under the offers that run. Pure and deterministic.

The rules, in this order:

1. Percentages and amounts per piece that combine come off each piece, percentages first, each off
   what the one before has left.
2. Of the offers that do not combine a piece takes part in one at most. `choosing` finds what saves
   most in the whole basket, on the prices that step 1 has left.
3. Amounts off the basket that combine come off what is left.

A saving that belongs to several pieces is allocated over them in proportion to their prices by
largest remainder, so the pieces' prices sum to the total and a return gives back what was paid.
No price rises and none falls below zero. The order of pieces, rules and codes makes no difference.
One more piece never costs more than its own price. Amounts are in minor units; a percentage is
rounded half up for each piece.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from catalog.money import Money
from catalog.pricing.choosing import Choice, choose
from catalog.pricing.rule import RefusedCode, Rule, RuleKind, normal_code
from catalog.product import Product, Variant


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece to pay. `key` is the caller's own name for it, another for each piece."""

    key: str
    variant_id: int
    handle: str
    kind: str
    price: Money
    sku: str = ""
    brand: str = ""
    tags: tuple[str, ...] = ()

    @classmethod
    def of(cls, key: str, product: Product, variant: Variant) -> Piece:
        """A piece of this variant at its list price."""
        return cls(
            key=key,
            variant_id=variant.id,
            handle=product.handle,
            kind=product.kind,
            price=variant.price,
            sku=variant.sku or "",
            brand=product.brand,
            tags=product.tags,
        )


@dataclass(frozen=True, slots=True)
class Price:
    """What the piece costs, what it would without offers, and the titles of what came off."""

    key: str
    price: Money
    list_price: Money
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """An offer that took something off, and how much over all pieces."""

    rule_id: int
    title: str
    code: str
    saved: Money


@dataclass(frozen=True, slots=True)
class Prices:
    """`pieces` are in the order that was given; `waiting` are codes that a colleague must approve.

    `applied` is in order of the rules' ids; `refused` and `waiting` in alphabetical order.
    """

    pieces: tuple[Price, ...] = ()
    applied: tuple[Applied, ...] = ()
    refused: tuple[tuple[str, RefusedCode], ...] = ()
    waiting: tuple[str, ...] = ()


@dataclass
class _Tally:
    """Prices on their way down: what is left of each piece, and which rule took how much."""

    left: dict[str, int]
    took: dict[str, dict[int, int]] = field(default_factory=dict)

    def take(self, rule: Rule, key: str, minor: int) -> None:
        if minor > 0:
            self.left[key] -= minor
            of_rule = self.took.setdefault(key, {})
            of_rule[rule.id] = of_rule.get(rule.id, 0) + minor


def price(
    pieces: Sequence[Piece],
    rules: Iterable[Rule],
    codes: Iterable[str] = (),
    approved: Collection[str] = (),
    now: datetime | None = None,
) -> Prices:
    """The pieces' prices. `codes` are what the shopper said, `approved` those a colleague allowed.

    `now` is aware UTC; without it every rule counts as running. All pieces have one currency.
    """
    said = {normal_code(code) for code in codes} - {""}
    allowed = {normal_code(code) for code in approved}
    ours = sorted(rules, key=lambda rule: rule.id)
    running = [rule for rule in ours if now is None or rule.runs(now)]
    waiting = {rule.code for rule in running if rule.needs_approval and rule.code in said - allowed}
    usable = [
        rule
        for rule in running
        if (not rule.code or rule.code in said)
        and (not rule.needs_approval or rule.code in allowed)
    ]
    tally = _Tally({piece.key: piece.price.minor for piece in pieces})
    if len(tally.left) != len(pieces):
        raise ValueError("two pieces have the same key")
    if pieces:
        _evaluate(pieces, [rule for rule in usable if _in_currency(rule, pieces[0])], tally)
    titles = {rule.id: rule.title for rule in ours}
    refused = {}
    for code in said - waiting:
        if reason := _refusal(code, ours, pieces, tally, now):
            refused[code] = reason
    return Prices(
        pieces=tuple(
            Price(
                piece.key,
                Money(tally.left[piece.key], piece.price.currency),
                piece.price,
                tuple(titles[number] for number in sorted(tally.took.get(piece.key, ()))),
            )
            for piece in pieces
        ),
        applied=_applied(ours, tally, pieces),
        refused=tuple(sorted(refused.items())),
        waiting=tuple(sorted(waiting)),
    )


def _evaluate(pieces: Sequence[Piece], rules: Sequence[Rule], tally: _Tally) -> None:
    ordered = sorted(pieces, key=lambda piece: piece.key)
    together = [rule for rule in rules if rule.combines and not rule.per_basket]
    for rule in sorted(together, key=lambda rule: (rule.kind is RuleKind.AMOUNT, rule.id)):
        for piece in ordered:
            if rule.scope.has(piece):
                tally.take(rule, piece.key, off(rule, tally.left[piece.key]))
    alone = [rule for rule in rules if not rule.combines]
    if alone:
        _take_the_best(ordered, alone, tally)
    for rule in rules:
        if rule.combines and rule.per_basket:
            _take_together(rule, tally, list(tally.left), _minor(rule))


def _take_the_best(pieces: Sequence[Piece], rules: Sequence[Rule], tally: _Tally) -> None:
    """Step 2, told to `choosing` as plain numbers: what each piece could get, by each rule."""
    eligible = {
        rule.id: frozenset(piece.key for piece in pieces if rule.scope.has(piece)) for rule in rules
    }
    best: dict[str, tuple[int, int]] = {}  # key -> saving and rule of the best offer per piece
    for rule in rules:
        if rule.kind is RuleKind.N_FOR_M or rule.per_basket:
            continue
        for key in eligible[rule.id]:
            saving = off(rule, tally.left[key])
            if saving > best.get(key, (0, 0))[0]:
                best[key] = (saving, rule.id)
    choice: Choice = choose(
        left=tally.left,
        single={key: saving for key, (saving, _) in best.items()},
        groups=[
            (rule.id, rule.take, rule.pay, eligible[rule.id])
            for rule in rules
            if rule.kind is RuleKind.N_FOR_M
        ],
        sums=[
            (rule.id, _minor(rule), eligible[rule.id])
            for rule in rules
            if rule.kind is RuleKind.AMOUNT and rule.per_basket
        ],
    )
    by_id = {rule.id: rule for rule in rules}
    for key in choice.single:
        saving, number = best[key]
        tally.take(by_id[number], key, saving)
    for number, keys, saving in choice.together:
        _take_together(by_id[number], tally, keys, saving)


def _take_together(rule: Rule, tally: _Tally, keys: Collection[str], minor: int) -> None:
    weights = {key: tally.left[key] for key in keys}
    for key, share in allocate(min(minor, sum(weights.values())), weights).items():
        tally.take(rule, key, share)


def allocate(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total` in whole parts, in proportion to the weights, by largest remainder.

    The parts sum to `total`; none is more than its weight while `total` is no more than their sum.
    Equal remainders are served the heaviest first, then by name.
    """
    whole = sum(weights.values())
    if whole <= 0:
        return dict.fromkeys(weights, 0)
    parts = {key: total * weight // whole for key, weight in weights.items()}
    missing = total - sum(parts.values())
    order = sorted(weights, key=lambda key: (-(total * weights[key] % whole), -weights[key], key))
    for key in order[:missing]:
        parts[key] += 1
    return parts


def off(rule: Rule, minor: int) -> int:
    """What a percentage or an amount per piece takes off this price."""
    if rule.kind is RuleKind.PERCENT:
        part = Decimal(minor) * rule.percent / 100
        return min(minor, int(part.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
    return min(minor, _minor(rule))


def _minor(rule: Rule) -> int:
    return rule.amount.minor if rule.amount else 0


def _in_currency(rule: Rule, piece: Piece) -> bool:
    return rule.amount is None or rule.amount.currency == piece.price.currency


def _applied(rules: Sequence[Rule], tally: _Tally, pieces: Sequence[Piece]) -> tuple[Applied, ...]:
    saved: dict[int, int] = {}
    for of_rule in tally.took.values():
        for number, minor in of_rule.items():
            saved[number] = saved.get(number, 0) + minor
    currency = pieces[0].price.currency if pieces else ""
    return tuple(
        Applied(rule.id, rule.title, rule.code, Money(saved[rule.id], currency))
        for rule in rules
        if rule.id in saved
    )


def _refusal(
    code: str,
    rules: Sequence[Rule],
    pieces: Sequence[Piece],
    tally: _Tally,
    now: datetime | None,
) -> RefusedCode | None:
    named = [rule for rule in rules if rule.code == code]
    if not named:
        return RefusedCode.UNKNOWN
    running = [rule for rule in named if now is None or rule.runs(now)]
    if not running:
        begun = any(now is None or rule.begun(now) for rule in named)
        return RefusedCode.ENDED if begun else RefusedCode.NOT_YET
    numbers = {rule.id for rule in running}
    if any(numbers & of_rule.keys() for of_rule in tally.took.values()):
        return None
    if any(_enough(rule, pieces) for rule in running):
        return RefusedCode.BETTER
    return RefusedCode.NOTHING


def _enough(rule: Rule, pieces: Sequence[Piece]) -> bool:
    """Whether the rule would take something off if it were the only one."""
    found = [
        piece
        for piece in pieces
        if rule.scope.has(piece) and piece.price.minor and _in_currency(rule, piece)
    ]
    return len(found) >= max(rule.take, 1)

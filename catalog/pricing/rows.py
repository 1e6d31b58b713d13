"""Price rules in the database: reading all of them, and the changes that staff make.

Owns the rows and what a rule must agree with: a handle of its own, kinds that the catalog knows,
products and SKUs that are there. The caller owns the transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from catalog.database import CatalogError
from catalog.kinds import KINDS
from catalog.money import Money
from catalog.pricing.rule import Rule, RuleKind, Scope
from catalog.reading import product_table, variant_table
from catalog.stock import count_change
from catalog.tables import PriceRuleRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
rule_table = PriceRuleRow.__table__.c


def load_rules(connection: Connection) -> tuple[Rule, ...]:
    """Every rule, also those that are over, by id."""
    query = select(*rule_table).order_by(rule_table.id)
    return tuple(_rule(row) for row in connection.execute(query).mappings())


def save_rules(connection: Connection, rules: Sequence[Rule]) -> None:
    """Adds the rules, each under its handle; one that is there already becomes as given.

    Raises `CatalogError`, before it writes, for what the catalog does not have.
    """
    handles = [rule.handle for rule in rules]
    for handle in handles:
        if handles.count(handle) > 1:
            raise CatalogError(f"Two offers have the handle {handle!r}. Give each its own.")
    check_scopes(connection, rules)
    there = set(connection.scalars(select(rule_table.handle).where(rule_table.handle.in_(handles))))
    for rule in rules:
        if rule.handle in there:
            change = update(PriceRuleRow).where(rule_table.handle == rule.handle)
            connection.execute(change.values(**_values(rule)))
        else:
            connection.execute(insert(PriceRuleRow).values(**_values(rule)))
    if rules:
        count_change(connection)


def add_rule(connection: Connection, rule: Rule) -> Rule:
    """Adds one new rule. Raises `CatalogError` when its handle is taken."""
    query = select(rule_table.id).where(rule_table.handle == rule.handle)
    if connection.scalar(query) is not None:
        raise CatalogError(
            f"There is an offer {rule.handle!r} already. Give this one another title or handle."
        )
    save_rules(connection, [rule])
    return named_rule(connection, rule.handle)


def end_rule(connection: Connection, handle: str, now: datetime) -> Rule:
    """The rule is over from now on. One that had not begun never will."""
    rule = named_rule(connection, handle)
    if rule.over(now):
        return rule
    starts = rule.starts if rule.starts and rule.starts < now else now - _MILLISECOND
    return _move(connection, replace(rule, starts=starts, ends=now))


def start_rule(connection: Connection, handle: str, now: datetime) -> Rule:
    """The rule runs from now on: until its end, or for ever when that has passed."""
    rule = named_rule(connection, handle)
    if rule.runs(now):
        return rule
    return _move(connection, replace(rule, starts=now, ends=None if rule.over(now) else rule.ends))


def named_rule(connection: Connection, handle: str) -> Rule:
    """The rule with this handle. Raises `CatalogError`."""
    query = select(*rule_table).where(rule_table.handle == handle)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise CatalogError(f"There is no offer {handle!r}. `kiosk catalog offers list` names them.")
    return _rule(row)


def check_scopes(connection: Connection, rules: Sequence[Rule]) -> None:
    """Raises `CatalogError` that names what a rule is for and the catalog does not have."""
    for rule in rules:
        for what, sentence in problems_of(connection, rule.scope):
            raise CatalogError(f"{rule.title}, {what}: {sentence}")


def problems_of(connection: Connection, scope: Scope) -> list[tuple[str, str]]:
    """(list, what is wrong) of a scope that names what is not in the catalog."""
    found = []
    if unknown := sorted(scope.kinds - set(KINDS)):
        found.append(("kinds", f"{unknown[0]!r} is no kind. There are {', '.join(KINDS)}."))
    for what, wanted, column in (
        ("products", scope.products, product_table.handle),
        ("skus", scope.skus, variant_table.sku),
    ):
        there = set(connection.scalars(select(column).where(column.in_(sorted(wanted)))))
        if missing := sorted(wanted - there):
            found.append((what, f"there is no {missing[0]!r} in the catalog."))
    return found


def _move(connection: Connection, rule: Rule) -> Rule:
    connection.execute(
        update(PriceRuleRow)
        .where(rule_table.id == rule.id)
        .values(starts_ms=_ms(rule.starts), ends_ms=_ms(rule.ends))
    )
    count_change(connection)
    return rule


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // _MILLISECOND


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else _EPOCH + timedelta(milliseconds=ms)


def _values(rule: Rule) -> dict[str, Any]:
    scope = rule.scope
    return {
        "handle": rule.handle,
        "title": rule.title,
        "kind": rule.kind.value,
        "percent": int(rule.percent * 100),
        "amount_minor": rule.amount.minor if rule.amount else None,
        "currency": rule.amount.currency if rule.amount else "",
        "per_basket": rule.per_basket,
        "take": rule.take,
        "pay": rule.pay,
        "code": rule.code,
        "needs_approval": rule.needs_approval,
        "combines": rule.combines,
        "starts_ms": _ms(rule.starts),
        "ends_ms": _ms(rule.ends),
        "scope": {
            "products": sorted(scope.products),
            "kinds": sorted(scope.kinds),
            "brands": sorted(scope.brands),
            "tags": sorted(scope.tags),
            "skus": sorted(scope.skus),
        },
    }


def _rule(row: RowMapping) -> Rule:
    amount = row["amount_minor"]
    return Rule(
        id=row["id"],
        handle=row["handle"],
        title=row["title"],
        kind=RuleKind(row["kind"]),
        percent=Decimal(row["percent"]) / 100,
        amount=None if amount is None else Money(amount, row["currency"]),
        per_basket=row["per_basket"],
        take=row["take"],
        pay=row["pay"],
        code=row["code"],
        needs_approval=row["needs_approval"],
        combines=row["combines"],
        starts=_moment(row["starts_ms"]),
        ends=_moment(row["ends_ms"]),
        scope=Scope(**{what: frozenset(names) for what, names in row["scope"].items()}),
    )

"""An offer in words for staff: what comes off, of what, for whom, and when.

Owns English sentences. Shoppers read an offer's own title.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from catalog.money import locale_of
from catalog.pricing.rule import Rule, RuleKind, Scope

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NAMED = 3  # of a longer list of products only so many are named


def what(rule: Rule, locale: str = "en") -> str:
    """What comes off of what: "10% off scarves", "3 for 2 on socks, the cheapest is free"."""
    goods = scope_words(rule.scope)
    match rule.kind:
        case RuleKind.PERCENT:
            return f"{format_decimal(_short(rule.percent), locale=locale_of(locale))}% off {goods}"
        case RuleKind.AMOUNT:
            assert rule.amount is not None
            money = rule.amount.text(locale)
            if not rule.per_basket:
                return f"{money} off each piece of {goods}"
            if rule.scope.everything:
                return f"{money} off the basket"
            return f"{money} off all {goods} together"
    free = rule.take - rule.pay
    return (
        f"{rule.take} for {rule.pay} on {goods}, the cheapest "
        f"{'is' if free == 1 else f'{_number(free)} are'} free"
    )


def whom(rule: Rule) -> str:
    """Who has it, and beside what."""
    if not rule.code:
        words = "For everybody"
    elif rule.needs_approval:
        words = f"With the code {rule.code}, once a colleague has approved it"
    else:
        words = f"With the code {rule.code}"
    return f"{words}. Comes off beside other offers." if rule.combines else f"{words}."


def when(rule: Rule, now: datetime, locale: str = "en") -> str:
    """When it runs, in local time: "Runs until 24 Dec 2026", "Begins on …", "Ended on …"."""
    if rule.over(now):
        assert rule.ends is not None
        return f"Ended on {_day(rule.ends, locale, closing=True)}"
    until = f" until {_day(rule.ends, locale, closing=True)}" if rule.ends else ""
    if not rule.begun(now):
        assert rule.starts is not None
        return f"Begins on {_day(rule.starts, locale)}" + (f", runs{until}" if until else "")
    return f"Runs{until or ' without an end'}"


def scope_words(scope: Scope) -> str:
    """Goods in a sentence: "everything", "scarves and shoes", "what is tagged gift"."""
    if scope.everything:
        return "everything"
    parts = [plural(kind) for kind in sorted(scope.kinds)]
    if scope.brands:
        parts.append(f"what {_listed(sorted(scope.brands))} makes")
    if scope.tags:
        parts.append(f"what is tagged {_listed(sorted(scope.tags))}")
    if scope.products:
        parts.append(_few("product", sorted(scope.products)))
    if scope.skus:
        parts.append(_few("SKU", sorted(scope.skus)))
    return _listed(parts)


def _few(word: str, names: list[str]) -> str:
    if len(names) > _NAMED:
        return f"{len(names)} {word}s"
    return f"the {word}{'s' if len(names) > 1 else ''} {_listed(names)}"


def _listed(parts: list[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


_UNCOUNTED = {"knit": "knitwear"}
_ALIKE = frozenset({"swimwear", "underwear"})
_IRREGULAR = {"scarf": "scarves", "watch": "watches", "dress": "dresses"}


def plural(kind: str) -> str:
    """A kind of garment as a word for many: "scarves", "knitwear"."""
    if kind in _ALIKE or (kind.endswith("s") and kind not in _IRREGULAR):
        return kind
    return _UNCOUNTED.get(kind) or _IRREGULAR.get(kind) or f"{kind}s"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _short(percent: Decimal) -> Decimal:
    return percent.quantize(Decimal(1)) if percent == percent.to_integral_value() else percent


def _day(moment: datetime, locale: str, *, closing: bool = False) -> str:
    """A day where the moment is midnight, else with the time. An end at midnight is the day
    before's."""
    local = moment.astimezone()
    if local.hour or local.minute:
        return str(format_datetime(local, "d MMM y, HH:mm", locale=locale_of(locale)))
    if closing:
        local = datetime.fromtimestamp(local.timestamp() - 1).astimezone()
    return str(format_date(local, "d MMM y", locale=locale_of(locale)))

"""Offers from a file: CSV or YAML, with what is wrong named by line and column.

Owns the file's form. Both forms have the same columns (YAML says keys); a list is written with
";" between its entries in CSV and as a list in YAML. Everything not needed for a kind stays empty.

    title,kind,percent,code
    "Welcome, 10 % off",percent,10,WELCOME10

    - {title: "3 for 2 on socks", kind: n_for_m, take: 3, pay: 2, kinds: [socks]}

A day for `ends` is the last day of the offer. Writes nothing: `rows.save_rules` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from catalog.database import CatalogError
from catalog.importing.csv_file import CsvFile
from catalog.importing.report import BadRow
from catalog.money import Money, digits
from catalog.pricing.rule import Rule, RuleError, RuleKind, Scope, normal_code

LISTS = ("products", "kinds", "brands", "tags", "skus")
OF_KIND = {
    RuleKind.PERCENT: ("percent",),
    RuleKind.AMOUNT: ("amount", "per"),
    RuleKind.N_FOR_M: ("take", "pay"),
}
COLUMNS = (
    *("handle", "title", "kind", "percent", "amount", "per", "take", "pay", "code", "approval"),
    *("combines", "starts", "ends", *LISTS),
)
YES = frozenset({"yes", "true", "1", "y", "x"})
NO = frozenset({"", "no", "false", "0", "n"})
LARGEST = 1024 * 1024

Cell = str | list[str]


class BadCellError(ValueError):
    """One cell cannot be understood. The text is a sentence."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(slots=True)
class RulesFile:
    """What a file says: its offers with the line of each, and its mistakes."""

    rules: list[tuple[int, Rule]] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)


def read_rules(path: Path, currency: str, name: str = "") -> RulesFile:
    """The offers of a file. Raises `CatalogError` when it cannot be read as a whole.

    `name` is what messages call the file, if not by its own name; its ending says which form it is.
    """
    name = name or path.name
    found = RulesFile()
    yaml_file = Path(name).suffix.lower() in (".yaml", ".yml")
    rows = _yaml_rows(path, name, found) if yaml_file else _csv_rows(path, name)
    handles: dict[str, int] = {}
    for line, cells, lines in rows:
        try:
            rule = rule_of(cells, currency)
        except BadCellError as error:
            found.bad_rows.append(BadRow(lines.get(error.column, line), error.column, str(error)))
            continue
        if rule.handle in handles:
            found.bad_rows.append(
                BadRow(line, "handle", f"{rule.handle!r} is in line {handles[rule.handle]} too.")
            )
            continue
        handles[rule.handle] = line
        found.rules.append((line, rule))
    return found


def rule_of(cells: Mapping[str, Cell], currency: str) -> Rule:
    """One offer of what is written in its columns. Raises `BadCellError`."""
    for column in cells:
        if column not in COLUMNS:
            raise BadCellError(column, f"There is no such column. There are {', '.join(COLUMNS)}.")
    try:
        kind = RuleKind(_text(cells, "kind"))
    except ValueError:
        raise BadCellError(
            "kind", f"{_text(cells, 'kind')!r} is none of percent, amount and n_for_m."
        ) from None
    for other, columns in OF_KIND.items():
        for column in columns:
            if other is not kind and _text(cells, column):
                raise BadCellError(column, f"This belongs to {other.value}, not to {kind.value}.")
    per = _text(cells, "per") or "piece"
    if per not in ("piece", "basket"):
        raise BadCellError("per", f"{per!r} is neither piece nor basket.")
    amount = None
    if kind is RuleKind.AMOUNT:
        try:
            amount = Money.parse(_text(cells, "amount"), currency)
        except ValueError as error:
            raise BadCellError("amount", f"{error}.") from error
    try:
        return Rule(
            id=0,
            handle=_text(cells, "handle"),
            title=_text(cells, "title"),
            kind=kind,
            percent=_percent(cells) if kind is RuleKind.PERCENT else Decimal(0),
            amount=amount,
            per_basket=per == "basket",
            take=_number(cells, "take") if kind is RuleKind.N_FOR_M else 0,
            pay=_number(cells, "pay") if kind is RuleKind.N_FOR_M else 0,
            code=normal_code(_text(cells, "code")),
            needs_approval=_yes(cells, "approval"),
            combines=_yes(cells, "combines"),
            starts=_moment(cells, "starts"),
            ends=_moment(cells, "ends"),
            scope=Scope(**{what: frozenset(_list(cells, what)) for what in LISTS}),
        )
    except RuleError as error:
        raise BadCellError(error.field, str(error)) from error


def cells_of(rule: Rule) -> dict[str, Cell]:
    """What would be written for this offer; `rule_of` makes the same one of it again."""
    scope = rule.scope
    cells: dict[str, Cell] = {
        "handle": rule.handle,
        "title": rule.title,
        "kind": rule.kind.value,
        "code": rule.code,
        "approval": "yes" if rule.needs_approval else "",
        "combines": "yes" if rule.combines else "",
        "starts": rule.starts.isoformat() if rule.starts else "",
        "ends": rule.ends.isoformat() if rule.ends else "",
        **{what: sorted(getattr(scope, what)) for what in LISTS},
    }
    if rule.kind is RuleKind.PERCENT:
        cells["percent"] = str(rule.percent)
    elif rule.amount is not None:
        cells["amount"] = str(Decimal(rule.amount.minor).scaleb(-digits(rule.amount.currency)))
        cells["per"] = "basket" if rule.per_basket else "piece"
    else:
        cells |= {"take": str(rule.take), "pay": str(rule.pay)}
    return {column: cell for column, cell in cells.items() if cell}


def _text(cells: Mapping[str, Cell], column: str) -> str:
    cell = cells.get(column, "")
    if isinstance(cell, list):
        raise BadCellError(column, "One value is expected here, not a list.")
    return cell.strip()


def _list(cells: Mapping[str, Cell], column: str) -> list[str]:
    cell = cells.get(column, "")
    parts = cell.split(";") if isinstance(cell, str) else cell
    return [part.strip() for part in parts if part.strip()]


def _yes(cells: Mapping[str, Cell], column: str) -> bool:
    word = _text(cells, column).casefold()
    if word not in YES | NO:
        raise BadCellError(column, f"{word!r} is neither yes nor no.")
    return word in YES


def _number(cells: Mapping[str, Cell], column: str) -> int:
    text = _text(cells, column)
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise BadCellError(column, f"{text!r} is not a number of pieces.")
    return int(text)


def _percent(cells: Mapping[str, Cell]) -> Decimal:
    text = _text(cells, "percent").removesuffix("%").strip()
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise BadCellError("percent", f"{text!r} is not a percentage. Write 10 or 12.5.")
    return found


def _moment(cells: Mapping[str, Cell], column: str) -> datetime | None:
    """A day or a time of the shop's own clock, or None. A day that ends is whole."""
    text = _text(cells, column)
    if not text:
        return None
    try:
        if len(text) == len("2026-12-24"):
            day = date.fromisoformat(text) + timedelta(days=column == "ends")
            return datetime.combine(day, time()).astimezone(UTC)
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCellError(
            column, f"{text!r} is not a day. Write 2026-12-24 or 2026-12-24 18:00."
        ) from None


Rows = list[tuple[int, dict[str, Cell], dict[str, int]]]  # line, cells, the line of each cell


def _csv_rows(path: Path, name: str) -> Rows:
    file = CsvFile(path, name)
    rows: Rows = []
    for record in file.records():
        header = [column.strip().lower() for column in file.header]
        for column in header:
            if column not in COLUMNS:
                raise CatalogError(
                    f"{name}, line 1, {column or 'an empty column'}: there is no such column. "
                    f"There are {', '.join(COLUMNS)}."
                )
        cells: dict[str, Cell] = dict(zip(header, record.cells, strict=False))
        rows.append((record.line, cells, {}))
    return rows


def _yaml_rows(path: Path, name: str, found: RulesFile) -> Rows:
    """Read as nodes, which know their lines, and not as values."""
    try:
        if path.stat().st_size > LARGEST:
            raise CatalogError(f"{name} is too large for a list of offers.")
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise CatalogError(f"{name}{where}: {error.problem}.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogError(f"Cannot read {name}: {error}") from error
    if not isinstance(root, yaml.SequenceNode):
        raise CatalogError(f"{name} should be a list of offers, each beginning with a dash.")
    rows: Rows = []
    for entry in root.value:
        line = entry.start_mark.line + 1
        if not isinstance(entry, yaml.MappingNode):
            found.bad_rows.append(BadRow(line, "", "An offer has keys, such as title and kind."))
            continue
        cells: dict[str, Cell] = {}
        lines: dict[str, int] = {}
        for key, value in entry.value:
            column = str(key.value)
            lines[column] = key.start_mark.line + 1
            cells[column] = _cell(value)
        rows.append((line, cells, lines))
    return rows


def _cell(node: Any) -> Cell:
    if isinstance(node, yaml.SequenceNode):
        return [str(one.value) for one in node.value]
    if isinstance(node, yaml.ScalarNode):
        return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
    return "a mapping"

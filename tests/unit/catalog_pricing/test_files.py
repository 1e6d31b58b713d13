"""Offers in files and in words: what is understood, and what is named by line and column."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.database import CatalogError
from catalog.pricing import Rule, wording
from catalog.pricing.files import cells_of, read_rules, rule_of
from tests.conftest import REPO
from tests.unit.catalog_pricing.baskets import rule as any_rule

NOW = datetime(2026, 12, 24, 12, tzinfo=UTC)

CSV = """title,kind,percent,amount,per,take,pay,code,approval,combines,ends,kinds,tags
"Welcome, 10%",percent,10,,,,,welcome 10,,,,,
Scarf season,amount,,10.00,,,,SCARF10,,yes,,scarf,gift;silk
Voucher,amount,,15,basket,,,THANKS,yes,,2026-12-24,,
Socks,n_for_m,,,,3,2,,,,,socks,
"""
YAML = """
- {title: "Welcome, 10%", kind: percent, percent: 10, code: welcome 10}
- title: Scarf season
  kind: amount
  amount: 10.00
  code: SCARF10
  combines: yes
  kinds: [scarf]
  tags: [gift, silk]
- {title: Voucher, kind: amount, amount: 15, per: basket, code: THANKS, approval: yes,
   ends: 2026-12-24}
- {title: Socks, kind: n_for_m, take: 3, pay: 2, kinds: [socks]}
"""
WORDS = [
    "10% off everything. With the code WELCOME10.",
    "€10.00 off each piece of scarves and what is tagged gift and silk. "
    "With the code SCARF10. Comes off beside other offers.",
    "€15.00 off the basket. With the code THANKS, once a colleague has approved it.",
    "3 for 2 on socks, the cheapest is free. For everybody.",
]


def rules_of(tmp_path: Path, name: str, content: str) -> list[Rule]:
    file = tmp_path / name
    file.write_text(content)
    found = read_rules(file, "EUR")
    assert found.bad_rows == []
    return [rule for _, rule in found.rules]


def test_csv_and_yaml_say_the_same(tmp_path: Path) -> None:
    of_csv, of_yaml = rules_of(tmp_path, "o.csv", CSV), rules_of(tmp_path, "o.yaml", YAML)
    assert of_csv == of_yaml
    assert [f"{wording.what(one)}. {wording.whom(one)}" for one in of_csv] == WORDS
    voucher = of_csv[2]
    assert voucher.ends is not None
    assert voucher.ends.astimezone().isoformat().startswith("2026-12-25T00:00")
    assert wording.when(voucher, NOW) == "Runs until 24 Dec 2026"


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"kind": "half"}, "kind", "'half' is none of percent, amount and n_for_m"),
        ({"percent": "ten"}, "percent", "'ten' is not a percentage"),
        ({"percent": "nan"}, "percent", "not a percentage"),
        ({"percent": "101"}, "percent", "at most 100"),
        ({"amount": "5"}, "amount", "belongs to amount, not to percent"),
        ({"kind": "amount", "percent": "", "amount": "5.001"}, "amount", "more decimals"),
        ({"kind": "amount", "percent": "", "amount": "5", "per": "head"}, "per", "neither"),
        ({"kind": "n_for_m", "percent": "", "take": "three"}, "take", "not a number"),
        ({"kind": "n_for_m", "percent": "", "take": "3", "pay": "3"}, "pay", "less than"),
        ({"approval": "maybe"}, "approval", "neither yes nor no"),
        ({"approval": "yes"}, "code", "needs a code"),
        ({"ends": "soon"}, "ends", "is not a day"),
        ({"starts": "2026-12-24", "ends": "2026-12-01"}, "ends", "before it begins"),
        ({"title": ""}, "title", "needs a title"),
        ({"handle": "first"}, "handle", "is in line"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_a_mistake_is_named_by_line_and_column(
    tmp_path: Path, form: str, row: dict[str, str], column: str, words: str
) -> None:
    good = {"handle": "first", "title": "First", "kind": "percent", "percent": "10"}
    columns = [*good, "amount", "per", "take", "pay", "code", "approval", "starts", "ends"]
    rows = [good, good | {"handle": "second"} | row]
    file = tmp_path / f"offers.{form}"
    if form == "csv":
        lines = [",".join(one.get(name, "") for name in columns) for one in rows]
        file.write_text("\n".join([",".join(columns), *lines]))
    else:
        entries = ["\n  ".join(f"{key}: '{value}'" for key, value in one.items()) for one in rows]
        file.write_text("".join(f"- {entry}\n" for entry in entries))
    (bad,) = read_rules(file, "EUR").bad_rows
    assert bad.column == column
    assert words in bad.reason
    if form == "csv":
        assert bad.line == 3
    else:
        assert bad.line == 5 or column == list(rows[1])[bad.line - 5]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("o.csv", "title,knid\nA,percent\n", "line 1, knid: there is no such column"),
        ("o.csv", "", "is empty"),
        ("o.yaml", "a: [", "line 1, column 5"),
        ("o.yaml", "a: 1", "should be a list of offers"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, name: str, content: str, words: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(CatalogError, match=words):
        read_rules(tmp_path / name, "EUR")


def test_odd_yaml_is_a_bad_row_and_no_crash(tmp_path: Path) -> None:
    content = "- just words\n- {title: {a: 1}, kind: percent}\n- {colour: red}\n- {title: [a]}\n"
    (tmp_path / "o.yaml").write_text(content)
    found = read_rules(tmp_path / "o.yaml", "EUR")
    assert [(bad.line, bad.column) for bad in found.bad_rows] == [
        (1, ""), (2, "percent"), (3, "colour"), (4, "kind")
    ]  # fmt: skip


@given(any_rule(0), st.booleans(), st.datetimes(min_value=datetime(2000, 1, 1)))
def test_what_is_written_is_read_again(rule: Rule, coded: bool, moment: datetime) -> None:
    cells = cells_of(rule) | ({"code": "CODE", "approval": "yes"} if coded else {})
    cells["starts"] = moment.replace(microsecond=0, tzinfo=UTC).isoformat()
    again = rule_of(cells, "EUR")
    assert cells_of(again) == cells
    assert wording.what(again) == wording.what(rule)


def test_the_sample_shops_offers_read_well() -> None:
    found = read_rules(REPO / "assets" / "sample" / "offers.yaml", "EUR")
    assert found.bad_rows == []
    assert len(found.rules) >= 4
    automatic = [rule for _, rule in found.rules if not rule.code]
    assert [wording.what(rule) for rule in automatic] == ["3 for 2 on socks, the cheapest is free"]

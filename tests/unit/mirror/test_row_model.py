"""A list for QML changes by the smallest steps, and lets what leaves be drawn out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex

from kiosk.mirror.window.row_model import RowModel
from tests.conftest import LogWatch


@dataclass(frozen=True, slots=True)
class Hung:
    key: str
    place: int


def rows(keys: str) -> tuple[Hung, ...]:
    return tuple(Hung(key, place) for place, key in enumerate(keys))


def keys(model: RowModel[Hung]) -> str:
    return "".join(row.key for row in model.rows)


class Told:
    """What a delegate would be told."""

    def __init__(self, model: RowModel[Hung]) -> None:
        self.steps: list[str] = []
        model.rowsInserted.connect(lambda _, first, __: self.steps.append(f"+{first}"))
        model.rowsRemoved.connect(lambda _, first, __: self.steps.append(f"-{first}"))
        model.dataChanged.connect(lambda first, _: self.steps.append(f"~{first.row()}"))


def test_only_what_changed_is_told() -> None:
    model = RowModel(Hung)
    told = Told(model)
    model.show(rows("ab"))
    assert told.steps == ["+0", "+1"]
    told.steps.clear()
    model.show(rows("ab"))
    assert told.steps == []
    model.show(rows("abc"))
    assert told.steps == ["+2"]
    told.steps.clear()
    model.show(rows("bc"))
    assert told.steps == ["-0", "~0", "~1"]


def test_a_row_that_leaves_stays_until_it_is_drawn_out() -> None:
    model = RowModel(Hung, lingers=True)
    model.show(rows("abc"))
    model.show(rows("ac"))
    assert keys(model) == "ac"
    assert model.rowCount() == 3
    leaving = next(role for role, name in model.roleNames().items() if name == b"leaving")
    assert [model.data(model.index(i, 0), leaving) for i in range(3)] == [False, True, False]
    model.forget("b")
    assert model.rowCount() == 2
    model.forget("a")
    assert keys(model) == "ac", "only what leaves can be forgotten"


def test_a_row_that_comes_back_before_it_is_drawn_out_stays() -> None:
    model = RowModel(Hung, lingers=True)
    model.show(rows("ab"))
    model.show(rows("b"))
    model.show(rows("ba"))
    model.forget("a")
    assert keys(model) == "ba"


def test_a_key_names_one_row(caplog: pytest.LogCaptureFixture, log_watch: LogWatch) -> None:
    """Two rows of one key would be one row on the glass: the first is, and no shopper sees why."""
    log_watch.expect("more than one row of")
    model = RowModel(Hung)
    for _ in range(2):
        model.show(rows("abcab"))
        assert model.rows == rows("abc")
    model.show(rows("cacb"))
    assert keys(model) == "cab"
    said = [record.getMessage() for record in caplog.records]
    assert said == ["more than one row of a, b", "more than one row of c"], "once for each"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdef"), unique=True).map("".join)), st.booleans())
def test_the_model_holds_what_it_was_shown(shows: list[str], lingers: bool) -> None:
    model = RowModel(Hung, lingers=lingers)
    for wanted in shows:
        model.show(rows(wanted))
        assert keys(model) == wanted
        assert model.rows == rows(wanted)
    left = {model.index(i, 0).row() for i in range(model.rowCount(QModelIndex()))}
    assert len(left) >= len(model.rows)

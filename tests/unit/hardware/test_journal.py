"""A journal keeps whole lines, whatever happens to the last one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hardware.payment_terminal.journal import Journal, JournalError, read


def test_what_was_appended_is_read(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "deep" / "books")
    assert journal.entries() == []
    journal.append({"a": 1})
    journal.append({"b": "ü\n"})
    assert read(tmp_path / "deep" / "books") == [{"a": 1}, {"b": "ü\n"}]
    journal.close()


@pytest.mark.parametrize("cut", [0, 1, 20, 40, 52])
def test_cut_anywhere_in_its_last_line_it_goes_on_with_the_lines_before(
    tmp_path: Path, cut: int
) -> None:
    file = tmp_path / "books"
    journal = Journal(file)
    journal.append({"first": 1})
    journal.append({"second": "x" * 40})
    journal.close()
    file.write_bytes(file.read_bytes()[: -1 - cut])
    again = Journal(file)
    assert again.entries() == [{"first": 1}]
    again.append({"third": 3})
    assert again.entries() == [{"first": 1}, {"third": 3}]
    again.close()


def test_a_damaged_line_in_the_middle_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "books").write_text('{"a":1}\nwhat?\n{"b":2}\n')
    with pytest.raises(JournalError, match="damaged in line 2"):
        read(tmp_path / "books")


def test_every_entry_is_synced_before_append_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "books")
    journal.append({"a": 1})
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    journal.append({"b": 2})
    assert len(synced) == 1
    journal.close()


def test_a_write_that_fails_half_way_leaves_no_half_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "books")
    journal.append({"a": 1})
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:5]))
    with pytest.raises(OSError, match="disk is full"):
        journal.append({"b": 2})
    monkeypatch.undo()
    journal.append({"c": 3})
    assert journal.entries() == [{"a": 1}, {"c": 3}]
    journal.close()


def test_an_exclusive_journal_is_one_programs(tmp_path: Path) -> None:
    first, second = (Journal(tmp_path / "books", exclusive=True) for _ in range(2))
    first.append({"a": 1})
    with pytest.raises(JournalError, match="Another program"):
        second.append({"b": 2})
    first.close()
    second.append({"b": 2})
    second.close()

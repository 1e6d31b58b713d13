"""What an import would do or did: counts, changes by name, bad rows by line, column and reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

LISTED = 500
"""How many changes and bad rows are kept by name; the counts go on."""

Action = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True, order=True)
class BadRow:
    """A row that cannot be imported. `line` counts from 1, the header's; `column` may be ""."""

    line: int
    column: str
    reason: str

    def text(self) -> str:
        where = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Change:
    """A product or variant that is new, or differs from the file in `fields`."""

    name: str
    action: Literal["created", "updated"]
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class Counts:
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def add(self, action: Action) -> None:
        setattr(self, action, getattr(self, action) + 1)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged

    def text(self) -> str:
        return f"{self.created} created, {self.updated} updated, {self.unchanged} unchanged"


@dataclass(slots=True)
class ImportReport:
    """The outcome of an import. `applied` is False for a dry run and when a bad row stopped it."""

    file: str
    dry_run: bool = False
    skip_bad: bool = False
    applied: bool = False
    products: Counts = field(default_factory=Counts)
    variants: Counts = field(default_factory=Counts)
    changes: list[Change] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)
    bad_row_count: int = 0
    notes: list[str] = field(default_factory=list)
    note_count: int = 0

    @property
    def ok(self) -> bool:
        """True when nothing stood in the way."""
        return not self.bad_row_count or self.skip_bad

    def bad(self, row: BadRow) -> None:
        self.bad_row_count += 1
        if len(self.bad_rows) < LISTED:
            self.bad_rows.append(row)

    def changed(self, change: Change) -> None:
        if len(self.changes) < LISTED:
            self.changes.append(change)

    def note(self, text: str) -> None:
        self.note_count += 1
        if len(self.notes) < LISTED:
            self.notes.append(text)

    def text(self) -> str:
        """The whole report in sentences, one a line."""
        lines = [self.headline()]
        lines += [row.text() for row in sorted(self.bad_rows)]
        if self.bad_row_count > len(self.bad_rows):
            lines.append(f"... and {self.bad_row_count - len(self.bad_rows)} more.")
        return "\n".join(lines + self.notes)

    def headline(self) -> str:
        """What happened, in one or two sentences."""
        counts = f"Products: {self.products.text()}. Variants: {self.variants.text()}."
        rows = f"{self.bad_row_count} bad row{'' if self.bad_row_count == 1 else 's'}"
        if not self.ok:
            return f"{self.file}: nothing was imported, because of {rows}."
        skipped = f" {rows} left out." if self.bad_row_count else ""
        if self.dry_run:
            return f"{self.file}: this is what an import would do. {counts}{skipped}"
        return f"{self.file} is imported. {counts}{skipped}"

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "file": self.file,
            "dry_run": self.dry_run,
            "skip_bad": self.skip_bad,
            "applied": self.applied,
            "ok": self.ok,
            "headline": self.headline(),
            "products": _counts(self.products),
            "variants": _counts(self.variants),
            "changes": [
                {"name": change.name, "action": change.action, "fields": list(change.fields)}
                for change in self.changes
            ],
            "bad_rows": [
                {"line": row.line, "column": row.column, "reason": row.reason}
                for row in sorted(self.bad_rows)
            ],
            "bad_row_count": self.bad_row_count,
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> ImportReport:
        """The inverse of `as_dict`, for a report that came over HTTP."""
        return cls(
            file=values["file"],
            dry_run=values["dry_run"],
            skip_bad=values["skip_bad"],
            applied=values["applied"],
            products=Counts(**values["products"]),
            variants=Counts(**values["variants"]),
            changes=[
                Change(change["name"], change["action"], tuple(change["fields"]))
                for change in values["changes"]
            ],
            bad_rows=[BadRow(**row) for row in values["bad_rows"]],
            bad_row_count=values["bad_row_count"],
            notes=list(values["notes"]),
            note_count=len(values["notes"]),
        )


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
    }

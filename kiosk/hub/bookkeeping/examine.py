"""Asks every check of the ledger, on one unchanging view of the database. Writes nothing.

Owns the order. May run beside the hub: what it sees is one moment, with no sale half written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from catalog.store import Catalog
from kiosk.hub.bookkeeping.checks import after, money, paper, pieces
from kiosk.hub.bookkeeping.checks.fault import Check, Fault, Moment
from kiosk.hub.schema import AttemptRow, DayCloseRow, SaleReturnRow, SaleRow

CHECKS = (*money.CHECKS, *pieces.CHECKS, *after.CHECKS, *paper.CHECKS)


@dataclass(frozen=True, slots=True)
class Looked:
    """A check and what it found; nothing, when it holds."""

    check: Check
    faults: tuple[Fault, ...]

    @property
    def wrong(self) -> bool:
        return any(not fault.worth for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Size:
    """What was looked at."""

    sales: int
    payments: int
    returns: int
    closes: int


def examine(catalog: Catalog, moment: Moment) -> Iterator[Looked | Size]:
    """First how much there is, then each check as it is done."""
    with catalog.reader.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield Size(
            *(
                connection.scalar(select(func.count()).select_from(table)) or 0
                for table in (SaleRow, AttemptRow, SaleReturnRow, DayCloseRow)
            )
        )
        for check in CHECKS:
            yield Looked(check, tuple(check.look(connection, moment)))

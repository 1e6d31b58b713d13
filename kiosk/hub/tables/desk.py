"""Payments that shoppers make at the desk: what waits there, and a colleague's word about it.

Owns finding a payment among the tables' desks and who may say what became of it. The payment itself
goes on at its table, whose cashier waits for the desk's answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from catalog.money import Money
from catalog.store import Catalog
from hardware.payment_terminal.desk.driver import DeskTerminal
from hardware.payment_terminal.terminal import TerminalError
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.schema import AttemptRow
from kiosk.hub.security import audit
from kiosk.hub.tables.terminals import Terminals


class DeskError(ValueError):
    """It cannot be settled so. The text is a sentence for the colleague."""


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """One payment that a colleague is asked to take. `since` is UTC."""

    table: str
    reference: str
    amount: Money
    pieces: int
    since: datetime


class Desks:
    """Safe to call from several threads."""

    def __init__(self, catalog: Catalog, terminals: Terminals) -> None:
        self._catalog = catalog
        self._desks = {
            name: desk
            for name, mine in terminals.items()
            if isinstance(desk := mine.get(Tender.DESK), DeskTerminal)
        }

    def waiting(self) -> list[AtTheDesk]:
        """What is to be taken now, the oldest first."""
        found = [(name, one) for name, desk in self._desks.items() for one in desk.waiting()]
        if not found:
            return []
        pieces = self._pieces([one.key for _, one in found])
        return sorted(
            (
                AtTheDesk(
                    name,
                    one.reference,
                    Money(one.amount_minor, one.currency),
                    pieces.get(one.key, 0),
                    one.since,
                )
                for name, one in found
            ),
            key=lambda one: (one.since, one.reference),
        )

    def settle(self, table: str, reference: str, taken: bool, by: str, device: str) -> None:
        """The colleague has the money, or will not get it. Raises `DeskError`.

        The audit row is written first: nobody takes money without a name.
        """
        desk = self._desks.get(table)
        if desk is None:
            raise DeskError("There is no desk at this table.")
        if not any(one.reference == reference for one in desk.waiting()):
            raise DeskError("This payment does not wait any more. Look at it again.")

        def write(action: str) -> None:
            def work(connection: Connection) -> None:
                audit.write(connection, by, action, reference, {"table": table}, device=device)

            self._catalog.transact(work)

        write("desk.taken" if taken else "desk.not_taken")
        try:
            desk.settle(reference, taken, by)
        except TerminalError as error:  # called off in the same moment: the row before is not so
            write("desk.not_settled")
            raise DeskError(str(error)) from error

    def _pieces(self, keys: list[str]) -> dict[str, int]:
        query = select(AttemptRow.key, AttemptRow.lines, AttemptRow.order).where(
            AttemptRow.key.in_(keys)
        )
        with self._catalog.reader.connect() as connection:
            rows = connection.execute(query).all()
        return {
            row.key: len(row.lines) + sum(e["quantity"] for e in row.order.get("extras", ()))
            for row in rows
        }

"""What a shopper asks for a receipt, and what then becomes of it at a played printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from hardware.device import DeviceState, Health
from hardware.receipt_printer.layout import Line, lay_out
from hardware.receipt_printer.printer import NotPrinted, Outcome, Paper, Printed
from kiosk.config import Settings
from kiosk.hub.outbox import Done, Job, Later
from kiosk.hub.receipts.delivery import Delivery
from kiosk.hub.receipts.requested import Requested
from kiosk.hub.schema import OutboxRow
from tests.unit.hub_books.books import Books


@dataclass
class Roll:
    """A printer that does as it is told."""

    outcomes: list[Outcome] = field(default_factory=list)
    papers: list[tuple[str, bool]] = field(default_factory=list)
    health: Health = field(default_factory=lambda: Health(DeviceState.OK))

    def open(self) -> None: ...

    def close(self) -> None: ...

    def print(self, paper: Paper, *, drawer: bool = False) -> Outcome:
        lines = (each.text for each in lay_out(paper, 48) if isinstance(each, Line))
        outcome = self.outcomes.pop(0) if self.outcomes else Printed()
        if not isinstance(outcome, NotPrinted):
            self.papers.append(("\n".join(lines), drawer))
        return outcome


@dataclass
class Desk:
    """What a shopper asks, and what the outbox's worker then does."""

    books: Books
    settings: Settings
    roll: Roll

    def __post_init__(self) -> None:
        def now_ms() -> int:
            return self.books.now_ms

        printers = {"1": self.roll}
        catalog = self.books.catalog
        self.requested = Requested(self.settings, catalog, dict(printers), now_ms=now_ms)
        self.delivery = Delivery(
            self.settings, catalog, printers, "http://shop.example", now_ms=now_ms
        )

    def jobs(self, topic: str) -> Sequence[Job]:
        with self.books.catalog.reader.connect() as connection:
            rows = connection.execute(
                select(OutboxRow.__table__)
                .where(OutboxRow.topic == topic, OutboxRow.done_ms.is_(None))
                .order_by(OutboxRow.id)
            ).all()
        return [Job(row.id, row.topic, row.key, row.body, row.tries) for row in rows]

    def work(self, topic: str) -> list[Done | Later]:
        """What comes of each job that waits; they stay."""
        return [self.delivery.handlers[topic](job) for job in self.jobs(topic)]

"""Receipts by e-mail and on paper: what a shopper may ask for, and how often.

Owns the rules, and the jobs that it leaves in the outbox; `delivery.py` does them. The shopper
never waits for a printer or a mail server.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, select

from catalog.store import Catalog
from hardware.receipt_printer.printer import ReceiptPrinter
from kiosk.config import Settings
from kiosk.hub.outbox import add
from kiosk.hub.receipts.letter import NotAnAddressError, checked
from kiosk.hub.receipts.record import Sale, by_token, milliseconds
from kiosk.hub.schema import OutboxRow

EMAIL, PRINT = "receipt_email", "receipt_print"
EACH_SALE = 3  # letters, and papers
EACH_HOUR = 60  # letters of the whole shop: it must be of no use to who sends spam
PAPER_WITHIN = timedelta(minutes=15)  # of the sale: then its shopper is gone


class No(StrEnum):
    """Why there is none; the value is the code that the tablet knows."""

    NO_RECEIPT = "no_receipt"
    NO_MAIL = "no_mail"
    NOT_AN_ADDRESS = "not_an_address"
    TOO_OFTEN = "too_often"
    NO_PRINTER = "no_printer"
    PRINTER_NOT_READY = "printer_not_ready"
    TOO_LATE = "too_late"


SENTENCES = {
    No.NO_RECEIPT: "There is no such receipt.",
    No.NO_MAIL: "Receipts by e-mail are not set up here.",
    No.NOT_AN_ADDRESS: "This does not look like an e-mail address.",
    No.TOO_OFTEN: "That was asked for too often. The code works all the same.",
    No.NO_PRINTER: "There is no receipt printer here.",
    No.PRINTER_NOT_READY: "The printer is not ready. The code works all the same.",
    No.TOO_LATE: "This receipt is printed for a few minutes only. The code works all the same.",
}


class Requested:
    """Safe to call from several threads."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        printers: dict[str, ReceiptPrinter],
        *,
        wake: Callable[[], None] = lambda: None,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._printers = printers
        self._now_ms = now_ms
        self._letters: deque[int] = deque()
        self._lock = threading.Lock()
        self.wake = wake
        """Called when there is something new in the outbox."""

    def email(self, token: str, address: str, language: str) -> No | None:
        """A letter to this address. The same address again, while the letter waits, is the same."""
        if self._settings.mail is None:
            return No.NO_MAIL
        try:
            address = checked(address)
        except NotAnAddressError:
            return No.NOT_AN_ADDRESS
        with self._catalog.begin() as connection:
            sale = by_token(connection, token)
            if sale is None:
                return No.NO_RECEIPT
            waiting, count = _asked(connection, EMAIL, sale)
            if any(body.get("address") == address for body in waiting):
                return None
            if count >= EACH_SALE or not self._may_write():
                return No.TOO_OFTEN
            self._leave(connection, EMAIL, sale, count, language, address=address)
        self.wake()
        return None

    def paper(self, token: str, language: str) -> No | None:
        """A paper at the table where it was bought. A second one is a copy."""
        with self._catalog.begin() as connection:
            sale = by_token(connection, token)
            if sale is None:
                return No.NO_RECEIPT
            printer = self._printers.get(sale.table)
            if printer is None:
                return No.NO_PRINTER
            if self._now_ms() - milliseconds(sale.sold_at) > PAPER_WITHIN // timedelta(
                milliseconds=1
            ):
                return No.TOO_LATE
            if not printer.health.ok:
                return No.PRINTER_NOT_READY
            waiting, count = _asked(connection, PRINT, sale)
            if waiting:
                return None
            if count >= EACH_SALE:
                return No.TOO_OFTEN
            always = printed_always(self._settings, sale.table)
            self._leave(connection, PRINT, sale, count, language, copy=count > 0 or always)
        self.wake()
        return None

    def _leave(
        self,
        connection: Connection,
        topic: str,
        sale: Sale,
        count: int,
        language: str,
        **more: str | bool,
    ) -> None:
        now_ms = self._now_ms()
        body = {
            "sale": sale.id,
            "table": sale.table,
            "language": language,
            "asked_ms": now_ms,
            "number": count + 1,
            **more,
        }
        add(connection, topic, f"{topic}:{sale.id}:{count + 1}", body, now_ms)

    def _may_write(self) -> bool:
        now_ms = self._now_ms()
        with self._lock:
            while self._letters and now_ms - self._letters[0] > 3_600_000:
                self._letters.popleft()
            if len(self._letters) >= EACH_HOUR:
                return False
            self._letters.append(now_ms)
            return True


def _asked(connection: Connection, topic: str, sale: Sale) -> tuple[list[dict[str, object]], int]:
    """What was asked for of this topic for this sale: what still waits, and how many in all."""
    rows = connection.execute(
        select(OutboxRow.body, OutboxRow.done_ms).where(
            OutboxRow.topic == topic,
            OutboxRow.key.startswith(f"{topic}:{sale.id}:", autoescape=True),
        )
    ).all()
    return [row.body for row in rows if row.done_ms is None], len(rows)


def printed_always(settings: Settings, table: str) -> bool:
    """Whether every receipt of this table goes to paper, by a job that the ledger leaves."""
    found = settings.tables.get(table)
    return found is not None and found.printer is not None and found.printer.always

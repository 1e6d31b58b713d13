"""Delivers receipts: the outbox's jobs for e-mail and paper, done once as far as that goes.

Owns what is tried again, for how long, and what staff are told. A paper that may be there already
comes again as a copy; a letter goes again under the same Message-ID. Both end after a time: a paper
soon, since nobody waits for it any more, a letter after days, as mail servers do.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from catalog.store import Catalog
from hardware.receipt_printer.printer import MaybePrinted, NotPrinted, Printed, ReceiptPrinter
from kiosk.config import Settings
from kiosk.hub.outbox import Done, Handler, Job, Later, Outcome
from kiosk.hub.receipts.document import Document, document
from kiosk.hub.receipts.letter import letter
from kiosk.hub.receipts.paper import paper
from kiosk.hub.receipts.post import Never, NotNow, Sent, post
from kiosk.hub.receipts.record import Sale, by_id, milliseconds
from kiosk.hub.receipts.requested import EMAIL, PAPER_WITHIN, PRINT, printed_always
from kiosk.hub.schema import OutboxRow
from kiosk.hub.web.words import Words, offered, on_paper, words

log = logging.getLogger(__name__)

LETTER_WITHIN = timedelta(days=3)
MS = timedelta(milliseconds=1)


class Delivery:
    """Its two handlers are called by the outbox's worker, one at a time each."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        printers: Mapping[str, ReceiptPrinter],
        address: str,
        *,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._printers = printers
        self._address = address
        self._now_ms = now_ms

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return {EMAIL: self.email, PRINT: self.print}

    # --- by e-mail -----------------------------------------------------------------------

    def email(self, job: Job) -> Outcome:
        mail = self._settings.mail
        sale, address = self._sale(job), str(job.body.get("address", ""))
        if sale is None or not address:
            return Done()  # sent, and the worker stopped before it wrote that down
        if mail is None:
            return Done("Receipts by e-mail are not set up any more: mail in config.yaml.")
        tongue = words(self._language(job))
        message = letter(
            self._document(sale, tongue),
            tongue,
            sender=mail.sender,
            to=address,
            message_id=job.key.replace(":", ".") + f".{sale.token[:8]}",
        )
        match post(mail, message):
            case Sent():
                return Done()
            case Never(problem):
                log.warning("the letter of %s is given up: %s", sale.number, problem)
                return Done(f"{sale.number}: {problem}")
            case NotNow(problem):
                if self._age(job, sale) > LETTER_WITHIN:
                    log.warning("the letter of %s is given up: %s", sale.number, problem)
                    return Done(f"{sale.number}: given up after 3 days. {problem}")
                return Later(problem)

    # --- on paper ------------------------------------------------------------------------

    def print(self, job: Job) -> Outcome:
        sale = self._sale(job)
        if sale is None:
            return Done()
        settings, printer = self._settings.tables.get(sale.table), self._printers.get(sale.table)
        if settings is None or printer is None or settings.printer is None:
            return Done(f"{sale.number}: there is no printer at this table any more.")
        asked = "asked_ms" in job.body
        if not asked and not printed_always(self._settings, sale.table):
            return Done()
        if self._age(job, sale) > PAPER_WITHIN:
            return Done(f"{sale.number}: not printed in time. {printer.health.message}".strip())
        tongue = words(on_paper(self._language(job), self._settings.shop.locale))
        begun = bool(self._body(job).get("begun"))
        again = begun or bool(job.body.get("copy"))
        self._mark(job, begun=True)
        drawer = settings.printer.drawer and sale.tender == "desk" and not again
        outcome = printer.print(
            paper(self._document(sale, tongue), tongue, copy=again), drawer=drawer
        )
        match outcome:
            case Printed():
                return Done()
            case NotPrinted(problem, cause):
                self._mark(job, begun=begun)
                log.info("%s is not printed: %s %s", sale.number, problem, cause)
                return Later(problem)
            case MaybePrinted(problem, cause):
                log.warning("%s may be printed: %s %s", sale.number, problem, cause)
                return Later(problem)

    # -------------------------------------------------------------------------------------

    def _sale(self, job: Job) -> Sale | None:
        with self._catalog.reader.connect() as connection:
            return by_id(connection, int(job.body["sale"]))

    def _document(self, sale: Sale, tongue: Words) -> Document:
        address = f"{self._address}/receipt/{sale.token}"
        return document(sale, self._settings.shop, tongue, address, None)

    def _language(self, job: Job) -> str:
        known = offered(self._settings.shop.locale, self._settings.checkout.languages)
        wanted = str(job.body.get("language", ""))
        return wanted if wanted in known else known[0]

    def _age(self, job: Job, sale: Sale) -> timedelta:
        since = int(job.body.get("asked_ms", milliseconds(sale.sold_at)))
        return (self._now_ms() - since) * MS

    def _body(self, job: Job) -> Mapping[str, Any]:
        with self._catalog.reader.connect() as connection:
            return connection.scalar(select(OutboxRow.body).where(OutboxRow.id == job.id)) or {}

    def _mark(self, job: Job, *, begun: bool) -> None:
        """On disk before the printer hears of it: whoever finds it may find a paper, too."""
        body = {**job.body, "begun": begun}
        self._catalog.transact(
            lambda connection: connection.execute(
                update(OutboxRow).where(OutboxRow.id == job.id).values(body=body)
            )
        )

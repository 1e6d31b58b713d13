"""The hub's receipts: read by their names, asked for, delivered.

Owns the printers of the tables, and puts the parts together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from catalog.store import Catalog
from hardware.device import DeviceError, Health, open_device
from hardware.receipt_printer.printer import ReceiptPrinter
from kiosk.config import Settings
from kiosk.hub.outbox import Handler
from kiosk.hub.receipts.delivery import Delivery
from kiosk.hub.receipts.document import Document, document
from kiosk.hub.receipts.record import Sale, by_token
from kiosk.hub.receipts.requested import Requested
from kiosk.hub.web.words import words


class Receipts:
    """Safe to call from several threads."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        printers: Mapping[str, ReceiptPrinter],
        address: str,
    ) -> None:
        """`address` is where a shopper's phone finds the hub."""
        self._address = address
        self._settings = settings
        self._catalog = catalog
        self._printers = dict(printers)
        self.requested = Requested(settings, catalog, self._printers)
        self.delivery = Delivery(settings, catalog, self._printers, address)

    def close(self) -> None:
        for printer in self._printers.values():
            printer.close()

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What the outbox's worker calls."""
        return self.delivery.handlers

    def printers(self) -> dict[str, Health]:
        """How the printer of each table is."""
        return {table: printer.health for table, printer in self._printers.items()}

    def document(self, token: str, language: str) -> Document | None:
        """What the receipt with this unguessable name says, in this language."""
        sale = self._sale(token)
        if sale is None:
            return None
        address = f"{self._address}/receipt/{token}"
        return document(sale, self._settings.shop, words(language), address, None)

    def number(self, token: str) -> str:
        sale = self._sale(token)
        return sale.number if sale else ""

    def _sale(self, token: str) -> Sale | None:
        with self._catalog.reader.connect() as connection:
            return by_token(connection, token)


def examine(settings: Settings) -> None:
    """Raises `DeviceError` for what config.yaml says of printers and mail and cannot be used."""
    for printer in open_printers(settings).values():
        printer.close()
    mail = settings.mail
    if mail is not None and mail.password_file and not Path(mail.password_file).is_file():
        raise DeviceError(f"config.yaml: mail.password_file: there is no file {mail.password_file}")


def open_printers(settings: Settings) -> dict[str, ReceiptPrinter]:
    """The printers of the tables that have one. Raises `DeviceError` for settings that cannot be
    used; one that is away is a state."""
    opened: dict[str, ReceiptPrinter] = {}
    try:
        for name, table in settings.tables.items():
            if table.printer is not None:
                opened[name] = open_device("receipt_printer", table.printer.settings())
    except DeviceError as error:
        for printer in opened.values():
            printer.close()
        raise DeviceError(f"config.yaml: tables.{name}.printer: {error}") from error
    return opened

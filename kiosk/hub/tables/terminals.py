"""The payment terminals of all tables, by what a shopper pays with.

Owns opening them from the settings, and who has the payment of a table that is not there any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from hardware.device import DeviceError, open_device
from hardware.payment_terminal.terminal import PaymentTerminal, TerminalError
from kiosk.config import Settings
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.ledger import KnownPayment

CLOCKS_DIFFER = timedelta(hours=1)  # the terminal's from ours, at most
TableTerminals = Mapping[Tender, PaymentTerminal]
Terminals = Mapping[str, TableTerminals]
"""Of each table, by its name in config.yaml."""


def open_terminals(settings: Settings) -> dict[str, dict[Tender, PaymentTerminal]]:
    """Those of each table. Raises `DeviceError` for settings that cannot be used."""
    opened: dict[str, dict[Tender, PaymentTerminal]] = {}
    try:
        for name, table in settings.tables.items():
            mine = opened.setdefault(name, {})
            mine[Tender.CARD] = open_device("payment_terminal", table.terminal.settings())
            if table.desk:
                books = settings.data_dir / f"desk-{name}.journal"
                desk = {"driver": "desk", "books": str(books)}
                mine[Tender.DESK] = open_device("payment_terminal", desk)
    except DeviceError as error:
        close_terminals(opened)
        raise DeviceError(f"config.yaml: tables.{name}.terminal: {error}") from error
    return opened


def terminal_of(terminals: Terminals, payment: KnownPayment) -> PaymentTerminal | None:
    """Who took this payment: the terminal of its table, or, when the table is not there any more,
    the one whose books have it. None when no terminal that can be asked knows it."""
    mine = terminals.get(payment.table, {}).get(payment.tender)
    if mine is not None:
        return mine
    for each in (terminal for table in terminals.values() for terminal in table.values()):
        with suppress(TerminalError):
            for known in each.payments(payment.begun_at - CLOCKS_DIFFER):
                if (known.key, known.reference) == (payment.key, payment.reference):
                    return each
    return None


def close_terminals(terminals: Terminals) -> None:
    for mine in terminals.values():
        for terminal in mine.values():
            terminal.close()

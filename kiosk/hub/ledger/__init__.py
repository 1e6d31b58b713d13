"""The ledger: payments and sales in the shop's database, and the one place that writes them.

Each transaction is all or nothing, may be repeated without harm, and is on disk when the call
returns. What may be done when is decided in `checkout/`; what a row is, in `schema/`.
"""

from kiosk.hub.ledger.ledger import OUTBOX_TOPICS, KnownPayment, Ledger, LedgerError, LiveAttempt

__all__ = ["OUTBOX_TOPICS", "KnownPayment", "Ledger", "LedgerError", "LiveAttempt"]

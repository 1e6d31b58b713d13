"""Reconciling: the ledger beside the terminals' own books, and what of it a person must know.

`judging` decides (pure), `records` reads the ledger and keeps the findings, `reconciler` asks the
terminals, at the start and ever after.
"""

from kiosk.hub.reconciling.reconciler import Reconciler

__all__ = ["Reconciler"]

"""The outbox's jobs at the payment terminals: take what was approved, or give it back.

Owns what a terminal's answer means for the ledger. Both may be asked for again: a terminal does
neither twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Literal

from hardware.payment_terminal import terminal as words
from hardware.payment_terminal.terminal import PaymentTerminal
from kiosk.hub.ledger import KnownPayment, Ledger
from kiosk.hub.outbox.jobs import Done, Handler, Job, Later, Outcome

log = logging.getLogger(__name__)


class Settling:
    """Handlers for "capture" and "void". `terminal_of` finds who took a payment, None if no
    table of the shop has that terminal any more."""

    def __init__(
        self, ledger: Ledger, terminal_of: Callable[[KnownPayment], PaymentTerminal | None]
    ) -> None:
        self._ledger = ledger
        self._terminal_of = terminal_of

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"capture": self.capture, "void": self.void}

    def capture(self, job: Job) -> Outcome:
        """The approved money becomes the shop's."""
        return self._settle(job, "capture", self._ledger.note_captured)

    def void(self, job: Job) -> Outcome:
        """The approved money goes back to the card."""
        return self._settle(job, "void", self._ledger.note_voided)

    def _settle(
        self, job: Job, what: Literal["capture", "void"], note: Callable[[str], None]
    ) -> Outcome:
        payment = self._ledger.payment(str(job.body["attempt"]))
        if payment is None:
            return Done(f"There is no payment {job.body['attempt']}.")
        if what == "capture" and payment.voided:
            return Done("The sale was voided before the money was taken.")
        if (terminal := self._terminal_of(payment)) is None:
            return Later(f"No terminal of the shop answers for the payment {payment.reference}.")
        settlement = (terminal.capture if what == "capture" else terminal.void)(payment.reference)
        match settlement:
            case words.Refused(reason):
                # Asking again changes nothing: a person must look, and reconciling keeps saying so.
                problem = f"The terminal refuses to {what} {payment.reference}: {reason}"
                log.error("payment %s: %s", payment.key, problem)
                self._ledger.note_refused(payment.key, what, problem)
                return Done(problem)
            case words.Unknown(cause):
                return Later(f"The terminal does not answer: {cause}")
        note(payment.key)
        return Done()

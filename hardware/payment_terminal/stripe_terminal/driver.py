"""Driver of one card reader of Stripe, server-driven: Hangtag asks Stripe, Stripe asks the reader.

Owns how a payment goes from "hand it to the reader" to its end, by polling, since nothing can call
a shop's hub from outside. Two phases: a card is authorised here, and captured when the sale is
written down. The calls are `account.py`, what the answers mean `answers.py`.

A payment is Declined or Cancelled only when its PaymentIntent is cancelled at Stripe: whatever the
reader still shows, no card can be charged for it any more. What was read as approved is never
cancelled, because reading and cancelling take turns; and a payment whose cancelling was not
answered is cancelled to its end before anything is told of it, with the same key, so that the call
that was lost does nothing should it arrive later.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from hardware.device import DeviceError, DeviceState, Health
from hardware.payment_terminal.stripe_terminal.answers import (
    ABANDONED,
    REQUESTED,
    Intent,
    StripeAwayError,
    StripeRefusalError,
)
from hardware.payment_terminal.stripe_terminal.settings import (
    AWAY,
    NOT_TAKEN,
    OFFLINE,
    check_loopback,
    open_account,
    secret,
    sentence,
)
from hardware.payment_terminal.terminal import (
    Approved,
    Declined,
    Done,
    Outcome,
    Payment,
    Pending,
    Refused,
    Settlement,
    TerminalError,
    Unknown,
)

log = logging.getLogger(__name__)

AGAIN_S = 2.0  # between two looks at a reader that is not well
KEYS_LAST = timedelta(hours=24)  # at Stripe
TIMEOUTS = 3  # of a reader that did not answer in time, before the payment is given up


class StripeTerminal:
    """A `PaymentTerminal` at Stripe.

    `reader` is its id (tmr_…). The account's secret key is read from the file `key_file`, or from
    the environment variable HANGTAG_STRIPE_KEY; it is never a setting itself. `base_url` is for
    the simulator on this machine. `patience_s` is how long a shopper may take, `lost_s` how long
    Stripe may be silent before the outcome counts as unknown. Raises `DeviceError` for settings
    that cannot be, and when the SDK is not installed.
    """

    def __init__(
        self,
        reader: str,
        key_file: str = "",
        base_url: str = "",
        patience_s: float = 180.0,
        poll_s: float = 1.0,
        lost_s: float = 8.0,
        timeout_s: float = 10.0,
        health_s: float = 15.0,
    ) -> None:
        if not reader.startswith("tmr_"):
            raise DeviceError(f"reader {reader!r} is not a reader's id; it begins with tmr_")
        key = secret(key_file)
        check_loopback(base_url, key)
        self._account = open_account(key, reader, base_url, timeout_s)
        self._patience_s = patience_s
        self._poll_s = poll_s
        self._lost_s = lost_s
        self._health_s = health_s
        self._health = Health(DeviceState.STARTING)
        self._closed = threading.Event()
        self._turn = threading.RLock()  # to read what a payment is, and act on it
        self._cancelling: dict[str, str] = {}  # why, by reference, until Stripe has answered
        self._waiting: set[Future[Outcome]] = set()
        self._watcher: threading.Thread | None = None

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, name="stripe", daemon=True)
            self._watcher.start()

    def close(self) -> None:
        self._closed.set()
        for future in list(self._waiting):
            _end(future, Unknown("the driver was closed"))
        if self._watcher is not None:
            self._watcher.join(1.0)
        self._account.close()

    def prepare(self, key: str, amount_minor: int, currency: str) -> str:
        try:
            intent = self._created(key, amount_minor, currency)
        except ValueError as error:
            raise TerminalError(NOT_TAKEN.format(why=error)) from error
        except StripeAwayError as error:
            log.info("stripe: %s was not prepared: %s", key, error)
            raise TerminalError(AWAY) from error
        except StripeRefusalError as error:
            log.info("stripe: %s was refused: %s", key, error)
            if error.code == "idempotency_error":
                raise TerminalError("This key is another payment's.") from error
            raise TerminalError(sentence(error)) from error
        if (intent.amount_minor, intent.currency) != (amount_minor, currency.upper()):
            raise TerminalError("This key is another payment's.")
        return intent.reference

    def perform(self, reference: str) -> Outcome:
        future: Future[Outcome] = Future()
        self._waiting.add(future)
        if self._closed.is_set():
            _end(future, Unknown("the driver is closed"))
        # On a thread of its own: `close` need not wait for a reply that is on its way.
        threading.Thread(
            target=lambda: _end(future, self._performed(reference)), name="stripe pays", daemon=True
        ).start()
        try:
            return future.result()
        finally:
            self._waiting.discard(future)

    def status(self, reference: str) -> Outcome:
        try:
            with self._turn:
                return self._looked(reference)
        except (StripeAwayError, StripeRefusalError) as error:
            return Unknown(f"status: {error}")

    def cancel(self, reference: str) -> Outcome:
        try:
            with self._turn:
                intent = self._intent(reference)
                if intent.outcome is not None:
                    return intent.outcome
                self._stop_reader(reference)
                return self._ended(reference, REQUESTED)
        except (StripeAwayError, StripeRefusalError) as error:
            return Unknown(f"cancel: {error}")

    def capture(self, reference: str) -> Settlement:
        try:
            with self._turn:
                intent = self._intent(reference)
                if intent.status == "requires_capture" and intent.outcome == Approved():
                    intent = self._account.capture(reference)
        except StripeAwayError as error:
            return Unknown(f"capture: {error}")
        except StripeRefusalError as error:
            return _refused(error)
        match intent.outcome:
            case _ if intent.captured:
                return Done()
            case None:
                return Refused("not_ended")
            case Approved():
                return Refused("partial_approval")
        return Refused(intent.cancelled_because or "not_approved")

    def void(self, reference: str) -> Settlement:
        try:
            with self._turn:
                intent = self._account.intent(reference)
                if intent.status == "requires_capture":
                    intent = self._account.cancel(reference, REQUESTED)
        except StripeAwayError as error:
            return Unknown(f"void: {error}")
        except StripeRefusalError as error:
            return _refused(error)
        if intent.outcome is None:
            return Refused("not_ended")
        return Refused("captured") if intent.captured else Done()

    def refund(self, key: str, reference: str, amount_minor: int) -> Settlement:
        try:
            with self._turn:
                return self._refunded(key, reference, amount_minor)
        except (StripeAwayError, ValueError) as error:
            return Unknown(f"refund: {error}")
        except StripeRefusalError as error:
            return _refused(error)

    def payments(self, since: datetime) -> list[Payment]:
        try:
            reader = self._account.reader()
            intents = self._account.intents(since)
        except StripeAwayError as error:
            raise TerminalError(AWAY) from error
        except StripeRefusalError as error:
            raise TerminalError(sentence(error)) from error
        return [intent.told(reader) for intent in reversed(intents)]

    # one payment

    def _created(self, key: str, amount_minor: int, currency: str) -> Intent:
        for last in (False, True):
            try:
                return self._account.create(key, amount_minor, currency)
            except StripeAwayError as error:
                if error.replayed:  # it fails as long as keys last, and may be there all the same
                    found = self._account.find(key, datetime.now(UTC) - KEYS_LAST)
                    if found is not None:
                        return found
                if last or error.replayed:
                    raise
        raise AssertionError("unreachable")

    def _performed(self, reference: str) -> Outcome:
        ends = time.monotonic() + self._patience_s
        silent_since: float | None = None
        attempt = _Attempt()
        while not self._closed.is_set():
            try:
                with self._turn:
                    outcome = self._step(reference, attempt)
                if outcome is not None:
                    return outcome
                silent_since = None
            except StripeAwayError as error:
                silent_since = silent_since or time.monotonic()
                if time.monotonic() - silent_since >= self._lost_s:
                    return Unknown(f"perform: {error}")
            except StripeRefusalError as error:
                return Unknown(f"perform: {error}")
            if time.monotonic() >= ends:
                return self.cancel(reference)
            self._closed.wait(self._poll_s)
        return Unknown("the driver was closed")

    def _step(self, reference: str, attempt: _Attempt) -> Outcome | None:
        """Look once, and do what is to be done; None while a card is awaited."""
        intent = self._intent(reference)
        if intent.outcome is not None or not intent.waits_for_card:
            return intent.outcome
        reader = self._account.reader()
        if reader.has(reference) and not reader.failed(reference):
            attempt.handed_over = True
            return None  # it asks for the card, or has it and says so in a moment
        if attempt.handed_over and not reader.has(reference):
            return self._ended(reference, REQUESTED)  # called off at the reader, or it restarted
        failure = reader.failure if reader.failed(reference) else intent.failure
        if not failure or (failure == "terminal_reader_timeout" and attempt.timeouts < TIMEOUTS):
            attempt.timeouts += bool(failure)
            return self._hand_over(reference, attempt)
        by_hand = "cancel" in failure  # the red key
        return self._ended(reference, REQUESTED if by_hand else ABANDONED)

    def _hand_over(self, reference: str, attempt: _Attempt) -> Outcome | None:
        try:
            self._account.process(reference)
            attempt.handed_over = True
        except StripeRefusalError as error:
            log.info("stripe: %s was not handed to the reader: %s", reference, error)
            if error.code == "terminal_reader_timeout" and attempt.timeouts < TIMEOUTS:
                attempt.timeouts += 1  # often the reader has it all the same: look again
                return None
            if error.status in (401, 403):
                raise
            return self._ended(reference, ABANDONED, error.code)
        return None

    def _ended(self, reference: str, reason: str, why: str = ABANDONED) -> Outcome:
        """Cancel it at Stripe, after which no card can be charged for it."""
        reason = self._cancelling.setdefault(reference, reason)
        try:
            intent = self._account.cancel(reference, reason)
        except StripeRefusalError:  # it is over, one way or the other
            intent = self._account.intent(reference)
        if intent.outcome is None:
            raise StripeAwayError(f"{reference} is {intent.status} and was not cancelled")
        self._cancelling.pop(reference, None)
        return Declined(why) if intent.outcome == Declined(ABANDONED) else intent.outcome

    def _intent(self, reference: str) -> Intent:
        """As it is now; one that is being cancelled is that first."""
        if reason := self._cancelling.get(reference):
            self._ended(reference, reason)
        return self._account.intent(reference)

    def _looked(self, reference: str) -> Outcome:
        intent = self._intent(reference)
        if intent.outcome is not None:
            return intent.outcome
        reader = self._account.reader()
        if not intent.waits_for_card or reader.collects(reference):
            return Pending(started=True)
        if not intent.started(reader):
            return Pending(started=False)
        failure = reader.failure if reader.failed(reference) else intent.failure
        if failure == "terminal_reader_timeout":
            return Pending(started=True)  # `perform` tries again, or ends it
        return self._ended(reference, REQUESTED if "cancel" in failure else ABANDONED)

    def _stop_reader(self, reference: str) -> None:
        """So that it does not go on asking for a card; what counts is that the payment is ended."""
        try:
            if self._account.reader().collects(reference):
                self._account.cancel_action(reference)
        except StripeRefusalError as error:
            log.info("stripe: the reader goes on with %s: %s", reference, error)

    def _refunded(self, key: str, reference: str, amount_minor: int) -> Settlement:
        intent = self._account.intent(reference)
        if not intent.captured:
            return Refused("not_captured")
        known = self._account.refunded(reference).get(key)
        if known is None:
            if amount_minor <= 0:
                return Refused("bad_amount")
            self._account.refund(key, reference, amount_minor, intent.currency)
            return Done()
        minor, status = known
        if minor != amount_minor:
            return Refused("key_reused")
        return Refused(status) if status in ("failed", "canceled") else Done()

    # health

    def _watch(self) -> None:
        while not self._closed.is_set():
            self._health = self._seen()
            self._closed.wait(self._health_s if self._health.ok else min(self._health_s, AGAIN_S))

    def _seen(self) -> Health:
        try:
            reader = self._account.reader()
        except StripeAwayError as error:
            return Health(DeviceState.AWAY, AWAY, str(error))
        except StripeRefusalError as error:
            return Health(DeviceState.FAULTY, sentence(error), str(error))
        if reader.status == "offline":
            return Health(DeviceState.AWAY, OFFLINE, "offline")
        return Health(DeviceState.OK)


class _Attempt:
    """What one `perform` has done so far; another one, or another process, knows nothing of it."""

    def __init__(self) -> None:
        self.handed_over = False
        self.timeouts = 0


def _refused(error: StripeRefusalError) -> Settlement:
    if error.status in (401, 403):  # once the shop's key is put right, it is done
        return Unknown(str(error))
    return Refused("key_reused" if error.code == "idempotency_error" else error.code)


def _end(future: Future[Outcome], outcome: Outcome) -> None:
    with suppress(InvalidStateError):  # it was closed meanwhile
        future.set_result(outcome)

"""The calls that Hangtag makes at Stripe, with the SDK `stripe`, which only this file imports.

Owns the key to the account, the idempotency keys and the two ways a call fails. Every call that
changes something carries a key that is made from what the caller has stored, and the SDK never
tries again on its own: a retry with a key of its own making is forgotten when the process dies.
Decides nothing about a payment. No text that leaves here contains the account's key.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import requests
import stripe

from hardware.payment_terminal.stripe_terminal.answers import (
    Intent,
    Reader,
    StripeAwayError,
    StripeRefusalError,
    our_amount,
    stripe_amount,
)

KEY = "checkout"  # metadata: the caller's key
READER = "reader"  # metadata: whose payment it is, where several readers share an account
REFUND = "refund"  # metadata of a refund: the caller's key
TRIES = 50  # of keys for one step of one payment; more were never seen
# At lower levels the SDK writes replies down in full, with whatever they repeat of what was sent.
logging.getLogger("stripe").setLevel(logging.WARNING)

_SECRET = re.compile(r"\b([rs]k)_(live|test)_\w+")

T = TypeVar("T")
Options = stripe.RequestOptions


class StripeAccount:
    """One account, seen from one reader. All calls block, and raise only the two errors."""

    def __init__(self, secret: str, reader: str, base_url: str, timeout_s: float) -> None:
        self._secret = secret
        self._reader = reader
        self._session = requests.Session()
        self._session.trust_env = not base_url  # no proxy lies between us and the loopback
        client = stripe.StripeClient(
            secret,
            base_addresses={"api": base_url} if base_url else None,
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=timeout_s, session=self._session),
        )
        self._intents = client.v1.payment_intents
        self._readers = client.v1.terminal.readers
        self._refunds = client.v1.refunds

    def close(self) -> None:
        self._session.close()

    # payments

    def create(self, key: str, amount_minor: int, currency: str) -> Intent:
        """The same key gives the same payment for 24 hours; another amount is a refusal."""
        params: stripe.params.PaymentIntentCreateParams = {
            "amount": stripe_amount(amount_minor, currency),
            "currency": currency.lower(),
            "allowed_payment_method_types": ["card_present"],
            "capture_method": "manual",
            "metadata": {KEY: key, READER: self._reader},
        }
        options: Options = {"idempotency_key": f"{key}:create"}
        made = self._asked(lambda: self._intents.create(params, options))
        if "card_present" not in made.payment_method_types:  # filtered out without an error
            words = f"this account takes no card payments at a reader in {currency}"
            raise StripeRefusalError("card_present_unavailable", words, 400)
        return _intent(made)

    def find(self, key: str, since: datetime) -> Intent | None:
        return next((each for each in self.intents(since) if each.key == key), None)

    def intent(self, reference: str) -> Intent:
        return _intent(self._asked(lambda: self._intents.retrieve(reference)))

    def cancel(self, reference: str, reason: str) -> Intent:
        params: stripe.params.PaymentIntentCancelParams = {
            "cancellation_reason": "abandoned" if reason == "abandoned" else "requested_by_customer"
        }
        return _intent(
            self._fresh(
                f"{reference}:cancel:{reason}",
                lambda options: self._intents.cancel(reference, params, options),
            )
        )

    def capture(self, reference: str) -> Intent:
        return _intent(
            self._fresh(
                f"{reference}:capture",
                lambda options: self._intents.capture(reference, {}, options),
            )
        )

    def intents(self, since: datetime) -> list[Intent]:
        """This reader's payments, newest first, with what became of their money."""
        params: stripe.params.PaymentIntentListParams = {
            "created": {"gte": int(since.timestamp())},
            "limit": 100,
            "expand": ["data.latest_charge"],
        }
        found = self._asked(lambda: list(self._intents.list(params).auto_paging_iter()))
        ours = (each for each in found if _noted(each.metadata, READER) == self._reader)
        return [_intent(each) for each in ours]

    # the reader

    def reader(self) -> Reader:
        return _reader(self._asked(lambda: self._readers.retrieve(self._reader)))

    def process(self, reference: str) -> Reader:
        """Hand a payment to the reader, which asks for a card."""
        params: stripe.params.terminal.ReaderProcessPaymentIntentParams = {
            "payment_intent": reference,
            "process_config": {"skip_tipping": True, "enable_customer_cancellation": True},
        }
        return _reader(
            self._fresh(
                f"{reference}:process",
                lambda options: self._readers.process_payment_intent(self._reader, params, options),
            )
        )

    def cancel_action(self, reference: str) -> Reader:
        """Have the reader stop asking for a card."""
        return _reader(
            self._fresh(
                f"{reference}:cancel_action",
                lambda options: self._readers.cancel_action(self._reader, {}, options),
            )
        )

    # refunds

    def refunded(self, reference: str) -> dict[str, tuple[int, str]]:
        """Every refund of a payment: amount and status, by the caller's key."""
        params: stripe.params.RefundListParams = {"payment_intent": reference, "limit": 100}
        found = self._asked(lambda: list(self._refunds.list(params).auto_paging_iter()))
        return {
            _noted(each.metadata, REFUND) or each.id: (
                our_amount(each.amount, each.currency),
                str(each.status),
            )
            for each in found
        }

    def refund(self, key: str, reference: str, amount_minor: int, currency: str) -> None:
        params: stripe.params.RefundCreateParams = {
            "payment_intent": reference,
            "amount": stripe_amount(amount_minor, currency),
            "metadata": {REFUND: key},
        }
        options: Options = {"idempotency_key": f"{reference}:refund:{key}"}
        self._asked(lambda: self._refunds.create(params, options))

    # calls and their failures

    def _fresh(self, key: str, call: Callable[[Options], T]) -> T:
        """Call with the first idempotency key that has not been answered yet.

        For steps that a payment can take only once, so that a second call cannot harm: handing it
        to the reader, cancelling, capturing. A key that failed fails again for 24 hours, and one
        that succeeded does nothing any more; what to do then is the next key.
        """
        for number in range(TRIES):
            options: Options = {"idempotency_key": f"{key}:{number}"}
            try:
                done = self._asked(lambda options=options: call(options))  # type: ignore[misc]
            except (StripeAwayError, StripeRefusalError) as error:
                if not error.replayed:
                    raise
                continue
            if not _replayed(getattr(getattr(done, "last_response", None), "headers", {})):
                return done
        raise StripeAwayError(f"{key}: {TRIES} idempotency keys are used up")

    def _asked(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except stripe.StripeError as error:
            raise self._failure(error) from None  # its own text may name the key
        except (KeyError, TypeError, ValueError) as error:  # a reply that is no Stripe object
            raise StripeAwayError(
                self._scrubbed(f"Stripe's reply makes no sense: {error!r}")
            ) from None

    def _failure(self, error: stripe.StripeError) -> StripeAwayError | StripeRefusalError:
        status = error.http_status or 0
        said = error.error  # `error.code` is None on 409, 429 and 5xx
        code = str((said and (said.code or said.type)) or "")
        request = f" {error.request_id}" if error.request_id else ""
        words = self._scrubbed(f"{status or 'no reply'} {code}{request}: {error.user_message}")
        replayed = _replayed(error.headers)
        if status in (409, 429) or not 400 <= status < 500:
            return StripeAwayError(words, replayed)
        return StripeRefusalError(code or str(status), words, status, replayed)

    def _scrubbed(self, text: str) -> str:
        return _SECRET.sub(r"\1_\2_…", text.replace(self._secret, "…"))


def _intent(intent: stripe.PaymentIntent) -> Intent:
    currency = intent.currency.upper()
    error = intent.last_payment_error
    charge = intent.latest_charge
    known = charge if isinstance(charge, stripe.Charge) else None
    return Intent(
        reference=intent.id,
        key=_noted(intent.metadata, KEY),
        amount_minor=our_amount(intent.amount, currency),
        currency=currency,
        status=str(intent.status),
        held_minor=our_amount(intent.amount_capturable, currency),
        received_minor=our_amount(intent.amount_received, currency),
        failure=str((error and (error.decline_code or error.code)) or ""),
        cancelled_because=str(intent.cancellation_reason or ""),
        authorised=known is not None and known.status == "succeeded",
        refunded_minor=our_amount(known.amount_refunded, currency) if known else 0,
    )


def _reader(reader: stripe.terminal.Reader) -> Reader:
    action = reader.action
    if action is None or action.process_payment_intent is None:
        return Reader(str(reader.status), action=str(action.status) if action else "")
    about = action.process_payment_intent.payment_intent
    return Reader(
        status=str(reader.status),
        reference=about if isinstance(about, str) else about.id,
        action=str(action.status),
        failure=str(action.failure_code or ""),
    )


def _noted(metadata: Any, name: str) -> str:
    return str(metadata[name]) if metadata is not None and name in metadata else ""


def _replayed(headers: Mapping[str, str] | None) -> bool:
    return headers is not None and headers.get("Idempotent-Replayed") == "true"

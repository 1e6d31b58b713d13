"""The JSON that Stripe answers with, in its documented shape: payments, charges, readers, errors.

Owns the shapes only; what happens to them is `books.py`.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

Object = dict[str, Any]


class ApiError(Exception):
    """A reply that says no. `status` is HTTP's; the rest is Stripe's error object."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error: Object = {"type": kind, "message": message, **more}
        if code:
            self.error["code"] = code
            self.error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"

    @property
    def body(self) -> Object:
        return {"error": self.error}


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


def intent(parameters: Object, types: list[str]) -> Object:
    own = new_id("pi")
    return {
        "id": own,
        "object": "payment_intent",
        "amount": parameters["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": parameters.get("capture_method", "automatic_async"),
        "client_secret": f"{own}_secret_{secrets.token_hex(12)}",
        "confirmation_method": parameters.get("confirmation_method", "automatic"),
        "created": int(time.time()),
        "currency": parameters["currency"].lower(),
        "customer": None,
        "description": parameters.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": parameters.get("metadata") or {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {"card_present": {}},
        "payment_method_types": types,
        "processing": None,
        "receipt_email": None,
        "setup_future_usage": None,
        "statement_descriptor": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }


def charge(of: Object, amount: int, decline: str) -> Object:
    return {
        "id": new_id("ch"),
        "object": "charge",
        "amount": amount,
        "amount_captured": 0,
        "amount_refunded": 0,
        "captured": False,
        "created": int(time.time()),
        "currency": of["currency"],
        "failure_code": "card_declined" if decline else None,
        "failure_message": "Your card was declined." if decline else None,
        "livemode": False,
        "metadata": {},
        "paid": not decline,
        "payment_intent": of["id"],
        "payment_method_details": {"type": "card_present", "card_present": {"brand": "visa"}},
        "refunded": False,
        "status": "failed" if decline else "succeeded",
    }


def declined(of: Object, decline: str) -> Object:
    """A payment's `last_payment_error`."""
    return {
        "charge": of["id"],
        "code": "card_declined",
        "decline_code": decline,
        "doc_url": "https://stripe.com/docs/error-codes/card-declined",
        "message": "Your card was declined.",
        "type": "card_error",
    }


def reader(own: str) -> Object:
    return {
        "id": own,
        "object": "terminal.reader",
        "action": None,
        "device_sw_version": "2.37.2.0",
        "device_type": "simulated_wisepos_e",
        "ip_address": "0.0.0.0",
        "label": "Simulated reader",
        "last_seen_at": int(time.time() * 1000),
        "livemode": False,
        "location": "tml_simulated",
        "metadata": {},
        "serial_number": own.removeprefix("tmr_"),
        "status": "online",
    }


def action(payment: str, config: Object) -> Object:
    """What a reader is about while it asks for a card."""
    return {
        "type": "process_payment_intent",
        "status": "in_progress",
        "failure_code": None,
        "failure_message": None,
        "process_payment_intent": {"payment_intent": payment, "process_config": config},
    }


def refund(of: Object, amount: int, metadata: Object) -> Object:
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "charge": of["id"],
        "created": int(time.time()),
        "currency": of["currency"],
        "metadata": metadata,
        "payment_intent": of["payment_intent"],
        "reason": None,
        "status": "succeeded",
    }


def page(found: list[Object], url: str, parameters: Object) -> Object:
    """So many objects, newest first, after the one that the caller has already."""
    after = parameters.get("starting_after")
    if after is not None:
        ids = [each["id"] for each in found]
        if after not in ids:
            raise ApiError("resource_missing", f"No such object: {after}", param="starting_after")
        found = found[ids.index(after) + 1 :]
    limit = parameters.get("limit", 10)
    if not 1 <= limit <= 100:
        raise ApiError("parameter_invalid_integer", "limit is 1 to 100", param="limit")
    return {"object": "list", "data": found[:limit], "has_more": len(found) > limit, "url": url}

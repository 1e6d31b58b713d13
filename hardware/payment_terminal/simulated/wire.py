"""The simulated terminal's wire: one JSON object a line over a Unix socket.

A request names its `op` and that op's parameters, all of them and no others; the reply is either
`{"outcome": …}`, `{"settlement": …}`, `{"reference": …}`, `{"payments": […], "more"}` or
`{"error": {"code", "message"}}`. One request a connection, except `watch`, which is answered by
`{"state": …}` at once, at every change and every second while the line is up. Owns the words of
both sides; opens nothing but the socket it is asked for.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Payment,
    Pending,
    Refused,
    Settlement,
)

# op -> its parameters and their types
OPS: dict[str, dict[str, type]] = {
    "watch": {},
    "prepare": {"key": str, "amount_minor": int, "currency": str},
    "perform": {"reference": str},
    "status": {"reference": str},
    "cancel": {"reference": str},
    "capture": {"reference": str},
    "void": {"reference": str},
    "refund": {"key": str, "reference": str, "amount_minor": int},
    "payments": {"since_ms": int, "after": str},  # after: the last reference of the page before
}
STATES = ("ok", "offline")  # offline: the line is up, and the bank is out of the terminal's reach
PAGE = 100  # payments in one reply
WATCH_EVERY_S = 1.0
LONGEST_LINE = 65536
LONGEST_ADDRESS = 100  # of the 108 bytes that Linux gives the path of a Unix socket


class WireError(ValueError):
    """A line that is not one of the protocol's. `code` is the protocol's word for what is wrong."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def encode(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """One line as an object. Raises `WireError`."""
    try:
        message = json.loads(line)
    except ValueError as error:
        raise WireError("not_json", f"not a JSON object: {error}") from error
    if not isinstance(message, dict):
        raise WireError("not_json", "not a JSON object")
    return message


def check_request(message: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The op and its parameters; `WireError` for an unknown op, or a parameter that is missing,
    unknown or of another type."""
    parameters = dict(message)
    op = parameters.pop("op", None)
    if op not in OPS:
        raise WireError("unknown_op", f"there is no op {op!r}")
    wanted = OPS[op]
    for name in parameters.keys() - wanted.keys():
        raise WireError("unknown_parameter", f"{op} does not take {name!r}")
    for name, kind in wanted.items():
        if name not in parameters:
            raise WireError("missing_parameter", f"{op} needs {name!r}")
        if type(parameters[name]) is not kind:
            raise WireError("wrong_type", f"{op}: {name!r} should be {kind.__name__}")
    return op, parameters


def outcome_message(outcome: Outcome) -> dict[str, Any]:
    match outcome:
        case Approved(None):
            return {"outcome": "approved"}
        case Approved(amount_minor):
            return {"outcome": "approved", "amount_minor": amount_minor}
        case Declined(reason):
            return {"outcome": "declined", "reason": reason}
        case Cancelled():
            return {"outcome": "cancelled"}
        case Pending(started):
            return {"outcome": "pending", "started": started}
    raise ValueError(f"{outcome} is not said on the wire")


def outcome_of(message: dict[str, Any]) -> Outcome:
    """The inverse of `outcome_message`. Raises `WireError`, also for an error reply."""
    _no_error(message)
    match message:
        case {"outcome": "approved", "amount_minor": int(amount_minor)}:
            return Approved(amount_minor)
        case {"outcome": "approved"}:
            return Approved()
        case {"outcome": "declined", "reason": str(reason)}:
            return Declined(reason)
        case {"outcome": "cancelled"}:
            return Cancelled()
        case {"outcome": "pending", "started": bool(started)}:
            return Pending(started)
    raise WireError("no_outcome", f"not an outcome: {message}")


def settlement_message(settlement: Settlement) -> dict[str, Any]:
    match settlement:
        case Done():
            return {"settlement": "done"}
        case Refused(reason):
            return {"settlement": "refused", "reason": reason}
    raise ValueError(f"{settlement} is not said on the wire")


def settlement_of(message: dict[str, Any]) -> Settlement:
    """The inverse of `settlement_message`. Raises `WireError`, also for an error reply."""
    _no_error(message)
    match message:
        case {"settlement": "done"}:
            return Done()
        case {"settlement": "refused", "reason": str(reason)}:
            return Refused(reason)
    raise WireError("no_settlement", f"not a settlement: {message}")


def payment_message(payment: Payment) -> dict[str, Any]:
    return {
        "reference": payment.reference,
        "key": payment.key,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "became": outcome_message(payment.outcome),
        "captured": payment.captured,
        "voided": payment.voided,
        "refunded_minor": payment.refunded_minor,
    }


def payments_of(message: dict[str, Any]) -> tuple[list[Payment], bool]:
    """One page of the books, and whether there is more. Raises `WireError`."""
    _no_error(message)
    try:
        return [_payment_of(entry) for entry in message["payments"]], bool(message["more"])
    except (KeyError, TypeError) as error:
        raise WireError("no_payments", f"not a page of payments: {message}") from error


def _payment_of(entry: dict[str, Any]) -> Payment:
    return Payment(
        reference=str(entry["reference"]),
        key=str(entry["key"]),
        amount_minor=int(entry["amount_minor"]),
        currency=str(entry["currency"]),
        outcome=outcome_of(entry["became"]),
        captured=bool(entry["captured"]),
        voided=bool(entry["voided"]),
        refunded_minor=int(entry["refunded_minor"]),
    )


def _no_error(message: dict[str, Any]) -> None:
    if error := message.get("error"):
        raise WireError(str(error.get("code")), str(error.get("message")))


@contextlib.contextmanager
def socket_address(path: Path) -> Iterator[str]:
    """An address of the socket's path that is short enough, however deep its folder lies."""
    if len(os.fsencode(path)) <= LONGEST_ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def connect(path: Path, timeout_s: float) -> socket.socket:
    """A connection to the terminal. Raises `OSError`."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(timeout_s)
        with socket_address(path) as address:
            line.connect(address)
    except BaseException:
        line.close()
        raise
    return line

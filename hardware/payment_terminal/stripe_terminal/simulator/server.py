"""The simulated account's HTTP: Stripe's paths, its idempotency, its errors; and faults to order.

Owns what goes over the wire. It is for the loopback: it listens nowhere else, takes test keys only,
and obeys anybody below /simulator/. A parameter that the SDK's typed dictionaries do not have is
refused (`parameters.py`). Moves no state itself; `books.py` does.
"""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import stripe
from stripe.params.test_helpers import terminal as test_terminal

from hardware.payment_terminal.stripe_terminal.simulator.books import Books
from hardware.payment_terminal.stripe_terminal.simulator.objects import ApiError, Object, new_id
from hardware.payment_terminal.stripe_terminal.simulator.parameters import (
    ParameterError,
    check,
    parse,
)

CALLS: tuple[tuple[str, str, Any, str], ...] = (
    ("POST", r"/v1/payment_intents", stripe.params.PaymentIntentCreateParams, "create_intent"),
    ("GET", r"/v1/payment_intents", stripe.params.PaymentIntentListParams, "list_intents"),
    ("GET", r"/v1/payment_intents/(\w+)", stripe.params.PaymentIntentRetrieveParams,
     "retrieve_intent"),
    ("POST", r"/v1/payment_intents/(\w+)/cancel", stripe.params.PaymentIntentCancelParams,
     "cancel_intent"),
    ("POST", r"/v1/payment_intents/(\w+)/capture", stripe.params.PaymentIntentCaptureParams,
     "capture_intent"),
    ("POST", r"/v1/refunds", stripe.params.RefundCreateParams, "create_refund"),
    ("GET", r"/v1/refunds", stripe.params.RefundListParams, "list_refunds"),
    ("GET", r"/v1/terminal/readers/(\w+)", stripe.params.terminal.ReaderRetrieveParams,
     "retrieve_reader"),
    ("POST", r"/v1/terminal/readers/(\w+)/process_payment_intent",
     stripe.params.terminal.ReaderProcessPaymentIntentParams, "process_payment_intent"),
    ("POST", r"/v1/terminal/readers/(\w+)/cancel_action",
     stripe.params.terminal.ReaderCancelActionParams, "cancel_action"),
    ("POST", r"/v1/test_helpers/terminal/readers/(\w+)/present_payment_method",
     test_terminal.ReaderPresentPaymentMethodParams, "present_payment_method"),
)  # fmt: skip

FAULTS = (
    "refuse",  # the connection is reset before anything is read
    "lost_before",  # no reply, and nothing was done
    "lost_after",  # no reply, and it was done
    "error_before",  # 500, and nothing was done; the key repeats it
    "error_after",  # 500, and it was done; the key repeats the 500
    "limited",  # 429
    "slow",  # done and answered after `seconds`
    "half",  # done, and half of the reply arrives
)


@dataclass
class Fault:
    """What goes wrong with the next `times` calls whose path matches."""

    kind: str
    path: str = ".*"
    method: str = ""
    times: int = 1
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in FAULTS:
            raise ApiError("", f"there is no fault {self.kind!r}; there are: {', '.join(FAULTS)}")


@dataclass
class _Reply:
    status: int
    body: Object
    headers: dict[str, str] = field(default_factory=dict)


class StripeSimulator:
    """Serves on 127.0.0.1. `port` 0 takes any; `url` says which it is."""

    def __init__(self, port: int = 0, file: Path | None = None) -> None:
        self.books = Books(file)
        self.calls: list[Object] = []  # what was asked, in order
        self._faults: list[Fault] = []
        self._in_flight: set[str] = set()
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"simulator": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def serve(self) -> None:
        """Until `stop`, from another thread."""
        self._server.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fault(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.method in ("", method) and re.search(fault.path, path):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                    return fault
        return None

    def at_work(self, key: str) -> bool:
        """Whether a call with this idempotency key is being carried out."""
        with self._lock:
            return key in self._in_flight

    def control(self, path: str, body: Object) -> Object:
        """The simulator's own calls, below /simulator/."""
        match path.split("/")[2:]:
            case ["books"]:
                return dict(self.books.told(body.get("reader", "")))
            case ["calls"]:
                return {"calls": self.calls}
            case ["faults"]:
                with self._lock:
                    self._faults = [Fault(**each) for each in body["faults"]]
                return {}
            case ["readers"]:
                return self.books.add_reader(body.get("id", ""))
            case ["readers", reader]:
                self.books.play(reader, **body)
                return {}
            case ["readers", reader, "restart"]:
                self.books.restart(reader)
                return {}
            case ["readers", reader, "present"]:
                self.books.present(reader, body["number"])
                return {}
            case ["lapse", intent]:
                self.books.lapse(intent)
                return {}
            case ["a_day_later"]:
                self.books.forget_answers()
                return {}
        raise ApiError("", f"the simulator has no {path}", status=404)

    def api(self, method: str, path: str, form: str, key: str, fault: Fault | None) -> _Reply:
        """One of Stripe's calls. Raises `ApiError`."""
        names, allowed, name = _call(method, path)
        try:
            parameters = check(parse(form), allowed)
        except ParameterError as error:
            raise ApiError(error.code, str(error), param=error.parameter) from error
        act: Callable[..., Object] = getattr(self.books, name)
        self.calls.append({"method": method, "path": path, "key": key})
        if not key or method == "GET":
            return self._acted(act, names, parameters, fault)
        return self._once(key, f"{path}?{form}", lambda: self._acted(
            act, names, parameters, fault
        ))  # fmt: skip

    def _once(self, key: str, asked: str, act: Callable[[], _Reply]) -> _Reply:
        with self._lock:
            if key in self._in_flight:
                raise ApiError(
                    "idempotency_key_in_use",
                    "There is currently another in-progress request using this idempotency key.",
                    status=409,
                    kind="idempotency_error",
                )
            self._in_flight.add(key)
        try:
            known = self.books.answer(key)
            if known is None:
                reply = act()
                answer = {"asked": asked, "status": reply.status, "body": reply.body}
                self.books.remember(key, answer)
                return reply
            if known["asked"] != asked:
                raise ApiError(
                    "",
                    "Keys for idempotent requests can only be used with the same parameters they "
                    "were first used with.",
                    kind="idempotency_error",
                )
            return _Reply(known["status"], known["body"], {"Idempotent-Replayed": "true"})
        finally:
            with self._lock:
                self._in_flight.discard(key)

    def _acted(
        self,
        act: Callable[..., Object],
        names: tuple[Any, ...],
        parameters: Object,
        fault: Fault | None,
    ) -> _Reply:
        kind = fault.kind if fault else ""
        if fault and kind == "slow":
            time.sleep(fault.seconds)  # its key is taken for so long
        broken = _Reply(500, {"error": {"type": "api_error", "message": "An error occurred."}})
        if kind == "error_before":
            return broken
        with self.books.locked():
            try:
                reply = _Reply(200, act(*names, parameters))
            except ApiError as error:
                reply = _Reply(error.status, error.body)
        return broken if kind == "error_after" else reply


def _call(method: str, path: str) -> tuple[tuple[str, ...], Any, str]:
    """What the path names, what the call takes, and who does it. Raises `ApiError`."""
    for verb, pattern, allowed, name in CALLS:
        found = re.fullmatch(pattern, path)
        if verb == method and found:
            return found.groups(), allowed, name
    raise ApiError("", f"Unrecognized request URL ({method}: {path}).", status=404)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    simulator: StripeSimulator
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def log_message(self, *_args: Any) -> None:
        """Nothing: the books tell what was asked."""

    def _serve(self, method: str) -> None:
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if path.startswith("/simulator/"):
            self._reply(self._controlled(path, body))
            return
        fault = self.simulator.fault(method, path)
        kind = fault.kind if fault else ""
        if kind == "refuse":
            reset = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        if kind in ("refuse", "lost_before"):
            self.close_connection = True
            return
        reply = self._answered(method, path, query if method == "GET" else body, fault)
        if kind == "lost_after":
            self.close_connection = True
            return
        self._reply(reply, half=kind == "half")

    def _answered(self, method: str, path: str, form: str, fault: Fault | None) -> _Reply:
        try:
            self._check_key()
            if fault and fault.kind == "limited":
                raise ApiError("rate_limit", "Too many requests.", status=429)
            key = self.headers.get("Idempotency-Key") or ""
            return self.simulator.api(method, path, form, key, fault)
        except ApiError as error:
            return _Reply(error.status, error.body)

    def _check_key(self) -> None:
        key = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if not key.startswith(("sk_test_", "rk_test_")) or key.endswith("_wrong"):
            raise ApiError("", f"Invalid API Key provided: {key}", status=401)

    def _controlled(self, path: str, body: str) -> _Reply:
        try:
            return _Reply(200, self.simulator.control(path, json.loads(body or "{}")))
        except ApiError as error:
            return _Reply(error.status, error.body)
        except (KeyError, TypeError, ValueError) as error:
            return _Reply(400, {"error": {"message": repr(error)}})

    def _reply(self, reply: _Reply, half: bool = False) -> None:
        body = json.dumps(reply.body).encode()
        head = [f"HTTP/1.1 {reply.status} Simulated", "Content-Type: application/json"]
        head += [f"Content-Length: {len(body)}", f"Request-Id: {new_id('req')}"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        # In one piece: two would wait for each other on the loopback.
        whole = "\r\n".join([*head, "", ""]).encode() + body
        self.close_connection = half
        with suppress(OSError):  # the other side hung up
            self.wfile.write(whole[: len(whole) - len(body) // 2] if half else whole)

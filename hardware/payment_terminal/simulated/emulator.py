"""A card terminal played on a Unix socket: it takes payments, keeps its own books, and misbehaves.

Owns what the terminal does; what it charged is in its books. A payment that has begun goes its own
way, whether or not anybody is still listening: that is what makes a lost answer possible. The same
key is the same payment for ever and is charged at most once, across restarts when there is a file
for the books. Knows no hub and no basket.
"""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from hardware.payment_terminal.simulated import wire
from hardware.payment_terminal.simulated.books import Books, Payment, PaymentState, now_ms


class Mode(StrEnum):
    """What the terminal does with the next payment that is performed."""

    APPROVE = "approve"
    DECLINE = "decline"
    PARTIAL = "partial"  # approves half of it: the card has no more
    CANCEL = "cancel"  # the shopper presses the red key
    LOSE_ANSWER = "lose_answer"  # charges the card, then the line drops before the answer
    LOSE_REQUEST = "lose_request"  # the line drops, and the card is never charged
    SLOW = "slow"  # approves, after a time that tries everybody's patience
    BUSY = "busy"  # in use by somebody else: refuses to prepare
    OFFLINE = "offline"  # does not reach the bank, and says so: refuses to prepare
    ASK = "ask"  # waits for `decide`


REFUSALS = {
    Mode.BUSY: "The card terminal is busy. Try again in a moment.",
    Mode.OFFLINE: "The card terminal does not reach the bank. Check its network.",
}


class TerminalEmulator:
    """Serves `socket_path` from `start` to `stop`.

    May be set at any time: `mode`; `thinking_s`, from "hold your card" to the end; `slow_s`, the
    same in mode "slow"; `outage_s`, how long the line stays dead after it dropped; and
    `approval_beats_cancel`, with which a cancel always comes too late.
    """

    def __init__(
        self,
        socket_path: Path,
        books: Path | None = None,
        *,
        mode: str = Mode.APPROVE,
        thinking_s: float = 1.5,
        slow_s: float = 20.0,
        outage_s: float = 6.0,
    ) -> None:
        self._mode = Mode(mode)
        self.thinking_s = thinking_s
        self.slow_s = slow_s
        self.outage_s = outage_s
        self.approval_beats_cancel = False
        self._path = socket_path
        self._changed = threading.Condition()
        self._books = Books(books)
        self._lost: Counter[tuple[str, bool]] = Counter()
        self._decisions: dict[str, Mode] = {}
        self._lines: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._deaf = False
        self._stopped = threading.Event()

    @property
    def mode(self) -> Mode:
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        with self._changed:
            self._mode = Mode(mode)
            self._changed.notify_all()

    def start(self) -> None:
        """Publish the socket. Raises `OSError` if another terminal is there."""
        self._stopped.clear()
        with self._changed:
            self.plug()
            while interrupted := self.pending():  # the power went before the card came
                self._enter(replace(interrupted, state=PaymentState.CANCELLED))

    def stop(self) -> None:
        self._stopped.set()
        self.unplug()
        with self._changed:
            self._books.close()
            self._changed.notify_all()

    def plug(self) -> None:
        """Connect the cable. Nothing happens when it is connected already."""
        if self._listener is not None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists():
            if _answers(self._path):
                raise FileExistsError(f"another terminal is playing at {self._path}")
            self._path.unlink(missing_ok=True)  # left behind by a process that was killed
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with wire.socket_address(self._path) as address:
            listener.bind(address)
        listener.listen(16)
        self._listener = listener
        _thread(self._accept, listener)

    def unplug(self) -> None:
        """Pull the cable: the socket is gone. A payment on the display goes on without it."""
        listener, self._listener = self._listener, None
        if listener is not None:
            self._path.unlink(missing_ok=True)
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self._drop_lines()

    @property
    def plugged(self) -> bool:
        return self._listener is not None

    def books(self) -> list[Payment]:
        """Every payment it was ever asked for, oldest first."""
        with self._changed:
            return self._books.all()

    def pending(self) -> Payment | None:
        """The payment on the display, if there is one."""
        with self._changed:
            return next((p for p in self._books.all() if p.state is PaymentState.PRESENTING), None)

    def decide(self, decision: str) -> None:
        """What the shopper's card does to the payment on the display, in mode "ask" or any other.

        Raises `LookupError` when there is none, `ValueError` for a word that decides nothing.
        """
        mode = Mode(decision)
        if mode in (Mode.ASK, Mode.BUSY, Mode.OFFLINE, Mode.SLOW):
            raise ValueError(f"{decision!r} does not decide a payment")
        with self._changed:
            payment = self.pending()
            if payment is None:
                raise LookupError("no payment is waiting for a card")
            self._decisions[payment.reference] = mode
            self._changed.notify_all()

    def lose(self, op: str, *, done: bool, times: int = 1) -> None:
        """Drop the line at the next `times` requests of this op: after it was done, or before."""
        if op not in wire.OPS:
            raise ValueError(f"there is no op {op!r}")
        with self._changed:
            self._lost[op, done] += times

    # what the protocol's ops do

    def _prepare(self, key: str, amount_minor: int, currency: str) -> dict[str, Any]:
        with self._changed:
            payment = self._books.by_key(key)
            if payment is not None:
                if (payment.amount_minor, payment.currency) != (amount_minor, currency):
                    raise wire.WireError("key_reused", "this key is another payment's")
                return {"reference": payment.reference}
            if self.mode in REFUSALS:
                raise wire.WireError(self.mode.value, REFUSALS[self.mode])
            if amount_minor <= 0:
                raise wire.WireError("bad_amount", "there is nothing to pay")
            reference = f"sim-{len(self._books) + 1:06d}"
            prepared = Payment(reference, key, amount_minor, currency, PaymentState.PREPARED)
            self._enter(replace(prepared, made_ms=now_ms()))
            return {"reference": reference}

    def _perform(self, reference: str) -> dict[str, Any]:
        with self._changed:
            payment = self._payment(reference)
            if payment.state is PaymentState.PREPARED:
                if self.pending() is not None:
                    self._enter(replace(payment, state=PaymentState.DECLINED, reason="busy"))
                elif self.mode is Mode.OFFLINE:
                    self._enter(replace(payment, state=PaymentState.DECLINED, reason="offline"))
                else:
                    self._enter(replace(payment, state=PaymentState.PRESENTING))
                    _thread(self._present, reference)
            while self._payment(reference).state is PaymentState.PRESENTING:
                if self._stopped.is_set():
                    raise ConnectionAbortedError
                self._changed.wait()
            return wire.outcome_message(self._payment(reference).outcome)

    def _status(self, reference: str) -> dict[str, Any]:
        with self._changed:
            return wire.outcome_message(self._payment(reference).outcome)

    def _cancel(self, reference: str) -> dict[str, Any]:
        with self._changed:
            payment = self._payment(reference)
            if payment.state is PaymentState.PRESENTING and self.approval_beats_cancel:
                self._enter(payment.approved())
            elif payment.state in (PaymentState.PREPARED, PaymentState.PRESENTING):
                self._enter(replace(payment, state=PaymentState.CANCELLED))
            return wire.outcome_message(self._payment(reference).outcome)

    def _capture(self, reference: str) -> dict[str, Any]:
        with self._changed:
            return wire.settlement_message(self._books.capture(self._payment(reference)))

    def _void(self, reference: str) -> dict[str, Any]:
        with self._changed:
            return wire.settlement_message(self._books.void(self._payment(reference)))

    def _refund(self, key: str, reference: str, amount_minor: int) -> dict[str, Any]:
        with self._changed:
            payment = self._payment(reference)
            return wire.settlement_message(self._books.refund(payment, key, amount_minor))

    def _payments(self, since_ms: int, after: str) -> dict[str, Any]:
        with self._changed:
            found = self._books.since(datetime.fromtimestamp(since_ms / 1000, UTC))
        references = [payment.reference for payment in found]
        if after:
            if after not in references:
                raise wire.WireError("no_such_payment", f"there is no payment {after!r}")
            found = found[references.index(after) + 1 :]
        page = [wire.payment_message(payment.told()) for payment in found[: wire.PAGE]]
        return {"payments": page, "more": len(found) > wire.PAGE}

    def _present(self, reference: str) -> None:
        """The card's side of one payment, from "hold your card here" to its end."""

        def over() -> bool:
            ended = self._payment(reference).state is not PaymentState.PRESENTING
            return ended or reference in self._decisions or self._stopped.is_set()

        with self._changed:
            mode = self.mode
            waits_s = {Mode.ASK: None, Mode.SLOW: self.slow_s}.get(mode, self.thinking_s)
            self._changed.wait_for(over, waits_s)
            payment = self._payment(reference)
            if payment.state is not PaymentState.PRESENTING or self._stopped.is_set():
                return
            mode = self._decisions.pop(reference, mode)
            if mode in (Mode.LOSE_ANSWER, Mode.LOSE_REQUEST):
                self._go_deaf()
            if mode is Mode.DECLINE:
                self._enter(replace(payment, state=PaymentState.DECLINED, reason="card_declined"))
            elif mode is Mode.CANCEL:
                self._enter(replace(payment, state=PaymentState.CANCELLED))
            elif mode is Mode.PARTIAL:
                self._enter(payment.approved(payment.amount_minor // 2))
            elif mode is Mode.LOSE_REQUEST:
                self._enter(replace(payment, state=PaymentState.DECLINED, reason="line_lost"))
            else:
                self._enter(payment.approved())

    def _go_deaf(self) -> None:
        self._deaf = True
        self._drop_lines()
        _thread(self._hear_again)

    def _hear_again(self) -> None:
        self._stopped.wait(self.outage_s)
        self._deaf = False

    # books

    def _payment(self, reference: str) -> Payment:
        payment = self._books.get(reference)
        if payment is None:
            raise wire.WireError("no_such_payment", f"there is no payment {reference!r}")
        return payment

    def _enter(self, payment: Payment) -> None:
        self._books.enter(payment)
        self._changed.notify_all()

    # the line

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:  # unplugged
                return
            if self._deaf:
                line.close()
                continue
            with self._changed:
                self._lines.add(line)
            _thread(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        try:
            with line.makefile("rb") as requests:
                request = requests.readline(wire.LONGEST_LINE)
            if request:
                self._answer(line, request)
        except OSError:
            return  # the other side hung up, or the line dropped
        finally:
            with self._changed:
                self._lines.discard(line)
            line.close()

    def _answer(self, line: socket.socket, request: bytes) -> None:
        ops: dict[str, Callable[..., dict[str, Any]]] = {
            "prepare": self._prepare,
            "perform": self._perform,
            "status": self._status,
            "cancel": self._cancel,
            "capture": self._capture,
            "void": self._void,
            "refund": self._refund,
            "payments": self._payments,
        }
        try:
            op, parameters = wire.check_request(wire.decode(request))
            if op == "watch":
                self._tell_state(line)
                return
            if self._loses(op, done=False):
                return
            reply = ops[op](**parameters)
            if self._loses(op, done=True):
                return
        except wire.WireError as error:
            reply = {"error": {"code": error.code, "message": str(error)}}
        line.sendall(wire.encode(reply))

    def _loses(self, op: str, *, done: bool) -> bool:
        with self._changed:
            loses = self._lost[op, done] > 0
            self._lost[op, done] -= loses
        return loses

    def _tell_state(self, line: socket.socket) -> None:
        def offline() -> bool:
            return self.mode is Mode.OFFLINE

        while not self._deaf and not self._stopped.is_set():
            told = offline()
            line.sendall(wire.encode({"state": "offline" if told else "ok"}))
            with self._changed:
                self._changed.wait_for(
                    lambda told=told: self._stopped.is_set() or offline() is not told,  # type: ignore[misc]
                    wire.WATCH_EVERY_S,
                )

    def _drop_lines(self) -> None:
        with self._changed:
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)


def _answers(path: Path) -> bool:
    try:
        wire.connect(path, 1.0).close()
    except OSError:
        return False
    return True


def _thread(target: Callable[..., None], *args: object) -> None:
    threading.Thread(target=target, args=args, name="terminal emulator", daemon=True).start()

"""A card terminal played on a Unix socket: it takes payments, keeps its own books, and misbehaves.

Owns what the terminal does and what it charged. A payment that has begun goes its own way, whether
or not anybody is still listening: that is what makes a lost answer possible. The same key is the
same payment for ever and is charged at most once, across restarts when there is a file for the
books. Knows no hub and no basket.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from hardware.payment_terminal.simulated import wire
from hardware.payment_terminal.terminal import Approved, Cancelled, Declined, Outcome, Pending


class Mode(StrEnum):
    """What the terminal does with the next payment that is performed."""

    APPROVE = "approve"
    DECLINE = "decline"
    LOSE_ANSWER = "lose_answer"  # charges the card, then the line drops before the answer
    LOSE_REQUEST = "lose_request"  # the line drops, and the card is never charged
    SLOW = "slow"  # approves, after a time that tries everybody's patience
    BUSY = "busy"  # in use by somebody else: refuses to prepare
    ASK = "ask"  # waits for `decide`


class PaymentState(StrEnum):
    PREPARED = "prepared"
    PRESENTING = "presenting"  # the display says: hold your card here
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Payment:
    """One entry of the terminal's books. Charged if, and only if, it is `APPROVED`."""

    reference: str
    key: str
    amount_minor: int
    currency: str
    state: PaymentState
    reason: str = ""


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
        self._file = books
        self._changed = threading.Condition()
        self._payments: dict[str, Payment] = {}  # by reference, in order
        self._decisions: dict[str, Mode] = {}
        self._lines: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._deaf = False
        self._stopped = threading.Event()
        self._read_books()

    @property
    def mode(self) -> Mode:
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        self._mode = Mode(mode)

    def start(self) -> None:
        """Publish the socket. Raises `OSError` if another terminal is there."""
        self._stopped.clear()
        self.plug()

    def stop(self) -> None:
        self._stopped.set()
        self.unplug()
        with self._changed:
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
            return list(self._payments.values())

    def pending(self) -> Payment | None:
        """The payment on the display, if there is one."""
        with self._changed:
            return next(
                (p for p in self._payments.values() if p.state is PaymentState.PRESENTING), None
            )

    def decide(self, decision: str) -> None:
        """What the shopper's card does to the payment on the display, in mode "ask" or any other.

        Raises `LookupError` when there is none, `ValueError` for a word that decides nothing.
        """
        mode = Mode(decision)
        if mode in (Mode.ASK, Mode.BUSY, Mode.SLOW):
            raise ValueError(f"{decision!r} does not decide a payment")
        with self._changed:
            payment = self.pending()
            if payment is None:
                raise LookupError("no payment is waiting for a card")
            self._decisions[payment.reference] = mode
            self._changed.notify_all()

    # what the protocol's ops do

    def _prepare(self, key: str, amount_minor: int, currency: str) -> dict[str, Any]:
        with self._changed:
            for payment in self._payments.values():
                if payment.key == key:
                    if (payment.amount_minor, payment.currency) != (amount_minor, currency):
                        raise wire.WireError("key_reused", "this key is another payment's")
                    return {"reference": payment.reference}
            if self.mode is Mode.BUSY:
                raise wire.WireError("busy", "The card terminal is busy. Try again in a moment.")
            if amount_minor <= 0:
                raise wire.WireError("bad_amount", "there is nothing to pay")
            reference = f"sim-{len(self._payments) + 1:06d}"
            self._enter(Payment(reference, key, amount_minor, currency, PaymentState.PREPARED))
            return {"reference": reference}

    def _perform(self, reference: str) -> dict[str, Any]:
        with self._changed:
            payment = self._payment(reference)
            if payment.state is PaymentState.PREPARED:
                if self.pending() is not None:
                    self._enter(replace(payment, state=PaymentState.DECLINED, reason="busy"))
                else:
                    self._enter(replace(payment, state=PaymentState.PRESENTING))
                    _thread(self._present, reference)
            while self._payment(reference).state is PaymentState.PRESENTING:
                if self._stopped.is_set():
                    raise ConnectionAbortedError
                self._changed.wait()
            return wire.outcome_message(_outcome(self._payment(reference)))

    def _status(self, reference: str) -> dict[str, Any]:
        with self._changed:
            return wire.outcome_message(_outcome(self._payment(reference)))

    def _cancel(self, reference: str) -> dict[str, Any]:
        with self._changed:
            payment = self._payment(reference)
            if payment.state is PaymentState.PRESENTING and self.approval_beats_cancel:
                self._enter(replace(payment, state=PaymentState.APPROVED))
            elif payment.state in (PaymentState.PREPARED, PaymentState.PRESENTING):
                self._enter(replace(payment, state=PaymentState.CANCELLED))
            return wire.outcome_message(_outcome(self._payment(reference)))

    def _present(self, reference: str) -> None:
        """The card's side of one payment, from "hold your card here" to its end."""

        def over() -> bool:
            ended = self._payments[reference].state is not PaymentState.PRESENTING
            return ended or reference in self._decisions or self._stopped.is_set()

        with self._changed:
            mode = self.mode
            waits_s = {Mode.ASK: None, Mode.SLOW: self.slow_s}.get(mode, self.thinking_s)
            self._changed.wait_for(over, waits_s)
            payment = self._payments[reference]
            if payment.state is not PaymentState.PRESENTING or self._stopped.is_set():
                return
            mode = self._decisions.pop(reference, mode)
            if mode in (Mode.LOSE_ANSWER, Mode.LOSE_REQUEST):
                self._deaf = True
                self._drop_lines()
                _thread(self._hear_again)
            if mode is Mode.DECLINE:
                self._enter(replace(payment, state=PaymentState.DECLINED, reason="card_declined"))
            elif mode is Mode.LOSE_REQUEST:
                self._enter(replace(payment, state=PaymentState.DECLINED, reason="line_lost"))
            else:
                self._enter(replace(payment, state=PaymentState.APPROVED))

    def _hear_again(self) -> None:
        self._stopped.wait(self.outage_s)
        self._deaf = False

    # books

    def _payment(self, reference: str) -> Payment:
        if reference not in self._payments:
            raise wire.WireError("no_such_payment", f"there is no payment {reference!r}")
        return self._payments[reference]

    def _enter(self, payment: Payment) -> None:
        self._payments[payment.reference] = payment
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_name(self._file.name + ".new")
            fresh.write_text(json.dumps([asdict(p) for p in self._payments.values()], indent=1))
            fresh.replace(self._file)
        self._changed.notify_all()

    def _read_books(self) -> None:
        if self._file is None or not self._file.exists():
            return
        for entry in json.loads(self._file.read_text()):
            payment = Payment(**{**entry, "state": PaymentState(entry["state"])})
            if payment.state is PaymentState.PRESENTING:  # the power went before the card came
                payment = replace(payment, state=PaymentState.CANCELLED)
            self._payments[payment.reference] = payment

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
        }
        try:
            op, parameters = wire.check_request(wire.decode(request))
            if op == "watch":
                self._tell_state(line)
                return
            reply = ops[op](**parameters)
        except wire.WireError as error:
            reply = {"error": {"code": error.code, "message": str(error)}}
        line.sendall(wire.encode(reply))

    def _tell_state(self, line: socket.socket) -> None:
        while not self._deaf:
            line.sendall(wire.encode({"state": "ok"}))
            if self._stopped.wait(wire.WATCH_EVERY_S):
                return

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


def _outcome(payment: Payment) -> Outcome:
    match payment.state:
        case PaymentState.APPROVED:
            return Approved()
        case PaymentState.DECLINED:
            return Declined(payment.reason)
        case PaymentState.CANCELLED:
            return Cancelled()
        case PaymentState.PREPARED:
            return Pending(started=False)
        case PaymentState.PRESENTING:
            return Pending(started=True)


def _thread(target: Callable[..., None], *args: object) -> None:
    threading.Thread(target=target, args=args, name="terminal emulator", daemon=True).start()

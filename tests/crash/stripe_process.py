"""Stripe's side of a case: the simulator in a process of its own, with its own journal, which may
be killed at a point too; faults are ordered from it as the case plans them.

Owns how a case's words (a script's cards, a fault's kind and call) are said to that simulator, and
how its journal reads as the judge's books.
"""

from __future__ import annotations

import json
import os
import re
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from hardware.payment_terminal.stripe_terminal.simulator.server import Fault as Ordered
from hardware.payment_terminal.stripe_terminal.simulator.server import StripeSimulator
from tests.crash.cases import Case, Fault, Kind
from tests.crash.points import Points

READER = "tmr_crash"
SLOW_S = 0.45  # longer than the driver waits, see hub_process.py
KINDS = {
    Kind.LOST_REQUEST: "lost_before",
    Kind.LOST_ANSWER: "lost_after",
    Kind.ERROR: "error_before",
    Kind.ERROR_AFTER: "error_after",
    Kind.GARBAGE: "half",
    Kind.SLOW: "slow",  # which is done after the wait: LATE
    Kind.LATE: "slow",
    Kind.AWAY: "refuse",
}
PATHS = {
    "prepare": ("POST", r"/payment_intents$"),
    "perform": ("POST", r"/process_payment_intent$"),
    "status": ("GET", r"/payment_intents/\w+$"),
    "cancel": ("POST", r"/cancel(_action)?$"),
    "void": ("POST", r"/cancel$"),
    "capture": ("POST", r"/capture$"),
    "refund": ("POST", r"/refunds$"),
}
STATES = {
    "requires_capture": "approved",
    "succeeded": "approved",
    "canceled": "cancelled",
}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def serve(folder: Path, case: Case, fault: Fault, port: int) -> None:
    """Never returns. What the HTTP server says of connections that were killed is nobody's."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    script = case.script
    points = Points(folder, "terminal", case.kills)
    simulator = StripeSimulator(port, folder / "stripe")
    simulator.books.add_reader(READER)
    simulator.books.play(
        READER, thinking_s=script.thinking_s, too_late_to_cancel=script.approval_wins
    )
    _hook_books(simulator, points)
    _choose_cards(simulator, script.cards)
    simulator.fault = Faults(folder, fault)  # type: ignore[method-assign]
    simulator.serve()


class Faults:
    """From the first call that matches, so many calls fail."""

    def __init__(self, folder: Path, fault: Fault) -> None:
        self._settled = folder / "settled"
        self._fault = fault
        self._left = -1

    def __call__(self, method: str, path: str) -> Ordered | None:
        if self._left < 0 and self._fault.op:
            wanted, pattern = PATHS[self._fault.op]
            if method == wanted and re.search(pattern, path):
                self._left = self._fault.calls
        if self._left <= 0 or self._settled.exists():
            return None
        self._left -= 1
        return Ordered(KINDS[self._fault.kind], seconds=SLOW_S)


def _choose_cards(simulator: StripeSimulator, cards: tuple[str, ...]) -> None:
    """The next card of the script for each payment that is handed to the reader."""
    process = simulator.books.process_payment_intent

    def processed(reader: str, parameters: dict[str, Any]) -> dict[str, Any]:
        intents = simulator.books.told()["intent"]
        begun = [
            one
            for one in intents
            if one["id"] != parameters["payment_intent"]
            and (one["latest_charge"] or one["status"] == "canceled")
        ]
        simulator.books.play(reader, card=cards[min(len(begun), len(cards) - 1)])
        return process(reader, parameters)

    simulator.books.process_payment_intent = processed  # type: ignore[method-assign]


def _hook_books(simulator: StripeSimulator, points: Points) -> None:
    put = simulator.books._put

    def entered(kind: str, value: dict[str, Any], own: str = "") -> dict[str, Any]:
        if kind not in ("intent", "charge", "refund"):
            return put(kind, value, own)
        words = f"books {kind} {value.get('status', '')}"
        points.reach(f"{words}: before")
        answer = put(kind, value, own)
        points.reach(f"{words}: after")
        return answer

    simulator.books._put = entered  # type: ignore[method-assign]


def books(file: Path) -> list[dict[str, Any]]:
    """Stripe's payments as the judge reads them, from the journal as it is on the disk."""
    kinds: dict[str, dict[str, Any]] = {"intent": {}, "refund": {}, "reader": {}}
    with suppress(FileNotFoundError):
        for text in file.read_text().splitlines():
            with suppress(ValueError):  # the line that was cut short
                entry = json.loads(text)
                if entry["kind"] in kinds:
                    kinds[entry["kind"]][entry["id"]] = entry["object"]
    actions = [reader["action"] for reader in kinds["reader"].values()]
    presenting = {
        action["process_payment_intent"]["payment_intent"]
        for action in actions
        if action and action["status"] == "in_progress"
    }
    return [_payment(one, kinds["refund"], presenting) for one in kinds["intent"].values()]


def _payment(intent: dict[str, Any], refunds: dict[str, Any], presenting: set[str]) -> Any:
    held = intent["amount_capturable"] + intent["amount_received"]
    state = STATES.get(intent["status"])
    return {
        "reference": intent["id"],
        "key": intent["metadata"]["checkout"],
        "amount_minor": intent["amount"],
        "currency": intent["currency"],
        "state": state or ("presenting" if intent["id"] in presenting else "prepared"),
        "approved_minor": held,
        "captured": intent["status"] == "succeeded",
        "voided": False,  # a payment that was given back is cancelled, and holds nothing
        "refunds": {
            one["id"]: one["amount"]
            for one in refunds.values()
            if one["payment_intent"] == intent["id"]
        },
    }

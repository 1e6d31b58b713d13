"""The simulated account: its payments, readers and refunds, and what may happen to them.

Owns the books, in a journal that outlives a kill, and the states of a PaymentIntent and a reader as
Stripe documents them. A reader that has a payment goes its own way: it takes the card that it was
told to expect, whoever is listening. Knows no HTTP; `server.py` does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.payment_terminal.journal import Journal
from hardware.payment_terminal.stripe_terminal.simulator import objects
from hardware.payment_terminal.stripe_terminal.simulator.objects import ApiError, Object

CARDS = ("approve", "decline", "partial", "cancel", "ask")
DECLINES = {  # Stripe's test cards for a reader, by what the issuer says
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000009987": "lost_card",
}
CANCELLABLE = (
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
    "processing",
)


@dataclass
class Play:
    """What the next card at a reader does, and how the reader behaves. Set by `Books.play`."""

    card: str = "approve"
    thinking_s: float = 1.5  # from "present your card" to the end; "ask" waits for a card
    too_late_to_cancel: bool = False  # the card is being charged: cancel_action is refused
    timeouts: int = 0  # so many hand-overs end in terminal_reader_timeout
    timeouts_reach_it: bool = False  # and the reader has the payment all the same


class Books:
    """Everything that the account knows. Safe to call from several threads."""

    def __init__(self, file: Path | None) -> None:
        self._changed = threading.Condition()
        self._journal = Journal(file) if file else None
        self._kinds: dict[str, dict[str, Object]] = {
            kind: {} for kind in ("intent", "charge", "refund", "reader", "answer")
        }
        self._plays: dict[str, Play] = {}
        self._cards: dict[
            str, str
        ] = {}  # presented by hand, by reader: the issuer's word, "" = yes
        for entry in self._journal.entries() if self._journal else ():
            if entry["kind"] == "forget":
                self._kinds["answer"].clear()
            else:
                self._kinds[entry["kind"]][entry["id"]] = entry["object"]
        for reader in list(self._kinds["reader"].values()):
            if reader["action"] and reader["action"]["status"] == "in_progress":
                self._put("reader", {**reader, "action": None})  # it was restarted

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self._changed:
            yield

    def told(self, reader: str = "") -> dict[str, list[Object]]:
        """The books as they are, oldest first; all of them, or one reader's."""
        with self._changed:
            intents = [
                each
                for each in self._kinds["intent"].values()
                if reader in ("", each["metadata"].get("reader"))
            ]
            ids = {each["id"] for each in intents}

            def about(kind: str) -> list[Object]:
                return [e for e in self._kinds[kind].values() if e["payment_intent"] in ids]

            readers = [e for e in self._kinds["reader"].values() if reader in ("", e["id"])]
            charges, refunds = about("charge"), about("refund")
            return {"intent": intents, "charge": charges, "refund": refunds, "reader": readers}

    # idempotency keys

    def answer(self, key: str) -> Object | None:
        return self._kinds["answer"].get(key)

    def remember(self, key: str, answer: Object) -> None:
        self._put("answer", answer, key)

    def forget_answers(self) -> None:
        """As when 24 hours have gone by."""
        with self._changed:
            if self._journal is not None:
                self._journal.append({"kind": "forget", "id": "", "object": {}})
            self._kinds["answer"].clear()

    # what the simulator's user does

    def add_reader(self, own: str = "") -> Object:
        with self._changed:
            own = own or objects.new_id("tmr")
            if own not in self._kinds["reader"]:
                self._put("reader", objects.reader(own))
            return self._kinds["reader"][own]

    def play(self, reader: str, **how: Any) -> None:
        """How a reader behaves from now on: `status`, and the fields of `Play`."""
        with self._changed:
            found = self.retrieve_reader(reader, {})
            if status := how.pop("status", None):
                self._put("reader", {**found, "status": status})
            play = self._plays.setdefault(reader, Play())
            for name, value in how.items():
                if not hasattr(play, name) or (name == "card" and value not in CARDS):
                    raise ApiError("", f"a reader cannot {name}: {value!r}")
                setattr(play, name, value)

    def restart(self, reader: str) -> None:
        """As readers do at midnight: what it was about is forgotten."""
        with self._changed:
            self._put("reader", {**self.retrieve_reader(reader, {}), "action": None})
            self._changed.notify_all()

    # payments

    def create_intent(self, parameters: Object) -> Object:
        if parameters["amount"] <= 0:
            raise ApiError(
                "parameter_invalid_integer", "This value must be at least 1.", param="amount"
            )
        wanted = parameters.get("allowed_payment_method_types", ["card"])
        # XTS is ISO 4217's code for tests: an account without card readers in that currency.
        types = [] if parameters["currency"] == "xts" else wanted
        return self._put("intent", objects.intent(parameters, types))

    def retrieve_intent(self, own: str, parameters: Object) -> Object:
        return self._expanded(self._get("intent", own), parameters, "")

    def list_intents(self, parameters: Object) -> Object:
        found = [
            self._expanded(each, parameters, "data.")
            for each in reversed(self._kinds["intent"].values())
            if _within(each["created"], parameters.get("created"))
        ]
        return objects.page(found, "/v1/payment_intents", parameters)

    def cancel_intent(self, own: str, parameters: Object) -> Object:
        intent = self._get("intent", own)
        if intent["status"] not in CANCELLABLE:
            raise _unexpected(intent, "cancel")
        if intent["status"] == "requires_capture":
            charge = self._get("charge", intent["latest_charge"])
            self._put("charge", {**charge, "amount_refunded": charge["amount"], "refunded": True})
        reason = parameters.get("cancellation_reason")
        return self._put(
            "intent",
            {
                **intent,
                "status": "canceled",
                "amount_capturable": 0,
                "canceled_at": int(time.time()),
                "cancellation_reason": reason,
            },
        )

    def capture_intent(self, own: str, parameters: Object) -> Object:
        intent = self._get("intent", own)
        if intent["status"] != "requires_capture":
            raise _unexpected(intent, "capture")
        amount = parameters.get("amount_to_capture") or intent["amount_capturable"]
        if not 0 < amount <= intent["amount_capturable"]:
            raise ApiError("amount_too_large", "too much to capture", param="amount_to_capture")
        charge = self._get("charge", intent["latest_charge"])
        self._put("charge", {**charge, "captured": True, "amount_captured": amount})
        money = {"amount_capturable": 0, "amount_received": amount}
        return self._put("intent", {**intent, **money, "status": "succeeded"})

    def lapse(self, own: str) -> None:
        """As when an authorisation was not captured for some days."""
        with self._changed:
            self.cancel_intent(own, {"cancellation_reason": "automatic"})

    # refunds

    def create_refund(self, parameters: Object) -> Object:
        intent = self._get("intent", parameters.get("payment_intent", ""))
        if intent["status"] != "succeeded":
            raise _unexpected(intent, "refund")
        charge = self._get("charge", intent["latest_charge"])
        left = charge["amount_captured"] - charge["amount_refunded"]
        amount = parameters.get("amount") or left
        if left == 0:
            raise ApiError("charge_already_refunded", "It has already been refunded.")
        if not 0 < amount <= left:
            raise ApiError("amount_too_large", "Refund amount is too great.", param="amount")
        refunded = charge["amount_refunded"] + amount
        whole = refunded == charge["amount_captured"]
        self._put("charge", {**charge, "amount_refunded": refunded, "refunded": whole})
        return self._put("refund", objects.refund(charge, amount, parameters.get("metadata") or {}))

    def list_refunds(self, parameters: Object) -> Object:
        found = [
            each
            for each in reversed(self._kinds["refund"].values())
            if parameters.get("payment_intent") in (None, each["payment_intent"])
            and parameters.get("charge") in (None, each["charge"])
            and _within(each["created"], parameters.get("created"))
        ]
        return objects.page(found, "/v1/refunds", parameters)

    # readers

    def retrieve_reader(self, own: str, _parameters: Object) -> Object:
        return self._get("reader", own)

    def process_payment_intent(self, own: str, parameters: Object) -> Object:
        reader = self._get("reader", own)
        intent = self._get("intent", parameters["payment_intent"])
        play = self._plays.setdefault(own, Play())
        if intent["status"] != "requires_payment_method":
            raise _unexpected(intent, "process")
        if "card_present" not in intent["payment_method_types"]:
            raise ApiError("payment_intent_invalid_parameter", "It takes no card at a reader.")
        if reader["status"] == "offline":
            raise ApiError("terminal_reader_offline", "Reader is currently offline.")
        if reader["action"] and reader["action"]["status"] == "in_progress":
            raise ApiError("terminal_reader_busy", "Reader is currently processing a payment.")
        timed_out = play.timeouts > 0
        play.timeouts -= timed_out
        if timed_out and not play.timeouts_reach_it:
            raise ApiError("terminal_reader_timeout", "The reader did not respond in time.")
        action = objects.action(intent["id"], parameters.get("process_config", {}))
        reader = self._put("reader", {**reader, "action": action})
        threading.Thread(
            target=self._ask_for_card, args=(own, action, play), daemon=True, name=own
        ).start()
        if timed_out:
            raise ApiError("terminal_reader_timeout", "The reader did not respond in time.")
        return reader

    def cancel_action(self, own: str, _parameters: Object) -> Object:
        reader = self._get("reader", own)
        if not reader["action"] or reader["action"]["status"] != "in_progress":
            return reader
        if self._plays.setdefault(own, Play()).too_late_to_cancel:
            raise ApiError("terminal_reader_busy", "The reader cannot cancel this now.")
        reader = self._put("reader", {**reader, "action": None})
        self._changed.notify_all()
        return reader

    def present(self, own: str, number: str) -> None:
        """Hold this card to a reader that asks for one."""
        with self._changed:
            self.present_payment_method(own, {"card_present": {"number": number}})

    def present_payment_method(self, own: str, parameters: Object) -> Object:
        reader = self._get("reader", own)
        if not reader["action"] or reader["action"]["status"] != "in_progress":
            raise ApiError("", "The reader is not asking for a card.")
        number = (parameters.get("card_present") or {}).get("number", "4242424242424242")
        self._cards[own] = DECLINES.get(number, "")
        self._changed.notify_all()
        gone = lambda: self._get("reader", own)["action"] is not reader["action"]  # noqa: E731
        self._changed.wait_for(gone, 5.0)
        return self._get("reader", own)

    def _ask_for_card(self, own: str, action: Object, play: Play) -> None:
        """The reader's side of one payment, from "present your card" to its end."""

        def gone() -> bool:
            return self._kinds["reader"][own]["action"] is not action

        with self._changed:
            card = play.card
            self._cards.pop(own, None)
            asks_for_s = None if card == "ask" else play.thinking_s
            self._changed.wait_for(lambda: gone() or own in self._cards, asks_for_s)
            if gone():
                return
            decline = self._cards.pop(own, "generic_decline" if card == "decline" else "")
            failure = self._charge(action, card, decline)
            ended = {**action, "status": "failed" if failure else "succeeded"}
            if failure:
                ended |= {"failure_code": failure, "failure_message": "The payment failed."}
            self._put("reader", {**self._kinds["reader"][own], "action": ended})
            self._changed.notify_all()

    def _charge(self, action: Object, card: str, decline: str) -> str:
        """What the card does to the payment; the reader's failure code, or nothing."""
        intent = self._get("intent", action["process_payment_intent"]["payment_intent"])
        if card == "cancel":
            return "customer_canceled"
        if intent["status"] != "requires_payment_method":  # cancelled meanwhile
            return "payment_intent_unexpected_state"
        amount = intent["amount"] // 2 if card == "partial" else intent["amount"]
        charge = self._put("charge", objects.charge(intent, amount, decline))
        intent = {**intent, "latest_charge": charge["id"]}
        if decline:
            error = objects.declined(charge, decline)
            self._put("intent", {**intent, "last_payment_error": error})
            return "card_declined"
        held = {"status": "requires_capture", "amount_capturable": amount}
        self._put("intent", {**intent, **held, "last_payment_error": None})
        return ""

    # the books themselves

    def _get(self, kind: str, own: str) -> Object:
        if own not in self._kinds[kind]:
            raise ApiError("resource_missing", f"No such {kind}: '{own}'", status=404, param="id")
        return self._kinds[kind][own]

    def _put(self, kind: str, value: Object, own: str = "") -> Object:
        own = own or value["id"]
        if self._journal is not None:
            self._journal.append({"kind": kind, "id": own, "object": value})
        self._kinds[kind][own] = value
        return value

    def _expanded(self, intent: Object, parameters: Object, prefix: str) -> Object:
        charge = intent["latest_charge"]
        for path in parameters.get("expand", ()):
            if path != f"{prefix}latest_charge":
                raise ApiError("", f"This property cannot be expanded ({path}).", param="expand")
            intent = {**intent, "latest_charge": charge and self._get("charge", charge)}
        return intent


def _within(created: int, limits: Any) -> bool:
    if limits is None:
        return True
    if isinstance(limits, int):
        return created == limits
    holds = {
        "gt": created > limits.get("gt", created - 1),
        "gte": created >= limits.get("gte", created),
        "lt": created < limits.get("lt", created + 1),
        "lte": created <= limits.get("lte", created),
    }
    return all(holds.values())


def _unexpected(intent: Object, verb: str) -> ApiError:
    return ApiError(
        "payment_intent_unexpected_state",
        f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.",
        payment_intent=intent,
    )

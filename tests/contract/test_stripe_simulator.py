"""The simulator of Stripe, judged by what is published: the SDK's types, and Stripe's documents.

Not a line of it has been compared with Stripe itself; `test_stripe_live.py` is for who can.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import requests
import stripe

from hardware.payment_terminal.stripe_terminal.simulator import objects
from hardware.payment_terminal.stripe_terminal.simulator.parameters import (
    ParameterError,
    check,
    parse,
)
from hardware.payment_terminal.stripe_terminal.simulator.server import CALLS, Fault, StripeSimulator
from tests.conftest import wait_until
from tests.stripe_simulator import KEY

CREATE: dict[str, Any] = {
    "amount": 7900,
    "currency": "eur",
    "allowed_payment_method_types": ["card_present"],
    "capture_method": "manual",
}


@pytest.fixture(scope="module")
def simulator() -> Iterator[StripeSimulator]:
    simulator = StripeSimulator()
    threading.Thread(target=simulator.serve, daemon=True).start()
    yield simulator
    simulator.stop()


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def client(simulator: StripeSimulator, session: requests.Session) -> Any:
    return stripe.StripeClient(
        KEY,
        base_addresses={"api": simulator.url},
        max_network_retries=0,
        http_client=stripe.RequestsClient(session=session),
    ).v1


Post = Callable[..., requests.Response]


@pytest.fixture
def post(simulator: StripeSimulator, session: requests.Session) -> Post:
    def post(path: str, key: str = "", **form: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {KEY}"} | ({"Idempotency-Key": key} if key else {})
        return session.post(f"{simulator.url}/v1/{path}", data=form, headers=headers, timeout=10)

    return post


def reader(simulator: StripeSimulator, **play: Any) -> str:
    own = str(simulator.books.add_reader()["id"])
    simulator.books.play(own, **{"thinking_s": 0.0, **play})
    return own


# shapes


def test_every_object_has_the_fields_that_the_sdk_knows_and_no_others() -> None:
    intent = objects.intent(CREATE, ["card_present"])
    charge = objects.charge(intent, 7900, "")
    samples = {
        stripe.PaymentIntent: intent,
        stripe.Charge: charge,
        stripe.Refund: objects.refund(charge, 100, {}),
        stripe.terminal.Reader: objects.reader("tmr_1"),
        stripe.PaymentIntent.LastPaymentError: objects.declined(charge, "generic_decline"),
        stripe.terminal.Reader.Action: objects.action("pi_1", {}),
    }
    for kind, sample in samples.items():
        unknown = sample.keys() - kind.__annotations__.keys()
        assert not unknown, f"{kind.__name__} has no {unknown}"


def test_a_reader_looks_as_documented() -> None:
    # docs.stripe.com/api/terminal/readers/cancel_action, the response
    documented = {
        "id": "tmr_FDOt2wlRZEdpd7",
        "object": "terminal.reader",
        "action": None,
        "device_sw_version": "2.37.2.0",
        "device_type": "simulated_wisepos_e",
        "ip_address": "0.0.0.0",
        "label": "Blue Rabbit",
        "last_seen_at": 1695402450407,
        "livemode": False,
        "location": "tml_FDOtHwxAAdIJOh",
        "metadata": {},
        "serial_number": "259cd19c-b902-4730-96a1-09183be6e7f7",
        "status": "online",
    }
    ours = objects.reader("tmr_1")
    assert ours.keys() == documented.keys()
    assert {name: type(value) for name, value in ours.items()} == {
        name: type(value) for name, value in documented.items()
    }


def test_every_error_code_and_status_is_one_of_stripes() -> None:
    folder = Path(objects.__file__).parent
    source = "".join(file.read_text() for file in sorted(folder.glob("*.py")))
    action = stripe.terminal.Reader.Action.ApiError
    ours = set(re.findall(r'(?:ApiError|ParameterError)\(\s*"(\w+)"', source))
    assert len(ours) > 8
    assert ours <= _words(action.__annotations__["code"])
    statuses = set(re.findall(r'"status": "((?:requires|succ|canc)\w+)"', source))
    known = _words(stripe.PaymentIntent.__annotations__["status"])
    assert {"requires_capture", "canceled", "succeeded"} <= statuses <= known


def _words(annotation: Any) -> set[str]:
    found: set[str] = set()
    for each in get_args(annotation):
        found |= {each} if isinstance(each, str) else _words(each)
    return found


# parameters


@pytest.mark.parametrize(
    ("form", "code", "parameter"),
    [
        # as the SDK's API version has it since 2026-09-30.endive
        ("payment_method_types[0]=card_present", "parameter_unknown", "payment_method_types"),
        ("metadata[a]=1&tip=5", "parameter_unknown", "tip"),
        ("payment_method_options[card_present][routing][colour]=red", "parameter_unknown",
         "payment_method_options[card_present][routing][colour]"),
        ("idempotency_key=k", "parameter_unknown", "idempotency_key"),
        ("capture_method=later", "", "capture_method"),
        ("confirm=yes", "", "confirm"),
        ("metadata=a", "", "metadata"),
    ],
)  # fmt: skip
def test_a_parameter_that_the_sdk_does_not_have_is_refused(
    post: Post, form: str, code: str, parameter: str
) -> None:
    fields = dict(each.split("=") for each in form.split("&"))
    reply = post("payment_intents", **{"amount": "7900", "currency": "eur", **fields})
    error = reply.json()["error"]
    assert (reply.status_code, error.get("code", ""), error["param"]) == (400, code, parameter)
    assert error["type"] == "invalid_request_error"


def test_what_is_required_is_missed_and_a_number_is_a_number(post: Post) -> None:
    assert post("payment_intents", amount="7900").json()["error"]["code"] == "parameter_missing"
    error = post("payment_intents", amount="7.90", currency="eur").json()["error"]
    assert error["code"] == "parameter_invalid_integer"


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call[3])
def test_every_call_refuses_what_its_typed_dictionary_does_not_have(call: Any) -> None:
    with pytest.raises(ParameterError, match="unknown parameter: colour"):
        check({"colour": "red"}, call[2])


def test_a_form_is_read_as_the_sdk_writes_it() -> None:
    form = "a[b][c]=1&list[0]=x&list[1]=y&empty="
    assert parse(form) == {"a": {"b": {"c": "1"}}, "list": {"0": "x", "1": "y"}, "empty": ""}
    with pytest.raises(ParameterError):
        parse("a=1&a[b]=2")


def test_a_live_key_is_never_taken(simulator: StripeSimulator, session: requests.Session) -> None:
    url = f"{simulator.url}/v1/payment_intents"
    reply = session.get(url, headers={"Authorization": "Bearer sk_live_1"}, timeout=10)
    assert reply.status_code == 401


# idempotency


def test_the_same_key_repeats_the_same_answer(post: Post) -> None:
    form = {"amount": "7900", "currency": "eur"}
    first, again = post("payment_intents", "k1", **form), post("payment_intents", "k1", **form)
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"


def test_the_same_key_with_other_parameters_is_an_idempotency_error(
    client: Any, post: Post
) -> None:
    client.payment_intents.create(CREATE, {"idempotency_key": "k2"})
    with pytest.raises(stripe.IdempotencyError) as raised:
        client.payment_intents.create({**CREATE, "amount": 1}, {"idempotency_key": "k2"})
    assert raised.value.http_status == 400
    assert raised.value.error.type == "idempotency_error"


def test_a_refused_parameter_does_not_use_up_the_key(post: Post) -> None:
    assert post("payment_intents", "k3", amount="x", currency="eur").status_code == 400
    assert post("payment_intents", "k3", amount="7900", currency="eur").status_code == 200


def test_a_500_is_repeated_for_as_long_as_the_key_lasts(
    simulator: StripeSimulator, post: Post
) -> None:
    simulator.control("/simulator/faults", {"faults": [{"kind": "error_after"}]})
    form = {"amount": "1234", "currency": "eur"}
    before = len(simulator.books.told()["intent"])
    assert [post("payment_intents", "k4", **form).status_code for _ in range(2)] == [500, 500]
    assert len(simulator.books.told()["intent"]) == before + 1
    simulator.books.forget_answers()
    assert post("payment_intents", "k4", **form).status_code == 200


def test_two_at_once_with_one_key_conflict(simulator: StripeSimulator, client: Any) -> None:
    fault = {"kind": "slow", "seconds": 0.2}
    simulator.control("/simulator/faults", {"faults": [fault]})
    options = {"idempotency_key": "k5"}
    first = threading.Thread(target=lambda: client.payment_intents.create(CREATE, options))
    first.start()
    wait_until(lambda: simulator.at_work("k5"), what="the first to be at work")
    with pytest.raises(stripe.APIError) as raised:
        client.payment_intents.create(CREATE, options)
    first.join()
    assert raised.value.http_status == 409
    assert raised.value.code is None  # which is why the driver reads `error.code`
    assert raised.value.error.code == "idempotency_key_in_use"


# a payment's life, by the SDK


def test_a_card_presented_by_the_test_helper_is_authorised_and_captured(
    simulator: StripeSimulator, client: Any
) -> None:
    own = reader(simulator, card="ask")
    intent = client.payment_intents.create(CREATE)
    assert intent.status == "requires_payment_method"
    asked = client.terminal.readers.process_payment_intent(own, {"payment_intent": intent.id})
    assert asked.action.status == "in_progress"
    with pytest.raises(stripe.InvalidRequestError) as busy:
        client.terminal.readers.process_payment_intent(own, {"payment_intent": intent.id})
    assert busy.value.error.code == "terminal_reader_busy"
    simulator_of_cards = client.test_helpers.terminal.readers
    assert simulator_of_cards.present_payment_method(own).action.status == "succeeded"
    held = client.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert (held.status, held.amount_capturable) == ("requires_capture", 7900)
    assert held.latest_charge.captured is False
    sold = client.payment_intents.capture(intent.id)
    assert (sold.status, sold.amount_capturable, sold.amount_received) == ("succeeded", 0, 7900)
    with pytest.raises(stripe.InvalidRequestError) as late:
        client.payment_intents.cancel(intent.id)
    assert late.value.error.code == "payment_intent_unexpected_state"


def test_a_declined_card_leaves_a_payment_that_could_be_tried_again(
    simulator: StripeSimulator, client: Any
) -> None:
    own = reader(simulator, card="ask")
    intent = client.payment_intents.create(CREATE)
    client.terminal.readers.process_payment_intent(own, {"payment_intent": intent.id})
    card = {"type": "card_present", "card_present": {"number": "4000000000009995"}}
    ended = client.test_helpers.terminal.readers.present_payment_method(own, card)
    assert (ended.action.status, ended.action.failure_code) == ("failed", "card_declined")
    after = client.payment_intents.retrieve(intent.id)
    assert after.status == "requires_payment_method"
    assert after.last_payment_error.decline_code == "insufficient_funds"


def test_cancelling_a_hold_gives_it_back(simulator: StripeSimulator, client: Any) -> None:
    own = reader(simulator, card="ask")
    intent = client.payment_intents.create(CREATE)
    client.terminal.readers.process_payment_intent(own, {"payment_intent": intent.id})
    client.test_helpers.terminal.readers.present_payment_method(own)
    given_back = client.payment_intents.cancel(intent.id)
    assert (given_back.status, given_back.amount_capturable) == ("canceled", 0)
    charge = simulator.books.told()["charge"][-1]
    assert (charge["refunded"], charge["captured"]) == (True, False)


def test_lists_are_paged_newest_first(client: Any) -> None:
    made = [client.payment_intents.create({**CREATE, "amount": 100 + n}).id for n in range(5)]
    first = client.payment_intents.list({"limit": 2})
    assert ([each.id for each in first.data], first.has_more) == (made[:-3:-1], True)
    walked = [each.id for each, _ in zip(first.auto_paging_iter(), range(5), strict=False)]
    assert walked == made[::-1]
    assert client.payment_intents.list({"created": {"gt": 9_999_999_999}}).data == []


def test_a_fault_that_it_does_not_know_is_an_error() -> None:
    with pytest.raises(objects.ApiError, match="no fault 'flood'"):
        Fault("flood")

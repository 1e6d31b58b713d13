"""The key to the account at Stripe stays where it is: in no log, no error and no setting."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceError, DeviceState, open_device
from hardware.payment_terminal.terminal import (
    TerminalError,
    Unknown,
)
from tests.conftest import LogWatch, wait_until
from tests.stripe_simulator import KEY, StripeProcess

LONG_AGO = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
def process(stripe_process: StripeProcess) -> StripeProcess:
    return stripe_process


# the key to the account


def test_the_secret_key_is_in_no_text_that_leaves_the_driver(
    process: StripeProcess, tmp_path: Path, caplog: pytest.LogCaptureFixture, log_watch: LogWatch
) -> None:
    secret = "sk_test_51Secret_wrong"  # which the simulator refuses, repeating it in full
    file = tmp_path / "stripe.key"
    file.write_text(secret + "\n")
    caplog.set_level(logging.DEBUG)
    reader = process.new_reader()
    settings = {"reader": reader, "key_file": str(file), "base_url": process.url, "lost_s": 0.0}
    driver = open_device("payment_terminal", {"driver": "stripe", **settings})
    try:
        wait_until(lambda: driver.health.state is DeviceState.FAULTY, what="the driver to notice")
        with pytest.raises(TerminalError, match="does not accept the shop's key") as raised:
            driver.prepare("c1:1", 7900, "EUR")
        said = [repr(driver), str(driver.health), repr(raised.value), repr(raised.value.__cause__)]
        asked = (driver.status, driver.cancel, driver.perform, driver.capture, driver.void)
        for ask in asked:
            answer = ask("pi_1")
            assert isinstance(answer, Unknown)
            said.append(str(answer))
        assert "51Secret" not in "\n".join([*said, caplog.text])
        assert "401" in driver.health.cause
    finally:
        driver.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "cannot read the file"), ("", "no secret key"), ("pk_live_1", "no secret key")],
)
def test_a_key_file_that_is_none_is_named_and_not_shown(
    tmp_path: Path, content: str | None, words: str
) -> None:
    file = tmp_path / "stripe.key"
    if content is not None:
        file.write_text(content)
    with pytest.raises(DeviceError, match=words) as raised:
        open_device(
            "payment_terminal", {"driver": "stripe", "reader": "tmr_1", "key_file": str(file)}
        )
    assert str(file) in str(raised.value)
    assert "pk_live" not in str(raised.value)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"reader": "simulated"}, "begins with tmr_"),
        ({"reader": "tmr_1", "base_url": "https://stripe.example.com"}, "not on this machine"),
        ({"reader": "tmr_1", "base_url": "http://127.0.0.1:1"}, "this is a live key"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], words: str
) -> None:
    monkeypatch.setenv("HANGTAG_STRIPE_KEY", "sk_live_1")
    with pytest.raises(DeviceError, match=words):
        open_device("payment_terminal", {"driver": "stripe", **settings})


def test_without_a_key_it_says_where_it_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANGTAG_STRIPE_KEY", raising=False)
    with pytest.raises(DeviceError, match="the variable HANGTAG_STRIPE_KEY"):
        open_device("payment_terminal", {"driver": "stripe", "reader": "tmr_1"})


def test_without_the_sdk_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANGTAG_STRIPE_KEY", KEY)
    monkeypatch.setitem(sys.modules, "stripe", None)
    monkeypatch.delitem(
        sys.modules, "hardware.payment_terminal.stripe_terminal.account", raising=False
    )
    with pytest.raises(DeviceError, match=r"pip install 'hangtag\[stripe\]'"):
        open_device("payment_terminal", {"driver": "stripe", "reader": "tmr_1"})

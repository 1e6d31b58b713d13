"""Time at the tables while the catalog cannot be asked: no table stands still for it."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from kiosk.hub.checkout import checkout
from tests.conftest import LogWatch, wait_until
from tests.unit.hub.conftest import RunningHub
from tests.unit.hub.shop import SHIRT


def test_the_thank_you_ends_while_the_catalog_is_away(
    hub: RunningHub,
    terminal: TerminalEmulator,
    monkeypatch: pytest.MonkeyPatch,
    log_watch: LogWatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    log_watch.expect("a tick of the tables failed")
    log_watch.expect("could not say what is new")
    monkeypatch.setattr(checkout, "THANKS_S", 0.5)
    asked = []

    def away() -> int:
        asked.append(1)
        raise OperationalError("SELECT", None, Exception("the server is gone"))

    table = hub.table()
    table.lay(SHIRT)
    table.pay()
    table.wait_for("SOLD")
    monkeypatch.setattr(hub.hub.catalog, "version", away)
    table.wait_for("EMPTY")
    wait_until(lambda: len(asked) > 6, what="more ticks")
    assert caplog.text.count("a tick of the tables failed") == 1

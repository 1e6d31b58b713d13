"""What the tests of payment terminals share: a stand for each driver, and Stripe's simulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hardware.device import open_device
from hardware.payment_terminal.stripe_terminal.driver import StripeTerminal
from tests.contract.terminal_stands import (
    DeskStand,
    Perform,
    SimulatedStand,
    Stand,
    StripeStand,
)
from tests.stripe_simulator import StripeProcess


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """To describe the hub's API takes seconds in each process that collects: not where none of
    its tests would run."""
    unwanted = "not slow" in config.option.markexpr and "not soak" in config.option.markexpr
    return True if unwanted and collection_path.name == "test_hub_api.py" else None


@pytest.fixture(scope="session")
def stripe_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StripeProcess]:
    process = StripeProcess(tmp_path_factory.mktemp("stripe") / "books.jsonl")
    yield process
    process.stop()


@pytest.fixture
def stripe_stand(stripe_process: StripeProcess) -> Iterator[StripeStand]:
    stand = StripeStand(stripe_process)
    yield stand
    stand.close()


@pytest.fixture
def another_driver(stripe_stand: StripeStand) -> Iterator[Callable[..., StripeTerminal]]:
    opened: list[StripeTerminal] = []

    def driver(**settings: Any) -> StripeTerminal:
        opened.append(open_device("payment_terminal", {**stripe_stand.settings(), **settings}))
        return opened[-1]

    yield driver
    for each in opened:
        each.close()


@pytest.fixture(params=["simulated", "stripe", "desk"])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    match request.param:
        case "simulated":
            stand: Stand = SimulatedStand(tmp_path)
        case "stripe":
            stand = StripeStand(request.getfixturevalue("stripe_process"))
        case _:
            stand = DeskStand(tmp_path)
    yield stand
    stand.close()


@pytest.fixture
def perform(stand: Stand) -> Iterator[Perform]:
    """Performs on a thread of its own, as the cashier does."""
    with ThreadPoolExecutor() as pool:
        yield lambda reference: pool.submit(stand.driver.perform, reference)
        stand.driver.close()

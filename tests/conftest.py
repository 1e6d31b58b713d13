"""What every test shares: the offscreen Qt platform, waiting for conditions, and the rule that an
unexpected log line is a failure.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import Server, server

# A busy machine may take its time: a property is about what happens, not about how fast. CI plays
# the same examples each time, so that it judges the change; new ones are sought everywhere else.
settings.register_profile(
    "hangtag",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("hangtag")

REPO = Path(__file__).resolve().parent.parent
SCREENS = REPO / "var" / "screens"
BUSY_S = 45.0  # what takes a moment may take so long on a machine that ten programs share


def wait_until(
    condition: Callable[[], object], timeout_s: float = BUSY_S, what: str = ""
) -> object:
    """Polls until `condition()` is true and returns its value; the test fails at the deadline.

    A time below `BUSY_S` says how long it takes usually; only a test that fails waits longer.
    """
    timeout_s = max(timeout_s, BUSY_S)
    deadline = time.monotonic() + timeout_s
    while not (value := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {timeout_s:g} s for {what or 'a condition'} in vain")
        time.sleep(0.01)
    return value


class LogWatch(logging.Handler):
    """Keeps every record of level WARNING and above that no test said it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.unexpected: list[str] = []
        self.expected: list[str] = []

    def expect(self, part: str) -> None:
        """From now on, log lines that contain `part` are part of what the test describes."""
        self.expected.append(part)

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if not any(part in line for part in self.expected):
            self.unexpected.append(line)


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """An unexpected log line fails the test; `log_watch.expect("...")` makes it expected."""
    watch = LogWatch()
    root = logging.getLogger()
    root.addHandler(watch)
    yield watch
    root.removeHandler(watch)
    assert not watch.unexpected, "unexpected log lines:\n" + "\n".join(watch.unexpected)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The run's private PostgreSQL; skips the test where there is none, but not in CI."""
    run = tmp_path_factory.getbasetemp()
    return server(run.parent if "PYTEST_XDIST_WORKER" in os.environ else run)

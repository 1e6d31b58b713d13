"""What the tests of the screens share: one still window, and the flag that records anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.mirror.stage import Stage


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record", action="store_true", help="what is drawn now is how the screens shall look"
    )


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage.still()
    yield stage
    stage.close()

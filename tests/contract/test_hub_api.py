"""Whatever is asked of the hub's HTTP API, its answer is never a 5xx.

Requests are made from the hub's own description of itself (/openapi.json), valid ones and broken
ones, against a hub that serves on a socket. Streams are left out: they have no end.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, strategies
from hypothesis import settings as limits
from schemathesis import APIOperation, Case
from schemathesis.checks import not_a_server_error

from kiosk.config import parse
from kiosk.hub.app import create_app
from tests.unit.hub.conftest import serving, shop_database

__all__ = ["shop_database"]

THERE = {"table": "1", "room": "1", "gate": "1"}


@pytest.fixture(scope="module")
def hub_url(tmp_path_factory: pytest.TempPathFactory, shop_database: Path) -> Iterator[str]:
    """A hub with two tables, a room and an exit; demo, so that every call may be made."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "var").mkdir()
    shutil.copy(shop_database, folder / "var" / "shop.db")
    reader = {"driver": "simulated"}
    content = {
        "shop": {"name": "Maison Aster"},
        "sample_shop": "",
        "security": {"demo": True},
        "tables": {
            name: {
                "name": name,
                "reader": reader,
                "terminal": {"driver": "simulated", "port": "var/dev/nobody"},
            }
            for name in ("1", "2")
        },
        "rooms": {"1": {"name": "Fitting room 1", "tablet": "1", "reader": reader}},
    }
    with serving(parse(content, folder / "config.yaml")) as running:
        yield running.url


@cache
def described() -> list[object]:
    """Each operation that the hub's own description has, but for the streams."""
    app = create_app(parse({"sample_shop": ""}, Path("config.yaml")))
    api = schemathesis.openapi.from_dict(app.openapi()).exclude(path_regex="/live$")
    operations = [found.ok() for found in api.get_all_operations()]
    return [pytest.param(each, id=f"{each.method.upper()} {each.path}") for each in operations]


@pytest.mark.slow
@pytest.mark.parametrize("operation", described())
def test_it_never_breaks(operation: APIOperation, hub_url: str) -> None:
    never_breaks(operation, hub_url, examples=8)


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("operation", described())
def test_it_never_breaks_in_the_long_run(operation: APIOperation, hub_url: str) -> None:
    never_breaks(operation, hub_url, examples=250)


def never_breaks(operation: APIOperation, hub_url: str, examples: int) -> None:
    @limits(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), there=strategies.booleans())
    def asked(case: Case, there: bool) -> None:
        if there:  # else it asks for a table that nobody has, which is soon answered
            case.path_parameters |= {k: v for k, v in THERE.items() if k in case.path_parameters}
        answer = case.call(base_url=hub_url, timeout=30)
        if answer.status_code == 503 and "retry-after" in answer.headers:
            return  # not there yet, and it says when: what HTTP has that status for
        case.validate_response(answer, checks=[not_a_server_error])

    asked()

"""What is left of a visit once it is forgotten: nothing, in memory, in the database, in the log."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from kiosk.config import Settings
from tests.unit.hub.conftest import RunningHub
from tests.unit.hub_visits.conftest import Glass, Phone

# The test's own client, and what the hub turns off (`access_log`) but pytest turns on.
NOT_OURS = ("httpx", "uvicorn.access", "httpcore.http11", "httpcore.connection")


def words_held(root: object) -> Iterator[str]:
    """Every text that can be reached from `root` through our own objects and plain containers."""
    seen: set[int] = set()
    queue: list[object] = [root]
    while queue:
        one = queue.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, str):
            yield one
        elif isinstance(one, bytes):
            yield one.decode(errors="replace")
        elif isinstance(one, dict):
            queue += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset) or type(one).__name__ == "deque":
            queue += list(one)  # type: ignore[call-overload]
        elif type(one).__module__.partition(".")[0] in ("kiosk", "catalog"):
            slots = [name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ())]
            queue += [getattr(one, name) for name in slots if hasattr(one, name)]
            queue.append(getattr(one, "__dict__", {}))


def rows_of(settings: Settings) -> list[str]:
    """The whole database, as text."""
    with closing(sqlite3.connect(settings.data_dir / "shop.db")) as database:
        return list(database.iterdump())


def by_the_mirror(glass: Glass, _phone: Phone) -> None:
    glass.forgets()


def by_the_phone(_glass: Glass, phone: Phone) -> None:
    assert phone.post("forget").status_code == 204


def by_the_next_shopper(glass: Glass, _phone: Phone) -> None:
    Glass(glass.hub).says()


def by_silence(glass: Glass, _phone: Phone) -> None:
    visits = glass.hub.hub.visits
    for held in visits._rooms.values():
        held.heard_at -= 1000
    visits.look()
    glass.hub.hub.requests.refresh()


@pytest.mark.parametrize("forget", [by_the_mirror, by_the_phone, by_the_next_shopper, by_silence])
def test_nothing_of_a_visit_is_left(
    hub: RunningHub,
    shop: Settings,
    caplog: pytest.LogCaptureFixture,
    forget: Callable[[Glass, Phone], None],
) -> None:
    caplog.set_level(logging.DEBUG)
    before = rows_of(shop)
    glass = Glass(hub)
    phone = Phone(hub, glass.token)
    secret = glass.token
    marks = ("epc:mark-of-this-visit", "a-word-about-it", "the-subject-of-an-offer")
    dress = glass.id("SIL-1")
    glass.put(
        {
            "visit": glass.key,
            "token": secret,
            "language": "de",
            "garments": [{"tag": marks[0], "variant_id": dress}],
            "focus": dress,
            "offers": [
                {
                    "variant_id": glass.id("WOO-1"),
                    "reasons": [{"kind": "worn_together", "subject": marks[2]}],
                }
            ],
        }
    )
    assert phone.get().status_code == 200
    assert phone.tap("rating", f"7 {marks[1]}").status_code == 202
    assert phone.post("list", {"variant_id": glass.id("WOO-1"), "on": True}).status_code == 200
    held = "\n".join(words_held(hub.hub))
    assert all(mark in held for mark in (secret, *marks)), "the walk would find nothing"

    forget(glass, phone)

    held = "\n".join(words_held(hub.hub))
    assert not [mark for mark in (secret, *marks) if mark in held]
    assert phone.get("/state").status_code == 404
    assert rows_of(shop) == before
    said = "\n".join(one.getMessage() for one in caplog.records if one.name not in NOT_OURS)
    assert not [mark for mark in (secret, *marks) if mark in said]


def test_a_kept_list_says_only_which_pieces(hub: RunningHub, shop: Settings) -> None:
    glass = Glass(hub)
    phone = Phone(hub, glass.token)
    glass.says("SIL-1")
    before = set(rows_of(shop))
    url = phone.post("keep").json()["url"]
    [row] = set(rows_of(shop)) - before
    glass.forgets()
    assert row.startswith('INSERT INTO "kept_list"')
    assert f"[{glass.id('SIL-1')}]" in row
    for secret in (glass.key, glass.token, url.rpartition("/")[2]):
        assert secret not in row
    hub.http.post(f"{url}/forget")
    assert set(rows_of(shop)) == before

"""What the rest of the hub knows that rooms and staff are told with the requests.

Owns the names of these questions; who answers each is decided where the hub is put together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hardware.rfid.reader import TagId
from kiosk.hub.rooms.request_json import Portrait
from kiosk.hub.tables.hand import Hand, Look


@dataclass(frozen=True, slots=True)
class Around:
    """`basket(table)` is the table's basket snapshot, `hands()` and `looks()` are the tables that
    need a colleague, `unknown()` counts the unknown tags that readers hear now, and
    `elsewhere(room)` is what that room hears though it is in another place; `exits()` are the
    alarms that nobody has seen; `phones(room)` is what its shoppers' phones want of its mirror.
    `on_duty()` is whether somebody is on the floor, `portrait(name)` the path of a colleague's
    picture, `has_mirror(room)` whether a mirror has a key for it."""

    basket: Callable[[str], Mapping[str, Any] | None] = lambda _: None
    hands: Callable[[], Sequence[Hand]] = tuple
    looks: Callable[[], Sequence[Look]] = tuple
    unknown: Callable[[], int] = lambda: 0
    elsewhere: Callable[[str], Sequence[TagId]] = lambda _: ()
    exits: Callable[[], Mapping[str, Any]] = lambda: {"alarms": 0, "alarm": None}
    phones: Callable[[str], Mapping[str, Any]] = lambda _: {}
    on_duty: Callable[[], bool] = lambda: False
    portrait: Portrait = lambda _: None
    has_mirror: Callable[[str], bool] = lambda _: False

    def sent(self, table: str, room_name: str) -> dict[str, Any] | None:
        """What lies in the table's basket of this room's; None for nothing."""
        basket = self.basket(table) if table else None
        if not basket:
            return None
        count = sum(line["from_room"] == room_name for line in basket["lines"])
        return {"table": table, "state": basket["state"], "count": count} if count else None

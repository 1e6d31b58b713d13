"""What the clock alone ends: holds that nobody set aside or put back, and what waits for nobody.

Owns when each is due, and how it then moves. What waits does so by a steady clock, since a wall
clock that is set must not end it. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from kiosk.hub.rooms.fitting_request import FittingRequest, Outcome, RequestKind, RequestStatus
from kiosk.hub.rooms.signs import Mirror, Signs

ON_THE_LIST = timedelta(days=3)  # so long a hold that is over waits to be put back on the rail

Move = Callable[[FittingRequest], FittingRequest]


def overdue(
    requests: Iterable[FittingRequest],
    signs: Signs,
    now: datetime,
    steady: float,
    hold_for: timedelta,
) -> Iterator[tuple[str, Move]]:
    """The ids of these that are due, each with its move. `steady` is now, as `signs` count."""
    for one in requests:
        waits = one.status is RequestStatus.WAITING
        if signs.mirror_of(one, steady) is Mirror.GONE:
            yield one.id, lambda request: request.unanswered(now)
        elif waits and one.kind is RequestKind.HOLD:
            if steady - signs.asked_at(one) >= hold_for.total_seconds():
                yield one.id, lambda request: request.expire(now)
        elif one.held and one.held_until is not None and now - one.held_until >= ON_THE_LIST:
            yield one.id, lambda request: request.end_hold(Outcome.RETURNED)

"""What was answered or called off, for as long as its room is told of it.

Owns how long that is: a minute, and for as long as its visit lasts, since a mirror whose line was
away must hear how it ended. Bounded by an hour and by the newest of a room. Pure: `now` is an
argument.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from kiosk.hub.rooms.fitting_request import FittingRequest
from kiosk.hub.rooms.signs import Signs

STAYS = timedelta(seconds=60)
OF_A_VISIT = timedelta(minutes=60)
MOST_OF_A_ROOM = 20


class Over:
    def __init__(self) -> None:
        self._over: dict[str, FittingRequest] = {}

    def keep(self, request: FittingRequest) -> None:
        self._over[request.id] = request

    def read(self, requests: Iterable[FittingRequest]) -> None:
        """These are what an earlier hub knew."""
        for request in requests:
            if not request.open:
                self.keep(request)

    def drop(self, visit: str, ids: Collection[str]) -> None:
        """A visit that is forgotten is told nothing more, of these neither."""
        kept = (one for one in self._over.values() if one.visit != visit and one.id not in ids)
        self._over = {one.id: one for one in kept}

    def find(self, request_id: str) -> FittingRequest | None:
        return self._over.get(request_id)

    def tidy(self, signs: Signs, now: datetime) -> None:
        self._over = {key: one for key, one in self._over.items() if _is_told(one, signs, now)}

    def of(self, room: str) -> dict[str, FittingRequest]:
        here = [one for one in self._over.values() if one.room == room and one.done_at]
        here.sort(key=lambda one: (one.done_at, one.created_at))
        return {one.id: one for one in here[-MOST_OF_A_ROOM:]}

    def __iter__(self) -> Iterator[str]:
        return iter(self._over)


def _is_told(request: FittingRequest, signs: Signs, now: datetime) -> bool:
    if request.done_at is None:
        return False
    since = now - request.done_at
    # A mirror that was not heard yet, since the hub started, may still be in the same visit.
    lasts = bool(request.visit) and signs.visit_in(request.room) in (None, request.visit)
    return since < (OF_A_VISIT if lasts else STAYS)

"""Signs of life: when each room's mirror, and each visit, was last heard, and what that means.

Owns how long a silence may last. A mirror says its visit every 2 s, so one that does not is away,
switched off or broken; one that is back without the visit has started again. Pure: `now` is an
argument. What is done about a request whose mirror is away is `requests.py`'s.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.hub.rooms.fitting_request import FittingRequest, RequestKind, RequestStatus

AWAY = timedelta(minutes=2)  # longer than a restart or a line that is lost for a moment
GONE = timedelta(minutes=15)  # longer than anybody waits: as long as the mirror sends a wish for
REMEMBERED = 500  # visits


class Mirror(StrEnum):
    """What is known of the mirror that a request came from."""

    HERE = ""
    AWAY = "away"  # silent
    RESTARTED = "restarted"  # it speaks, and not of this visit
    GONE = "gone"  # so for long: the visit cannot still be meant


class Signs:
    """`since` is when somebody began to listen: before it nobody can say who was silent."""

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._rooms: dict[str, tuple[str, datetime]] = {}
        self.visits: OrderedDict[str, datetime] = OrderedDict()

    def hear(self, room: str, visit: str, now: datetime) -> None:
        """The room's mirror says this visit, or "" for none."""
        self._rooms[room] = (visit, now)
        if visit:
            self.visits[visit] = now
            self.visits.move_to_end(visit)
            if len(self.visits) > REMEMBERED:
                self.visits.popitem(last=False)

    def drop(self, visit: str) -> None:
        self.visits.pop(visit, None)

    def visit_in(self, room: str) -> str | None:
        """The visit that the room's mirror said last, "" for none; None if it was never heard."""
        return self._rooms[room][0] if room in self._rooms else None

    def mirror_of(self, request: FittingRequest, now: datetime) -> Mirror:
        """For what waits and is in a hurry; whoever is on the way sees for themselves."""
        if request.status is not RequestStatus.WAITING or request.kind is RequestKind.HOLD:
            return Mirror.HERE
        _, heard = self._rooms.get(request.room, ("", self._since))
        if request.visit:
            said = self.visits.get(request.visit, self._since)
        elif request.room in self._rooms:
            said = heard
        else:
            return Mirror.HERE  # of an integrator, whose room has no mirror of ours
        silent = now - max(said, request.created_at)
        if silent < AWAY:
            return Mirror.HERE
        if silent >= GONE:
            return Mirror.GONE
        return Mirror.RESTARTED if now - heard < AWAY and heard > said else Mirror.AWAY

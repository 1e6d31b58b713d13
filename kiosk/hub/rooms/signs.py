"""Signs of life: when each room's mirror, and each visit, was last heard, and what that means.

Owns how long a silence may last. A mirror says its visit every 2 s, so one that does not is away,
switched off or broken; one that is back without the visit has started again. All times are seconds
of a steady clock, which nobody sets: `now` is an argument. What is done about a request whose
mirror is away is `overdue.py`'s.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum

from kiosk.hub.rooms.fitting_request import FittingRequest, RequestKind, RequestStatus

AWAY_S = 2 * 60.0  # longer than a restart or a line that is lost for a moment
GONE_S = 15 * 60.0  # longer than anybody waits: as long as the mirror sends a wish for
REMEMBERED = 500  # visits


class Mirror(StrEnum):
    """What is known of the mirror that a request came from."""

    HERE = ""
    AWAY = "away"  # silent
    RESTARTED = "restarted"  # it speaks, and not of this visit
    GONE = "gone"  # so for long: the visit cannot still be meant


class Signs:
    """`since` is when somebody began to listen: before it nobody can say who was silent, nor how
    long anything has waited. `has_mirror(room)`: it should, heard or not."""

    def __init__(self, since: float, has_mirror: Callable[[str], bool] = lambda _: False) -> None:
        self._since = since
        self._has_mirror = has_mirror
        self._rooms: dict[str, tuple[str, float]] = {}
        self.visits: OrderedDict[str, float] = OrderedDict()
        self.asked: dict[str, float] = {}  # when what is open was taken in

    def hear(self, room: str, visit: str, now: float) -> None:
        """The room's mirror says this visit, or "" for none."""
        self._rooms[room] = (visit, now)
        if visit:
            self.visits[visit] = now
            self.visits.move_to_end(visit)
            if len(self.visits) > REMEMBERED:
                self.visits.popitem(last=False)

    def keep(self, request: FittingRequest, now: float) -> None:
        """The request is so now."""
        if request.open:
            self.asked.setdefault(request.id, now)
        else:
            self.asked.pop(request.id, None)

    def drop(self, visit: str) -> None:
        self.visits.pop(visit, None)

    def visit_in(self, room: str) -> str | None:
        """The visit that the room's mirror said last, "" for none; None if it was never heard."""
        return self._rooms[room][0] if room in self._rooms else None

    def asked_at(self, request: FittingRequest) -> float:
        """When it was asked for; what an earlier hub took in, when this one began."""
        return self.asked.get(request.id, self._since)

    def mirror_of(self, request: FittingRequest, now: float) -> Mirror:
        """For what waits and is in a hurry; whoever is on the way sees for themselves."""
        if request.status is not RequestStatus.WAITING or request.kind is RequestKind.HOLD:
            return Mirror.HERE
        never = request.room not in self._rooms
        if never and not (request.visit and self._has_mirror(request.room)):
            return Mirror.HERE  # of an integrator, whose room has no mirror of ours
        _, heard = self._rooms.get(request.room, ("", self._since))
        said = self.visits.get(request.visit, self._since) if request.visit else heard
        silent = now - max(said, self.asked_at(request))
        if silent < AWAY_S:
            return Mirror.HERE
        if silent >= GONE_S:
            return Mirror.GONE
        return Mirror.RESTARTED if now - heard < AWAY_S and heard > said else Mirror.AWAY

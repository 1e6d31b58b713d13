"""Who is on the floor: signed in, and has not said "away".

Owns the question only: who is signed in is `sessions.py`'s, what a colleague said is kept by
`staff.py`. A phone that sleeps in a pocket is on the floor as long as its session lasts.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.hub.security.sessions import Sessions
from kiosk.hub.security.staff import Colleague, Staff


class Duty:
    """Safe to call from several threads, and never blocks on the database, but for `say`.

    In an open demo nobody signs in: whoever has a staff page open there counts as signed in, for
    as long as a session would last without a tap (`idle_s`).
    """

    def __init__(
        self,
        staff: Staff,
        sessions: Sessions,
        *,
        idle_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._staff = staff
        self._sessions = sessions
        self._idle_s = idle_s
        self._clock = clock
        self._looked: dict[int, float] = {}

    def on_floor(self) -> list[Colleague]:
        """By name."""
        here = self._sessions.signed_in() | {
            user for user, at in tuple(self._looked.items()) if self._clock() - at < self._idle_s
        }
        return [user.colleague for user in self._staff.users() if user.id in here and user.here]

    @property
    def anybody(self) -> bool:
        return bool(self.on_floor())

    def is_on(self, colleague: Colleague) -> bool:
        """What they last said, or that they came."""
        return any(user.id == colleague.id and user.here for user in self._staff.users())

    def say(self, colleague: Colleague, on_duty: bool, *, device: str = "") -> None:
        """One tap: "On the floor" or "Away"."""
        if self.is_on(colleague) != on_duty:
            self._staff.set_on_duty(colleague.id, on_duty, device=device)

    def looked(self, colleague: Colleague) -> None:
        """The open demo's colleague has a staff page open."""
        self._looked[colleague.id] = self._clock()

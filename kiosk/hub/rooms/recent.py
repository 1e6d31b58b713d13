"""The newest requests that are not waiting, and the usual time that they make.

Owns how many are remembered and how often they are measured. Pure: `now` is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kiosk.hub.rooms.answer_times import MOST, AnswerTimes, measure
from kiosk.hub.rooms.fitting_request import FittingRequest, RequestStatus

MEASURED_EVERY = timedelta(minutes=1)  # the usual time depends on the time of day


class Recent:
    def __init__(self) -> None:
        self.times = AnswerTimes()
        self._requests: dict[str, FittingRequest] = {}  # oldest first
        self._measured_at: datetime | None = None

    def read(self, requests: Iterable[FittingRequest]) -> None:
        """These are what there is, oldest first."""
        self._requests = {request.id: request for request in requests}

    def keep(self, request: FittingRequest, now: datetime) -> None:
        """The request is so now."""
        if request.status is RequestStatus.WAITING:
            self._requests.pop(request.id, None)
        else:
            self._requests[request.id] = request
            if len(self._requests) > MOST:
                self._requests.pop(next(iter(self._requests)))
        self._measure(now)

    def look(self, now: datetime) -> None:
        """Measures anew when that was long ago, by a clock that may be set."""
        if self._measured_at is None or abs(now - self._measured_at) >= MEASURED_EVERY:
            self._measure(now)

    def done(self, most: int) -> list[FittingRequest]:
        """The newest that were answered, the last one first."""
        done = [one for one in self._requests.values() if one.status is RequestStatus.DONE]
        return done[: -most - 1 : -1]

    def _measure(self, now: datetime) -> None:
        self.times = measure(self._requests.values(), now)
        self._measured_at = now

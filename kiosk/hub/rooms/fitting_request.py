"""A request from a fitting room as a frozen value: how it moves on, and what the shopper is told.

Owns the statuses, who may move them and the sentences. Pure: `now` is an argument. Does not
store, publish or know HTTP; `requests.py` does.

    waiting -> taken -> done          a colleague takes it and brings it
    waiting -> done                   brought without tapping "take" first
    taken   -> waiting                put back: somebody else should go
    waiting | taken -> cancelled      not wanted any more
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

MEASURED_AT_LEAST = 3  # fewer answers than this are no measure to promise by


class RequestKind(StrEnum):
    BRING = "bring"  # bring this variant into the room
    CALL = "call"  # a colleague should come


class RequestStatus(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    CANCELLED = "cancelled"


class RequestError(ValueError):
    """The request cannot move that way. The text says why, for the colleague who tapped."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The variant that was asked for, as it was called when it was asked for.

    Kept whole, so that a request outlives a later change of the catalog. `picture` is a path
    below /media, or None.
    """

    variant_id: int
    title: str
    label: str
    size: str
    colour: str
    sku: str | None
    picture: str | None


@dataclass(frozen=True, slots=True)
class FittingRequest:
    """One thing that a shopper asked for. Times are UTC; `taken_by` is "" until it is taken."""

    id: str
    room: str
    kind: RequestKind
    created_at: datetime
    wanted: Wanted | None = None
    status: RequestStatus = RequestStatus.WAITING
    taken_at: datetime | None = None
    taken_by: str = ""
    done_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.status in (RequestStatus.WAITING, RequestStatus.TAKEN)

    def take(self, by: str, now: datetime) -> FittingRequest:
        """`by` is on it. Taking it twice changes nothing. Raises `RequestError`."""
        if self.status is RequestStatus.TAKEN:
            if self.taken_by == by:
                return self
            raise RequestError(f"{self.taken_by or 'A colleague'} has taken this one already.")
        self._must_be_open()
        return replace(self, status=RequestStatus.TAKEN, taken_at=now, taken_by=by)

    def put_back(self) -> FittingRequest:
        """Nobody is on it any more. Raises `RequestError`."""
        self._must_be_open()
        return replace(self, status=RequestStatus.WAITING, taken_at=None, taken_by="")

    def finish(self, by: str, now: datetime) -> FittingRequest:
        """It is answered; `by` counts only if nobody had taken it. Raises `RequestError`."""
        if self.status is RequestStatus.DONE:
            return self
        self._must_be_open()
        return replace(
            self,
            status=RequestStatus.DONE,
            taken_at=self.taken_at or now,
            taken_by=self.taken_by or by,
            done_at=now,
        )

    def cancel(self, now: datetime) -> FittingRequest:
        """It is not wanted any more. Raises `RequestError` once it is answered."""
        if self.status is RequestStatus.CANCELLED:
            return self
        self._must_be_open()
        return replace(self, status=RequestStatus.CANCELLED, done_at=now)

    def _must_be_open(self) -> None:
        if self.status is RequestStatus.DONE:
            raise RequestError("This one is finished already.")
        if self.status is RequestStatus.CANCELLED:
            raise RequestError("The shopper does not need this one any more.")


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """How fast this shop answered lately; None where too little was measured to say.

    `whole` runs from the shopper's tap to done, `fetching` from taken to done.
    """

    whole: timedelta | None = None
    fetching: timedelta | None = None

    @property
    def minutes(self) -> int | None:
        """The whole answer in minutes, at least 1."""
        return None if self.whole is None else _minutes(self.whole)


def measure(answered: Sequence[FittingRequest]) -> AnswerTimes:
    """The median times of requests that are done; any others in `answered` are not counted."""
    done = [
        (request.created_at, request.taken_at, request.done_at)
        for request in answered
        if request.status is RequestStatus.DONE and request.taken_at and request.done_at
    ]
    if len(done) < MEASURED_AT_LEAST:
        return AnswerTimes()
    return AnswerTimes(
        whole=_median(end - asked for asked, _, end in done),
        fetching=_median(end - taken for _, taken, end in done),
    )


def answer(
    request: FittingRequest, now: datetime, times: AnswerTimes, *, staff_on_duty: bool
) -> str:
    """What the shopper is told, in one sentence or two.

    A number is a measured one, and only while it can still come true: a colleague who is late is
    "on the way" without a promise. With nobody seen on duty (phones sleep in pockets) no time is
    promised, and another way is named.
    """
    match request.status:
        case RequestStatus.DONE:
            return "Here you are." if request.kind is RequestKind.BRING else "Thank you for asking."
        case RequestStatus.CANCELLED:
            return "Cancelled. Ask again any time."
        case RequestStatus.TAKEN:
            return _on_the_way(request, now, times)
        case RequestStatus.WAITING:
            if not staff_on_duty:
                return "A colleague has been asked. You can also ask at the checkout."
            if times.minutes is None or _remaining(request.created_at, now, times.whole) is None:
                return "A colleague has been asked."
            return f"A colleague has been asked. Usually {_about(times.minutes)}."


def _on_the_way(request: FittingRequest, now: datetime, times: AnswerTimes) -> str:
    subject = "On its way" if request.kind is RequestKind.BRING else "A colleague is on the way"
    remaining = _remaining(request.taken_at, now, times.fetching)
    return f"{subject}, {_about(_minutes(remaining))}." if remaining else f"{subject}."


def _remaining(start: datetime | None, now: datetime, usual: timedelta | None) -> timedelta | None:
    """What is left of the usual time, or None when that is over or not known."""
    if start is None or usual is None:
        return None
    left = usual - (now - start)
    return left if left > timedelta(0) else None


def _median(times: Iterable[timedelta]) -> timedelta:
    return timedelta(seconds=median(time.total_seconds() for time in times))


def _minutes(time: timedelta) -> int:
    return max(1, math.ceil(time / timedelta(minutes=1) - 0.25))


def _about(minutes: int) -> str:
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"


def waited(time: timedelta) -> str:
    """A waiting time as staff read it at a glance: "now", "4 min", "1 h 05"."""
    minutes = int(time / timedelta(minutes=1))
    if minutes < 1:
        return "now"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d}"

"""How fast this shop answers its fitting rooms, measured, so that nothing else is promised.

Owns what counts and how much of it is needed. Pure: `now` is an argument.

What is told is what 80 of 100 shoppers waited at most, from their tap until they had what they
asked for: a median would disappoint every second one, and who reads "3 minutes" does not think of a
colleague's tap on "Take". Answers around this time of day say it, when there are
enough of them: a shop is slower on a Saturday at four than in the morning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.hub.rooms.fitting_request import FittingRequest, Outcome, RequestKind, RequestStatus

SHARE = 0.8
ENOUGH = 5  # fewer answers than this are no measure to promise by
ENOUGH_AT_THIS_TIME = 12  # of those around this time of day, so that they say it alone
AROUND = timedelta(minutes=90)
RECENT = timedelta(days=28)
LONGEST_TOLD = timedelta(minutes=30)  # beyond it "Done" was tapped late, and nobody waits for it
MOST = 300  # the newest requests that are looked at
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """What 80 % needed at most; None where too little was measured to say.

    `answering` runs from the shopper's tap until it was done, `fetching` from a colleague's "Take"
    to there.
    """

    answering: timedelta | None = None
    fetching: timedelta | None = None

    @property
    def minutes(self) -> int | None:
        """Until it is done, in whole minutes, rounded up, at least 1."""
        return None if self.answering is None else in_minutes(self.answering)


def measure(requests: Iterable[FittingRequest], now: datetime) -> AnswerTimes:
    """The times of the recent requests among these.

    A shopper who gave up before anybody came has waited, too: they count with the time they
    waited, if that was longer than the answers were. One who changed their mind at once does not.
    Holds do not count: nobody stands there and waits.
    """
    recent = [
        one
        for one in requests
        if one.kind is not RequestKind.HOLD and now - RECENT <= one.created_at <= now
    ]
    around = [one for one in recent if _apart(one.created_at, now) <= AROUND]
    here = around if len(_answering(around)) >= ENOUGH_AT_THIS_TIME else recent
    answering = _answering(here)
    if len(answering) < ENOUGH:
        return AnswerTimes()
    share = share_of(answering)
    gave_up = [wait for wait in map(_gave_up_after, here) if wait is not None and wait > share]
    told = share_of([*answering, *gave_up])
    fetching = [one.done_at - one.taken_at for one in _served(here) if one.done_at and one.taken_at]
    return AnswerTimes(
        answering=told if told <= LONGEST_TOLD else None, fetching=share_of(fetching)
    )


def share_of(times: Sequence[timedelta], share: float = SHARE) -> timedelta:
    """What this share of them needed at most: one that happened, the nearest rank."""
    return sorted(times)[math.ceil(share * len(times)) - 1]


def in_minutes(time: timedelta) -> int:
    """Rounded up, so that it is not too little; at least 1."""
    return max(1, math.ceil(time / timedelta(minutes=1)))


def _served(requests: Iterable[FittingRequest]) -> list[FittingRequest]:
    """Who got what they asked for."""
    return [
        one
        for one in requests
        if one.status is RequestStatus.DONE and one.outcome is Outcome.AS_ASKED
    ]


def _answering(requests: Iterable[FittingRequest]) -> list[timedelta]:
    return [one.done_at - one.created_at for one in _served(requests) if one.done_at]


def _gave_up_after(request: FittingRequest) -> timedelta | None:
    gone = request.status is RequestStatus.CANCELLED and request.taken_at is None
    if request.outcome is Outcome.UNANSWERED:
        return None  # its mirror was away: nobody knows how long somebody stood there
    return request.done_at - request.created_at if gone and request.done_at else None


def _apart(one: datetime, other: datetime) -> timedelta:
    """How far their times of day are from each other, by the clock on the shop's wall."""
    here, there = (at.astimezone() for at in (one, other))
    gap = abs(
        timedelta(hours=here.hour, minutes=here.minute)
        - timedelta(hours=there.hour, minutes=there.minute)
    )
    return min(gap, DAY - gap)

"""In which order staff see what fitting rooms ask for, and what managers are told of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from kiosk.hub.rooms.fitting_request import FittingRequest, RequestKind, RequestStatus


def in_order(
    requests: Iterable[FittingRequest], now: datetime, after: timedelta
) -> list[FittingRequest]:
    """Escalated ones first, then those that wait, then taken ones; each by how long they wait, and
    holds last, since nobody stands there for them."""

    def urgency(one: FittingRequest) -> tuple[bool, bool, bool, datetime, str]:
        return (
            one.status is RequestStatus.TAKEN,
            not one.times_escalated(now, after),
            one.kind is RequestKind.HOLD,
            one.created_at,
            one.id,
        )

    return sorted(requests, key=urgency)


def escalations(
    requests: Iterable[FittingRequest],
    now: datetime,
    after: timedelta,
    room_name: Callable[[str], str],
) -> list[dict[str, Any]]:
    """What managers are told, and told again each time `times` grows."""
    told = [(one, one.times_escalated(now, after)) for one in in_order(requests, now, after)]
    return [
        {
            "id": one.id,
            "place": room_name(one.room),
            "title": one.wanted.title if one.wanted else "",
            "times": times,
        }
        for one, times in told
        if times
    ]

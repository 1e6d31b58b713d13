"""What a shopper is told about a request, in a sentence. Owns the words, decides nothing else.

In English, for integrators and the staff console: the mirror and the phone say it in the shopper's
language, from the same values.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.hub.rooms.answer_times import AnswerTimes, in_minutes
from kiosk.hub.rooms.fitting_request import FittingRequest, Outcome, RequestKind, RequestStatus


def answer(
    request: FittingRequest,
    now: datetime,
    times: AnswerTimes,
    *,
    on_duty: bool,
    escalated: bool = False,
) -> str:
    """In one sentence or two.

    A number is a measured one, and only while it can still come true: a colleague who is late is
    "on the way" without a promise. With nobody on the floor no time is promised, and another way
    is named.
    """
    match request.status:
        case RequestStatus.DONE:
            return _done(request)
        case RequestStatus.CANCELLED:
            if request.outcome is Outcome.EXPIRED:
                return "We could not set it aside in time. Please ask at the checkout."
            if request.outcome is Outcome.UNANSWERED:
                return "Please ask a colleague."
            return "Cancelled. Ask again any time."
        case RequestStatus.TAKEN:
            return _on_the_way(request, now, times)
        case RequestStatus.WAITING:
            if request.kind is RequestKind.HOLD:
                return "We will set it aside for you."
            if not on_duty:
                return "A colleague has been asked. You can also ask at the checkout."
            if escalated:
                return "This takes longer than usual. A colleague has been asked again."
            if times.answering is None or now - request.created_at >= times.answering:
                return "A colleague has been asked."
            return f"A colleague has been asked, and usually comes {_within(times.answering)}."


def _done(request: FittingRequest) -> str:
    match request.outcome:
        case Outcome.NOT_THERE:
            other = request.instead
            named = f"We have {other.named}." if other else ""
            return " ".join(filter(None, ("We could not find it today.", named, request.note)))
        case Outcome.HELD:
            return "It is set aside for you. Ask for it at the checkout."
        case Outcome.HANDED_OVER:
            return "You have it."
        case Outcome.RETURNED:
            return "It is on the rail again."
        case _:
            return "Here you are." if request.kind is RequestKind.BRING else "Thank you for asking."


def _on_the_way(request: FittingRequest, now: datetime, times: AnswerTimes) -> str:
    if request.kind is RequestKind.HOLD:
        return "A colleague is setting it aside."
    subject = "On its way" if request.kind is RequestKind.BRING else "A colleague is on the way"
    if times.fetching is None or request.taken_at is None:
        return f"{subject}."
    left = times.fetching - (now - request.taken_at)
    return f"{subject}, {_about(left)}." if left > timedelta(0) else f"{subject}."


def _about(time: timedelta) -> str:
    minutes = in_minutes(time)
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"


def _within(time: timedelta) -> str:
    minutes = in_minutes(time)
    return "within a minute" if minutes == 1 else f"within {minutes} minutes"

"""The one question at the end of a visit, and its answer.

Owns when it is asked, how long it stays, that it is asked once, and that it is answered once: by
who was asked, or by the phone at any time. Pure; has no clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.mirror.visit.asked import PaymentStatus
from kiosk.mirror.visit.effects import Effects, Note, Rate, Touchpoint
from kiosk.mirror.visit.events import RequestKind
from kiosk.mirror.visit.step import Step

if TYPE_CHECKING:
    from kiosk.mirror.visit.events import ScoreTapped
    from kiosk.mirror.visit.visit import FittingVisit

QUESTION_STAYS_S = 20.0
WORDS_STAY_S = 8.0  # after a number: for a word, if there is one
THANKS_STAY_S = 4.0
ASKED_AFTER_S = 90.0  # who was here for a moment has nothing to say
SCORES = range(11)
WORDS = ("easy", "quick", "friendly", "too slow")


@dataclass(frozen=True, slots=True)
class Rating:
    """The question. `id` and `score` once a number was tapped; `sent` once a word was, or none
    came: then it only says thank you."""

    since: float
    id: str = ""
    score: int | None = None
    sent: bool = False

    @property
    def rests_at(self) -> float:
        if self.sent:
            return self.since + THANKS_STAY_S
        return self.since + (QUESTION_STAYS_S if self.score is None else WORDS_STAY_S)


def asked(visit: FittingVisit, now: float) -> FittingVisit:
    """The visit with the question, if this is its end and nothing else is to be said."""
    since = visit.empty_since
    if since is None or visit.rating is not None or visit.asked_to_rate:
        return visit
    paying = visit.payment is not None and visit.payment.status is not PaymentStatus.WAITING
    busy = (
        paying
        or visit.reader_missed
        or bool(visit.handed)  # that question comes first, and has its time
        or visit.focus is not None
        or visit.sheet is not None
        or visit.sorry_until is not None
        or any(r.status.open and r.kind is not RequestKind.HOLD for r in visit.requests)
    )
    if busy or not (visit.paid or since - visit.began_at >= ASKED_AFTER_S):
        return visit
    return replace(visit, rating=Rating(now), asked_to_rate=True)


def given(visit: FittingVisit) -> bool:
    """Whether there is a number, be its word still waited for."""
    return visit.rated or (visit.rating is not None and visit.rating.score is not None)


def scored(visit: FittingVisit, event: ScoreTapped, now: float) -> Step:
    """A number was tapped, here or on a phone, where a word comes with it."""
    rating = visit.rating
    if not visit.began or visit.rated or event.score not in SCORES:
        return Step(visit)
    if rating is not None and rating.score is not None and not event.word:
        return Step(replace(visit, rating=replace(rating, score=event.score, since=now)))
    answer = Rating(now, event.id, event.score)
    if rating is not None and not event.word:
        return Step(replace(visit, rating=answer))
    # From a phone, while the mirror asks nothing or with all that is to be said.
    thanks = replace(answer, sent=True) if rating is not None else None
    return Step(replace(visit, rating=thanks, rated=True), _effects(visit, answer, event.word))


def worded(visit: FittingVisit, word: str, now: float) -> Step:
    rating = visit.rating
    if rating is None or rating.score is None or rating.sent:
        return Step(visit)
    thanks = replace(rating, since=now, sent=True)
    return Step(replace(visit, rating=thanks, rated=True), _effects(visit, rating, word))


def aged(visit: FittingVisit, now: float) -> Step:
    """The question goes away by itself; a number that was tapped is sent without a word."""
    rating = visit.rating
    if rating is None or now < rating.rests_at:
        return Step(visit)
    return _over(visit)


def interrupted(visit: FittingVisit) -> Step:
    """Somebody hangs a garment: the question is in the way."""
    return _over(visit) if visit.rating is not None else Step(visit)


def _over(visit: FittingVisit) -> Step:
    return Step(replace(visit, rating=None, rated=given(visit)), sent(visit))


def sent(visit: FittingVisit) -> Effects:
    """What is still to be sent of a rating that goes away now."""
    rating = visit.rating
    if rating is None or rating.score is None or rating.sent:
        return ()
    return _effects(visit, rating, "")


def _effects(visit: FittingVisit, rating: Rating, word: str) -> Effects:
    assert rating.score is not None
    return (
        Rate(rating.id, rating.score, word, visit.key),
        Note(Touchpoint.RATED, value=rating.score, visit=visit.key),
    )

"""What is drawn of what was asked for: each request with its answer and who gave it.

Owns these rows. Which of them are on the glass is `visit/telling.py`'s to say, the sentences are
`asking_words.py`'s.
"""

from __future__ import annotations

from kiosk.mirror.screen.asking_words import request_about
from kiosk.mirror.screen.rows import AnswerRow
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit import telling
from kiosk.mirror.visit.asked import Request
from kiosk.mirror.visit.events import RequestStatus
from kiosk.mirror.visit.visit import FittingVisit

LIVELY = (RequestStatus.TAKEN, RequestStatus.DONE)


def answer_row(visit: FittingVisit, request: Request, words: Words) -> AnswerRow:
    by = request.colleague
    return AnswerRow(
        key=request.id,
        about=request_about(request),
        answer=answer(visit, request, words),
        lively=request.status in LIVELY,
        picture=by.picture if by else "",
        initials=initials(by.name) if by else "",
        never_mind=request.can_be_withdrawn,
    )


def answer(visit: FittingVisit, request: Request, words: Words) -> str:
    return words.request_answer(request, visit.answer_minutes, visit.on_duty)


def initials(name: str) -> str:
    """ "Mina Okafor" is "MO", "Lena" is "L"."""
    parts = name.split()
    return "".join(part[0].upper() for part in (parts[:1] + parts[1:][-1:]))


def answers(visit: FittingVisit, words: Words) -> tuple[AnswerRow, ...]:
    """Those with their place at the top of the glass."""
    return tuple(answer_row(visit, request, words) for request in telling.on_glass(visit))


def asked(visit: FittingVisit, words: Words) -> tuple[AnswerRow, ...]:
    """All that is still waited for, and can be taken back, after what was answered lately."""
    return tuple(answer_row(visit, request, words) for request in telling.by_news(visit))


def calling(visit: FittingVisit, words: Words) -> str:
    calls = telling.calls(visit)
    return answer(visit, calls[-1], words) if calls else ""

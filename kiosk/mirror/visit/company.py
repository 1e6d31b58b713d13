"""Who came into a room that was empty for a moment: the same shopper, or somebody else.

Owns what tells them apart, and that nothing of a visit is seen by somebody else. Pure.

It is the same shopper  if a piece that hung here came back: all goes on, the phone too
it is likely the same   if another size or colour of one did, or what had been asked for, or if
                        nothing had hung here at all: the visit goes on, the phone's page does not
it is somebody else     if nothing of the visit is among what came: a visit of its own begins

An armful is heard piece by piece, and the known one may come last. So the old visit is set aside
for a moment, unseen: a piece of it brings all of it back, a finger on the glass ends it at once.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from kiosk.mirror.visit import ageing
from kiosk.mirror.visit.events import (
    Event,
    ForgetTapped,
    FromPhone,
    HubSeen,
    PaymentAnswered,
    ReaderSeen,
    RequestAnswered,
    RoomNews,
    RoomSeen,
)
from kiosk.mirror.visit.step import Step

if TYPE_CHECKING:
    from kiosk.mirror.visit.visit import FittingVisit

ASIDE_S = 5.0  # an armful is heard within some seconds
TOLD = (HubSeen, ReaderSeen, RoomNews, RequestAnswered, PaymentAnswered)


class Came(Enum):
    SAME = auto()
    LIKELY = auto()
    OTHER = auto()


def is_empty(visit: FittingVisit, seen: RoomSeen) -> bool:
    """Whether nobody's things hang here. A tag that nobody knows tells nothing of who came: in an
    empty room it is as if it were not there, unless it was here with the visit's garments."""
    if seen.garments:
        return False
    if visit.empty_since is None:
        return not seen.unknown
    return visit.hung.isdisjoint(seen.unknown)


def who_came(visit: FittingVisit, seen: RoomSeen) -> Came:
    if visit.empty_since is None or not seen.garments:
        return Came.SAME
    present = {*(garment.tag for garment in seen.garments), *seen.unknown}
    if not visit.hung.isdisjoint(present):
        return Came.SAME
    known = any(garment.product.id in visit.tried for garment in seen.garments)
    return Came.LIKELY if known or not visit.hung else Came.OTHER


def receiving(visit: FittingVisit, seen: RoomSeen, now: float) -> FittingVisit:
    """The visit that goes on with what hangs here now."""
    if visit.before is not None:
        other = who_came(visit.before, seen) is Came.OTHER
        return visit if other else visit.before
    if who_came(visit, seen) is not Came.OTHER:
        return visit
    return replace(visit.at_rest(), before=visit, before_until=now + ASIDE_S)


def setting_aside(visit: FittingVisit, event: Event, now: float, *, by_hand: bool) -> Step:
    """What an event means for the visit that was set aside."""
    before = visit.before
    if before is None:
        return Step(visit)
    if by_hand:
        return ageing.without_before(visit)
    if isinstance(event, FromPhone):  # it is its phone, still
        forget = isinstance(event.event, ForgetTapped)
        return ageing.without_before(visit, all_of_it=True) if forget else Step(visit)
    if isinstance(event, TOLD):
        news = before.after(event, now)
        if not news.visit.began:  # its time is over
            return ageing.without_before(visit)
        return Step(replace(visit, before=news.visit), news.effects)
    return Step(visit)


def told_so_far(start: FittingVisit, aged: FittingVisit, visit: FittingVisit) -> FittingVisit:
    """The state that `visit` follows upon, for what is noted of it: nothing has been noted of a
    visit while another one was set aside."""
    if aged.before is not None and visit.before is None:
        return aged.before
    return aged.at_rest() if start.before is not None and aged.before is None else aged

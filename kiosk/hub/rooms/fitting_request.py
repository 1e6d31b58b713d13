"""A request from a fitting room as a frozen value: how it moves on, and when it escalates.

Owns the statuses, who may move them, and when it has waited too long. Pure: `now` is an argument.
Does not store, publish or know HTTP; `requests.py` does. What is told is `answers.py`'s.

    waiting -> taken -> done          a colleague takes it and brings it
    waiting -> done                   brought without tapping "take" first
    taken   -> waiting                put back: somebody else should go
    waiting | taken -> cancelled      not wanted any more
    waiting -> cancelled              nobody answered, and its mirror is long gone

`outcome` says how it ended, where "done" alone would not: it was not there, or, for a piece that is
held, that it is set aside, was handed over, went back to the rail, or nobody set it aside in time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class RequestKind(StrEnum):
    BRING = "bring"  # bring this variant into the room
    CALL = "call"  # a colleague should come
    HOLD = "hold"  # set this variant aside: the shopper fetches it later


class RequestStatus(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    AS_ASKED = ""
    NOT_THERE = "not_there"
    HELD = "held"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"  # a held piece that is on the rail again
    EXPIRED = "expired"  # nobody set it aside in time
    UNANSWERED = "unanswered"  # nobody came, and its mirror was away for long


class RequestError(ValueError):
    """The request cannot move that way. The text says why, for the colleague who tapped."""


def named(title: str, label: str) -> str:
    """A piece as the hub says it: "Linen shirt, Sky, M"; without a label as its product."""
    return ", ".join(filter(None, (title, label)))


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

    @property
    def named(self) -> str:
        return named(self.title, self.label)


@dataclass(frozen=True, slots=True)
class FittingRequest:
    """One thing that a shopper asked for. Times are UTC; `taken_by` is "" until it is taken.

    `visit` is the anonymous visit that asked, `note` what a colleague adds in their own words,
    `instead` the piece that they name where this one is not there. `escalated_at` is when it had
    waited too long, written down when it next moves.
    """

    id: str
    room: str
    kind: RequestKind
    created_at: datetime
    wanted: Wanted | None = None
    visit: str = ""
    status: RequestStatus = RequestStatus.WAITING
    taken_at: datetime | None = None
    taken_by: str = ""
    done_at: datetime | None = None
    escalated_at: datetime | None = None
    outcome: Outcome = Outcome.AS_ASKED
    note: str = ""
    held_until: datetime | None = None
    instead: Wanted | None = None

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it now."""
        return self.status in (RequestStatus.WAITING, RequestStatus.TAKEN)

    @property
    def held(self) -> bool:
        """Whether the piece lies aside for the shopper, or did until its time was over."""
        return self.outcome is Outcome.HELD

    # --- moves ---------------------------------------------------------------------------

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

    def finish(self, by: str, now: datetime, *, hold: timedelta) -> FittingRequest:
        """It is answered; `by` counts only if nobody had taken it. A piece that was to be held is
        set aside for so long. Raises `RequestError`."""
        if self.status is RequestStatus.DONE:
            return self
        self._must_be_open()
        done = self._done(by, now)
        if self.kind is not RequestKind.HOLD:
            return done
        return replace(done, outcome=Outcome.HELD, held_until=now + hold)

    def not_there(
        self, by: str, now: datetime, note: str, instead: Wanted | None = None
    ) -> FittingRequest:
        """It cannot be found; `instead` is the piece that the colleague suggests, `note` what they
        say in their own words. Raises `RequestError`."""
        if self.outcome is Outcome.NOT_THERE:
            return self
        self._must_be_open()
        if self.wanted is None:
            raise RequestError("Nothing was asked for that could be missing.")
        gone = replace(self._done(by, now), outcome=Outcome.NOT_THERE)
        return replace(gone, note=note, instead=instead)

    def end_hold(self, outcome: Outcome) -> FittingRequest:
        """The shopper has the piece, or it is on the rail again. Raises `RequestError`."""
        if self.outcome is outcome:
            return self
        if not self.held:
            raise RequestError("This piece is not set aside any more.")
        return replace(self, outcome=outcome)

    def cancel(self, now: datetime) -> FittingRequest:
        """It is not wanted any more. A piece that lies aside is let go: its time is over, and
        nothing leads to the visit. Raises `RequestError` once it is answered otherwise."""
        if self.status is RequestStatus.CANCELLED:
            return self
        if self.held and self.held_until is not None:
            return replace(self, held_until=min(self.held_until, now), visit="")
        self._must_be_open()
        return replace(self, status=RequestStatus.CANCELLED, done_at=now)

    def expire(self, now: datetime) -> FittingRequest:
        """A hold that nobody set aside: the shopper is long gone. Raises `RequestError`."""
        return replace(self.cancel(now), outcome=Outcome.EXPIRED)

    def unanswered(self, now: datetime) -> FittingRequest:
        """Nobody came, and nobody knows whether somebody still waits. Raises `RequestError`."""
        if self.status is not RequestStatus.WAITING:
            raise RequestError("A colleague has answered this one.")
        return replace(self.cancel(now), outcome=Outcome.UNANSWERED)

    def _done(self, by: str, now: datetime) -> FittingRequest:
        return replace(
            self,
            status=RequestStatus.DONE,
            taken_at=self.taken_at or now,
            taken_by=self.taken_by or by,
            done_at=now,
        )

    def _must_be_open(self) -> None:
        if self.status is RequestStatus.DONE:
            raise RequestError("This one is finished already.")
        if self.status is RequestStatus.CANCELLED:
            raise RequestError("The shopper does not need this one any more.")

    # --- waiting too long ----------------------------------------------------------------

    def times_escalated(self, now: datetime, after: timedelta) -> int:
        """How often a manager is to be told that nobody takes it: once after `after`, and again
        each time as long has passed. A hold is in no hurry, and one that is taken is in hand."""
        if self.status is not RequestStatus.WAITING or self.kind is RequestKind.HOLD:
            return 0
        return max(0, (now - self.created_at) // after)

    def noted_escalation(self, now: datetime, after: timedelta) -> FittingRequest:
        """The same, with the moment at which it escalated, if it did."""
        if self.escalated_at is not None or not self.times_escalated(now, after):
            return self
        return replace(self, escalated_at=self.created_at + after)


def one_line(text: str) -> str:
    """What somebody typed, as it can be shown in one line: no control characters, no long gaps."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def waited(time: timedelta) -> str:
    """A waiting time as staff read it at a glance: "now", "4 min", "1 h 05"."""
    minutes = int(time / timedelta(minutes=1))
    if minutes < 1:
        return "now"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d}"

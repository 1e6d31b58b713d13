"""Whose turn it is of the messages that wait for the hub, when it refused some of them for now.

Owns how long a refused message rests, and that it holds up only what is about the same thing. Pure:
`now` is in seconds of any steady clock.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.outbox import Entry, Outbox

LONGEST_REST_S = 5.0
LONGEST_WAITED_FOR_S = 1.0  # for what somebody stands and waits for
BREATH_S = 0.05  # after a refusal: a hub that refuses all is not asked without end


@dataclass(frozen=True, slots=True)
class Refused:
    """`trouble` is why, where somebody waits for it."""

    failures: int
    due: float
    trouble: tuple[str, str] | None = None


class Turns:
    """Used by one thread. Whatever was not refused goes first, oldest first."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._refused: dict[str, Refused] = {}

    def next(self, now: float) -> Entry | None:
        """The message to be sent now, or None."""
        if not self._refused:
            return self._outbox.first()
        fresh = self._outbox.first(lambda entry: entry.about not in self._refused)
        if fresh is not None:
            return fresh
        due = {about for about, refused in self._refused.items() if refused.due <= now}
        again = self._outbox.first(lambda entry: entry.about in due) if due else None
        if again is None:  # the outbox had no room for them any more
            self._refused = {a: one for a, one in self._refused.items() if a not in due}
        return again

    def rest_s(self, now: float) -> float | None:
        """How long it is until the next one's turn; None while none waits."""
        due = min((refused.due for refused in self._refused.values()), default=None)
        return None if due is None else max(0.0, due - now)

    def refused(self, entry: Entry, now: float, trouble: tuple[str, str]) -> None:
        """It is not taken now, and perhaps later."""
        before = self._refused.get(entry.about)
        failures = before.failures + 1 if before else 1
        waited_for = entry.stays_s is not None
        longest = LONGEST_WAITED_FOR_S if waited_for else LONGEST_REST_S
        rest = min(longest, BREATH_S * 2.0 ** min(failures, 8))
        self._refused[entry.about] = Refused(failures, now + rest, trouble if waited_for else None)

    def over(self, entry: Entry) -> None:
        """It was answered, or is not sent any more."""
        self._outbox.answered(entry)
        self._refused.pop(entry.about, None)

    @property
    def trouble(self) -> tuple[str, str]:
        """Why something that somebody waits for is refused: the cause and a sentence, or two "".
        Statistics that the hub cannot take are no reason to say that it is away."""
        found = (refused.trouble for refused in self._refused.values() if refused.trouble)
        return next(found, ("", ""))

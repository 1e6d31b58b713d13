"""Staff's page on the mirror as a frozen value: the way in, the PIN, the page, and out again. Pure.

Owns the steps, the pause after wrong PINs and the time after which it closes by itself. The PIN is
compared elsewhere: by the hub, or here where the hub is away.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.mirror.duty.gesture import Corner, Corners

PAD_RESTS_S = 20.0
PAGE_RESTS_S = 90.0
HUB_ANSWERS_S = 4.0  # then the PIN is compared here
FREE_GUESSES = 3
NONE_TOUCHED = Corners()
FIRST_PAUSE_S, LONGEST_PAUSE_S = 30.0, 900.0
LONGEST_PIN, SHORTEST_PIN = 8, 4


class Stage(StrEnum):
    CLOSED = ""
    PIN = "pin"
    PAGE = "page"


class Note(StrEnum):
    """What the pad says below its dots."""

    NONE = ""
    CHECKING = "checking"
    WRONG = "wrong"
    PAUSED = "paused"
    NO_PIN = "no_pin"  # the hub is away, and no PIN was set on this mirror


class Action(StrEnum):
    """What the page can do."""

    RESTART_MIRROR = "restart_mirror"
    RESTART_DEVICE = "restart_device"
    LEAVE_FULLSCREEN = "leave_fullscreen"


# --- what happens


@dataclass(frozen=True, slots=True)
class Pressed:
    """A finger came down, in a corner or elsewhere."""

    corner: Corner | None


@dataclass(frozen=True, slots=True)
class Digit:
    digit: str


@dataclass(frozen=True, slots=True)
class Erased:
    pass


@dataclass(frozen=True, slots=True)
class Entered:
    """`id` names this try, `hub_near` says who compares."""

    id: str
    hub_near: bool


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"  # nobody could compare it


@dataclass(frozen=True, slots=True)
class Compared:
    id: str
    verdict: Verdict
    who: str = ""
    by_hub: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    action: Action


@dataclass(frozen=True, slots=True)
class Closed:
    pass


@dataclass(frozen=True, slots=True)
class Passed:
    """Nothing but time."""


Happening = Pressed | Digit | Erased | Entered | Compared | Wanted | Closed | Passed


# --- what it wants done


@dataclass(frozen=True, slots=True)
class AskHub:
    id: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AskHere:
    id: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """Without the hub: it is told when it is back."""

    id: str


Wish = AskHub | AskHere | Opened | Wanted


@dataclass(frozen=True, slots=True)
class Service:
    stage: Stage = Stage.CLOSED
    corners: Corners = NONE_TOUCHED
    pin: str = field(default="", repr=False)
    note: Note = Note.NONE
    trying: str = ""
    asked_at: float = 0.0
    asked_hub: bool = False
    wrong: int = 0
    paused_until: float = 0.0
    touched_at: float = 0.0
    who: str = ""

    def after(self, happening: Happening, now: float) -> tuple[Service, tuple[Wish, ...]]:
        service, late = self._aged(now)
        service, wishes = service._reacting(happening, now)
        return service, late + wishes

    def deadline(self) -> float | None:
        """When it next changes by itself."""
        if self.stage is Stage.CLOSED:
            return None
        if self.note is Note.CHECKING and self.asked_hub:
            return self.asked_at + HUB_ANSWERS_S
        rests = PAGE_RESTS_S if self.stage is Stage.PAGE else PAD_RESTS_S
        due = self.touched_at + rests
        return min(due, self.paused_until) if self.note is Note.PAUSED else due

    def _aged(self, now: float) -> tuple[Service, tuple[Wish, ...]]:
        if self.stage is Stage.CLOSED:
            return self, ()
        if self.note is Note.CHECKING and self.asked_hub:
            if now - self.asked_at >= HUB_ANSWERS_S:
                here = replace(self, asked_hub=False, touched_at=now)
                return here, (AskHere(self.trying, self.pin),)
            return self, ()
        rests = PAGE_RESTS_S if self.stage is Stage.PAGE else PAD_RESTS_S
        if now - self.touched_at >= rests:
            return self._shut(), ()
        if self.note is Note.PAUSED and now >= self.paused_until:
            return replace(self, note=Note.NONE, touched_at=now), ()
        return self, ()

    def _reacting(self, happening: Happening, now: float) -> tuple[Service, tuple[Wish, ...]]:
        match happening:
            case Pressed():
                return self._pressed(happening.corner, now), ()
            case Digit() if self._may_type and len(self.pin) < LONGEST_PIN:
                typed = self.pin + happening.digit
                return replace(self, pin=typed, note=Note.NONE, touched_at=now), ()
            case Erased() if self._may_type:
                return replace(self, pin=self.pin[:-1], note=Note.NONE, touched_at=now), ()
            case Entered() if self._may_type and len(self.pin) >= SHORTEST_PIN:
                asks = replace(
                    self,
                    note=Note.CHECKING,
                    trying=happening.id,
                    asked_at=now,
                    asked_hub=happening.hub_near,
                )
                ask = AskHub if happening.hub_near else AskHere
                return asks, (ask(happening.id, self.pin),)
            case Compared() if self.note is Note.CHECKING and happening.id == self.trying:
                return self._compared(happening, now)
            case Wanted() if self.stage is Stage.PAGE:
                touched = replace(self, touched_at=now)
                return touched, (happening,)
            case Closed() if self.stage is not Stage.CLOSED:
                return self._shut(), ()
            case _:
                return self, ()

    @property
    def _may_type(self) -> bool:
        return self.stage is Stage.PIN and self.note not in (Note.CHECKING, Note.PAUSED)

    def _pressed(self, corner: Corner | None, now: float) -> Service:
        if self.stage is not Stage.CLOSED:
            return replace(self, touched_at=now)
        corners = self.corners.pressed(corner, now)
        if not corners.done:
            return replace(self, corners=corners)
        note = Note.PAUSED if now < self.paused_until else Note.NONE
        return replace(self, stage=Stage.PIN, corners=NONE_TOUCHED, note=note, touched_at=now)

    def _compared(self, answer: Compared, now: float) -> tuple[Service, tuple[Wish, ...]]:
        asked = replace(self, pin="", trying="", asked_hub=False, touched_at=now)
        if answer.verdict is Verdict.RIGHT:
            page = replace(asked, stage=Stage.PAGE, note=Note.NONE, wrong=0, who=answer.who)
            return page, () if answer.by_hub else (Opened(answer.id),)
        if answer.verdict is Verdict.UNKNOWN:
            return replace(asked, note=Note.NO_PIN), ()
        wrong = self.wrong + 1
        if wrong < FREE_GUESSES:
            return replace(asked, wrong=wrong, note=Note.WRONG), ()
        pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(wrong - FREE_GUESSES, 10))
        return replace(asked, wrong=wrong, note=Note.PAUSED, paused_until=now + pause), ()

    def _shut(self) -> Service:
        """Closed; who guessed wrong still waits."""
        return Service(wrong=self.wrong, paused_until=self.paused_until)

"""What is played: what the shopper does and their card comes to, how the line fails and for how
long, and where a process is killed.

Owns the scripts, the faults and their order. Which points there are is found by playing.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from enum import StrEnum

from tests.crash.points import Point


class Kind(StrEnum):
    """How one call over the line fails."""

    LOST_REQUEST = "lost request"  # the terminal never hears it
    LOST_ANSWER = "lost answer"  # it is done, and the line drops before the reply
    ERROR = "error"  # an error for a reply, and nothing was done
    ERROR_AFTER = "error after"  # an error for a reply, and it was done all the same
    GARBAGE = "garbage"  # done, and the reply is none
    SLOW = "slow"  # done, and the reply comes when nobody waits for it any more
    LATE = "late"  # nobody waits for it any more when it is done
    AWAY = "away"  # done, and after that there is no terminal for a while


class Do(StrEnum):
    """What the shopper does once they are asked for their card."""

    NOTHING = "nothing"
    CANCEL = "cancel"  # presses Cancel, and leaves
    ADD = "add"  # lays one more garment down
    LIFT = "lift"  # takes one off the table
    RETURN = "return"  # buys, and brings one piece back at once: before the capture, or after it
    VOID = "void"  # buys, and a colleague takes the whole sale back at once
    EXCHANGE = "exchange"  # buys, and takes another piece for one of them
    SWAP = "swap"  # the same, for a piece without a tag
    EXCHANGE_BACK = "exchange back"  # exchanges one, and brings the new one back
    CALL_STAFF = "staff"  # nothing; a colleague settles what stays unknown


BRINGS_BACK = (Do.RETURN, Do.VOID, Do.EXCHANGE, Do.SWAP, Do.EXCHANGE_BACK)
NO_MONEY_BACK = (Do.EXCHANGE, Do.SWAP)


@dataclass(frozen=True, slots=True)
class Script:
    """One shopper. `cards` is what becomes of the first, second … payment that is performed.

    `early` does what they do as soon as Pay is pressed, before the card is asked for. At the desk
    they go there when their cards have come to nothing, and `desk` is what a colleague says of the
    first, second … payment; `meanwhile`, they do what they do when the colleague has the money in
    hand and has not said so yet.
    """

    name: str
    cards: tuple[str, ...] = ("approve",)
    does: Do = Do.NOTHING
    early: bool = False
    approval_wins: bool = False
    thinking_s: float = 0.002
    presses_twice: bool = False
    every_point: bool = False  # without a fault, a kill at each point there is
    driver: str = "simulated"
    desk: tuple[str, ...] = ()
    meanwhile: bool = False
    database: str = "sqlite"

    @property
    def leaves(self) -> bool:
        return self.does is Do.CANCEL or self.takes_back

    @property
    def places(self) -> list[str]:
        """What a run is counted by: who takes the money, where it is written, what comes back."""
        found = ["at the desk" if self.desk else f"card, {self.driver}", self.database]
        return [*found, "after the sale"] if self.takes_back else found

    @property
    def takes_back(self) -> bool:
        return self.does in BRINGS_BACK


@dataclass(frozen=True, slots=True)
class Fault:
    """From the first call of `op` on, `calls` calls fail."""

    kind: Kind
    op: str
    calls: int


NO_FAULT = Fault(Kind.LOST_ANSWER, "", 0)

SCRIPTS = (
    Script("pays", every_point=True),
    Script("pays slowly", thinking_s=0.06),
    Script("presses twice", presses_twice=True),
    Script("is declined", cards=("decline", "approve"), every_point=True),
    Script("red key", cards=("cancel", "approve")),
    Script("cancels", cards=("ask",), does=Do.CANCEL),
    Script("cancels at once", does=Do.CANCEL, early=True),
    Script(
        "cancels too late", cards=("ask",), does=Do.CANCEL, approval_wins=True, every_point=True
    ),
    Script("adds one", cards=("ask", "approve"), does=Do.ADD),
    Script("adds one at once", does=Do.ADD, early=True),
    Script("adds one too late", cards=("ask", "approve"), does=Do.ADD, approval_wins=True),
    Script("lifts one", cards=("ask", "approve"), does=Do.LIFT),
    Script("lifts one too late", cards=("ask", "approve"), does=Do.LIFT, approval_wins=True),
    Script("brings one back", does=Do.RETURN),
    Script("is charged by mistake", does=Do.VOID),
    Script("exchanges one", does=Do.EXCHANGE, every_point=True),
    Script("exchanges one without a tag", does=Do.SWAP),
    Script("exchanges one, brings it back", does=Do.EXCHANGE_BACK),
    Script("has too little", cards=("partial", "approve"), every_point=True),
)


def _at_stripe(script: Script) -> Script:
    """The same there. That simulator lets an approval win only while a card is being charged."""
    if script.approval_wins:
        script = replace(script, cards=("approve",), thinking_s=0.05)
    return replace(script, name=f"at Stripe: {script.name}", driver="stripe", every_point=False)


AT_STRIPE = tuple(
    _at_stripe(script)
    for script in SCRIPTS
    if script.name not in ("presses twice", "pays slowly") and script.does not in NO_MONEY_BACK
)
AT_THE_DESK = (
    Script("at the desk: pays", cards=(), desk=("taken",), every_point=True),
    Script("at the desk: has no cash", cards=(), desk=("not taken", "taken")),
    Script("at the desk: card declined", cards=("decline",), desk=("taken",)),
    Script("at the desk: card over there", cards=("cancel",), desk=("taken",), presses_twice=True),
    Script("at the desk: cancels", cards=(), desk=("taken",), does=Do.CANCEL),
    Script("at the desk: cancels at once", cards=(), desk=("taken",), does=Do.CANCEL, early=True),
    Script(
        "at the desk: cancels too late",
        cards=(),
        desk=("taken",),
        does=Do.CANCEL,
        approval_wins=True,
    ),
    Script(
        "at the desk: cancels meanwhile",
        cards=(),
        desk=("taken",),
        does=Do.CANCEL,
        meanwhile=True,
        every_point=True,
    ),
    Script("at the desk: adds one", cards=(), desk=("taken",), does=Do.ADD),
    Script(
        "at the desk: adds one meanwhile", cards=(), desk=("taken",), does=Do.ADD, meanwhile=True
    ),
    Script(
        "at the desk: adds one too late", cards=(), desk=("taken",), does=Do.ADD, approval_wins=True
    ),
    Script(
        "at the desk: lifts one too late",
        cards=(),
        desk=("taken",),
        does=Do.LIFT,
        approval_wins=True,
    ),
    Script("at the desk: brings one back", cards=(), desk=("taken",), does=Do.RETURN),
    Script("at the desk: is charged by mistake", cards=(), desk=("taken",), does=Do.VOID),
    Script("at the desk: exchanges one", cards=(), desk=("taken",), does=Do.EXCHANGE),
)


def _on_postgresql(script: Script) -> Script:
    name = f"on PostgreSQL: {script.name}"
    return replace(script, name=name, database="postgresql", every_point=script.name == "pays")


ON_POSTGRESQL = tuple(
    _on_postgresql(script)
    for script in (*SCRIPTS, *AT_THE_DESK)
    if script.name
    in (
        "pays",
        "is declined",
        "cancels too late",
        "adds one too late",
        "brings one back",
        "is charged by mistake",
        "exchanges one",
        "has too little",
        "at the desk: pays",
        "at the desk: brings one back",
    )
)
WITHOUT_A_LINE = 24  # kills a round on a way that no fault makes more ways of
STAFF = Script("needs staff", does=Do.CALL_STAFF)
STAFF_DECLINED = Script("needs staff, declined", cards=("decline", "approve"), does=Do.CALL_STAFF)
EVERY_SCRIPT = (*SCRIPTS, *AT_STRIPE, *AT_THE_DESK, *ON_POSTGRESQL, STAFF, STAFF_DECLINED)

SENT, SENT_MANY = ("capture", "void", "refund"), 8  # the outbox waits twice as long each time
PARTLY = ("has too little",)
ONE, SOME, MANY = 1, 5, 16
FOR_EVER = 100_000  # until staff settle it: the line comes back when they have


def faults() -> tuple[Fault, ...]:
    """Each kind at the call that moves money, at those before and after, for each length."""
    found = [
        Fault(kind, op, calls)
        for op in ("perform", "prepare", "status", "cancel", "capture", "void", "refund")
        for kind in Kind
        for calls in (ONE, SOME, SENT_MANY if op in SENT else MANY)
        if not (kind in (Kind.SLOW, Kind.LATE) and calls > ONE)
    ]
    return tuple(found)


def ways() -> list[tuple[Script, Fault]]:
    """Each script with each fault that it can meet: those first whose every point is gone through,
    then the others in an order that mixes them well, and is always the same."""
    found: list[tuple[Script, Fault]] = [(script, NO_FAULT) for script in SCRIPTS]
    for fault in faults():
        for script in SCRIPTS:
            calls_off = script.does in (Do.CANCEL, Do.ADD, Do.LIFT)
            if fault.op == "cancel" and not calls_off:
                continue
            if fault.op == "void" and script.name not in PARTLY and not script.takes_back:
                continue
            if fault.op in ("void", "refund") and script.does in NO_MONEY_BACK:
                continue
            if fault.op == "refund" and not script.takes_back:
                continue
            if fault.op == "status" and not calls_off and script.name != "pays slowly":
                continue
            if fault.op == "capture" and script.does is not Do.NOTHING and not script.takes_back:
                continue
            found.append((script, fault))
    for kind in (Kind.LOST_REQUEST, Kind.LOST_ANSWER, Kind.ERROR):
        for script in (STAFF, STAFF_DECLINED):
            found.append((script, Fault(kind, "perform", FOR_EVER)))
    found += at_stripe()
    found += at_the_desk()
    found += on_postgresql()
    random.Random(1).shuffle(found)
    return sorted(found, key=lambda way: not goes_through(*way))


def goes_through(script: Script, fault: Fault) -> bool:
    return script.every_point and fault == NO_FAULT


def at_stripe() -> list[tuple[Script, Fault]]:
    """A share of the same with the other driver: every script, and each fault with some."""
    found = [(script, NO_FAULT) for script in AT_STRIPE]
    pays, declined = AT_STRIPE[0], AT_STRIPE[1]
    calls_off = [one for one in AT_STRIPE if one.approval_wins]
    partial = AT_STRIPE[-1]
    back = [one for one in AT_STRIPE if one.takes_back]
    for fault in faults():
        if fault.op == "refund" and fault.kind is Kind.ERROR:
            continue  # Stripe repeats a 500 to its key for a day; so long the refund waits there
        chosen = {"cancel": calls_off, "void": [partial], "refund": back}.get(
            fault.op, [pays, declined]
        )
        found += [(script, fault) for script in chosen]
    return found


def at_the_desk() -> list[tuple[Script, Fault]]:
    """There is no line to a colleague; there is one to the terminal whose card came to nothing."""
    found = [(script, NO_FAULT) for script in AT_THE_DESK]
    by_card = [one for one in AT_THE_DESK if one.cards]
    for fault in faults():
        if fault.op in ("perform", "prepare") and fault.calls < MANY:
            found += [(script, fault) for script in by_card]
    return found


def on_postgresql() -> list[tuple[Script, Fault]]:
    """Every script that is played there, and a share of the faults: the line is the same."""
    found = [(script, NO_FAULT) for script in ON_POSTGRESQL]
    pays, declined = ON_POSTGRESQL[0], ON_POSTGRESQL[1]
    back = [one for one in ON_POSTGRESQL if one.does is Do.RETURN and not one.desk]
    for fault in faults():
        if fault.calls == SOME and fault.op in ("perform", "capture", "refund", "status"):
            chosen = back if fault.op == "refund" else [pays, declined]
            found += [(script, fault) for script in chosen]
    return found


def kills_a_round(script: Script, fault: Fault) -> int:
    return (
        WITHOUT_A_LINE if fault == NO_FAULT and (script.desk or script.database != "sqlite") else 2
    )


@dataclass(frozen=True, slots=True)
class Case:
    """One way, and the points at which a process is killed on it: none, one, or a second one while
    it recovers."""

    script: Script
    fault: Fault
    kills: tuple[Point, ...] = ()

    def __str__(self) -> str:
        fault = self.fault
        line = (
            f"{fault.kind.value}, {fault.calls} calls from {fault.op}" if fault.op else "no fault"
        )
        kills = "".join(f"; killed at {kill}" for kill in self.kills)
        return f"{self.script.name}; {line}{kills}"

"""How a module is while it streams: asked for without stopping the stream, or told by it.

Owns what is asked when, and what is made of the answers. Pure: takes the time as an argument,
gives the command to send. A module that does not answer such questions is not asked any more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import cycle

from hardware.rfid.mercury import commands
from hardware.rfid.mercury.notifications import StatusReport
from hardware.rfid.mercury.wire import Command, Op, Reply, Status, WireError

FIRST_S = 1.0  # after the stream began
ASK_S = 10.0  # between questions
ANSWER_S = 2.0  # an answer waits behind all tags that are queued
UNANSWERED = 3  # questions in a row, and it is asked none any more

CONNECTED = b"\x05"  # option of GET_ANTENNA: which ports have an antenna
_TEMPERATURE = ("temperature", Command(Op.TEMPERATURE))
_QUESTIONS = (
    _TEMPERATURE,
    ("power", Command(Op.GET_READ_POWER, b"\x00")),
    ("antennas", Command(Op.GET_ANTENNA, CONNECTED)),
)


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the module said of itself; None where it never did."""

    temperature_c: int | None = None
    power_dbm: float | None = None
    connected: tuple[int, ...] | None = None  # the ports that feel an antenna


class CheckUp:
    """The questions to a streaming module. `vitals` is what it is known by."""

    def __init__(self) -> None:
        self.vitals = Vitals()
        self.willing = True
        self._turns = cycle(_QUESTIONS)
        self._asked: tuple[Command, float] | None = None
        self._next_at = 0.0
        self._missing_at = -math.inf
        self._unanswered = 0
        self._tells_temperature = False

    def begin(self, now: float) -> None:
        """The stream has begun."""
        if self._asked is not None:  # the last stream ended without an answer
            self._missed()
        self._next_at = now + FIRST_S
        self._tells_temperature = False

    def question(self, now: float) -> Command | None:
        """What to ask now, if anything: to be tunnelled."""
        if self._asked is not None and now > self._asked[1] + ANSWER_S:
            self._missed()
        if not self.willing or self._asked is not None or now < self._next_at:
            return None
        what, command = next(self._turns)
        if what == "temperature" and self._tells_temperature:
            what, command = next(self._turns)
        self._asked = (command, now)
        self._next_at = now + ASK_S
        return command

    def ask_antennas(self, now: float) -> Command | None:
        """To be asked at once: which antenna is missing."""
        if not self.willing or self._asked is not None or now < self._missing_at + ASK_S:
            return None
        self._missing_at = now
        self._asked = (Command(Op.GET_ANTENNA, CONNECTED), now)
        return self._asked[0]

    def told(self, report: StatusReport) -> None:
        """A status frame has come."""
        if report.temperature_c is not None:
            self._tells_temperature = True
            self.vitals = replace(self.vitals, temperature_c=report.temperature_c)

    def answered(self, reply: Reply) -> None:
        """A reply to STREAM has come: the answer to what was tunnelled, or its refusal."""
        if self._asked is None:
            return
        if reply.status != Status.OK:
            self._missed()
            return
        try:
            answer = commands.untunnel_reply(reply)
            if answer.op != self._asked[0].op:
                return
            self._understand(answer)
        except WireError:
            self._missed()
            return
        self._asked = None
        self._unanswered = 0

    def _understand(self, answer: Reply) -> None:
        data = answer.data
        if answer.status != Status.OK:
            return  # an answer too: this one it cannot tell
        if answer.op == Op.TEMPERATURE and len(data) == 1:
            celsius = int.from_bytes(data, "big", signed=True)
            self.vitals = replace(self.vitals, temperature_c=celsius)
        elif answer.op == Op.GET_READ_POWER and len(data) >= 3:
            power = int.from_bytes(data[1:3], "big", signed=True) / 100
            self.vitals = replace(self.vitals, power_dbm=power)
        elif answer.op == Op.GET_ANTENNA and data[:1] == CONNECTED and len(data) % 2:
            ports = zip(data[1::2], data[2::2], strict=True)
            connected = tuple(port for port, there in ports if there)
            self.vitals = replace(self.vitals, connected=connected)
        else:
            raise WireError(f"an answer to {answer.op:02X} that is not understood")

    def _missed(self) -> None:
        self._asked = None
        self._unanswered += 1
        self.willing = self._unanswered < UNANSWERED

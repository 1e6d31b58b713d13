"""An M100 module as it behaves: rounds, empty ones, the end of them, sleep, its faults.

Owns the state machine behind the wire; takes the time as an argument and does no I/O. What it is
set to is `settings.py`, how its bytes travel `emulator.py`. What it hears comes from a `Field`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from hardware.rfid.cable import Said
from hardware.rfid.field import Field, Heard
from hardware.rfid.gen2 import is_epc
from hardware.rfid.m100.commands import BAUD_RATES
from hardware.rfid.m100.settings import R200, Model, Refusal, Settings, expect
from hardware.rfid.m100.tags import TagRecord
from hardware.rfid.m100.wire import Error, Frame, FrameParser, Kind, Op, failure, response
from hardware.rfid.reader import TagId, TagKind

# 50 to 60 tags a second is what vendors' literature says of FM0 at 80 kHz (a weak source). How
# long an empty round takes nobody publishes: a Query and 2^Q empty slots are estimated here.
AIR_RATE_TAGS_S = 55.0
QUERY_S = 0.002
SLOT_S = 0.0006

HELD_UP_S = 1.0  # a module whose machine was held up this long does not make up for its rounds
WAKES_S = 0.005  # in which it hears nothing yet; an estimate, too
BYTE_PAUSE_S = 0.1  # a command whose bytes pause this long is given up


@dataclass(slots=True)
class _Rounds:
    """A poll under way."""

    left: int
    ends_at: float  # the round under way
    coming: deque[tuple[float, Heard]] = field(default_factory=deque)
    empty: bool = True

    @property
    def next_at(self) -> float:
        return self.coming[0][0] if self.coming else self.ends_at


class Module:
    """One module before a field. An `EmulatedModule`."""

    def __init__(self, field_: Field, model: Model = R200, baud: int = 115200) -> None:
        self._field = field_
        self._model = model
        self._first_baud = baud
        self.power_up()

    def power_up(self) -> None:
        """A baud it was set to is kept; everything else is forgotten."""
        self.baud = self._first_baud
        self.settings = Settings(self._model)
        self.fault: int | None = None
        self.asleep = False
        self._rounds: _Rounds | None = None
        self._parser = FrameParser(self._model.framing)
        self._heard_at = 0.0
        self._awake_at = 0.0

    @property
    def polling(self) -> bool:
        return self._rounds is not None

    # -- verbs of the bench and of tests

    def reboot(self) -> None:
        """Loses its settings and searches no more, without a word."""
        baud = self.baud
        self.power_up()
        self.baud = baud

    def fail(self, error: int | None) -> None:
        """From now on each round ends with `error` instead of tags; None: all is well again."""
        self.fault = error

    def sleep(self) -> None:
        """Falls asleep; the next byte wakes it, and is not understood."""
        self._rounds = None
        self.asleep = True

    # -- the host's side

    def hear(self, octets: bytes, now: float) -> list[Said]:
        """What it answers at once. What rounds find comes from `work`."""
        if self.asleep:
            self.asleep = False
            self.settings = Settings(self._model)
            self._awake_at = now + WAKES_S
        if now < self._awake_at:
            return []
        if now - self._heard_at > BYTE_PAUSE_S:
            self._parser.reset()
        self._heard_at = now
        said: list[Said] = []
        for frame in self._parser.feed(octets):
            if frame.kind == Kind.COMMAND:
                said += [self._said(answer) for answer in self._obey(frame, now)]
        return said

    def _obey(self, command: Frame, now: float) -> list[Frame]:
        try:
            return self._answer(command.op, command.data, now)
        except Refusal as refusal:
            return [failure(refusal.error)]

    def _answer(self, op: int, data: bytes, now: float) -> list[Frame]:
        if op == Op.MULTI_POLL:
            rounds = int.from_bytes(data[1:], "big")
            expect(len(data) == 3 and rounds > 0)
            self._begin(rounds, now)
            return []
        if op == Op.POLL:
            expect(not data)
            self._begin(1, now)
            return []
        if op == Op.STOP_MULTI_POLL:
            expect(not data)
            self._rounds = None
            return [response(op)]
        if op == Op.SLEEP:
            expect(not data)
            self.sleep()
            return [response(op)]
        if op == Op.SET_BAUD:
            baud = int.from_bytes(data, "big") * 100
            expect(len(data) == 2 and baud in BAUD_RATES)
            self.baud = self._first_baud = baud
            return []
        if op == Op.READ:  # no tag of the field has a memory
            return [failure(Error.READ)]
        done = self.settings.answer(op, data)
        # As the manuals print it; some modules confirm it under its own code.
        return [response(Op.SET_SELECT if op == Op.SET_SELECT_MODE else op, done)]

    def _said(self, frame: Frame, tag: TagId | None = None) -> Said:
        return Said(frame.encode(self._model.framing), tag)

    # -- the air's side

    @property
    def next_at(self) -> float | None:
        return self._rounds.next_at if self._rounds else None

    def work(self, now: float) -> list[Said]:
        said: list[Said] = []
        while (rounds := self._rounds) is not None and rounds.next_at <= now:
            if now - rounds.next_at > HELD_UP_S:
                self._begin(rounds.left, now)
            elif rounds.coming:
                _, heard = rounds.coming.popleft()
                record = _record(heard)
                said.append(self._said(record.notification(), heard.tag))
            else:
                if rounds.empty:
                    said.append(self._said(failure(self.fault or Error.NO_TAG)))
                self._begin(rounds.left - 1, rounds.ends_at)
        return said

    def _begin(self, rounds: int, at: float) -> None:
        """Begins a round, the first of so many; with none left it is quiet."""
        if not rounds:
            self._rounds = None
            return
        answers = [] if self.fault else self._field.round(1, at)
        heard = [answer for answer in answers if _is_on_the_air(answer.tag)]
        searched = at + QUERY_S + 2**self.settings.query.q * SLOT_S
        coming = deque(
            (searched + number / AIR_RATE_TAGS_S, answer)
            for number, answer in enumerate(heard, start=1)
        )
        ends_at = searched + len(heard) / AIR_RATE_TAGS_S
        self._rounds = _Rounds(rounds, ends_at, coming, empty=not heard)


def _is_on_the_air(tag: TagId) -> bool:
    return tag.kind is TagKind.EPC and is_epc(tag.value)


def _record(heard: Heard) -> TagRecord:
    rssi = max(-128, min(127, round(heard.rssi_dbm)))
    return TagRecord.heard(bytes.fromhex(heard.tag.value), rssi)

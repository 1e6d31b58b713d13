"""Driver of M100 modules (R200, YRM100, JRD-4035) on a serial port.

Owns the conversation with one module: find its framing and baud, set it up, let it search, notice
when it falls silent, sleeps, complains or is unplugged, and bring it back. Does not know what is
on the wire (`wire.py`, `commands.py`, `tags.py`) nor what a tag means.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.line import Line, LineReader
from hardware.rfid.m100 import commands, tags
from hardware.rfid.m100.commands import (
    BAUD_RATES,
    MAX_POWER_DBM,
    MIN_POWER_DBM,
    REGIONS,
    Query,
)
from hardware.rfid.m100.conversation import ANSWER_S, Conversation, Refused, failure_of
from hardware.rfid.m100.wire import (
    FRAMINGS,
    Error,
    Frame,
    Framing,
    Kind,
    Op,
    WireError,
    error_words,
)
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.worker import MONOTONIC, SILENT, Clock

log = logging.getLogger(__name__)

TRIES = 2  # an answer may be lost on the line, and no command does harm twice
PROBE_S = 0.25  # a module answers at once, at 9600 baud within 0.03 s
STOPS_S = 0.05  # some answer that they were told to stop, some do not
NEW_BAUD_S = 0.1  # for the command to be out and the module to have changed
# A module that searches says something after every round, tag or not. Silent for so long it is
# asked how it is, twice; then it is away. Together about 2 s.
SILENCE_S = 1.0
QUESTIONS = 2
SLOT_S = 0.001  # a round has 2^Q slots; none takes longer
# A poll ends after 65,535 rounds, and each round says something at least once: begun anew after
# so many frames, it never ends by itself.
FRESH_AFTER = 60_000

# What rounds may end with instead of tags, when all of them do.
_COMPLAINTS: dict[int, str] = {
    Error.NO_CHANNEL: "The radio channel is taken. Another reader may be too close.",
}
_UNKNOWN_COMPLAINT = "The reader reports a fault. Unplug it and plug it in."
_REFUSALS: dict[str, str] = {
    "region": "The reader does not support the region {region} of config.yaml.",
    "power_dbm": "The reader does not take the power_dbm of config.yaml.",
    "session, q": "The reader does not take the session or q of config.yaml.",
}
_REFUSES = "The reader refuses {what}. Unplug it and plug it in."
_NO_ANSWER = "no answer in either framing"
_IDLE = "The reader answers but does not search. Unplug it and plug it in."


class M100Reader(LineReader):
    """An `RfidReader` on a serial port.

    `port` may vanish and come back: a path below /dev/serial/by-id is best. `region` is a name of
    `commands.REGIONS`, `power_dbm` 10 to 26, `session` the Gen2 session (0 or 1; a tag that was
    read keeps silent for long in 2 and 3), `q` says how many answers a round has room for (2^q).
    A module that was left at another baud is brought to `baud`. Raises `DeviceError` for settings
    that no module takes.
    """

    def __init__(
        self,
        port: str,
        *,
        region: str = "EU",
        power_dbm: float = 20.0,
        session: int = 0,
        q: int = 4,
        baud: int = 115200,
        open_line: Callable[[int], Line] | None = None,
        clock: Clock = MONOTONIC,
    ) -> None:
        _check(region in REGIONS, f"region {region!r} is none of {', '.join(REGIONS)}")
        _check(
            MIN_POWER_DBM <= power_dbm <= MAX_POWER_DBM,
            f"power_dbm {power_dbm} is not {MIN_POWER_DBM:g} to {MAX_POWER_DBM:g}",
        )
        _check(session in (0, 1), f"session {session} is not 0 or 1")
        _check(q in range(16), f"q {q} is not 0 to 15")
        _check(baud in BAUD_RATES, f"baud {baud} is none of {', '.join(map(str, BAUD_RATES))}")
        super().__init__(port, baud, open_line=open_line, clock=clock)
        self._region = region
        self._silence_s = SILENCE_S + 2**q * SLOT_S
        self._set_up = (
            ("select", commands.select_never()),
            ("region", commands.set_region(region)),
            ("hopping", commands.hop()),
            ("power_dbm", commands.set_power(power_dbm)),
            ("session, q", commands.set_query(Query(session, q))),
        )
        self._framings = list(FRAMINGS)  # the one that was understood last comes first
        self._met: Framing | None = None  # in the connection that is open
        self._corrupt = 0
        self._well_at = -math.inf  # when a round last went as it should

    @property
    def corrupt_reads(self) -> int:
        """Tags whose EPC did not survive the way from the air, by its own checksum."""
        return self._corrupt

    # -- on its own thread

    def _talk(self, line: Line) -> Iterator[None]:
        """Finds the module, sets it up and listens, again and again."""
        self._met = None
        module = self._find(line)
        while True:
            self._prepare(module)
            heard = False
            for _ in self._listen(module):
                heard = True
                yield
            if not heard:
                self._become(Health(DeviceState.FAULTY, _IDLE, "no round was told"))

    def _find(self, line: Line) -> Conversation:
        """The module, whatever it was left at. Raises `TimeoutError`."""
        for baud in (self.baud, *(rate for rate in BAUD_RATES if rate != self.baud)):
            line.set_baud(baud)
            module = self._probe(line)
            if module is not None:
                if baud != self.baud:
                    module = self._bring_to_baud(line, module, baud)
                return module
            # It may take a while to try the others, and meanwhile nothing is heard.
            self._become(Health(DeviceState.AWAY, SILENT, _NO_ANSWER))
        raise TimeoutError(_NO_ANSWER)

    def _probe(self, line: Line) -> Conversation | None:
        for framing in self._framings:
            module = Conversation(line, framing, self._clock)
            try:
                self._meet(module)
            except (TimeoutError, Refused):
                continue
            self._framings.sort(key=lambda each: each != framing)
            self._met = framing
            return module
        return None

    def _meet(self, module: Conversation, tries: int = 1) -> str:
        """Wakes it, ends a poll that may be running, whoever began it, and asks who it is."""
        module.wake()
        module.say(commands.stop_poll())
        module.pass_over(STOPS_S)
        return commands.info_text(module.ask("version", commands.info(), PROBE_S, tries).data)

    def _bring_to_baud(self, line: Line, module: Conversation, found: int) -> Conversation:
        log.info("%s: the reader was left at %d baud", self.port, found)
        module.say(commands.set_baud(self.baud))
        module.pass_over(NEW_BAUD_S)
        line.set_baud(self.baud)
        changed = self._probe(line)
        if changed is None:
            log.info("%s: the reader stays at %d baud", self.port, found)
            line.set_baud(found)
        return changed or module

    def _prepare(self, module: Conversation) -> None:
        who = self._meet(module, TRIES)
        for what, command in self._set_up:
            answer = module.ask(what, command, tries=TRIES)
            if answer.data != b"\0":
                raise Refused(what, answer.data[0] if answer.data else Error.BAD_COMMAND)
        module.say(commands.poll())
        self._well_at = self._clock.now()
        log.info("%s: %s reads, framing %s", self.port, who, module.framing)

    def _listen(self, module: Conversation) -> Iterator[None]:
        """Takes in what the rounds find. Ends when the poll is over and must begin anew.

        Raises `TimeoutError` when the module does not answer any more.
        """
        told = 0
        while frames := module.frames(self._silence_s):
            told += len(frames)
            if told >= FRESH_AFTER:
                told = 0
                module.say(commands.stop_poll())
                module.say(commands.poll())
            now = self._clock.now()
            reads: list[TagRead] = []
            well = [self._take_in(frame, now, reads) for frame in frames]
            self._hear(reads)
            if any(well):
                self._well_at = now
                self._become(Health(DeviceState.OK))
                yield
            elif now - self._well_at > self._silence_s:
                self._complain(frames)
        # The rounds are over, or it slept, or it is gone.
        for question in range(QUESTIONS):
            module.wake()
            try:
                module.ask("power", commands.get_power())
            except TimeoutError:
                log.debug("%s: silent, and no answer to question %d", self.port, question + 1)
            except Refused:
                return  # alive, for all that
            else:
                return
        raise TimeoutError(f"silent for {self._silence_s + QUESTIONS * ANSWER_S:g} s")

    def _take_in(self, frame: Frame, now: float, reads: list[TagRead]) -> bool:
        """Takes in one frame; whether it says that the module searches as it should."""
        if failure_of(frame) == Error.NO_TAG:
            return True
        if frame.kind != Kind.NOTIFICATION or frame.op not in (Op.POLL, Op.MULTI_POLL):
            return False
        try:
            tag = tags.decode(frame.data)
        except WireError as wrong:
            log.info("%s: a tag that is not understood: %s", self.port, wrong)
            return False
        if not tag.intact:
            self._corrupt += 1
        elif tag.epc:  # a blank tag names nothing
            reads.append(TagRead(TagId.epc(tag.epc), 1, float(tag.rssi_dbm), now))
        return True

    def _complain(self, frames: list[Frame]) -> None:
        """No round has gone well for a while, and there are frames that may tell why."""
        for error in filter(None, map(failure_of, frames)):
            words = _COMPLAINTS.get(error, _UNKNOWN_COMPLAINT)
            self._become(Health(DeviceState.FAULTY, words, error_words(error)))

    def _words(self, error: Exception) -> Health | None:
        if not isinstance(error, Refused):
            return super()._words(error)
        words = _REFUSALS.get(error.what, _REFUSES)
        words = words.format(region=self._region, what=error.what)
        return Health(DeviceState.FAULTY, words, str(error))

    def _leave(self, line: Line) -> None:
        if self._met is not None:
            line.write(commands.stop_poll().encode(self._met))


def _check(right: bool, words: str) -> None:
    if not right:
        raise DeviceError(f"m100 reader: {words}")

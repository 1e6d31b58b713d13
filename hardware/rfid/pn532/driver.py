"""Driver for a PN532 on a serial port: lists the cards in its field, round after round.

Owns the rounds: who is there, what is written on them, how the reader is. How the chip is asked
is `conversation.py`, what frames mean `commands.py`, who a card is `iso14443/identities.py`. The
chip lists two cards at a time. Those are sent to sleep and the rest is listed, until all are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.iso14443.identities import Identities
from hardware.rfid.line import Line, LineReader
from hardware.rfid.pn532 import commands
from hardware.rfid.pn532.commands import BAUD_CODES, MAX_TARGETS, PN532, Firmware, Target
from hardware.rfid.pn532.conversation import Conversation, Refused
from hardware.rfid.pn532.wire import (
    Code,
    Command,
    Signal,
    Status,
    WireError,
    status_words,
)
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.worker import MONOTONIC, SILENT, Clock

log = logging.getLogger(__name__)

BAUD_RATES = tuple(baud for baud in BAUD_CODES.values() if baud <= 921600)  # what a host can do
DEFAULT_BAUD = 115200  # of every chip that has just got power
RETRIES = 1  # so a card that was left selected is found, and an empty field is told at once
PROBE_S = 0.1
DARK_S = 0.01  # without a field cards forget that they sleep within 5 ms
MAX_CARDS = 32  # in a round; no antenna powers as many
TRIES_AT_ONCE = 2  # to read a page; the chip selects the card again by itself
STATUS_EVERY = 10  # empty rounds

_COMPLAINTS: dict[int, str] = {
    Status.TEMPERATURE: "The reader is too hot and pauses. Give it air; it goes on by itself.",
    Status.OVER_CURRENT: "The reader's antenna takes too much current. Move it away from metal; "
    "if that does not help, replace the reader.",
}
_NEVER_ANSWERED = (
    "The reader does not answer. Set both its switches to HSU (0), then unplug it and plug it in."
)
_STRANGER = "The reader on this port is not a PN532. Check driver and port in config.yaml."
_REFUSES = "The reader does not understand its commands. Unplug it and plug it in."


class _Stranger(Exception):  # noqa: N818
    """Somebody else answers."""


class Pn532Reader(LineReader):
    """An `RfidReader` on a serial port.

    `port` may vanish and come back: a path below /dev/serial/by-id is best. `baud` is tried first
    and the chip's other rates after it. Every `poll_ms` it lists who is there. `ndef: false` takes
    every card by its serial number, whatever is written on it. Raises `DeviceError` for settings
    that no PN532 takes.
    """

    def __init__(
        self,
        port: str,
        *,
        baud: int = DEFAULT_BAUD,
        poll_ms: int = 200,
        ndef: bool = True,
        open_line: Callable[[int], Line] | None = None,
        clock: Clock = MONOTONIC,
    ) -> None:
        _check(baud in BAUD_RATES, f"baud {baud} is none of {', '.join(map(str, BAUD_RATES))}")
        _check(50 <= poll_ms <= 2000, f"poll_ms {poll_ms} is not 50 to 2000")
        super().__init__(port, baud, open_line=open_line, clock=clock)
        self._poll_s = poll_ms / 1000
        self._identities = Identities(reads_ndef=ndef, tries_at_once=TRIES_AT_ONCE)
        self._answers_at: int | None = None  # the baud at which it was found
        self._round = 0
        self._checked = 0  # in which round it was asked how it is

    # -- on its own thread

    def _talk(self, line: Line) -> Iterator[None]:
        """Sets the chip up and lists cards, again and again; yields after each round."""
        chip = Conversation(line, self._clock)
        while True:
            self._prepare(chip, line)
            listed = False
            try:
                while True:
                    begun = self._clock.now()
                    self._list(chip)
                    listed = True
                    yield
                    chip.rest(max(DARK_S, begun + self._poll_s - self._clock.now()))
            except TimeoutError as silence:
                if not listed:
                    raise
                # Its silence must not be taken for cards that leave. It may have lost its
                # settings, and then waits for a card for ever: it is set up again.
                self._become(self._silent(silence))

    def _prepare(self, chip: Conversation, line: Line) -> None:
        first = self._answers_at or self.baud
        rates = [first, *(baud for baud in (DEFAULT_BAUD, *BAUD_RATES) if baud != first)]
        for at, baud in enumerate(dict.fromkeys(rates)):
            line.set_baud(baud)
            chip.wake()
            try:
                if at == 0:
                    chip.ask("SAMConfiguration", commands.sam_configuration())
                else:
                    chip.ask("SAMConfiguration", commands.sam_configuration(), PROBE_S, tries=1)
            except TimeoutError as silence:
                self._become(self._silent(silence))  # the other rates take their time
                continue
            break
        else:
            raise TimeoutError("no answer at any baud")
        try:
            who = Firmware.decode(chip.ask("firmware", Command(Code.FIRMWARE)).data)
        except WireError as error:
            raise _Stranger(str(error)) from error
        if who.chip != PN532:
            raise _Stranger(str(who))
        chip.ask("parameters", commands.set_parameters())
        chip.ask("retries", commands.set_retries(RETRIES))
        chip.ask("field off", commands.field_off())  # wakes whom somebody left asleep
        if self._answers_at != baud:
            log.info("%s: %s at %d baud", self.port, who, baud)
            self._answers_at = baud

    def _list(self, chip: Conversation) -> None:
        """One round: every card that is there, two at a time."""
        self._round += 1
        listed: set[bytes] = set()
        while len(listed) < MAX_CARDS:
            answer = chip.ask("listing", commands.list_targets())
            now = self._clock.now()
            try:
                targets = commands.decode_targets(answer.data)
            except WireError as error:
                # Its checksum was right: not noise, but a chip that is not well.
                raise TimeoutError(f"no answer that is understood: {error}") from error
            new = [target for target in targets if target.uid not in listed]
            listed.update(target.uid for target in new)
            for target in new:
                if (identity := self._who(chip, target, now)) is not None:
                    self._hear([TagRead(identity, 1, None, now)])
            # Chips there are that wake sleeping cards, and list the same ones again for ever.
            if not new or len(targets) < MAX_TARGETS:
                break
            chip.ask("deselect", commands.deselect())
        if listed:
            chip.ask("release", commands.release())
        # Also when nobody was listed: a card may sleep of whom the line has lost the answer.
        chip.ask("field off", commands.field_off())
        self._identities.forget(self._clock.now())
        self._become(self._condition(chip, empty=not listed))

    def _condition(self, chip: Conversation, *, empty: bool) -> Health:
        """How it is. Whoever lists cards is well; in an empty field the chip is asked."""
        due = self._round - self._checked >= STATUS_EVERY or not self._health.ok
        if empty and due:
            answer = chip.ask("status", Command(Code.GENERAL_STATUS))
            self._checked = self._round
            error = answer.data[0] if answer.data else Status.OK
            if error in _COMPLAINTS:
                return Health(DeviceState.FAULTY, _COMPLAINTS[error], status_words(error))
        return Health(DeviceState.OK)

    def _who(self, chip: Conversation, target: Target, listed_at: float) -> TagId | None:
        def read(page: int) -> bytes | None:
            answer = chip.ask("reading", commands.read_pages(target.number, page))
            well = answer.data and commands.status_of(answer) == Status.OK
            return answer.data[1:] if well else None

        return self._identities.of(target.uid, type_2=target.type_2, read=read, at=listed_at)

    def _leave(self, line: Line) -> None:
        line.write(Signal.ACK.encode() + commands.field_off().encode())

    def _words(self, error: Exception) -> Health | None:
        if isinstance(error, _Stranger):
            return Health(DeviceState.FAULTY, _STRANGER, str(error))
        if isinstance(error, Refused):
            return Health(DeviceState.FAULTY, _REFUSES, str(error))
        if isinstance(error, TimeoutError):
            return self._silent(error)
        return super()._words(error)

    def _silent(self, silence: TimeoutError) -> Health:
        words = _NEVER_ANSWERED if self._answers_at is None else SILENT
        return Health(DeviceState.AWAY, words, str(silence))


def _check(right: bool, words: str) -> None:
    if not right:
        raise DeviceError(f"pn532 reader: {words}")

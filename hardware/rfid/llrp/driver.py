"""Driver of LLRP readers (Impinj, Zebra and other fixed ones) on the network.

Owns the connection to one reader: reach it, have it set up, watch that it lives, name what is
wrong, come back. What is said over it is `conversation.py`, how it is reached `network.py`.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.line import Line
from hardware.rfid.llrp.conversation import (
    Conversation,
    HasClient,
    NotUnderstood,
    Refused,
    Stopped,
    Unusable,
    Wanted,
    antennas_words,
    reads_of,
    sllurp,
)
from hardware.rfid.llrp.network import TcpLine, network_words
from hardware.rfid.llrp.wire import PORT, MessageParser, WireError
from hardware.rfid.worker import MONOTONIC, Clock, ReaderWorker

log = logging.getLogger(__name__)

GREETING_S = 3.0  # a reader speaks first, and soon
SET_UP_S = 6.0
KEEPALIVES_OF_SILENCE = 3
SLACK_S = 0.5  # of a busy machine
COMPLAINT_S = 30.0  # after which a fault that nothing has proved wrong is no longer said

_IN_USE = (
    "Another program is connected to the reader, and it serves one at a time. Close that program, "
    "or switch the reader off and on."
)
_SILENT = "The reader does not answer. Check its network cable, then switch it off and on."
_REFUSES = (
    "The reader refuses its settings{why}. Check antennas, power_dbm and session in config.yaml."
)
_FAULT = "The reader reports a fault{why}. Switch it off and on; if it stays, call your supplier."
_STRANGE = (
    "The reader does not answer as an LLRP reader should. Switch it off and on; if it stays so, "
    "ask its supplier for newer firmware."
)
_STOPPED = "The reader has stopped to hear tags. Hangtag starts it again."


class LlrpReader(ReaderWorker):
    """An `RfidReader` on the network.

    `power_dbm` is what the antennas get, as near as the reader has it and not above. `session` is
    the Gen2 session (0 or 1; a tag that was read keeps silent for long in 2 and 3). `keepalive_s`
    is how often a reader that hears nothing says so: three times this without a word and it counts
    as away. With `report_tags` 1 each read is told at once; with more, a report comes when so many
    tags are together, or after `report_ms`. Raises `DeviceError` for settings that no reader takes,
    and `open` when sllurp is not installed: the machine that has the reader needs it, and no other.
    """

    def __init__(
        self,
        host: str,
        port: int = PORT,
        *,
        antennas: Sequence[int] = (1,),
        power_dbm: float = 20.0,
        session: int = 0,
        keepalive_s: float = 1.0,
        report_tags: int = 1,
        report_ms: int = 100,
        open_line: Callable[[], Line] | None = None,
        clock: Clock = MONOTONIC,
    ) -> None:
        _check(bool(host), "host is empty; name the reader's address in your network")
        _check(_whole(port, 1, 65535), f"port {port!r} is not 1 to 65535")
        _check(
            bool(antennas) and all(_whole(each, 1, 255) for each in antennas),
            f"antennas {list(antennas)} are not a list of ports from 1 to 255",
        )
        _check(0 <= power_dbm <= 33, f"power_dbm {power_dbm} is not 0 to 33")
        _check(session in (0, 1), f"session {session} is not 0 or 1")
        _check(0.05 <= keepalive_s <= 60, f"keepalive_s {keepalive_s} is not 0.05 to 60")
        _check(_whole(report_tags, 1, 1000), f"report_tags {report_tags} is not 1 to 1000")
        _check(_whole(report_ms, 10, 10_000), f"report_ms {report_ms} is not 10 to 10000")
        super().__init__(f"{host}:{port}", clock)
        self.host, self.port = host, port
        self._library: Any = None
        self._wanted = Wanted(
            tuple(dict.fromkeys(antennas)),
            power_dbm,
            session,
            round(keepalive_s * 1000),
            report_tags,
            report_ms,
        )
        self._silence_s = KEEPALIVES_OF_SILENCE * keepalive_s + SLACK_S
        self._open_line = open_line or self._open_socket
        self._pulled: frozenset[int] = frozenset()
        self._complaint = ""
        self._complained_at = 0.0
        self._corrupt = 0

    @property
    def corrupt_messages(self) -> int:
        """Messages of the reader that could not be understood, and were passed over."""
        return self._corrupt

    def health_of(self, antennas: Sequence[int]) -> Health:
        """How it is for one who hears only these antennas."""
        health, pulled = self._health, self._pulled
        if health.state is not DeviceState.FAULTY or not pulled:
            return health
        return self._faults(pulled & set(antennas))

    def open(self) -> None:
        self._library = self._library or sllurp()
        super().open()

    def _open_socket(self) -> Line:
        return TcpLine(self.host, self.port, self._wake)

    def _connect(self) -> Iterator[None]:
        line = self._open_line()
        talk = Conversation(self._library, self._wanted, line.write)
        self._pulled, self._complaint = frozenset(), ""
        try:
            yield from self._talk(line, talk)
        finally:
            self._corrupt += talk.corrupt
            if talk.greeted:
                with contextlib.suppress(OSError):
                    talk.leave()
            with contextlib.suppress(OSError):
                line.close()

    def _talk(self, line: Line, talk: Conversation) -> Iterator[None]:
        messages = MessageParser()
        heard_at = begun_at = self._clock.now()
        while True:
            waits_s = self._silence_s if talk.inventorying else GREETING_S
            octets = line.read(max(0.0, heard_at + waits_s - self._clock.now()))
            now = self._clock.now()
            said = list(messages.cut(octets))
            for each in said:
                talk.hear(each)
            if talk.tags:
                self._hear(reads_of(talk.tags, self._wanted.antennas[0], heard_at, now))
                self._proved({each.get("AntennaID", 0) for each in talk.tags})
                talk.tags.clear()
            if said:
                heard_at = now
            elif now - heard_at >= waits_s:  # also when bytes come that end no message
                raise _Silent(f"nothing for {now - heard_at:.1f} s")
            self._heed(talk, now)
            if talk.inventorying:
                self._become(self._state(now))
                yield
            elif now - begun_at > (SET_UP_S if talk.greeted else GREETING_S):
                raise _Silent("it was not set up in time")

    def _heed(self, talk: Conversation, now: float) -> None:
        """What the reader says of itself."""
        for antenna, attached in talk.attached.items():
            self._attach(antenna, attached)
        talk.attached.clear()
        for event in talk.events:
            if "AntennaEvent" in event:
                told = event["AntennaEvent"]
                self._attach(told["AntennaID"], told["EventType"] == "Connected")
            elif "ReaderExceptionEvent" in event:
                told = event["ReaderExceptionEvent"]
                self._complaint = told.get("Message", b"").decode(errors="replace") or "no words"
                self._complained_at = now
            elif "ROSpecEvent" not in event:
                log.info("%s: %s", self._name, event)
        talk.events.clear()

    def _attach(self, antenna: int, attached: bool) -> None:
        if attached:
            self._pulled -= {antenna}
        elif antenna in self._wanted.antennas:
            self._pulled |= {antenna}

    def _proved(self, antennas: set[int]) -> None:
        """An antenna that hears is there, and a reader that hears works."""
        if self._pulled & antennas:
            self._pulled -= antennas
        self._complaint = ""

    def _state(self, now: float) -> Health:
        if self._complaint and now - self._complained_at > COMPLAINT_S:
            self._complaint = ""
        return self._faults(self._pulled)

    def _faults(self, pulled: frozenset[int]) -> Health:
        if pulled:
            cause = ", ".join(f"antenna {each}" for each in sorted(pulled))
            return Health(DeviceState.FAULTY, antennas_words(pulled), cause)
        if complaint := self._complaint:
            words = _FAULT.format(why=f" ({complaint})")
            return Health(DeviceState.FAULTY, words, complaint)
        return Health(DeviceState.OK)

    def _words(self, error: Exception) -> Health | None:
        match error:
            case _Silent():
                return Health(DeviceState.AWAY, _SILENT, str(error))
            case OSError():
                words = network_words(error, self.host, self.port)
                return Health(DeviceState.AWAY, words, str(error))
            case WireError():
                words = (
                    f"What answers at {self.host} on port {self.port} does not speak LLRP. Check "
                    "host and port in config.yaml."
                )
                return Health(DeviceState.AWAY, words, str(error))
            case HasClient():
                return Health(DeviceState.AWAY, _IN_USE, str(error))
            case Unusable():
                return Health(DeviceState.FAULTY, str(error), str(error))
            case Refused():
                why = f" ({error.description})" if error.description else ""
                return Health(DeviceState.FAULTY, _REFUSES.format(why=why), str(error))
            case Stopped():
                return Health(DeviceState.AWAY, _STOPPED, str(error))
            case NotUnderstood():
                return Health(DeviceState.AWAY, _STRANGE, str(error))
        return None


class _Silent(Exception):  # noqa: N818
    """The reader says nothing any more, while its connection stays."""


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and least <= value <= most


def _check(right: bool, words: str) -> None:
    if not right:
        raise DeviceError(f"llrp reader: {words}")

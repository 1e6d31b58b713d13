"""Driver of ThingMagic / JADAK modules (M6e Nano, M7E Hecto) on a serial port.

Owns the conversation with one module: set it up, let it stream, notice when it falls silent,
reboots, complains or is unplugged, and bring it back. Does not know what is on the wire
(`wire.py`, `commands.py`, `notifications.py`) nor what a tag means.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.line import Line, LineReader
from hardware.rfid.mercury import commands, notifications
from hardware.rfid.mercury.commands import REGIONS, Gen2Option, Metadata, Option, StartStreaming
from hardware.rfid.mercury.notifications import TagRecord
from hardware.rfid.mercury.wire import (
    Command,
    Op,
    Reply,
    Status,
    WireError,
    reply_parser,
    status_words,
)
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.worker import MONOTONIC, SILENT, Clock

log = logging.getLogger(__name__)

METADATA = Metadata.READ_COUNT | Metadata.RSSI | Metadata.ANTENNA
MAX_POWER_DBM = 31.5  # the strongest module of the family; a module says itself what is too much
BAUD_RATES = (9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
ANSWER_S = 0.5
BOOT_S = 3.0  # a module answers BOOT_FIRMWARE once its firmware runs
QUIET_S = 0.1  # no module pauses this long within a frame, nor does a USB adapter
SEARCH_TIMES_OF_SILENCE = 3

# What the stream says is wrong, in words for staff.
_COMPLAINTS: dict[int, str] = {
    Status.NO_ANTENNA: "The reader's antenna is not connected. Check the antenna cable.",
    Status.RETURN_LOSS: "The reader's antenna does not take its power. Check the antenna cable.",
    Status.TOO_HOT: "The reader is too hot and pauses. Give it air; it goes on by itself.",
    Status.CHANNEL_OCCUPIED: "The radio channel is taken. Another reader may be too close.",
}
_UNKNOWN_COMPLAINT = "The reader reports a fault. Unplug it and plug it in."
_NOT_A_COMPLAINT = (Status.BUFFER_FULL, Status.AUTH_REQUEST)

# What it may refuse of its settings.
_ANSWERS: dict[int, str] = {
    Status.BAD_REGION: "The reader does not support the region {region} of config.yaml.",
    Status.POWER_TOO_HIGH: "The reader's power_dbm in config.yaml is too high for it.",
    Status.POWER_TOO_LOW: "The reader's power_dbm in config.yaml is too low for it.",
    Status.BAD_PARAMETER: "The reader does not take the settings of config.yaml: {what}.",
}


class _Refused(Exception):  # noqa: N818
    """The module answered a command with a status."""

    def __init__(self, what: str, status: int) -> None:
        super().__init__(f"{what}: {status_words(status)}")
        self.what = what
        self.status = status


class _Rebooted(Exception):  # noqa: N818
    """The module started anew and has lost its settings."""


class MercuryReader(LineReader):
    """An `RfidReader` on a serial port.

    `port` may vanish and come back: a path below /dev/serial/by-id is best. `region` is a name of
    `commands.REGIONS`, `power_dbm` the power sent to the antennas, `session` the Gen2 session (0
    or 1; a tag that was read keeps silent for long in 2 and 3), `search_ms` how often a module
    that hears nothing says so. Raises `DeviceError` for settings that no module takes.
    """

    def __init__(
        self,
        port: str,
        *,
        region: str = "EU3",
        power_dbm: float = 20.0,
        antennas: Sequence[int] = (1,),
        baud: int = 115200,
        session: int = 0,
        search_ms: int = 250,
        open_line: Callable[[int], Line] | None = None,
        clock: Clock = MONOTONIC,
    ) -> None:
        _check(region in REGIONS, f"region {region!r} is none of {', '.join(REGIONS)}")
        _check(
            0 <= power_dbm <= MAX_POWER_DBM, f"power_dbm {power_dbm} is not 0 to {MAX_POWER_DBM}"
        )
        _check(
            bool(antennas) and all(1 <= antenna <= 15 for antenna in antennas),
            f"antennas {list(antennas)} are not a list of ports from 1 to 15",
        )
        _check(baud in BAUD_RATES, f"baud {baud} is none of {', '.join(map(str, BAUD_RATES))}")
        _check(session in (0, 1), f"session {session} is not 0 or 1")
        _check(50 <= search_ms <= 10_000, f"search_ms {search_ms} is not 50 to 10000")
        super().__init__(port, baud, open_line=open_line, clock=clock)
        self._region = region
        self._silence_s = SEARCH_TIMES_OF_SILENCE * search_ms / 1000
        self._start = StartStreaming(search_ms, METADATA).encode()
        self._set_up = (
            ("protocol", commands.set_protocol()),
            ("antennas", commands.set_antennas(antennas)),
            ("region", commands.set_region(region)),
            ("power_dbm", commands.set_read_power(power_dbm)),
            ("read filter", commands.set_option(Option.READ_FILTER, 0)),
            ("session", commands.set_gen2(Gen2Option.SESSION, session)),
        )
        self._corrupt = 0
        self._complained_at = -math.inf

    @property
    def corrupt_reads(self) -> int:
        """Tags whose EPC did not survive the way from the air, by its own checksum."""
        return self._corrupt

    # -- on its own thread

    def _talk(self, line: Line) -> Iterator[None]:
        """Sets the module up and listens, again and again; yields each time that it streams."""
        module = _Conversation(line, self._clock)
        while True:
            try:
                self._prepare(module)
                yield
                self._listen(module)
            except _Rebooted:
                log.info("%s: the reader has restarted", self.port)

    def _prepare(self, module: _Conversation) -> None:
        module.stop_streaming()
        program = module.ask("current program", Command(Op.CURRENT_PROGRAM))
        if program.data[:1] and program.data[0] & 3 == 1:
            module.ask("boot", Command(Op.BOOT_FIRMWARE), BOOT_S)
        version = module.ask("version", Command(Op.VERSION))
        try:
            who = str(commands.Version.decode(version.data))
        except WireError as error:
            raise TimeoutError(f"not a Mercury module: {error}") from error
        for what, command in self._set_up:
            module.ask(what, command)
        module.ask("start", self._start)
        log.info("%s: %s reads", self.port, who)

    def _listen(self, module: _Conversation) -> None:
        """Takes in what is streamed. Returns when the stream must be started anew."""
        while replies := module.replies(self._silence_s):
            now = self._clock.now()
            reads: list[TagRead] = []
            try:
                well = [self._take_in(reply, now, reads) for reply in replies]
            finally:
                self._hear(reads)
            if any(well) and now - self._complained_at > self._silence_s:
                self._become(Health(DeviceState.OK))
            if any(reply.status == Status.BUFFER_FULL for reply in replies):
                log.info("%s: the module's buffer was full", self.port)
                return
        # Silence of the reader must not be taken for tags that leave.
        if self._health.ok:
            words = f"silent for {self._silence_s:g} s"
            self._become(Health(DeviceState.AWAY, SILENT, words))

    def _take_in(self, reply: Reply, now: float, reads: list[TagRead]) -> bool:
        """Takes in one reply; whether it says that the module is at work."""
        if reply.op == Op.BOOT_FIRMWARE:
            raise _Rebooted
        if reply.op != Op.READ_MULTIPLE or reply.status in _NOT_A_COMPLAINT:
            return False
        if reply.status == Status.NO_TAGS:
            return True
        if reply.status != Status.OK:
            self._complained_at = now
            words = _COMPLAINTS.get(reply.status, _UNKNOWN_COMPLAINT)
            self._become(Health(DeviceState.FAULTY, words, status_words(reply.status)))
            return False
        try:
            told = notifications.decode(reply)
        except WireError as error:
            log.info("%s: a notification that is not understood: %s", self.port, error)
            return False
        if isinstance(told, TagRecord):
            if told.intact:
                antenna = (told.antenna or 0x11) >> 4
                rssi = None if told.rssi_dbm is None else float(told.rssi_dbm)
                reads.append(TagRead(TagId.epc(told.epc), antenna, rssi, now, told.read_count or 1))
            else:
                self._corrupt += 1
        return True

    def _words(self, error: Exception) -> Health | None:
        if not isinstance(error, _Refused):
            return super()._words(error)
        words = _ANSWERS.get(error.status) or _COMPLAINTS.get(error.status)
        words = words or "The reader refuses {what}. Unplug it and plug it in."
        words = words.format(region=self._region, what=error.what)
        return Health(DeviceState.FAULTY, words, str(error))

    def _leave(self, line: Line) -> None:
        line.write(commands.stop_streaming().encode())


class _Conversation:
    """Commands and replies over an open line."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._parser = reply_parser()
        self._unread: list[Reply] = []

    def replies(self, timeout: float) -> list[Reply]:
        """What the module says next, at least one reply; nothing if it is silent for `timeout`."""
        if self._unread:
            replies, self._unread = self._unread, []
            return replies
        deadline = self._clock.now() + timeout
        while (left := deadline - self._clock.now()) > 0:
            octets = self._line.read(min(left, QUIET_S) if self._parser.waiting else left)
            replies = self._parser.feed(octets) if octets else self._parser.quiet()
            if replies:
                return replies
        return []

    def ask(self, what: str, command: Command, timeout: float = ANSWER_S) -> Reply:
        """The answer to a command; what else the module says in between is passed over.

        Raises `_Refused`, `TimeoutError` and, when the module says that it restarted, `_Rebooted`.
        """
        self._line.write(command.encode())
        deadline = self._clock.now() + timeout
        while (left := deadline - self._clock.now()) > 0:
            replies = self.replies(left)
            for number, reply in enumerate(replies):
                if reply.op == command.op:
                    self._unread = replies[number + 1 :]
                    if reply.status != Status.OK:
                        raise _Refused(what, reply.status)
                    return reply
                if reply.op == Op.BOOT_FIRMWARE:
                    raise _Rebooted
        raise TimeoutError(f"no answer to {what}")

    def stop_streaming(self) -> None:
        """Ends a stream that may be running, whoever started it; queued tags come first."""
        self._unread = []
        self._parser.reset()
        try:
            self.ask("stop", commands.stop_streaming())
        except (_Refused, TimeoutError, _Rebooted):
            # In its bootloader it does not know the command; the next question tells the rest.
            self._unread = []


def _check(right: bool, words: str) -> None:
    if not right:
        raise DeviceError(f"mercury reader: {words}")

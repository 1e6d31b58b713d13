"""Driver of ThingMagic / JADAK modules (M6e Nano, M7E Hecto) on a serial port.

Owns the conversation with one module: set it up, let it stream, notice when it falls silent,
reboots, complains or is unplugged, and bring it back. Does not know what is on the wire
(`wire.py`, `commands.py`, `notifications.py`) nor what a tag means.
"""

from __future__ import annotations

import errno
import logging
import math
import os
import select
import termios
import threading
import time
from collections.abc import Iterator, Sequence

import serial

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.inbox import Inbox
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

log = logging.getLogger(__name__)

METADATA = Metadata.READ_COUNT | Metadata.RSSI | Metadata.ANTENNA
MAX_POWER_DBM = 31.5  # the strongest module of the family; a module says itself what is too much
BAUD_RATES = (9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
ANSWER_S = 0.5
BOOT_S = 3.0  # a module answers BOOT_FIRMWARE once its firmware runs
QUIET_S = 0.1  # no module pauses this long within a frame, nor does a USB adapter
RETRY_S = (0.1, 0.2, 0.5, 1.0)  # waits between attempts; the last one repeats
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
_NOT_CONNECTED = "The reader is not connected. Check its USB cable."
_SILENT = "The reader does not answer. Unplug it and plug it in again."
_IN_USE = "Another program uses the reader's port. Close it, or restart this machine."
_NOT_ALLOWED = "Hangtag may not use the reader's port. Add its user to the group dialout."
_NO_PORT = "The reader's port is not a serial port. Check port in config.yaml."


class _Refused(Exception):  # noqa: N818
    """The module answered a command with a status."""

    def __init__(self, what: str, status: int) -> None:
        super().__init__(f"{what}: {status_words(status)}")
        self.what = what
        self.status = status


class _Silent(Exception):  # noqa: N818
    """The module did not answer in time."""


class _Rebooted(Exception):  # noqa: N818
    """The module started anew and has lost its settings."""


class _Closing(Exception):  # noqa: N818
    """The reader is being closed."""


class MercuryReader:
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
    ) -> None:
        _check(bool(port), "port is empty; name the reader's serial port")
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
        self.port = port
        self._region = region
        self._baud = baud
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
        self._inbox = Inbox()
        self._health = Health(DeviceState.STARTING)
        self._thread: threading.Thread | None = None
        self._wake_read, self._wake_write = -1, -1
        self._closing = threading.Event()
        self._corrupt = 0
        self._complained_at = -math.inf

    # -- what its user sees

    @property
    def health(self) -> Health:
        return self._health

    @property
    def lost_reads(self) -> int:
        """Reads that were dropped because nobody drained them."""
        return self._inbox.lost

    @property
    def corrupt_reads(self) -> int:
        """Tags whose EPC did not survive the way from the air, by its own checksum."""
        return self._corrupt

    def open(self) -> None:
        if self._thread is not None:
            return
        self._closing.clear()
        self._health = Health(DeviceState.STARTING)
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name=f"rfid {self.port}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._closing.set()
        os.write(self._wake_write, b".")
        thread.join()
        os.close(self._wake_read)
        os.close(self._wake_write)
        self._health = Health(DeviceState.STARTING)
        self._inbox.wake()

    def drain(self, timeout: float = 0.0) -> list[TagRead]:
        return self._inbox.drain(timeout)

    # -- on its own thread

    def _run(self) -> None:
        attempt = 0
        while not self._closing.is_set():
            try:
                with serial.Serial(self.port, self._baud, timeout=0, exclusive=True) as line:
                    conversation = _Conversation(line.fileno(), self._wake_read)
                    try:
                        for _ in self._talk(conversation):
                            attempt = 0
                    finally:
                        self._leave(conversation)
            except _Closing:
                break
            except _Refused as refused:
                self._become(Health(DeviceState.FAULTY, self._refusal(refused), str(refused)))
            except _Silent as silent:
                self._become(Health(DeviceState.AWAY, _SILENT, str(silent)))
            except (OSError, termios.error) as error:  # SerialException is an OSError
                self._become(Health(DeviceState.AWAY, _port_words(error), str(error)))
            except Exception as error:
                log.exception("%s: the driver failed and starts again", self.port)
                self._become(Health(DeviceState.AWAY, _SILENT, repr(error)))
            self._closing.wait(RETRY_S[min(attempt, len(RETRY_S) - 1)])
            attempt += 1

    def _talk(self, module: _Conversation) -> Iterator[None]:
        """Sets the module up and listens, again and again; yields each time that it streams."""
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
            raise _Silent(f"not a Mercury module: {error}") from error
        for what, command in self._set_up:
            module.ask(what, command)
        module.ask("start", self._start)
        log.info("%s: %s reads", self.port, who)

    def _listen(self, module: _Conversation) -> None:
        """Takes in what is streamed. Returns when the stream must be started anew."""
        while replies := module.replies(self._silence_s):
            now = time.monotonic()
            reads: list[TagRead] = []
            try:
                well = [self._hear(reply, now, reads) for reply in replies]
            finally:
                self._inbox.put(reads)
            if any(well) and now - self._complained_at > self._silence_s:
                self._become(Health(DeviceState.OK))
            if any(reply.status == Status.BUFFER_FULL for reply in replies):
                log.info("%s: the module's buffer was full", self.port)
                return
        # Silence of the reader must not be taken for tags that leave.
        if self._health.ok:
            words = f"silent for {self._silence_s:g} s"
            self._become(Health(DeviceState.AWAY, _SILENT, words))

    def _hear(self, reply: Reply, now: float, reads: list[TagRead]) -> bool:
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

    def _refusal(self, refused: _Refused) -> str:
        words = _ANSWERS.get(refused.status) or _COMPLAINTS.get(refused.status)
        words = words or "The reader refuses {what}. Unplug it and plug it in."
        return words.format(region=self._region, what=refused.what)

    def _leave(self, module: _Conversation) -> None:
        """Asks the module to be quiet, as far as it still hears."""
        try:
            module.send(commands.stop_streaming(), timeout=0)
        except (OSError, _Silent):
            log.debug("%s: gone before it could be stopped", self.port)

    def _become(self, health: Health) -> None:
        if health != self._health:
            log.info("%s: %s %s %s", self.port, health.state, health.message, health.cause)
            self._health = health


class _Conversation:
    """Commands and replies over an open port. Raises `_Closing` when the reader is closed."""

    def __init__(self, line: int, wake: int) -> None:
        self._line = line
        self._wake = wake
        self._parser = reply_parser()
        self._unread: list[Reply] = []

    def send(self, command: Command, timeout: float = ANSWER_S) -> None:
        octets = command.encode()
        while octets:
            _, writable, _ = select.select([], [self._line], [], timeout)
            if not writable:
                raise _Silent("takes no bytes")
            octets = octets[os.write(self._line, octets) :]

    def replies(self, timeout: float) -> list[Reply]:
        """What the module says next, at least one reply; nothing if it is silent for `timeout`."""
        if self._unread:
            replies, self._unread = self._unread, []
            return replies
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            waits = min(left, QUIET_S) if self._parser.waiting else left
            ready, _, _ = select.select([self._line, self._wake], [], [], waits)
            if self._wake in ready:
                raise _Closing
            if ready:
                octets = os.read(self._line, 4096)
                if not octets:
                    raise DeviceError(errno.EIO, "the port has hung up")
                replies = self._parser.feed(octets)
            else:
                replies = self._parser.quiet()
            if replies:
                return replies
        return []

    def ask(self, what: str, command: Command, timeout: float = ANSWER_S) -> Reply:
        """The answer to a command; what else the module says in between is passed over.

        Raises `_Refused`, `_Silent` and, when the module says that it restarted, `_Rebooted`.
        """
        self.send(command)
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            replies = self.replies(left)
            for number, reply in enumerate(replies):
                if reply.op == command.op:
                    self._unread = replies[number + 1 :]
                    if reply.status != Status.OK:
                        raise _Refused(what, reply.status)
                    return reply
                if reply.op == Op.BOOT_FIRMWARE:
                    raise _Rebooted
        raise _Silent(f"no answer to {what}")

    def stop_streaming(self) -> None:
        """Ends a stream that may be running, whoever started it; queued tags come first."""
        self._unread = []
        self._parser.reset()
        try:
            self.ask("stop", commands.stop_streaming())
        except (_Refused, _Silent, _Rebooted):
            # In its bootloader it does not know the command; the next question tells the rest.
            self._unread = []


def _check(right: bool, words: str) -> None:
    if not right:
        raise DeviceError(f"mercury reader: {words}")


def _port_words(error: OSError | termios.error) -> str:
    code, said = error.args[0] if error.args else None, str(error)
    if code in (errno.EACCES, errno.EPERM):
        return _NOT_ALLOWED
    if code == errno.ENOTTY or "configure port" in said:
        return _NO_PORT
    if code == errno.EBUSY or "exclusively lock" in said:
        return _IN_USE
    return _NOT_CONNECTED

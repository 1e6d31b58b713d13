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
from hardware.rfid.mercury.commands import (
    REGIONS,
    STREAMING_SEARCH,
    Gen2Option,
    Metadata,
    Option,
    Search,
    StartStreaming,
)
from hardware.rfid.mercury.conversation import Conversation, Rebooted, Refused
from hardware.rfid.mercury.notifications import Content, StatusReport, TagRecord
from hardware.rfid.mercury.vitals import CheckUp, Vitals
from hardware.rfid.mercury.wire import Command, Op, Reply, Status, WireError, status_words
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.worker import MONOTONIC, SILENT, Clock

log = logging.getLogger(__name__)

METADATA = Metadata.READ_COUNT | Metadata.RSSI | Metadata.ANTENNA
MAX_POWER_DBM = 31.5  # the strongest module of the family; a module says itself what is too much
BAUD_RATES = (115200, 921600, 460800, 230400, 57600, 38400, 19200, 9600)  # the likely ones first
BOOT_S = 3.0  # a module answers BOOT_FIRMWARE once its firmware runs
SEARCH_TIMES_OF_SILENCE = 3
HOT_C, COOL_C = 85, 80  # it is about to pause; it has cooled down

# What the stream says is wrong, in words for staff.
_COMPLAINTS: dict[int, str] = {
    Status.NO_ANTENNA: "The reader's antenna is not connected. Check the antenna cable.",
    Status.RETURN_LOSS: "The reader's antenna does not take its power. Check the antenna cable.",
    Status.TOO_HOT: "The reader is too hot and pauses. Give it air; it goes on by itself.",
    Status.CHANNEL_OCCUPIED: "The radio channel is taken. Another reader may be too close.",
}
_UNKNOWN_COMPLAINT = "The reader reports a fault. Unplug it and plug it in."
_ANTENNA_AWAY = "Antenna {ports} of the reader is not connected. Check the antenna cable."
_NO_ANTENNA = status_words(Status.NO_ANTENNA)
_NOT_A_COMPLAINT = (Status.BUFFER_FULL, Status.AUTH_REQUEST)

# What it may refuse of its settings.
_ANSWERS: dict[int, str] = {
    Status.BAD_REGION: "The reader does not support the region {region} of config.yaml.",
    Status.POWER_TOO_HIGH: "The reader's power_dbm in config.yaml is too high for it.",
    Status.POWER_TOO_LOW: "The reader's power_dbm in config.yaml is too low for it.",
    Status.BAD_BAUD: "The reader does not support the baud of config.yaml.",
    Status.BAD_PARAMETER: "The reader does not take the settings of config.yaml: {what}.",
}


class MercuryReader(LineReader):
    """An `RfidReader` on a serial port.

    `port` may vanish and come back: a path below /dev/serial/by-id is best. `region` is a name of
    `commands.REGIONS`, `power_dbm` the power sent to the antennas, `session` the Gen2 session (0
    or 1; a tag that was read keeps silent for long in 2 and 3), `q` the slots of a round (2 to the
    power of q; the module decides if it is None), `search_ms` how often a module that hears
    nothing says so. `baud` is what the module is set to, at whatever it is found. Raises
    `DeviceError` for settings that no module takes.
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
        q: int | None = None,
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
        _check(
            baud in BAUD_RATES, f"baud {baud} is none of {', '.join(map(str, sorted(BAUD_RATES)))}"
        )
        _check(session in (0, 1), f"session {session} is not 0 or 1")
        _check(q is None or 0 <= q <= 15, f"q {q} is not 0 to 15")
        _check(50 <= search_ms <= 10_000, f"search_ms {search_ms} is not 50 to 10000")
        super().__init__(port, baud, open_line=open_line, clock=clock)
        self._region = region
        self._silence_s = SEARCH_TIMES_OF_SILENCE * search_ms / 1000
        self._antennas = tuple(antennas)
        plain = StartStreaming(search_ms, METADATA)
        # With its temperature, if the module knows how: some firmware refuses to.
        with_status = StartStreaming(
            search_ms,
            METADATA,
            STREAMING_SEARCH | Search.STATUS_STREAM,
            content=Content.FREQUENCY | Content.TEMPERATURE,
        )
        self._starts = [with_status.encode(), plain.encode()]
        self._set_up = [
            ("protocol", commands.set_protocol()),
            ("antennas", commands.set_antennas(antennas)),
            ("region", commands.set_region(region)),
            ("power_dbm", commands.set_read_power(power_dbm)),
            ("read filter", commands.set_option(Option.READ_FILTER, 0)),
            ("session", commands.set_gen2(Gen2Option.SESSION, session)),
        ]
        if session:  # a tag that was read answers in the other half of the rounds
            self._set_up.append(("target", commands.set_gen2(Gen2Option.TARGET, 0, 0)))
        if q is not None:
            self._set_up.append(("q", commands.set_q(q)))
        self._corrupt = 0
        self._not_understood = 0
        self._complained_at = -math.inf
        self._hot = False
        self._check_up = CheckUp()

    @property
    def corrupt_reads(self) -> int:
        """Tags whose EPC did not survive the way from the air, by its own checksum."""
        return self._corrupt

    @property
    def vitals(self) -> Vitals:
        """What the module last said of its temperature, power and antennas."""
        return self._check_up.vitals

    # -- on its own thread

    def _talk(self, line: Line) -> Iterator[None]:
        """Sets the module up and listens, again and again; yields each time that it streams."""
        module = Conversation(line, self._clock)
        while True:
            try:
                self._prepare(module)
                yield
                self._listen(module)
            except Rebooted:
                log.info("%s: the reader has restarted", self.port)

    def _prepare(self, module: Conversation) -> None:
        module.stop_streaming()
        program = self._greet(module)
        if program.data[:1] and program.data[0] & 3 == 1:
            module.ask("boot", Command(Op.BOOT_FIRMWARE), BOOT_S, tries=1)
        version = module.ask("version", Command(Op.VERSION))
        try:
            who = str(commands.Version.decode(version.data))
        except WireError as error:
            raise TimeoutError(f"not a Mercury module: {error}") from error
        for what, command in self._set_up:
            module.ask(what, command)
        self._start(module)
        self._check_up.begin(self._clock.now())
        log.info("%s: %s reads", self.port, who)

    def _greet(self, module: Conversation) -> Reply:
        """What runs on the module, at whatever baud it is found."""
        greeting = ("current program", Command(Op.CURRENT_PROGRAM))
        for mend in (module.flush, lambda: self._find(module)):
            try:
                return module.ask(*greeting)
            except TimeoutError:
                mend()
        return module.ask(*greeting)

    def _find(self, module: Conversation) -> None:
        """A module that somebody left at another baud is set to the one of config.yaml."""
        baud = module.speaks_at(each for each in BAUD_RATES if each != self.baud)
        if baud is None:
            raise TimeoutError("no answer at any baud")
        log.info("%s: the reader talks at %d baud; it is set to %d", self.port, baud, self.baud)
        module.set_baud(self.baud)

    def _start(self, module: Conversation) -> None:
        if len(self._starts) > 1:
            try:
                module.ask("start", self._starts[0], proof=Op.READ_MULTIPLE)
            except Refused as refused:
                log.info("%s: tells no temperature while it streams: %s", self.port, refused)
                self._starts.pop(0)
            except TimeoutError:
                pass  # refused without a word, or lost
            else:
                return
        module.ask("start", self._starts[-1], proof=Op.READ_MULTIPLE)

    def _listen(self, module: Conversation) -> None:
        """Takes in what is streamed. Returns when the stream must be started anew."""
        power_dbm: float | None = None
        while replies := module.replies(self._silence_s):
            now = self._clock.now()
            reads: list[TagRead] = []
            try:
                well = [self._take_in(reply, now, reads) for reply in replies]
            finally:
                self._hear(reads)
            if any(well) and not self._hot and now - self._complained_at > self._silence_s:
                self._become(Health(DeviceState.OK))
            if any(reply.status == Status.BUFFER_FULL for reply in replies):
                log.info("%s: the module's buffer was full", self.port)
                return
            if (question := self._question(now)) is not None:
                module.send(commands.tunnel(question))
            if power_dbm is None:
                power_dbm = self.vitals.power_dbm
            elif self.vitals.power_dbm != power_dbm:
                raise Rebooted  # unseen: it streams, but not as it was told to
        # Silence of the reader must not be taken for tags that leave.
        if self._health.ok:
            words = f"silent for {self._silence_s:g} s"
            self._become(Health(DeviceState.AWAY, SILENT, words))

    def _question(self, now: float) -> Command | None:
        """What to ask of a module that streams."""
        if self._complained_at == now and self._health.cause == _NO_ANTENNA:
            return self._check_up.ask_antennas(now)
        return self._check_up.question(now)

    def _take_in(self, reply: Reply, now: float, reads: list[TagRead]) -> bool:
        """Takes in one reply; whether it says that the module is at work."""
        if reply.op == Op.BOOT_FIRMWARE:
            raise Rebooted
        if reply.op == Op.STREAM:
            self._check_up.answered(reply)
            self._feel(now)
        if reply.op != Op.READ_MULTIPLE or reply.status in _NOT_A_COMPLAINT:
            return False
        if reply.status == Status.NO_TAGS:
            return True
        if reply.status != Status.OK:
            self._complain(now, self._complaint(reply.status), status_words(reply.status))
            return False
        try:
            told = notifications.decode(reply)
        except WireError as error:
            if not self._not_understood:
                log.info("%s: a notification that is not understood: %s", self.port, error)
            self._not_understood += 1
            return False
        if isinstance(told, TagRecord):
            if not told.intact:
                self._corrupt += 1
            elif told.epc:  # a blank tag names nothing
                antenna = (told.antenna or 0x11) >> 4
                rssi = None if told.rssi_dbm is None else float(told.rssi_dbm)
                reads.append(TagRead(TagId.epc(told.epc), antenna, rssi, now, told.read_count or 1))
        elif isinstance(told, StatusReport):
            self._check_up.told(told)
            self._feel(now)
        return True

    def _feel(self, now: float) -> None:
        """Whether it is too hot."""
        celsius = self.vitals.temperature_c
        if celsius is not None:
            self._hot = celsius >= (COOL_C if self._hot else HOT_C)
            if self._hot:
                self._complain(now, _COMPLAINTS[Status.TOO_HOT], f"{celsius} °C")

    def _complaint(self, status: int) -> str:
        connected = self.vitals.connected
        if status == Status.NO_ANTENNA and connected and len(self._antennas) > 1:
            away = [str(port) for port in self._antennas if port not in connected]
            if away:
                return _ANTENNA_AWAY.format(ports=" and ".join(away))
        return _COMPLAINTS.get(status, _UNKNOWN_COMPLAINT)

    def _complain(self, now: float, words: str, cause: str) -> None:
        self._complained_at = now
        self._become(Health(DeviceState.FAULTY, words, cause))

    def _words(self, error: Exception) -> Health | None:
        if not isinstance(error, Refused):
            return super()._words(error)
        words = _ANSWERS.get(error.status) or _COMPLAINTS.get(error.status)
        words = words or "The reader refuses {what}. Unplug it and plug it in."
        words = words.format(region=self._region, what=error.what)
        return Health(DeviceState.FAULTY, words, str(error))

    def _leave(self, line: Line) -> None:
        line.write(commands.stop_streaming().encode())


def _check(right: bool, words: str) -> None:
    if not right:
        raise DeviceError(f"mercury reader: {words}")

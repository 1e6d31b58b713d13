"""A PN532 as it behaves: its settings, the cards that it lists and talks to, its patience.

Owns the state machine behind the wire; takes the time as an argument and does no I/O. How its
frames travel and how it wakes up is `emulator.py`, what a card does `iso14443/card.py`; which cards
are there comes from a `Field`.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.rfid.field import Field
from hardware.rfid.iso14443.card import HLTA, REQA, SELECT, WHOLE_UID, WUPA, Card, State, mix
from hardware.rfid.iso14443.crc import with_crc
from hardware.rfid.pn532 import commands
from hardware.rfid.pn532.commands import BAUD_CODES, FOREVER, MAX_TARGETS, Firmware, Target
from hardware.rfid.pn532.wire import Code, Command, Error, Frame, Reply, Signal, Status, WireError
from hardware.rfid.reader import TagId

GENUINE = Firmware(commands.PN532, 1, 6, 7)
ANTENNA = 1

# How long it is at it. A chip that answers an empty field after two attempts takes some 30 ms.
ATTEMPT_S = 0.012  # one request, nobody answers
SELECT_S = 0.006  # a card that is told apart and selected
EXCHANGE_S = 0.004
OTHER_S = 0.001

_AUTHENTICATE = (0x60, 0x61)
_COMPLETE = 5  # octets of a cascade level, with their checksum
_MIFARE, _TYPE_4 = 0x10, 0x20  # how the status tells of listed cards


@dataclass(frozen=True, slots=True)
class Told:
    """A frame of the chip, and the card that it tells, if it tells one."""

    frame: Frame
    tag: TagId | None = None


@dataclass(slots=True)
class _Listing:
    """InListPassiveTarget under way. `attempts` are left; None: without end."""

    count: int
    attempts: int | None
    next_at: float


@dataclass(slots=True)
class _Answering:
    reply: Reply
    at: float
    tag: TagId | None = None


class Chip:
    """One chip before a field. `hear` frames, and `work` whenever `next_at` has come.

    `wakes` makes it one of those whose listing begins with a call that wakes sleeping cards too.
    """

    def __init__(
        self,
        field: Field,
        *,
        firmware: Firmware = GENUINE,
        wakes: bool = False,
        retries: int = FOREVER,
    ) -> None:
        self._field = field
        self._firmware = firmware
        self._wakes = wakes
        self.baud = 115200
        self.asleep = False  # after PowerDown
        self.retries = retries  # of a listing; the chip's own default is without end
        self.fault: int | None = None
        self.radio = False  # whether the cards have power
        self.listings = 0
        self.exchanges = 0
        self._cards: dict[TagId, Card] = {}  # those that have power
        self._targets: dict[int, tuple[TagId, Card]] = {}
        self._registers: dict[bytes, int] = {}
        self._error = 0
        self._listing: _Listing | None = None
        self._answering: _Answering | None = None
        self._last: Frame | None = None
        self._next_baud: int | None = None

    @property
    def busy(self) -> bool:
        """Whether it owes an answer."""
        return self._listing is not None or self._answering is not None

    # -- the host's side

    def hear(self, frame: Frame, now: float) -> list[Told]:
        """What it says at once. Answers come later, from `work`."""
        if frame is Signal.ACK:
            self._listing = self._answering = None
            if self._next_baud is not None:
                self.baud, self._next_baud = self._next_baud, None
            return []
        if frame is Signal.NACK:
            return [Told(self._last)] if self._last is not None and not self.busy else []
        if not isinstance(frame, Command):
            return []
        self._listing = self._answering = None  # a new command ends the one under way
        try:
            self._obey(frame, now)
        except (WireError, IndexError):
            return [Told(Signal.ACK), self._tell(Error())]
        return [Told(Signal.ACK)]

    def _tell(self, frame: Frame, tag: TagId | None = None) -> Told:
        self._last = frame
        return Told(frame, tag)

    def _obey(self, command: Command, now: float) -> None:
        code, data = command.code, command.data
        if code == Code.LIST:
            if not 1 <= data[0] <= MAX_TARGETS or data[1] != commands.TYPE_A:
                raise WireError("it lists one or two cards of type A only")
            attempts = None if self.retries == FOREVER else self.retries + 1
            self._targets.clear()
            self.listings += 1
            self._listing = _Listing(data[0], attempts, now)
            return
        lasts = EXCHANGE_S if code == Code.EXCHANGE else OTHER_S
        self._answering = _Answering(Reply(code, self._answer(code, data, now)), now + lasts)

    def _answer(self, code: int, data: bytes, now: float) -> bytes:
        if code == Code.FIRMWARE:
            return self._firmware.encode()
        if code == Code.DIAGNOSE and data[0] == 0:
            return data  # the line's own test: it says what it hears
        if code == Code.GENERAL_STATUS:
            kinds = (
                bytes((number, 0, 0, _TYPE_4 if card.sak & 0x20 else _MIFARE))
                for number, (_, card) in sorted(self._targets.items())
            )
            error = self.fault or self._error
            return bytes((error, self.radio, len(self._targets))) + b"".join(kinds) + b"\x80"
        if code == Code.READ_REGISTER:
            pairs = range(0, len(data), 2)
            return bytes(self._registers.get(data[at : at + 2], 0) for at in pairs)
        if code == Code.WRITE_REGISTER:
            for at in range(0, len(data), 3):
                self._registers[data[at : at + 2]] = data[at + 2]
            return b""
        if code == Code.SET_BAUD:
            self._next_baud = BAUD_CODES.get(data[0])
            if self._next_baud is None:
                raise WireError("no such baud")
            return b""
        if code in (Code.SAM, Code.SET_PARAMETERS):
            data[0]  # raises when it is missing
            return b""
        if code == Code.POWER_DOWN:
            data[0]
            self.asleep = True
            self._switch_off()
            return b"\x00"
        if code == Code.RF:
            self._configure(data)
            return b""
        if code == Code.EXCHANGE:
            self.exchanges += 1
            return self._exchange(data[0], data[1:], now)
        if code in (Code.DESELECT, Code.RELEASE, Code.SELECT):
            return bytes((self._dismiss(code, data[0]),))
        raise WireError(f"command {code:02X} is not known")

    def _configure(self, data: bytes) -> None:
        if data[0] == commands.RF_FIELD:
            if data[1] & 1:
                self.radio = True
            else:
                self._switch_off()
        elif data[0] == commands.RF_RETRIES:
            self.retries = data[3]

    def _switch_off(self) -> None:
        self.radio = False
        self._cards.clear()

    def _dismiss(self, code: int, number: int) -> int:
        if number and number not in self._targets:
            return Status.CONTEXT
        for each in [number] if number else list(self._targets):
            tag, card = self._targets[each]
            if code == Code.SELECT:
                continue
            if self._cards.get(tag) is card:
                self._awake(card)
                self._send([card], with_crc(HLTA))
            if code == Code.RELEASE:
                del self._targets[each]
        return Status.OK

    # -- the air's side

    @property
    def next_at(self) -> float | None:
        """When `work` has something to do, if ever."""
        if self._listing is not None:
            return self._listing.next_at
        return None if self._answering is None else self._answering.at

    def work(self, now: float) -> list[Told]:
        """What it says on its own up to `now`."""
        told: list[Told] = []
        while (listing := self._listing) is not None and listing.next_at <= now:
            self._attempt(listing)
        if self._answering is not None and self._answering.at <= now:
            answering, self._answering = self._answering, None
            told.append(self._tell(answering.reply, answering.tag))
        return told

    def _attempt(self, listing: _Listing) -> None:
        at = listing.next_at
        reach = [] if self.fault else self._reach(at)
        listed: list[tuple[TagId, Card]] = []
        while len(listed) < listing.count:
            if listed:
                self._send([card for _, card in reach], with_crc(HLTA))
            # A genuine chip sends REQA: nfcpy finds it in the chip's buffer when nobody answers.
            request = WUPA if self._wakes and not listed else REQA
            card = self._select([card for _, card in reach], request)
            if card is None:
                break
            listed.append(next(each for each in reach if each[1] is card))
        at += ATTEMPT_S + SELECT_S * len(listed)
        listing.next_at = at
        if listing.attempts is not None:
            listing.attempts -= 1
        if not listed and listing.attempts != 0:
            return
        self._listing = None
        self._targets = dict(enumerate(listed, 1))
        self._error = Status.OK if listed else Status.TIMEOUT
        data = commands.encode_targets(
            [_target(number, card) for number, (_, card) in self._targets.items()]
        )
        # A frame that tells two cards is counted for the first.
        tag = listed[0][0] if listed else None
        self._answering = _Answering(Reply(Code.LIST, data), at, tag)

    def _reach(self, now: float) -> list[tuple[TagId, Card]]:
        """The cards that hear it now. Those that have left lose what they knew."""
        self.radio = True
        there = set(self._field.tags())
        for tag in [tag for tag in self._cards if tag not in there]:
            del self._cards[tag]
        heard = []
        for each in self._field.round(ANTENNA, now):
            if each.tag not in self._cards and (made := _card(each.tag)) is not None:
                self._cards[each.tag] = made
            if each.tag in self._cards:
                heard.append((each.tag, self._cards[each.tag]))
        return heard

    def _send(self, cards: list[Card], frame: bytes, bits: int | None = None) -> bytes | None:
        """Sends to all cards; whole octets that came back, those of a clash included."""
        size = 8 * len(frame) if bits is None else bits
        answers = [answer for card in cards if (answer := card.answer(frame, size)) is not None]
        mixed = mix(answers)
        return None if mixed is None else mixed.frame.octets

    def _select(self, cards: list[Card], request: int) -> Card | None:
        """Calls whoever is to be listed, tells them apart bit by bit and selects one."""
        if self._send(cards, bytes((request,)), 7) is None:
            return None
        for level in SELECT:
            known, bits = 0, 0
            while bits < 8 * _COMPLETE:
                nvb = (2 + bits // 8) << 4 | bits % 8
                asked = bytes((level, nvb)) + known.to_bytes(-(-bits // 8), "little")
                mixed = mix(
                    answer
                    for card in cards
                    if (answer := card.answer(asked, 16 + bits)) is not None
                )
                if mixed is None:
                    return None
                came = int.from_bytes(mixed.frame.octets, "little")
                if mixed.collision is None:
                    known |= came << bits
                    break
                # Of those that differ, it goes on with who sent a 1.
                known |= (came & (2 << mixed.collision) - 1) << bits
                bits += mixed.collision + 1
            whole = bytes((level, WHOLE_UID)) + known.to_bytes(_COMPLETE, "little")
            self._send(cards, with_crc(whole))
            active = next((card for card in cards if card.state is State.ACTIVE), None)
            if active is not None:
                return active
        return None

    def _awake(self, card: Card) -> None:
        """Selects a listed card again, which had to sleep while the other one was listed."""
        if card.state is State.ACTIVE:
            return
        others = list(self._cards.values())
        self._send(others, with_crc(HLTA))
        self._send(others, bytes((WUPA,)), 7)
        for level, octets in zip(SELECT, card.levels, strict=False):
            self._send(others, with_crc(bytes((level, WHOLE_UID)) + octets))

    def _exchange(self, number: int, data: bytes, now: float) -> bytes:
        if number not in self._targets:
            return bytes((Status.CONTEXT,))
        card = self._targets[number][1]
        if self.fault or all(each is not card for _, each in self._reach(now)):
            return bytes((self.fault or Status.TIMEOUT,))
        self._awake(card)
        if data[0] in _AUTHENTICATE:
            well = card.authenticate(data[8:12], data[2:8])
            return bytes((Status.OK if well else Status.AUTHENTICATION,))
        answer = self._send([card], with_crc(data))
        if answer is None:
            return bytes((Status.TIMEOUT,))
        if len(answer) < 3:  # the four bits by which a card refuses have no checksum
            return bytes((Status.CRC,))
        return bytes((Status.OK,)) + answer[:-2]


def _target(number: int, card: Card) -> Target:
    return Target(number, card.atqa, card.sak, card.uid)


def _card(tag: TagId) -> Card | None:
    try:
        return Card.of(tag)
    except ValueError:  # nobody makes such a card
        return None

"""An M100's settings and how it answers for them; the kinds of modules there are.

Owns what a module is set to and refuses what it does not support. Searching is `module.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hardware.rfid.m100.commands import HARDWARE, MAKER, REGIONS, SOFTWARE, Query
from hardware.rfid.m100.wire import AA_DD, BB_7E, Error, Framing, Op


@dataclass(frozen=True, slots=True)
class Model:
    """One kind of module. Powers in hundredths of a dBm."""

    framing: Framing
    hardware: str = "M100 V1.00"
    software: str = "V2.3.5"
    maker: str = "MagicRf"
    regions: tuple[str, ...] = tuple(REGIONS)
    min_power: int = 1000
    max_power: int = 2600


R200 = Model(AA_DD)
YRM100 = Model(BB_7E)  # also JRD-4035


class Refusal(Exception):  # noqa: N818
    """A command is answered with an error."""

    def __init__(self, error: int) -> None:
        self.error = error


class Settings:
    """What a module forgets when it loses power or sleeps."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.region = REGIONS["CN900"]
        self.power = 2000
        self.query = Query()
        self.select = b""
        self.select_mode = 0
        self.channel = 1
        self.channels = b""  # those it hops over, if they were chosen
        self.hops = False
        self.demodulator = bytes.fromhex("030601B0")
        self.idle_minutes = 0

    def answer(self, op: int, data: bytes) -> bytes:
        """The data of the answer to a command. Raises `Refusal`."""
        if op not in _COMMANDS:
            raise Refusal(Error.BAD_COMMAND)
        return _COMMANDS[op](self, data)

    # -- each takes a command's data and gives its answer's data

    def _info(self, data: bytes) -> bytes:
        texts = {
            HARDWARE: self.model.hardware,
            SOFTWARE: self.model.software,
            MAKER: self.model.maker,
        }
        expect(len(data) == 1 and data[0] in texts)
        return data + texts[data[0]].encode("ascii")

    def _set_region(self, data: bytes) -> bytes:
        expect(len(data) == 1 and data[0] in [REGIONS[name] for name in self.model.regions])
        self.region = data[0]
        return b"\0"

    def _set_power(self, data: bytes) -> bytes:
        power = int.from_bytes(data, "big")
        expect(len(data) == 2 and self.model.min_power <= power <= self.model.max_power)
        self.power = power
        return b"\0"

    def _set_query(self, data: bytes) -> bytes:
        expect(len(data) == 2)
        self.query = Query.decode(data)
        return b"\0"

    def _set_select(self, data: bytes) -> bytes:
        # target, action, memory bank | where | how many bits | truncate | mask
        expect(len(data) >= 7 and len(data) == 7 + (data[5] + 7) // 8)
        self.select = data
        self.select_mode = 0
        return b"\0"

    def _set_select_mode(self, data: bytes) -> bytes:
        expect(len(data) == 1 and data[0] <= 2)
        self.select_mode = data[0]
        return b"\0"

    def _set_channel(self, data: bytes) -> bytes:
        expect(len(data) == 1)
        self.channel = data[0]
        self.hops = False
        return b"\0"

    def _insert_channels(self, data: bytes) -> bytes:
        expect(len(data) >= 1 and len(data) == 1 + data[0])
        self.channels = data[1:]
        return b"\0"

    def _set_hopping(self, data: bytes) -> bytes:
        expect(data in (b"\x00", b"\xff"))
        self.hops = data == b"\xff"
        return b"\0"

    def _set_demodulator(self, data: bytes) -> bytes:
        expect(len(data) == 4)
        self.demodulator = data
        return b"\0"

    def _set_idle_sleep(self, data: bytes) -> bytes:
        expect(len(data) == 1 and data[0] <= 30)
        self.idle_minutes = data[0]
        return data  # the one setting that is confirmed by its value

    def _idle_mode(self, data: bytes) -> bytes:
        expect(len(data) == 3)
        return b"\0"


def expect(right: bool) -> None:
    if not right:
        raise Refusal(Error.BAD_COMMAND)


def _answer_of(value: Callable[[Settings], bytes]) -> Callable[[Settings, bytes], bytes]:
    def answer(settings: Settings, data: bytes) -> bytes:
        expect(not data)
        return value(settings)

    return answer


_COMMANDS: dict[int, Callable[[Settings, bytes], bytes]] = {
    Op.INFO: Settings._info,
    Op.IDLE_MODE: Settings._idle_mode,
    Op.SET_REGION: Settings._set_region,
    Op.GET_REGION: _answer_of(lambda settings: bytes((settings.region,))),
    Op.GET_SELECT: _answer_of(lambda settings: settings.select or b"\x01" + b"\0" * 6),
    Op.SET_SELECT: Settings._set_select,
    Op.SET_SELECT_MODE: Settings._set_select_mode,
    Op.GET_QUERY: _answer_of(lambda settings: settings.query.encode()),
    Op.SET_QUERY: Settings._set_query,
    Op.SET_POWER: Settings._set_power,
    Op.GET_POWER: _answer_of(lambda settings: settings.power.to_bytes(2, "big")),
    Op.SET_CHANNEL: Settings._set_channel,
    Op.GET_CHANNEL: _answer_of(lambda settings: bytes((settings.channel,))),
    Op.INSERT_CHANNELS: Settings._insert_channels,
    Op.SET_HOPPING: Settings._set_hopping,
    Op.SET_DEMODULATOR: Settings._set_demodulator,
    Op.GET_DEMODULATOR: _answer_of(lambda settings: settings.demodulator),
    Op.IDLE_SLEEP: Settings._set_idle_sleep,
}

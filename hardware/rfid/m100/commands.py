"""What an M100's commands and their answers mean: regions, power, the query of each round.

Owns commands' data in both directions. Framing is `wire.py`, what rounds find `tags.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.rfid.m100.wire import Frame, Op, WireError, command

# Regulatory regions by the name that config.yaml uses.
REGIONS: dict[str, int] = {"CN900": 0x01, "US": 0x02, "EU": 0x03, "CN800": 0x04, "KR": 0x06}
BAUD_RATES = (115200, 57600, 38400, 19200, 9600)
MIN_POWER_DBM, MAX_POWER_DBM = 10.0, 26.0
MAX_ROUNDS = 0xFFFF  # of one multi poll
_RESERVED = 0x22  # stands before the number of rounds
NEVER_SELECT = 0x01  # no Select before a round: every tag answers

HARDWARE, SOFTWARE, MAKER = 0x00, 0x01, 0x02  # what INFO is asked for


@dataclass(frozen=True, slots=True)
class Query:
    """The Gen2 Query that begins each round. The defaults are the module's own."""

    session: int = 0
    q: int = 4
    target_b: bool = False
    select: int = 0  # 0, 1 all tags; 2 those not selected; 3 those selected
    encoding: int = 0  # M: FM0; the only one the module has
    divide_ratio: int = 0  # DR 8
    pilot: bool = True

    def encode(self) -> bytes:
        word = self.divide_ratio << 15 | self.encoding << 13 | self.pilot << 12
        word |= self.select << 10 | self.session << 8 | self.target_b << 7 | self.q << 3
        return word.to_bytes(2, "big")

    @classmethod
    def decode(cls, data: bytes) -> Query:
        if len(data) != 2:
            raise WireError(f"a query has 2 bytes, not {len(data)}")
        word = int.from_bytes(data, "big")
        return cls(
            session=word >> 8 & 3,
            q=word >> 3 & 15,
            target_b=bool(word >> 7 & 1),
            select=word >> 10 & 3,
            encoding=word >> 13 & 3,
            divide_ratio=word >> 15,
            pilot=bool(word >> 12 & 1),
        )


def info(what: int = HARDWARE) -> Frame:
    return command(Op.INFO, bytes((what,)))


def info_text(data: bytes) -> str:
    """What an answer to `info` says; behind the byte that was asked for stands plain text."""
    return data[1:].decode("ascii", "replace").strip("\0 ")


def poll(rounds: int = MAX_ROUNDS) -> Frame:
    """Search for so many rounds."""
    return command(Op.MULTI_POLL, bytes((_RESERVED,)) + rounds.to_bytes(2, "big"))


def stop_poll() -> Frame:
    return command(Op.STOP_MULTI_POLL)


def set_region(name: str) -> Frame:
    return command(Op.SET_REGION, bytes((REGIONS[name],)))


def set_power(dbm: float) -> Frame:
    return command(Op.SET_POWER, round(dbm * 100).to_bytes(2, "big"))


def get_power() -> Frame:
    return command(Op.GET_POWER)


def set_query(query: Query) -> Frame:
    return command(Op.SET_QUERY, query.encode())


def hop() -> Frame:
    """Change channels by itself, as the region's rules ask."""
    return command(Op.SET_HOPPING, b"\xff")


def select_never() -> Frame:
    return command(Op.SET_SELECT_MODE, bytes((NEVER_SELECT,)))


def set_baud(baud: int) -> Frame:
    """The module answers nothing and talks at the new rate from then on."""
    return command(Op.SET_BAUD, (baud // 100).to_bytes(2, "big"))

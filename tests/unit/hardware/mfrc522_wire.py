"""A chip at the end of a wire in virtual time: what its clients are tried on."""

from __future__ import annotations

from collections.abc import Sequence

from hardware.rfid.iso14443.card import Card
from hardware.rfid.mfrc522.chip import Chip, CollPos
from hardware.rfid.mfrc522.emulator import CardsAtHand
from hardware.rfid.mfrc522.frontend import Frontend

TRANSFER_S = 50e-6  # of two octets at 1 MHz, with what the kernel takes


class Wire:
    """Registers of a chip. A transfer takes its time; `log` holds what was read and written."""

    def __init__(
        self,
        cards: Sequence[Card] = (),
        coll_pos: CollPos = CollPos.LEVEL,
        version: int = 0x92,
        *,
        start_stays: bool = False,
    ) -> None:
        self.coil = CardsAtHand(cards)
        self.chip = Chip(self.coil, coll_pos=coll_pos, version=version, start_stays=start_stays)
        self.now = 0.0
        self.transfers = 0
        self.log: list[str] = []

    def read(self, *registers: int) -> bytes:
        self._transfer()
        return bytes(self._read(register) for register in registers)

    def write(self, register: int, *octets: int) -> None:
        self._transfer()
        for octet in octets:
            self.log.append(f"W{register:02X}={octet:02X}")
            self.chip.write(register, octet, self.now)

    def reset(self, high: bool) -> None:
        if not high:
            self.chip.power_up(self.now)

    def close(self) -> None: ...

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def transfer(self, octets: Sequence[int]) -> list[int]:
        """As SPI sees it; a `Slave` of a stand-in Pi."""
        if octets[0] & 0x80:
            return [0, *self.read(*(octet >> 1 & 0x3F for octet in octets[:-1]))]
        self.write(octets[0] >> 1 & 0x3F, *octets[1:])
        return [0] * len(octets)

    def pin(self, board: int, high: bool) -> None: ...

    def frontend(self) -> Frontend:
        """Set up, with its field on."""
        frontend = Frontend(self, self.wait)
        frontend.start()
        frontend.field_on()
        return frontend

    def _transfer(self) -> None:
        self.now += TRANSFER_S
        self.transfers += 1

    def _read(self, register: int) -> int:
        value = self.chip.read(register, self.now)
        self.log.append(f"R{register:02X}={value:02X}")
        return value


def folded(log: Sequence[str]) -> str:
    """One word for each access, a run of the same one as R04=44x6."""
    words: list[list[str]] = []
    for word in log:
        if words and words[-1][0] == word:
            words[-1].append(word)
        else:
            words.append([word])
    return " ".join(run[0] + (f"x{len(run)}" if len(run) > 1 else "") for run in words)

"""A reader for cards and NFC tags at 13.56 MHz: an MFRC522 board on a Raspberry Pi's SPI bus.

Owns rounds and the words for what goes wrong. A round switches
the field on, lists every card in it, and switches it off. The chip has no way to say that it is
gone: each round first asks whether it still has its settings.

Who a card is, is `iso14443/identities.py`. The chip does not tell how strong an answer was.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.iso14443.identities import Identities
from hardware.rfid.mfrc522.frontend import FIELD_UP_S, GAINS_DB, Frontend, NoChip, OtherChip
from hardware.rfid.mfrc522.listing import cards, pages
from hardware.rfid.mfrc522.pins import BCM_OF_BOARD, SPI
from hardware.rfid.mfrc522.spi import NotSetUp, PinTaken, Registers, SpiRegisters
from hardware.rfid.reader import TagRead
from hardware.rfid.worker import MONOTONIC, Clock, Closing, ReaderWorker

log = logging.getLogger(__name__)

DIPS, DIPS_S = 3, 30.0  # more dips of the power in so many seconds are for staff to mend

_NOT_SET_UP = "This machine is not set up for an SPI reader. Run: make pi"
_PIN_TAKEN = "Another program uses the reader's reset pin. Close it, or choose another reset_pin."
_SPI_OFF = "SPI is switched off on this machine. Switch it on in raspi-config, then restart."
_NOT_ALLOWED = "Hangtag may not use the SPI bus. Add its user to the groups spi and gpio."
_NO_CHIP = "The reader is not connected. Check its wires, the 3.3 V above all."
_OTHER_CHIP = "What is on the SPI bus is no MFRC522. Check bus and device in config.yaml."
_STUCK = "The reader does not answer. Switch this machine off and on again."
_WEAK = "The reader keeps losing power. Check its 3.3 V and ground wires."


class Mfrc522Reader(ReaderWorker):
    """An `RfidReader` on an SPI bus.

    `bus` and `device` are those of /dev/spidev<bus>.<device>. `reset_pin` is a place on the
    header (22 is GPIO 25), not Broadcom's number. `gain_db` is how well it listens: 18, 23, 33,
    38, 43 or 48. A round begins every `interval_s`. Without `ndef` each card is
    taken by its serial number. `open_registers` is for tests.
    """

    def __init__(
        self,
        bus: int = 0,
        device: int = 0,
        *,
        reset_pin: int = 22,
        speed_hz: int = 1_000_000,
        gain_db: int = 33,
        interval_s: float = 0.15,
        ndef: bool = True,
        open_registers: Callable[[], Registers] | None = None,
        clock: Clock = MONOTONIC,
    ) -> None:
        _check(bus >= 0 and device >= 0, f"bus {bus} and device {device} count from 0")
        _check(
            reset_pin in BCM_OF_BOARD and reset_pin not in SPI,
            f"reset_pin {reset_pin} is not a free pin of the header; 22 is the usual one",
        )
        _check(10_000 <= speed_hz <= 10_000_000, f"speed_hz {speed_hz} is not 10000 to 10000000")
        gains = ", ".join(map(str, GAINS_DB))
        _check(gain_db in GAINS_DB, f"gain_db {gain_db} is none of {gains}")
        _check(0 < interval_s <= 10, f"interval_s {interval_s} is not above 0 and at most 10")
        super().__init__(f"/dev/spidev{bus}.{device}", clock)
        self._open_registers = open_registers or (
            lambda: SpiRegisters(bus, device, speed_hz, reset_pin)
        )
        self._gain_db = gain_db
        self._interval_s = interval_s
        self._identities = Identities(reads_ndef=ndef)
        self._dips: deque[float] = deque(maxlen=DIPS + 1)

    def _connect(self) -> Iterator[None]:
        registers = self._open_registers()
        try:
            frontend = Frontend(registers, self._wait, gain_db=self._gain_db)
            frontend.start()
            while True:
                begins = self._clock.now()
                if self._hear_round(frontend):
                    self._become(self._power_words(begins))
                    yield
                else:
                    log.info("%s: the chip has lost its settings", self._name)
                    self._dips.append(begins)
                    frontend.set_up()
                    if not (health := self._power_words(begins)).ok:
                        self._become(health)
                left = begins + self._interval_s - self._clock.now()
                self._wait(max(left, FIELD_UP_S))
        finally:
            registers.close()

    def _hear_round(self, frontend: Frontend) -> bool:
        """Whether the chip could be asked: one that lost its settings, before or meanwhile, not."""
        if not frontend.is_set_up():
            return False
        try:
            self._list(frontend)
        except TimeoutError:
            if frontend.is_set_up():
                raise
            return False
        return True

    def _list(self, frontend: Frontend) -> None:
        def read(page: int) -> bytes | None:
            return pages(frontend, page)

        frontend.field_on()
        for chosen in cards(frontend):
            listed_at = self._clock.now()
            tag = self._identities.of(chosen.uid, type_2=chosen.is_type_2, read=read, at=listed_at)
            if tag is not None:
                self._hear([TagRead(tag, 1, None, listed_at)])
        frontend.field_off()
        self._identities.forget(self._clock.now())

    def _power_words(self, now: float) -> Health:
        """A chip that needs its settings again and again lacks power, also while it reads."""
        dips = sum(now - dip < DIPS_S for dip in self._dips)
        if dips <= DIPS:
            return Health(DeviceState.OK)
        return Health(DeviceState.FAULTY, _WEAK, "its registers were reset again and again")

    def _wait(self, seconds: float) -> None:
        if self._clock.wait(self._closing, seconds):
            raise Closing

    def _words(self, error: Exception) -> Health | None:
        cause = str(error)
        if isinstance(error, NotSetUp):
            return Health(DeviceState.FAULTY, _NOT_SET_UP, cause)
        if isinstance(error, PinTaken):
            return Health(DeviceState.FAULTY, _PIN_TAKEN, cause)
        if isinstance(error, OtherChip):
            return Health(DeviceState.FAULTY, _OTHER_CHIP, cause)
        if isinstance(error, NoChip):
            return Health(DeviceState.AWAY, _NO_CHIP, cause)
        if isinstance(error, FileNotFoundError):
            return Health(DeviceState.FAULTY, _SPI_OFF, cause)
        if isinstance(error, PermissionError):
            return Health(DeviceState.FAULTY, _NOT_ALLOWED, cause)
        if isinstance(error, TimeoutError):
            return Health(DeviceState.AWAY, _STUCK, cause)
        if isinstance(error, OSError):
            return Health(DeviceState.AWAY, _NO_CHIP, cause)
        return None


def _check(right: bool, words: str) -> None:
    if not right:
        raise DeviceError(f"mfrc522 reader: {words}")

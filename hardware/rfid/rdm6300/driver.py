"""Driver of the RDM6300, a reader of 125 kHz cards, on a serial port.

Owns listening to it. It takes no command and says nothing while no card is there, so that its
health is that of its port: a reader that is dead behind a good cable cannot be told from one with
nothing to read. Does not know what is on the wire (`wire.py`) nor what a card means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hardware.device import DeviceState, Health
from hardware.rfid.line import Line, LineReader
from hardware.rfid.rdm6300.wire import BAUD, Card, FrameParser
from hardware.rfid.reader import TagId, TagKind, TagRead
from hardware.rfid.worker import MONOTONIC, Clock

QUIET_S = 0.1  # no reader pauses this long within a frame, nor does a USB adapter
# A bad cable costs a frame now and then. What goes on for `LASTS_S` with more than `NOISE` bytes,
# no card among them and no `CALM_S` of peace between them, comes from something else.
NOISE = 100
LASTS_S = 2.0
CALM_S = 3.0

_NOISE = (
    "What comes from the reader's port makes no sense. Check port in config.yaml and the "
    "reader's cable."
)


class RDM6300Reader(LineReader):
    """An `RfidReader` on a serial port.

    `port` may vanish and come back: a path below /dev/serial/by-id is best. Its tags are UIDs of
    5 bytes; they come without strength, and one at a time: two cards at once talk each other down.
    """

    def __init__(
        self,
        port: str,
        *,
        open_line: Callable[[int], Line] | None = None,
        clock: Clock = MONOTONIC,
    ) -> None:
        super().__init__(port, BAUD, open_line=open_line, clock=clock)

    def _talk(self, line: Line) -> Iterator[None]:
        parser = FrameParser()
        noise, noise_from, noise_at = 0, 0.0, 0.0
        self._become(Health(DeviceState.OK))
        yield
        while True:
            dropped = parser.dropped
            octets = line.read(QUIET_S if parser.waiting else CALM_S)
            cards = parser.feed(octets) if octets else parser.quiet()
            now = self._clock.now()
            reads = [TagRead(_tag(card), 1, None, now) for card in cards]
            self._hear(reads)
            if reads or now - noise_at >= CALM_S:
                noise = 0
            if not reads and parser.dropped > dropped:
                noise_from = noise_from if noise else now
                noise, noise_at = noise + parser.dropped - dropped, now
            if not noise:
                self._become(Health(DeviceState.OK))
                yield
            elif self._health.ok and noise > NOISE and now - noise_from > LASTS_S:
                words = f"{noise} bytes without a card"
                self._become(Health(DeviceState.FAULTY, _NOISE, words))


def _tag(card: Card) -> TagId:
    return TagId(TagKind.UID, card.uid.hex().upper())

"""A reader that plays a recording: any program sees what was heard then, as if it were now.

Owns the pace. What is in the file is the recording's; the zone decides anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.recording.files import records_in
from hardware.rfid.recording.lines import Chapter, RecordingError, Update
from hardware.rfid.worker import MONOTONIC, Clock, ReaderWorker

LONGEST_GAP_S = 5.0  # what was not recorded is not waited for longer
_LEAST_PAUSE_S = 0.01  # a recording may be a single moment
_FOR_EVER_S = 3600.0
_WAS_AWAY = Health(DeviceState.AWAY, "The reader was away when this was recorded.")


class ReplayReader(ReaderWorker):
    """Plays `file` (what `kiosk report incident` wrote, or a recorder's folder) at some `speed`.

    With `loop` it begins again at the end, after a pause in which garments leave before they come
    again; without it nothing is heard any more. `place` chooses one of several in the file;
    without it the first one is played.
    """

    def __init__(
        self,
        file: str,
        *,
        speed: float = 1.0,
        loop: bool = False,
        pause_s: float = 20.0,
        place: str = "",
        clock: Clock = MONOTONIC,
    ) -> None:
        if not file:
            raise DeviceError("replay: file is empty; name what `kiosk report incident` wrote")
        if not 0 < speed <= 1000:
            raise DeviceError(f"replay: speed {speed:g} is not between 0 and 1000")
        if not 0 <= pause_s <= _FOR_EVER_S:
            raise DeviceError(f"replay: pause_s {pause_s:g} is not between 0 and {_FOR_EVER_S:g}")
        super().__init__(f"replay of {Path(file).name}", clock)
        self._file = Path(file)
        self._speed = speed
        self._loop = loop
        self._pause_s = pause_s
        self._place = place

    def _connect(self) -> Iterator[None]:
        yield from self._play(self._updates())
        pause_s = max(self._pause_s, _LEAST_PAUSE_S) if self._loop else _FOR_EVER_S
        while self._wait_until(self._clock.now() + pause_s):
            yield
            if self._loop:
                yield from self._play(self._updates())

    def _play(self, updates: Iterator[Update]) -> Iterator[None]:
        first = next(updates, None)
        if first is None:
            raise RecordingError("there is nothing recorded in it")
        began, before = self._clock.now(), first.now
        played_s = 0.0  # of the recording's time
        for update in chain([first], updates):
            gap = update.now - before
            # Another session has another clock: its times may even be earlier.
            played_s += gap if 0 <= gap <= LONGEST_GAP_S else LONGEST_GAP_S
            before = update.now
            due = began + played_s / self._speed
            if not self._wait_until(due):
                return
            self._become(Health(DeviceState.OK) if update.reader_ok else _WAS_AWAY)
            self._hear(
                [
                    replace(read, at=due - max(0.0, update.now - read.at) / self._speed)
                    for read in update.reads
                ]
            )
            yield

    def _wait_until(self, moment: float) -> bool:
        """False when the reader is being closed."""
        while (left := moment - self._clock.now()) > 0:
            if self._clock.wait(self._closing, left):
                return False
        return not self._closing.is_set()

    def _updates(self) -> Iterator[Update]:
        place = self._place
        playing = False
        for record in records_in(self._file):
            if isinstance(record, Chapter):
                place = place or record.place
                playing = record.place == place
            elif playing and isinstance(record, Update):
                yield record

    def _words(self, error: Exception) -> Health | None:
        if isinstance(error, FileNotFoundError):
            return Health(
                DeviceState.AWAY,
                f"There is no recording {self._file}. Check the name after `file:` in config.yaml.",
                str(error),
            )
        if isinstance(error, OSError):
            return Health(
                DeviceState.AWAY, f"The recording {self._file} cannot be read.", str(error)
            )
        if isinstance(error, RecordingError):
            return Health(
                DeviceState.FAULTY, f"The recording cannot be played: {error}", str(error)
            )
        return super()._words(error)

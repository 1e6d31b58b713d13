"""The flight recorder: what a zone heard and decided in the last minutes, kept on disk.

Owns the thread that writes, what waits for it, and that nothing of this ever costs the program
more than its recording: a slow card, a full disk and a read-only folder are a health. The files
are the ring's.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagRead
from hardware.rfid.recording.decision import Verdict, tells
from hardware.rfid.recording.lines import Chapter, Record, Update
from hardware.rfid.recording.ring import Ring
from hardware.rfid.recording.state import StateError, written
from hardware.rfid.zone import ReadZone, ZoneChange, ZoneProfile

log = logging.getLogger(__name__)

FLUSH_S = 5.0  # what a killed program loses; on a memory card fewer writes are better
POLL_S = 0.5  # how often it looks whether somebody asks for all there is
RETRY_S = 60.0  # after a disk that would not take it
CLOSE_S = 1.0
MOST_WAITING = 100_000  # reads and updates, for a card that stands still
ASKED = "flush"  # a file of this name in the ring's folder asks for all there is


class FlightRecorder:
    """Takes what a `RecordedZone` gives it. Every method returns at once."""

    def __init__(
        self,
        folder: Path,
        *,
        place: str,
        program: str = "",
        version: str = "",
        minutes: float = 30.0,
        megabytes: float = 20.0,
        flush_s: float = FLUSH_S,
    ) -> None:
        self.place, self.program, self.version = place, program, version
        self._ring = Ring(folder, minutes=minutes, megabytes=megabytes)
        self._asked = folder / ASKED
        self._flush_s = flush_s
        self._health = Health(DeviceState.STARTING)
        self._lock = threading.Lock()
        self._waiting: list[Record] = []
        self._load = 0
        self._within = False  # a chapter that goes on
        self._wants_chapter = True
        self._flushed = time.monotonic()
        self._retry_at = 0.0
        self._urgent = threading.Event()
        self._closing = False
        self._thread: threading.Thread | None = None

    @property
    def health(self) -> Health:
        return self._health

    @property
    def wants_chapter(self) -> bool:
        """Whether the zone's state is to be written down before its next update."""
        return self._wants_chapter

    def open(self) -> None:
        if self._thread is None and not self._closing:
            name = f"recorder {self.place}"
            self._thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Writes what waits, for a second at the most; twice is fine."""
        self._closing = True
        self._urgent.set()
        if self._thread is not None:
            self._thread.join(CLOSE_S)

    def begin(self, chapter: Chapter) -> None:
        with self._lock:
            self._wants_chapter, self._within = False, True
            self._waiting.append(chapter)

    def take(self, update: Update) -> None:
        with self._lock:
            if self._within and self._load > MOST_WAITING:
                self._within = False  # a gap: the next thing must be a chapter
            if self._within:
                self._waiting.append(update)
                self._load += 1 + len(update.reads)

    def flush(self) -> None:
        """Has everything written soon: something happened that somebody may ask about."""
        self._urgent.set()

    def give_up(self) -> None:
        """Records nothing any more. The caller logs why."""
        with self._lock:
            self._wants_chapter = self._within = False
        self._health = Health(DeviceState.FAULTY, "The flight recorder has stopped.")

    # -- on its thread

    def _work(self) -> None:
        with contextlib.suppress(OSError):  # the first write says what is wrong
            self._asked.parent.mkdir(parents=True, exist_ok=True)
        while not self._closing:
            urgent = self._urgent.wait(POLL_S)
            self._urgent.clear()
            asked = self._is_asked()
            if urgent or asked or time.monotonic() - self._flushed >= self._flush_s:
                self._write()
            if asked:
                with contextlib.suppress(OSError):
                    self._asked.unlink()
        self._write()
        self._ring.close()

    def _is_asked(self) -> bool:
        try:
            return self._asked.exists()
        except OSError:  # a folder that may not be looked into
            return False

    def _write(self) -> None:
        with self._lock:
            waiting, self._waiting, self._load = self._waiting, [], 0
        self._flushed = time.monotonic()
        try:
            self._ring.append(waiting)
        except OSError as error:
            self._fail(error)
        except Exception:
            log.exception("the flight recorder of %s failed", self.place)
            self.give_up()
        else:
            if waiting:
                self._is_well()
            self._ask_for_chapter()

    def _is_well(self) -> None:
        if self._health.state is DeviceState.AWAY:
            log.info("the flight recorder of %s records again", self.place)
        if self._health.state is not DeviceState.FAULTY:
            self._health = Health(DeviceState.OK)

    def _ask_for_chapter(self) -> None:
        with self._lock:
            over = not self._within and self._health.state is not DeviceState.FAULTY
            if self._ring.due or (over and time.monotonic() >= self._retry_at):
                self._wants_chapter = True

    def _fail(self, error: OSError) -> None:
        if self._health.state is not DeviceState.AWAY:
            log.warning(
                "the flight recorder cannot write to %s: %s. The shop goes on without it. "
                "Make room on the disk, or set recorder.minutes to 0 in config.yaml.",
                self._ring.folder,
                error.strerror or error,
            )
        self._health = Health(
            DeviceState.AWAY,
            "The flight recorder cannot write. Make room on the disk; nothing else is touched.",
            str(error),
        )
        self._ring.close()
        with self._lock:
            self._within = self._wants_chapter = False
            self._waiting, self._load = [], 0
        self._retry_at = time.monotonic() + RETRY_S


class RecordedZone:
    """A `ReadZone` whose every update a flight recorder takes down. Same `update`, same answers.

    The zone is its own: an update that came another way would be missing in the recording.
    """

    def __init__(self, profile: ZoneProfile, recorder: FlightRecorder) -> None:
        self._zone = ReadZone(profile)
        self._profile = profile
        self._recorder = recorder
        self._session = uuid.uuid4().hex[:12]
        self._updates = 0
        self._verdict = Verdict()
        self._was_ok: bool | None = None
        self._records = True

    def update(self, reads: Sequence[TagRead], now: float, reader_ok: bool = True) -> ZoneChange:
        if self._records and self._recorder.wants_chapter:
            self._guarded(lambda: self._recorder.begin(self._chapter(now)))
        change = self._zone.update(reads, now, reader_ok=reader_ok)
        if self._records:
            self._guarded(lambda: self._take(tuple(reads), now, reader_ok, change))
        return change

    def _take(
        self, reads: tuple[TagRead, ...], now: float, reader_ok: bool, change: ZoneChange
    ) -> None:
        self._updates += 1
        self._recorder.take(Update(now, reads, reader_ok, self._verdict.news(change)))
        if self._was_ok and not reader_ok:
            self._recorder.flush()
        self._was_ok = reader_ok

    def _chapter(self, now: float) -> Chapter:
        state, lacks = None, ""
        try:
            state = written(self._zone)
        except StateError as error:
            lacks = str(error)
        recorder = self._recorder
        return Chapter(
            session=self._session,
            updates=self._updates,
            place=recorder.place,
            program=recorder.program,
            version=recorder.version,
            wall=time.time() - (time.monotonic() - now),
            monotonic=now,
            profile=written(self._profile),
            tells=tells(),
            standing=dict(self._verdict.standing),
            zone=state,
            lacks=lacks,
        )

    def _guarded(self, record: Callable[[], None]) -> None:
        """What fails here ends the recording, not the program."""
        try:
            record()
        except Exception:
            log.exception("the flight recorder of %s failed", self._recorder.place)
            self._records = False
            self._recorder.give_up()

"""A fixed reader's throughput: how fast its reports are understood, and whether any read is lost.

`reads.llrp_decode_per_s`: bytes of reports to reads on our side: cut into messages, parsed by
sllurp, mapped to `TagRead`. No socket; one tag a report, as the driver orders it.

`reads.lost`: 1,000 reads/s of 300 tags for 60 s, one garment a second coming and going, through an
LLRP reader (another process), TCP, the driver, the fitting room's zone and the mirror with the
sample shop, drawn by the software renderer: what the reader told of less what the zone was given.
Meanwhile `mirror.frame_interval_p99_ms` with each frame asking for the next, and the CPU it takes.
The interval is the wall clock's: on a machine that others load it tells of them. So its note says
what the drawing thread itself worked, and how the figure is without its waits for a core.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot
from PySide6.QtQuick import QQuickWindow

from catalog import open_catalog
from catalog.sample import load_sample
from hardware.device import Health, open_device
from hardware.rfid.llrp import wire
from hardware.rfid.llrp.conversation import Conversation, Wanted, reads_of, sllurp
from hardware.rfid.llrp.wire import MessageParser, TagReport
from hardware.rfid.reader import RfidReader, TagRead
from kiosk.config import Settings, parse
from kiosk.mirror.app import Program
from kiosk.mirror.window.display import application
from tests.benchmarks.llrp_room import READS_S, TAGS
from tests.benchmarks.row import Row, percentile

REPO = Path(__file__).resolve().parents[2]
SAMPLE = REPO / "assets" / "sample"
REPORTS = 20_000
CHUNK = 4096
LASTS_S = 60.0
SETTLES_S = 5.0  # from the first frame until the room is full
AFTERWARDS_S = 3.0  # for what is on its way


def rows() -> Iterable[Row]:
    yield Row(
        "reads.llrp_decode_per_s",
        decoded_per_s(),
        "reads/s",
        10 * READS_S,
        "higher",
        "sllurp's parser and our mapping, without a socket; goal: ten times 1,000 reads/s",
    )
    with tempfile.TemporaryDirectory(prefix="hangtag-") as folder:
        yield from throughput(Path(folder))


def decoded_per_s() -> float:
    tags = [
        TagReport(
            bytes.fromhex(f"30361F1B3827{number:012X}"),
            antenna=1,
            rssi_dbm=-55,
            last_seen_us=10**15 + number,
            seen_count=1,
        )
        for number in range(TAGS)
    ]
    stream = b"".join(
        wire.report([tags[number % TAGS]], number).encode() for number in range(REPORTS)
    )
    talk = Conversation(sllurp(), Wanted((1,), 20.0, 0, 1000, 1, 100), lambda octets: None)
    messages, reads = MessageParser(), 0
    begun = time.perf_counter()
    for at in range(0, len(stream), CHUNK):
        for each in messages.cut(stream[at : at + CHUNK]):
            talk.hear(each)
        reads += len(reads_of(talk.tags, 1, 0.0, 1.0))
        talk.tags.clear()
    lasted = time.perf_counter() - begun
    assert reads == REPORTS
    return REPORTS / lasted


def throughput(folder: Path) -> Iterable[Row]:
    command = [sys.executable, "-m", "tests.benchmarks.llrp_room", str(SAMPLE / "tags.csv")]
    room = subprocess.Popen(
        command, cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert room.stdin is not None
    assert room.stdout is not None
    try:
        settings = _settings(folder, int(room.stdout.readline()))
        settings.data_dir.mkdir(exist_ok=True)
        shop = open_catalog(settings.database_url)
        load_sample(shop, SAMPLE, settings.shop.currency)
        shop.close()
        application()
        readers: list[_Counting] = []

        def open_reader() -> RfidReader:
            readers.append(_Counting(open_device("rfid", settings.rooms["1"].reader.settings())))
            return readers[0]

        program = Program(settings, "1", open_reader=open_reader)
        frames = _Frames(program.display.window)
        program.display.on_first_frame(program.start)
        program.display.show(fullscreen=False)
        try:
            room.stdin.write("begin\n")
            room.stdin.flush()
            _run(SETTLES_S)
            frames.begin()
            begun, spent = time.monotonic(), _cpu_s()
            _run(LASTS_S)
            share = (_cpu_s() - spent) / (time.monotonic() - begun)
            intervals, spent_ms, waits = frames.end()
            room.stdin.close()
            _run(AFTERWARDS_S)
            told = int(room.stdout.readline())
            heard = readers[0].heard
        finally:
            program.close()
    finally:
        room.stdin.close()
        room.wait(10)
        room.stdout.close()
    unhindered = [interval - wait for interval, wait in zip(intervals, waits, strict=True)]
    rate = told / (LASTS_S + SETTLES_S)
    renderer = f"{os.environ['QT_QPA_PLATFORM']}, {os.environ['QT_QUICK_BACKEND']} renderer"
    machine = f"{renderer}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    yield Row(
        "reads.lost",
        told - heard,
        "reads",
        0,
        "lower",
        f"of {told:,} ({rate:,.0f} a second of {TAGS} tags) through LLRP, zone and mirror",
    )
    yield Row(
        "mirror.frame_interval_p99_ms",
        percentile(intervals, 99),
        "ms",
        20,
        "lower",
        f"{len(intervals)} frames, p50 {percentile(intervals, 50):.1f} ms, slowest "
        f"{max(intervals):.0f} ms; of its own CPU the drawing thread spent p99 "
        f"{percentile(spent_ms, 99):.1f} ms a frame; {percentile(unhindered, 99):.1f} ms without "
        f"its waits for a core; {machine}",
    )
    yield Row(
        "mirror.cpu_share",
        share,
        "cores",
        None,
        "lower",
        "driver, zone and mirror meanwhile, with frames drawn without a pause",
    )


def _settings(folder: Path, port: int) -> Settings:
    reader = {"driver": "llrp", "host": "127.0.0.1", "port": port}
    content = {
        "data_dir": "var",
        "sample_shop": str(SAMPLE),
        "hub": {"port": 1},  # nobody answers: the mirror goes on without the hub
        "rooms": {"1": {"name": "Fitting room 1", "reader": reader}},
    }
    return parse(content, folder / "config.yaml")


class _Counting:
    """A reader that counts what it hands to the zone."""

    def __init__(self, reader: RfidReader) -> None:
        self._reader = reader
        self.heard = 0

    @property
    def health(self) -> Health:
        return self._reader.health

    def open(self) -> None:
        self._reader.open()

    def close(self) -> None:
        self._reader.close()

    def drain(self, timeout: float = 0.0) -> list[TagRead]:
        reads = self._reader.drain(timeout)
        self.heard += sum(read.count for read in reads)
        return reads


class _Frames(QObject):
    """Frame after frame: the time between them, and what of it this thread worked."""

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__()
        self._window = window
        self._moments: list[tuple[float, float, float]] = []

    def begin(self) -> None:
        self._window.frameSwapped.connect(self.swapped)
        self._window.update()

    def end(self) -> tuple[list[float], ...]:
        """Milliseconds between frames: by the clock, worked by this thread, waited for a core."""
        self._window.frameSwapped.disconnect(self.swapped)
        pairs = list(pairwise(self._moments))
        return tuple(
            [1000 * (later[which] - earlier[which]) for earlier, later in pairs]
            for which in range(3)
        )

    @Slot()
    def swapped(self) -> None:
        # The software renderer draws and swaps in the GUI thread.
        self._moments.append((time.monotonic(), time.thread_time(), _waited_s()))
        self._window.update()


def _run(seconds: float) -> None:
    """Lets Qt's events run. Not by `exec` and `quit`: that would close the window."""
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def _waited_s() -> float:
    """How long this thread was ready and had no core; 0 where the system does not tell."""
    try:
        stat = Path("/proc/thread-self/schedstat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(stat.split()[1]) / 1e9


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

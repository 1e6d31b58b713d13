"""Keeps several programs running as processes of their own and ends them all together.

Owns processes, their logs and when one that died is started again. Does not know what any
program does: `kiosk.commands.run` says which there are.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kiosk.commands.programs import SUPERVISOR

STOP_S = 2.0  # how long a program may take to end by itself; all is over within 3 s
QUICK_DEATH_S = 10.0
QUICK_DEATHS = 5
LOG_BYTES, LOG_FILES = 1_000_000, 2
EXPECTED_FAILURE = 2  # the exit code of a failure that the program told in words

# A program's log line, as `kiosk.commands.programs` formats it.
LOG_LINE = re.compile(r"\d{4}-\d\d-\d\d \S+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) ")


@dataclass(frozen=True, slots=True)
class Program:
    """A program to keep running: `python -m kiosk` with these arguments."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Restarts:
    """When a program that died is started again: soon, then later, then not at all."""

    quick_deaths: int = 0

    def died(self, lived_s: float) -> tuple[Restarts, float | None]:
        """(what to ask next time, seconds to wait); None when it has died too often."""
        deaths = self.quick_deaths + 1 if lived_s < QUICK_DEATH_S else 1
        after = replace(self, quick_deaths=deaths)
        return after, None if deaths >= QUICK_DEATHS else 0.25 * 2.0 ** (deaths - 1)


class Supervisor:
    """Runs the programs until `stop`, from the thread that made it.

    `tell(sentence)` gets what a person at the terminal should know: warnings of the programs,
    and their deaths.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        log_dir: Path,
        tell: Callable[[str], None],
        command: Sequence[str] = (sys.executable, "-m", "kiosk"),
    ) -> None:
        self._tell = tell
        self._runs = [_Run(program, log_dir, tuple(command), tell) for program in programs]
        self._stopping = threading.Event()

    def start(self) -> None:
        for run in self._runs:
            run.start()

    def watch(self, patience_s: float) -> int | None:
        """Looks after the programs for that long, and returns early when all must end: the exit
        code of a program that cannot run as things are, or 0 after `stop`."""
        deadline = time.monotonic() + patience_s
        while not self._stopping.is_set():
            for run in self._runs:
                if run.look() == EXPECTED_FAILURE:
                    for words in run.words or [f"{run.program.name} cannot run. See {run.log}"]:
                        self._tell(words)
                    return EXPECTED_FAILURE
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self._stopping.wait(min(0.1, left))
        return 0

    def stop(self) -> None:
        """Has `watch` return. From a signal handler or any thread."""
        self._stopping.set()

    def end(self) -> None:
        """Ends all programs: asks, waits, kills. Returns when none is left."""
        for run in self._runs:
            run.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_S
        for run in self._runs:
            run.wait(max(0.0, deadline - time.monotonic()))
        for run in self._runs:
            # The whole group, and even when the program itself ended: what it started may not.
            run.signal(signal.SIGKILL)
            run.finish()

    def alive(self, name: str) -> bool:
        return any(run.alive for run in self._runs if run.program.name == name)


class _Run:
    """One program: its process now, its log, its deaths."""

    def __init__(
        self, program: Program, log_dir: Path, command: tuple[str, ...], tell: Callable[[str], None]
    ) -> None:
        self.program = program
        self.log = log_dir / f"{program.name}.log"
        self.words: deque[str] = deque(maxlen=3)  # what it last said outside of its log
        self._command = command
        self._tell = tell
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._restarts = Restarts()
        self._started = 0.0
        self._next_start: float | None = None
        log_dir.mkdir(parents=True, exist_ok=True)
        self._file = RotatingFileHandler(
            self.log, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
        )

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self.words.clear()
        self._next_start = None
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            [*self._command, *self.program.arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            # Ctrl-C at the terminal is the supervisor's alone; it ends the programs in order.
            process_group=0,
            env={**os.environ, **self.program.environment, SUPERVISOR: str(os.getpid())},
        )
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def look(self) -> int | None:
        """Starts it again when it is time; the exit code in the moment it is found dead."""
        if self._next_start is not None and time.monotonic() >= self._next_start:
            self.start()
        if self._process is None or (code := self._process.poll()) is None:
            return None
        self.finish()
        if code == EXPECTED_FAILURE:
            return code
        self._restarts, pause = self._restarts.died(time.monotonic() - self._started)
        how = f"exit code {code}" if code >= 0 else signal.Signals(-code).name
        if pause is None:
            self._tell(
                f"{self.program.name} ended {QUICK_DEATHS} times in a row ({how}) "
                f"and is left alone. Its log: {self.log}"
            )
        else:
            self._tell(f"{self.program.name} ended ({how}) and is started again. Log: {self.log}")
            self._next_start = time.monotonic() + pause
        return code

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def wait(self, timeout_s: float) -> None:
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout_s)

    def finish(self) -> None:
        """Takes the dead process off the system's list, once its last words are read."""
        if self._process is None:
            return
        self._process.wait()
        if self._reader is not None:
            self._reader.join(1.0)
        self._process = None

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                line = line.rstrip("\n")
                self._file.emit(logging.makeLogRecord({"msg": line}))
                match = LOG_LINE.match(line)
                if not match:
                    self.words.append(line.removeprefix("kiosk: "))
                elif match[1] not in ("DEBUG", "INFO"):
                    self._tell(line)
        self._file.close()

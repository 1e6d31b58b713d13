"""A receipt printer as it stands on the counter: takes bytes, answers, and misbehaves as told.

Owns the status bytes of ESC/POS, the buffer that waits for paper, and the faults. Its wire is
`emulator.py`'s or the simulated driver's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum

from hardware.receipt_printer.simulated.drawing import Drawing, Sheet

ASKED_NOW = b"\x10\x04"  # DLE EOT n: answered at once, whatever waits to be printed
FIXED = 0x12  # bits that every real-time status has
OFFLINE, COVER_OPEN, OUT, LOW = 0x08, 0x04, 0x60, 0x0C
IN_ORDER_OUT, IN_ORDER_LOW = 0x0C, 0x03  # of GS r 1


class Fault(StrEnum):
    NONE = ""
    PAPER_OUT = "paper out"
    PAPER_LOW = "paper low"
    COVER_OPEN = "cover open"
    RUNS_OUT = "runs out"  # after a third of the next paper
    LOST = "lost"  # prints, and its answers never arrive
    AWAY = "away"


class PrinterMachine:
    """`printed` is told each sheet. Safe to call from several threads."""

    def __init__(
        self,
        dots: int = 576,
        profile: str = "default",
        printed: Callable[[Sheet], None] | None = None,
    ) -> None:
        self._drawing = Drawing(dots, profile)
        self._printed = printed
        self._lock = threading.Lock()
        self._waiting = bytearray()  # sent, and not printed for want of paper
        self._asking = bytearray()
        self._fault = Fault.NONE

    @property
    def fault(self) -> Fault:
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        """With paper again it goes on where it stopped."""
        with self._lock:
            self._fault = fault
            self._work()

    @property
    def sheets(self) -> list[Sheet]:
        """Every paper that came out."""
        with self._lock:
            return list(self._drawing.sheets)

    def receive(self, data: bytes) -> bytes:
        """Takes what was sent; what it answers."""
        with self._lock:
            answer = b"".join(self._sort(byte) for byte in data)
            if self._fault is Fault.RUNS_OUT and len(self._waiting) > 64:
                taken = len(self._waiting) // 3
                self._drawing.feed(bytes(self._waiting[:taken]))
                del self._waiting[:taken]
                self._fault = Fault.PAPER_OUT
            answer += self._work()
            return b"" if self._fault is Fault.LOST else answer

    def _sort(self, byte: int) -> bytes:
        """Real-time requests are answered, all else waits to be printed."""
        self._asking.append(byte)
        if len(self._asking) == 3:
            which = self._asking[2]
            self._asking.clear()
            return bytes([self._status(which)])
        if not ASKED_NOW.startswith(bytes(self._asking)):
            self._waiting += self._asking
            self._asking.clear()
        return b""

    def _status(self, which: int) -> int:
        out = self._fault is Fault.PAPER_OUT
        if which == 1:
            return FIXED | (OFFLINE if out or self._fault is Fault.COVER_OPEN else 0)
        if which == 2:
            return FIXED | (COVER_OPEN if self._fault is Fault.COVER_OPEN else 0) | (out * 0x20)
        return FIXED | (OUT if out else 0) | (LOW if self._fault is Fault.PAPER_LOW else 0)

    def _work(self) -> bytes:
        if self._fault in (Fault.PAPER_OUT, Fault.COVER_OPEN):
            return b""
        before = len(self._drawing.sheets)
        self._drawing.feed(bytes(self._waiting))
        self._waiting.clear()
        for sheet in self._drawing.sheets[before:]:
            if self._printed is not None:
                self._printed(sheet)
        asked = self._drawing.asked
        low = IN_ORDER_LOW if self._fault is Fault.PAPER_LOW else 0
        answer = bytes([low] * len(asked))
        asked.clear()
        return answer

"""The simulated printer: the real driver, over a wire in memory, to a printer that is played.

Owns the folder in which its papers are kept as pictures, the last twenty and `last.png`, and where
a file named `fault` says how it is to misbehave ("paper out", "away" …, see `machine.Fault`).
"""

from __future__ import annotations

import threading
from pathlib import Path

from hardware.device import DeviceError
from hardware.receipt_printer.escpos.driver import EscposPrinter
from hardware.receipt_printer.escpos.encoding import DOTS
from hardware.receipt_printer.simulated.drawing import Sheet
from hardware.receipt_printer.simulated.machine import Fault, PrinterMachine

KEPT = 20


class SimulatedPrinter(EscposPrinter):
    def __init__(self, port: str, paper_mm: int = 80, columns: int = 0) -> None:
        self._folder = Path(port)
        self._number = 0
        self._machine = PrinterMachine(DOTS.get(paper_mm, 576), printed=self._keep)
        super().__init__(
            self._plugged, paper_mm=paper_mm, columns=columns, printing_s=2.0, answer_s=0.2
        )

    def open(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeviceError(f"the papers cannot be kept in {self._folder}: {error}") from error
        numbers = [int(file.stem) for file in self._folder.glob("[0-9]*.png")]
        self._number = max(numbers, default=0)
        super().open()

    def _plugged(self) -> MemoryWire:
        file = self._folder / "fault"
        told = file.read_text(encoding="utf-8").strip() if file.exists() else ""
        fault = Fault(told) if told in list(Fault) else Fault.NONE
        if fault is Fault.AWAY:
            raise ConnectionRefusedError("the simulated printer is unplugged")
        if self._machine.fault is not fault:
            self._machine.fault = fault
        return MemoryWire(self._machine)

    def _keep(self, sheet: Sheet) -> None:
        self._number += 1
        file = self._folder / f"{self._number:06d}.png"
        sheet.picture.save(file)
        last = self._folder / "last.png.new"
        sheet.picture.save(last, "png")
        last.replace(self._folder / "last.png")
        for old in sorted(self._folder.glob("[0-9]*.png"))[:-KEPT]:
            old.unlink(missing_ok=True)


class MemoryWire:
    def __init__(self, machine: PrinterMachine) -> None:
        self._machine = machine
        self._answers = bytearray()
        self._came = threading.Event()

    def send(self, data: bytes) -> None:
        self._answers += self._machine.receive(data)
        if self._answers:
            self._came.set()

    def receive(self, timeout_s: float) -> bytes:
        self._came.wait(timeout_s)
        came, self._answers = bytes(self._answers), bytearray()
        self._came.clear()
        return came

    def close(self) -> None:
        pass

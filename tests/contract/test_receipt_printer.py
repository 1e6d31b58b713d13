"""Receipt printers: a played one behind a real socket, and the bytes that come there.

The judge of the bytes is the drawing, which knows ESC/POS commands and python-escpos' tables of
code pages and refuses all else.
"""

from __future__ import annotations

import contextlib
import os
import pty
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.device import DeviceError, DeviceState, open_device
from hardware.receipt_printer.escpos import driver
from hardware.receipt_printer.escpos.driver import EscposPrinter
from hardware.receipt_printer.escpos.encoding import encode
from hardware.receipt_printer.escpos.wire import FileWire, SocketWire
from hardware.receipt_printer.layout import Line, lay_out
from hardware.receipt_printer.printer import (
    MaybePrinted,
    NotPrinted,
    Paper,
    Printed,
    QrCode,
    ReceiptPrinter,
    Row,
    Rule,
    Space,
    Text,
)
from hardware.receipt_printer.simulated.drawing import Drawing, NotUnderstoodError
from hardware.receipt_printer.simulated.emulator import PrinterEmulator
from hardware.receipt_printer.simulated.machine import Fault, PrinterMachine

PAPER: Paper = (
    Text("Maison Aster", centred=True, bold=True, large=True),
    Row("Crème blouse, größe Ø", "129,00 €"),
    Rule(),
    Row("Total", "129,00 €", bold=True, large=True),
    Space(),
    QrCode("http://192.168.1.20:8800/receipt/dGhpcyBpcyAxNiBieXRlcw"),
)


def printed(paper: Paper, columns: int = 48, dots: int = 576) -> list[str]:
    """The lines that a printer makes of it."""
    drawing = Drawing(dots)
    drawing.feed(encode(paper, columns=columns, dots=dots))
    (sheet,) = drawing.sheets
    assert drawing.idle
    return sheet.text


@pytest.mark.parametrize(
    ("text", "page", "byte"),
    [
        ("é", 19, 0x82),
        ("ä", 19, 0x84),
        ("ß", 19, 0xE1),
        ("Ø", 19, 0x9D),
        ("€", 19, 0xD5),  # CP858 has it where CP850 has the dotless i
        ("ł", 18, 0x88),  # CP852, the first other page that has it
    ],
)
def test_letters_go_through_the_printers_code_pages(text: str, page: int, byte: int) -> None:
    data = encode((Text(text),), columns=48, dots=576)
    assert b"\x1bt" + bytes([page]) in data
    assert bytes([byte]) + b"\n" in data.split(b"\x1bt" + bytes([page]))[1]
    assert printed((Text(text),))[0] == text


def test_a_product_name_cannot_steer_the_printer() -> None:
    evil = "Shirt\x1bp\x00\x19\xfa\x1dV\x00\x10\x04\x01\r\u202e"
    data = encode((Row(evil, "\x1b@1,00"),), columns=48, dots=576)
    assert b"\x1bp" not in data
    assert data.count(b"\x1dV") == 1
    assert b"\x10\x04" not in data
    assert printed((Row(evil, "1,00"),))[0].startswith("Shirtpú V ")


def test_what_no_page_has_is_a_question_mark() -> None:
    assert printed((Text("日本 5 −3 “so” …"),))[0] == '?? 5 -3 "so" ...'


@pytest.mark.parametrize(("columns", "dots"), [(32, 384), (48, 576)])
def test_amounts_stand_at_the_right_of_both_papers(columns: int, dots: int) -> None:
    long = Row("A very long name of a very plain garment, in a colour with a name", "1.129,00 €")
    lines = printed((*PAPER, long), columns, dots)
    assert lines[1].endswith("129,00 €")
    assert len(lines[1]) == columns
    assert any(line.endswith("1.129,00 €") and len(line) == columns for line in lines)
    assert all(len(line) <= columns for line in lines)


def test_an_amount_that_leaves_no_room_stands_below() -> None:
    lines = lay_out((Row("Total", "1 234 567 890,00 €", large=True),), 32)
    assert [line.text for line in lines if isinstance(line, Line)] == [
        "Total",
        "1 234 567 890,00",
        "€".rjust(16),
    ]


@pytest.mark.parametrize(("columns", "dots"), [(32, 384), (48, 576)])
def test_the_code_fits_the_paper(columns: int, dots: int) -> None:
    long = QrCode("https://shop.example/receipt/" + "x" * 200)
    assert printed((long,), columns, dots) is not None


def test_the_drawing_refuses_what_a_printer_would_not_know() -> None:
    with pytest.raises(NotUnderstoodError):
        Drawing().feed(b"\x1b\x7f\x01")
    with pytest.raises(NotUnderstoodError, match="no code page 99"):
        Drawing().feed(b"\x1bt\x63\xe4\n")
    with pytest.raises(NotUnderstoodError, match="wider"):
        Drawing(dots=384).feed(b"x" * 33 + b"\n")


# --- over the network ------------------------------------------------------------------------


@pytest.fixture
def machine() -> PrinterMachine:
    return PrinterMachine()


@pytest.fixture
def emulator(machine: PrinterMachine) -> Iterator[PrinterEmulator]:
    played = PrinterEmulator(machine)
    played.start()
    yield played
    played.stop()


@pytest.fixture
def printer(emulator: PrinterEmulator) -> EscposPrinter:
    """Not opened: it does not look by itself, so that each question is the test's."""
    return EscposPrinter(
        lambda: SocketWire("127.0.0.1", emulator.port), printing_s=0.2, answer_s=0.2
    )


def test_a_paper_comes_out(printer: EscposPrinter, machine: PrinterMachine) -> None:
    assert printer.print(PAPER, drawer=True) == Printed()
    assert printer.print(PAPER) == Printed()
    first, second = machine.sheets
    assert first.drawer
    assert not second.drawer
    assert first.text[0].strip() == "Maison Aster"
    assert printer.health.ok


@pytest.mark.parametrize(
    ("fault", "state", "words"),
    [
        (Fault.PAPER_OUT, DeviceState.FAULTY, "no paper"),
        (Fault.COVER_OPEN, DeviceState.FAULTY, "cover is open"),
        (Fault.LOST, DeviceState.AWAY, "does not answer"),
        (Fault.AWAY, DeviceState.AWAY, "not connected"),
    ],
)
def test_nothing_is_sent_to_a_printer_that_cannot_print(
    printer: EscposPrinter,
    machine: PrinterMachine,
    fault: Fault,
    state: DeviceState,
    words: str,
) -> None:
    machine.fault = fault
    outcome = printer.print(PAPER)
    assert isinstance(outcome, NotPrinted)
    assert words in outcome.problem
    assert (printer.health.state, words in printer.health.message) == (state, True)
    machine.fault = Fault.NONE
    assert printer.print(PAPER) == Printed()
    assert len(machine.sheets) == 1


def test_paper_that_runs_out_half_way_is_not_called_printed(
    printer: EscposPrinter, machine: PrinterMachine
) -> None:
    machine.fault = Fault.RUNS_OUT
    outcome = printer.print(PAPER)
    assert isinstance(outcome, MaybePrinted)
    assert "no paper" in outcome.problem
    machine.fault = Fault.NONE  # a new roll: the printer goes on by itself
    assert len(machine.sheets) == 1


def test_paper_that_is_low_is_told_and_printed_on(
    printer: EscposPrinter, machine: PrinterMachine
) -> None:
    machine.fault = Fault.PAPER_LOW
    assert printer.print(PAPER) == Printed()
    assert "nearly" in printer.health.message
    assert printer.health.ok


def test_a_printer_that_hangs_up_while_it_prints_may_have_printed(
    machine: PrinterMachine, emulator: PrinterEmulator
) -> None:
    class Torn(SocketWire):
        def send(self, data: bytes) -> None:
            super().send(data)
            if data.endswith(driver.WHEN_PRINTED):
                raise ConnectionResetError("torn")

    torn = EscposPrinter(lambda: Torn("127.0.0.1", emulator.port), answer_s=0.2)
    outcome = torn.print(PAPER)
    assert isinstance(outcome, MaybePrinted)
    assert "Look whether" in outcome.problem


def test_a_printer_that_never_answers_can_be_used(emulator: PrinterEmulator) -> None:
    emulator.machine.fault = Fault.LOST
    quiet: ReceiptPrinter = driver.network_printer("127.0.0.1", emulator.port, answers=False)
    assert quiet.print(PAPER) == Printed()


def test_an_open_printer_finds_out_by_itself(emulator: PrinterEmulator) -> None:
    emulator.machine.fault = Fault.PAPER_OUT
    settings = {"driver": "network", "host": "127.0.0.1", "port": emulator.port}
    with contextlib.closing(open_device("receipt_printer", settings)) as printer:
        for _ in range(200):
            if printer.health.state is not DeviceState.STARTING:
                break
            threading.Event().wait(0.01)
        assert "no paper" in printer.health.message


def test_over_a_port_of_the_kernel() -> None:
    """As USB and serial printers are: bytes in a file, answers out of it."""
    near, far = pty.openpty()
    machine = PrinterMachine()
    os.set_blocking(far, True)
    tty.setraw(near)
    tty.setraw(far)

    def play() -> None:
        with contextlib.suppress(OSError):
            while data := os.read(near, 4096):
                os.write(near, machine.receive(data))

    thread = threading.Thread(target=play, daemon=True)
    thread.start()
    printer = EscposPrinter(lambda: FileWire(os.ttyname(far)))
    assert printer.print(PAPER) == Printed()
    assert len(machine.sheets) == 1
    os.close(far)
    thread.join(5)
    os.close(near)


# --- the simulated one -----------------------------------------------------------------------


def test_the_simulated_printer_keeps_its_papers_as_pictures(tmp_path: Path) -> None:
    settings = {"driver": "simulated", "port": str(tmp_path / "printer")}
    with contextlib.closing(open_device("receipt_printer", settings)) as printer:
        assert printer.print(PAPER) == Printed()
        assert (tmp_path / "printer" / "last.png").stat().st_size > 1000
        (tmp_path / "printer" / "fault").write_text("paper out\n")
        assert isinstance(printer.print(PAPER), NotPrinted)
        (tmp_path / "printer" / "fault").unlink()
        assert printer.print(PAPER) == Printed()
        assert len(list((tmp_path / "printer").glob("0*.png"))) == 2


def test_there_are_two_widths_of_paper() -> None:
    with pytest.raises(DeviceError, match="58 and 80"):
        open_device("receipt_printer", {"driver": "network", "host": "h", "paper_mm": 70})

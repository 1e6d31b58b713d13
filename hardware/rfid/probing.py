"""Which readers this machine has: serial ports, who holds them, and what answers on them.

Owns asking an unknown port who is there. It asks for a name only: no power is sent to an antenna,
no setting is changed. What the answers mean for a shop is not its business.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports

from hardware.rfid.line import Line, SerialLine
from hardware.rfid.m100 import commands as m100
from hardware.rfid.m100.conversation import Conversation as M100Conversation
from hardware.rfid.m100.conversation import Refused as M100Refused
from hardware.rfid.m100.wire import FRAMINGS
from hardware.rfid.m100.wire import WireError as M100Error
from hardware.rfid.mercury import commands as mercury
from hardware.rfid.mercury.conversation import Conversation as MercuryConversation
from hardware.rfid.mercury.conversation import Rebooted
from hardware.rfid.mercury.conversation import Refused as MercuryRefused
from hardware.rfid.mercury.wire import Command, Op
from hardware.rfid.mercury.wire import WireError as MercuryError
from hardware.rfid.pn532 import commands as pn532
from hardware.rfid.pn532.conversation import Conversation as Pn532Conversation
from hardware.rfid.pn532.conversation import Refused as Pn532Refused
from hardware.rfid.pn532.wire import Code
from hardware.rfid.pn532.wire import Command as Pn532Command
from hardware.rfid.pn532.wire import WireError as Pn532Error
from hardware.rfid.rdm6300.wire import FrameParser as RDM6300Parser
from hardware.rfid.worker import MONOTONIC

BY_ID = Path("/dev/serial/by-id")
PTMX = (Path("/dev/ptmx"), Path("/dev/pts/ptmx"))  # by which who plays a port has its other end
ANSWER_S = 0.4
DROP_S = 0.2  # a reader that was left talking does not fall silent by itself
CARD_S = 1.0  # a reader that only talks is known by the card that lies on it


@dataclass(frozen=True, slots=True)
class Port:
    """A serial port. `path` is its stable name where it has one."""

    path: Path
    description: str = ""

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True)
class Found:
    """What answers on a port: the driver to be named in config.yaml, and what it calls itself."""

    driver: str
    name: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that has a port open."""

    pid: int
    command: str


def ports() -> list[Port]:
    """The machine's serial ports, those that a USB adapter made first."""
    stable = {}
    if BY_ID.is_dir():
        stable = {str(link.resolve()): link for link in sorted(BY_ID.iterdir())}
    found = [
        Port(stable.get(one.device, Path(one.device)), one.description or "")
        for one in list_ports.comports()
        if one.vid is not None or one.device in stable
    ]
    return sorted(found, key=lambda port: str(port.path))


def holder(path: Path) -> Holder | None:
    """Who uses this port, as far as this user may see; not who plays it from the other end."""
    device = path.resolve()
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            if device in (opened := _opened(process)) and not _plays(process, device, opened):
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ")
                return Holder(int(process.name), words.decode(errors="replace").strip())
    return None


def _opened(process: Path) -> dict[Path, list[Path]]:
    """What a process has open, each with its entries in /proc."""
    opened: dict[Path, list[Path]] = {}
    for descriptor in (process / "fd").iterdir():
        with contextlib.suppress(OSError):
            opened.setdefault(descriptor.readlink(), []).append(descriptor)
    return opened


def _plays(process: Path, device: Path, opened: dict[Path, list[Path]]) -> bool:
    """An emulator, such as the bench: it has both ends of the pseudo-terminal open."""
    ours = f"tty-index:\t{device.name}"
    return device.parent == Path("/dev/pts") and any(
        ours in (process / "fdinfo" / end.name).read_text().splitlines()
        for ptmx in PTMX
        for end in opened.get(ptmx, ())
    )


def identify(path: Path) -> Found | None:
    """Asks a port who is there, in one protocol after the other; about two seconds if nobody is.

    Raises `OSError` when the port cannot be used.
    """
    never, _ = wake = os.pipe()
    try:
        line = SerialLine(str(path), 115200, never)
        try:
            for driver, baud, ask in _QUESTIONS:
                line.set_baud(baud)
                _drop(line)
                name = ask(line)
                if name:
                    return Found(driver, name)
        finally:
            line.close()
    finally:
        for end in wake:
            os.close(end)
    return None


def _drop(line: SerialLine) -> None:
    """Passes over what is still on the line, if that ever ends."""
    until = MONOTONIC.now() + DROP_S
    while line.read(0.02) and MONOTONIC.now() < until:
        pass


def _mercury(line: Line) -> str | None:
    module = MercuryConversation(line, MONOTONIC)
    try:
        module.send(mercury.stop_streaming())
        answer = module.ask("version", Command(Op.VERSION), ANSWER_S, tries=2)
        return str(mercury.Version.decode(answer.data))
    except (TimeoutError, MercuryRefused, Rebooted, MercuryError):
        return None


def _m100(line: Line) -> str | None:
    for framing in FRAMINGS:
        module = M100Conversation(line, framing, MONOTONIC)
        try:
            module.wake()
            module.say(m100.stop_poll())
            module.pass_over(0.05)
            name = m100.info_text(module.ask("version", m100.info(), ANSWER_S).data)
        except (TimeoutError, M100Refused, M100Error):
            continue
        return f"{name or 'M100 module'}, framing {framing}"
    return None


def _pn532(line: Line) -> str | None:
    chip = Pn532Conversation(line, MONOTONIC)
    chip.wake()
    try:
        chip.ask("SAMConfiguration", pn532.sam_configuration(), ANSWER_S, tries=1)
        who = pn532.Firmware.decode(chip.ask("firmware", Pn532Command(Code.FIRMWARE)).data)
    except (TimeoutError, Pn532Refused, Pn532Error):
        return None
    return str(who)


def _rdm6300(line: Line) -> str | None:
    """It cannot be asked: a card on it tells."""
    parser = RDM6300Parser()
    heard = b""
    for _ in range(int(CARD_S / 0.1)):
        heard = line.read(0.1)
        if parser.feed(heard):
            return "125 kHz reader (RDM6300)"
    return None


_QUESTIONS: Iterable[tuple[str, int, Callable[[Line], str | None]]] = (
    ("mercury", 115200, _mercury),
    ("m100", 115200, _m100),
    ("pn532", 115200, _pn532),
    ("rdm6300", 9600, _rdm6300),
)

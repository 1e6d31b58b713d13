"""What a receipt printer makes of its bytes: a picture of the paper.

Owns the reading of ESC/POS commands, of those that receipts are made of; any other is an error, so
that no test passes with bytes that a printer would not understand. Knows nothing of who sends them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from escpos.capabilities import get_profile
from escpos.codepages import CodePages
from PIL import Image, ImageDraw, ImageFont

CELL = (12, 24)  # dots of one character of font A
LINE = 30  # dots from line to line
MARGIN = 24  # of the picture, around what can be printed
PAPER, INK = (253, 252, 250), (38, 36, 34)
FONTS = ("DejaVuSansMono-Bold.ttf", "DejaVuSansMono.ttf")


class NotUnderstoodError(ValueError):
    """Bytes that are no command of ours."""


@dataclass
class Style:
    page: int = 0
    bold: bool = False
    wide: bool = False
    high: bool = False
    align: int = 0


@dataclass
class Sheet:
    """One paper as it came out: its picture, its text line by line, and the codes on it."""

    picture: Image.Image
    text: list[str]
    drawer: bool


@dataclass
class Drawing:
    """Takes bytes as they come, in any pieces; `sheets` are the papers that were cut off, and
    `asked` what the printer was asked to answer after all before it was printed."""

    dots: int = 576
    profile: str = "default"
    sheets: list[Sheet] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _style: Style = field(default_factory=Style)
    _line: list[tuple[str, Style]] = field(default_factory=list)
    _strips: list[Image.Image] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _drawer: bool = False

    def feed(self, data: bytes) -> None:
        """Raises `NotUnderstoodError`."""
        self._bytes += data
        while self._bytes and (used := self._one()):
            del self._bytes[:used]

    @property
    def idle(self) -> bool:
        """Whether nothing is on the paper since the last cut."""
        return not (self._strips or self._line or self._bytes)

    def _one(self) -> int:
        """Takes one command or character; how many bytes it was, 0 when more must come."""
        data = self._bytes
        if data[0] == 0x0A:
            self._feed_line()
            return 1
        if data[0] >= 0x20:
            self._line.append((_character(data[0], self._style.page, self.profile), _copy(self)))
            return 1
        if data[0] not in (0x1B, 0x1D):
            raise NotUnderstoodError(f"control byte {data[0]:#04x}")
        if len(data) < 2:
            return 0
        command, arguments = bytes(data[:2]), data[2:]
        if command == b"\x1b@":
            self._style = Style()
            return 2
        if command == b"\x1dv":
            return self._raster(arguments)
        if command == b"\x1bp":  # the cash drawer's pulse
            self._drawer = self._drawer or len(arguments) >= 3
            return 5 if len(arguments) >= 3 else 0
        if not arguments:
            return 0
        self._with_one_argument(command, arguments[0])
        return 3

    def _with_one_argument(self, command: bytes, value: int) -> None:
        match command:
            case b"\x1b!":
                self._style.bold = bool(value & 8)
                self._style.high, self._style.wide = bool(value & 16), bool(value & 32)
            case b"\x1bE":
                self._style.bold = bool(value & 1)
            case b"\x1ba":
                self._style.align = value % 48
            case b"\x1bt":
                self._style.page = value
            case b"\x1bd":
                for _ in range(value):
                    self._feed_line()
            case b"\x1dV":
                self._cut()
            case b"\x1dr":
                self.asked.append(value)
            case _:
                raise NotUnderstoodError(f"command {command!r}")

    def _feed_line(self) -> None:
        text = "".join(character for character, _ in self._line)
        self._text.append(text.rstrip())
        tall = 2 if any(style.high for _, style in self._line) else 1
        strip = Image.new("L", (self.dots, LINE * tall), 255)
        x = self._start(sum(CELL[0] * (2 if style.wide else 1) for _, style in self._line))
        for character, style in self._line:
            wide, high = (2 if style.wide else 1), (2 if style.high else 1)
            drawn = _glyph(character, style.bold).resize((CELL[0] * wide, CELL[1] * high))
            strip.paste(drawn, (x, (tall - high) * CELL[1]))
            x += CELL[0] * wide
        if x > self.dots:
            raise NotUnderstoodError(f"{text!r} is wider than the paper")
        self._strips.append(strip)
        self._line = []

    def _raster(self, arguments: bytearray) -> int:
        if len(arguments) < 6:
            return 0
        width = int.from_bytes(arguments[2:4], "little")
        height = int.from_bytes(arguments[4:6], "little")
        if len(arguments) < 6 + width * height:
            return 0
        image = Image.frombytes("1", (width * 8, height), bytes(arguments[6 : 6 + width * height]))
        strip = Image.new("L", (self.dots, height), 255)
        dark = image.convert("L").point(lambda dot: 255 - dot)
        strip.paste(dark, (self._start(width * 8), 0))
        self._strips.append(strip)
        return 8 + width * height

    def _start(self, width: int) -> int:
        return (0, max(0, self.dots - width) // 2, max(0, self.dots - width))[self._style.align]

    def _cut(self) -> None:
        height = sum(strip.height for strip in self._strips)
        printed = Image.new("L", (self.dots + 2 * MARGIN, height + 2 * MARGIN), 255)
        y = MARGIN
        for strip in self._strips:
            printed.paste(strip, (MARGIN, y))
            y += strip.height
        ink = Image.new("RGB", printed.size, INK)
        ink.paste(PAPER, mask=printed)
        self.sheets.append(Sheet(ink, self._text, self._drawer))
        self._strips, self._text, self._drawer = [], [], False


def _copy(drawing: Drawing) -> Style:
    style = drawing._style
    return Style(style.page, style.bold, style.wide, style.high, style.align)


@lru_cache(maxsize=2048)
def _character(byte: int, page: int, profile: str) -> str:
    """What this byte is in the code page that the printer has under this number."""
    if byte < 128:
        return chr(byte)
    name = get_profile(profile).profile_data["codePages"].get(str(page), "Unknown")
    if name == "Unknown":
        raise NotUnderstoodError(f"the printer has no code page {page}")
    page_of: dict[str, Any] = CodePages.get_encoding(name)
    if "data" in page_of:
        return "".join(page_of["data"])[byte - 128]
    return bytes([byte]).decode(page_of["python_encode"])


@lru_cache(maxsize=512)
def _glyph(character: str, bold: bool) -> Image.Image:
    """One character in its cell, black on white."""
    cell = Image.new("L", CELL, 255)
    font = _font(bold)
    drawn = ImageDraw.Draw(cell)
    x = (CELL[0] - drawn.textlength(character, font)) / 2
    drawn.text((x, 19), character, 0, font, anchor="ls")
    return cell


@lru_cache
def _font(bold: bool) -> Any:
    """A typewriter's, if this machine has one; each character has its own cell anyway."""
    try:
        return ImageFont.truetype(FONTS[0 if bold else 1], 20)
    except OSError:
        return ImageFont.load_default(18)

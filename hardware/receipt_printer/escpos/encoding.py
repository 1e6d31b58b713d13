"""A paper as ESC/POS bytes, by python-escpos.

Owns the choice of the code page and the size of the QR code. Sends nothing.
"""

from __future__ import annotations

from functools import lru_cache

import segno
from escpos.capabilities import get_profile
from escpos.magicencode import Encoder
from escpos.printer import Dummy

from hardware.receipt_printer.layout import Line, lay_out
from hardware.receipt_printer.printer import Paper, QrCode

COLUMNS = {58: 32, 80: 48}  # of font A, which is 12 dots wide
DOTS = {58: 384, 80: 576}  # a printer of 203 dpi, which most are
FIRST_CHOICE = "CP858"  # western Europe, with the euro sign
NO_GLYPH = "?"
RASTER = b"\x1dv0\x00"  # GS v 0, one dot for one


def encode(
    paper: Paper, *, columns: int, dots: int, profile: str = "default", drawer: bool = False
) -> bytes:
    """All of it, from the printer's reset to the cut."""
    encoder = _encoder(profile)
    out = Dummy(profile=profile, magic_encode_args={"encoder": encoder})
    out.hw("INIT")
    if drawer:
        out.cashdraw(2)
    style = (False, False)
    for each in lay_out(paper, columns):
        match each:
            case QrCode():
                _qr(out, each.text, dots)
            case Line():
                if (each.bold, each.large) != style:
                    style = (each.bold, each.large)
                    out.set(
                        bold=each.bold,
                        double_width=each.large,
                        double_height=each.large,
                        normal_textsize=not each.large,
                    )
                out.textln(_with_glyphs(each.text, profile))
    out.cut(mode="PART")
    return bytes(out.output)


def _qr(out: Dummy, text: str, dots: int) -> None:
    """As dots, which every printer has; not as the printer's own code, which cheap ones lack."""
    code = segno.make(text, error="m", micro=False)
    modules = int(code.symbol_size(border=2)[0])
    size = max(2, min(6, dots * 2 // 3 // modules))
    width = (modules * size + 7) // 8  # in bytes
    rows = (
        sum(1 << (width * 8 - 1 - x) for x, dark in enumerate(line) if dark).to_bytes(width, "big")
        for line in code.matrix_iter(scale=size, border=2)
    )
    out.set(align="center", normal_textsize=True, bold=False)
    lengths = width.to_bytes(2, "little") + (modules * size).to_bytes(2, "little")
    out._raw(RASTER + lengths + b"".join(rows))
    out.set(align="left")


def _encoder(profile: str) -> Encoder:
    """One that takes the usual page where it can: each change of page is one more chance for a
    printer to be different."""
    pages = get_profile(profile).get_code_pages()
    encoder = Encoder(pages)
    if FIRST_CHOICE in pages:
        encoder.used_encodings.add(FIRST_CHOICE)
    return encoder


def _with_glyphs(text: str, profile: str) -> str:
    return "".join(one if ord(one) < 128 or _has(one, profile) else NO_GLYPH for one in text)


@lru_cache(maxsize=4096)
def _has(character: str, profile: str) -> bool:
    return _encoder(profile).find_suitable_encoding(character) is not None

"""Recordings in files: gzip members of lines, one after the other, as `zcat` reads them.

Owns the bytes, and that a file whose end is missing (a killed program, a power cut, a full disk)
is read as far as it goes. Does not know what a line means.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from io import BufferedIOBase, BytesIO
from pathlib import Path

from hardware.rfid.recording.lines import LONGEST_LINE, LineReader, Record, RecordingError

ENDING = ".jsonl.gz"
_MAGIC = b"\x1f\x8b"
_PIECE = 1 << 16
_DAMAGED = "damaged"  # a line that is none, for what could not be unpacked


def member(lines: Iterable[str]) -> bytes:
    """The lines as one piece that is appended to a file in one go."""
    return gzip.compress("".join(lines).encode(), compresslevel=6, mtime=0)


def records_in(path: Path) -> Iterator[Record]:
    """What is recorded in a file, or in a folder of a flight recorder, oldest first.

    Raises `RecordingError` for what is no recording, `OSError` for what cannot be read.
    """
    if path.is_dir():
        segments = segments_in(path)
        if not segments and (
            places := sorted(one.parent.name for one in path.glob(f"*/*{ENDING}"))
        ):
            raise RecordingError(
                f"{path.name} holds a folder for each place. Name one of them: {path / places[0]}"
            )
        for segment in segments:
            yield from records_in(segment)
        return
    with path.open("rb") as file:
        yield from LineReader(path.name).records(_lines(file, path.name))


def segments_in(folder: Path) -> list[Path]:
    """A flight recorder's files, oldest first."""
    return sorted(folder.glob(f"*{ENDING}"))


def lines_in(octets: bytes) -> Iterator[str]:
    """The whole lines of a file's bytes."""
    return _lines(BytesIO(octets), "it")


def _lines(file: BufferedIOBase, name: str) -> Iterator[str]:
    """Whole lines only: one without its end was being written when the program died."""
    rest, begun = b"", False
    for piece in _unpacked(file):
        if piece is None:
            if begun:
                yield _DAMAGED
            return
        *lines, rest = (rest + piece).split(b"\n")
        begun = begun or bool(lines)
        for line in lines:
            yield line.decode("utf-8", "replace")
        if len(rest) > LONGEST_LINE:
            raise RecordingError(f"{name} is no recording of Hangtag: it has no lines.")


def _unpacked(file: BufferedIOBase) -> Iterator[bytes | None]:
    """Gzip members or plain text, as far as they can be read; None where they are damaged."""
    piece = file.read(_PIECE)
    if not piece.startswith(_MAGIC):
        while piece:
            yield piece
            piece = file.read(_PIECE)
        return
    unpack = zlib.decompressobj(wbits=31)
    while piece:
        try:
            yield unpack.decompress(piece, 16 * _PIECE)
        except zlib.error:
            yield None
            return
        if unpack.eof:
            piece, unpack = unpack.unused_data, zlib.decompressobj(wbits=31)
        else:
            piece = unpack.unconsumed_tail
        piece = piece or file.read(_PIECE)

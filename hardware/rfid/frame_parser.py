"""Finding frames in a stream of bytes, however it is cut: what all readers on a serial line share.

Owns the buffer, and giving up a frame that will not come. What a frame is, a wire format says.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

FrameT = TypeVar("FrameT")


class FrameParser(ABC, Generic[FrameT]):
    """A byte that belongs to no frame is dropped and counted in `dropped`.

    Garbage can look like the beginning of a long frame and hide a whole one; `quiet` says that
    the line has been silent and nothing more of it will come.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.dropped = 0

    @property
    def waiting(self) -> bool:
        """Whether part of a frame is there and the rest is not."""
        return bool(self._buffer)

    def feed(self, chunk: bytes) -> list[FrameT]:
        """The frames that `chunk` completes, in their order."""
        self._buffer += chunk
        return self._parse()

    def quiet(self) -> list[FrameT]:
        """Gives up the frame that is being waited for; returns whole ones that it hid."""
        frames: list[FrameT] = []
        while self._buffer:
            self._drop(1)
            frames += self._parse()
        return frames

    def reset(self) -> None:
        """Forgets what is there of a frame."""
        self._drop(len(self._buffer))

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self.dropped += count

    @abstractmethod
    def _parse(self) -> list[FrameT]:
        """Takes the whole frames out of the buffer; leaves the beginning of one that is not."""

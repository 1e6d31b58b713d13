"""A command, the chip's ACK, its answer: one after the other over an open line.

Owns what is asked again when the line garbled it, and how a chip is freed that waits for a card
for ever. Does not know what is asked, nor when.
"""

from __future__ import annotations

from collections import deque

from hardware.rfid.line import Line
from hardware.rfid.pn532.wire import (
    SYNTAX_ERROR,
    WAKE_UP,
    Command,
    Error,
    Frame,
    FrameParser,
    Reply,
    Signal,
    status_words,
)
from hardware.rfid.worker import Clock

ACK_S = 0.3  # a chip's ACK comes within 15 ms; a USB adapter may keep it for a while
ANSWER_S = 0.5  # the longest is a listing, which takes some 0.1 s
QUIET_S = 0.05  # no chip pauses this long within a frame, nor does a USB adapter
TRIES = 2


class Refused(Exception):  # noqa: N818
    """The chip answered a command with a status."""

    def __init__(self, what: str, status: int) -> None:
        super().__init__(f"{what}: {status_words(status)}")


class Conversation:
    """Questions and answers. Raises what the line raises, and `TimeoutError` for silence."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._parser = FrameParser()
        self._unread: deque[Frame] = deque()

    def wake(self) -> None:
        """Ends the chip's sleep, and whatever it may be at for somebody who has left."""
        self._line.write(WAKE_UP + Signal.ACK.encode())
        self.rest(QUIET_S)

    def rest(self, seconds: float) -> None:
        """Lets time pass; what the chip still says is of no interest."""
        until = self._clock.now() + seconds
        while (left := until - self._clock.now()) > 0:
            self._line.read(left)
        self._parser.reset()
        self._unread.clear()

    def ask(
        self, what: str, command: Command, timeout: float = ANSWER_S, tries: int = TRIES
    ) -> Reply:
        """The answer to a command, which is given again when its answer does not arrive whole.

        Raises `Refused` and `TimeoutError`.
        """
        refused = False
        for attempt in range(tries):
            # An ACK of the host ends what the chip is at: no answer can come late.
            abort = Signal.ACK.encode() if attempt else b""
            self._line.write(abort + command.encode())
            answer = self._answer(command.code, timeout)
            if isinstance(answer, Reply):
                return answer
            refused = answer is not None
        if refused:
            raise Refused(what, SYNTAX_ERROR)
        raise TimeoutError(f"no answer to {what}")

    def _answer(self, code: int, timeout: float) -> Reply | Error | None:
        acknowledged = False
        until = self._clock.now() + min(ACK_S, timeout)
        while (frame := self._next(until)) is not None:
            if not acknowledged:
                if frame is Signal.ACK:
                    acknowledged = True
                    until = self._clock.now() + timeout
                continue  # what came before is to an earlier question
            if isinstance(frame, Error) or (isinstance(frame, Reply) and frame.code == code):
                return frame
        return None

    def _next(self, until: float) -> Frame | None:
        """The next frame; None when none comes in time, or none that is whole."""
        dropped = self._parser.dropped
        while not self._unread:
            garbled = self._parser.waiting or self._parser.dropped > dropped
            left = until - self._clock.now()
            if left <= 0:
                return None
            octets = self._line.read(min(left, QUIET_S) if garbled else left)
            self._unread += self._parser.feed(octets) if octets else self._parser.quiet()
            if garbled and not octets and not self._unread:
                return None
        return self._unread.popleft()

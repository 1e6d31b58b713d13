"""Commands to an M100 and its answers, over an open line in one framing.

Owns asking and listening; knows what an answer looks like, not what it means. What is asked, and
when, is `driver.py`.
"""

from __future__ import annotations

from hardware.rfid.line import Line
from hardware.rfid.m100.wire import Error, Frame, FrameParser, Framing, Kind, Op, error_words
from hardware.rfid.worker import Clock

ANSWER_S = 0.5
QUIET_S = 0.1  # no module pauses this long within a frame, nor does a USB adapter
WAKES_S = 0.05  # from the byte that wakes a module to the first one that it hears

# Vendors' manuals print the answer to one command under the code of another; modules were seen to
# use either.
_ALSO_ANSWERED_AS: dict[int, int] = {Op.SET_SELECT_MODE: Op.SET_SELECT}


class Refused(Exception):  # noqa: N818
    """The module answered a command with an error."""

    def __init__(self, what: str, error: int) -> None:
        super().__init__(f"{what}: {error_words(error)}")
        self.what = what
        self.error = error


class Conversation:
    """Speaks and hears one framing."""

    def __init__(self, line: Line, framing: Framing, clock: Clock) -> None:
        self.framing = framing
        self._line = line
        self._clock = clock
        self._parser = FrameParser(framing)
        self._unread: list[Frame] = []

    def frames(self, timeout: float) -> list[Frame]:
        """What the module says next, at least one frame; nothing if it is silent for `timeout`."""
        if self._unread:
            frames, self._unread = self._unread, []
            return frames
        deadline = self._clock.now() + timeout
        while (left := deadline - self._clock.now()) > 0:
            octets = self._line.read(min(left, QUIET_S) if self._parser.waiting else left)
            frames = self._parser.feed(octets) if octets else self._parser.quiet()
            if frames:
                return frames
        return []

    def say(self, command: Frame) -> None:
        """A command that is not answered, or whose answer nobody waits for."""
        self._line.write(command.encode(self.framing))

    def wake(self) -> None:
        """A sleeping module hears no command, but the byte before it. One awake passes over it."""
        self._line.write(b"\0")
        self.pass_over(WAKES_S)

    def pass_over(self, seconds: float) -> None:
        """Lets time pass, and whatever the module says."""
        until = self._clock.now() + seconds
        while (left := until - self._clock.now()) > 0:
            self._line.read(left)
        self._parser.reset()
        self._unread = []

    def ask(self, what: str, command: Frame, timeout: float = ANSWER_S, tries: int = 1) -> Frame:
        """The answer to a command; what else the module says in between is passed over.

        Raises `Refused` and `TimeoutError`.
        """
        for _ in range(tries):
            self.say(command)
            deadline = self._clock.now() + timeout
            while (left := deadline - self._clock.now()) > 0:
                frames = self.frames(left)
                for number, frame in enumerate(frames):
                    if _answers(what, command, frame):
                        self._unread = frames[number + 1 :]
                        return frame
        raise TimeoutError(f"no answer to {what}")


def _answers(what: str, command: Frame, frame: Frame) -> bool:
    """Whether a frame is the answer to a command. Raises `Refused`."""
    error = failure_of(frame)
    # A round that ends without a tag, of a poll that is being stopped, is no answer.
    if error is not None and error not in (Error.NO_TAG, Error.NO_CHANNEL):
        raise Refused(what, error)
    if frame.kind != Kind.RESPONSE:
        return False
    return frame.op == command.op or frame.op == _ALSO_ANSWERED_AS.get(command.op)


def failure_of(frame: Frame) -> int | None:
    """The error that a frame tells, if it tells one."""
    if frame.kind != Kind.RESPONSE or frame.op != Op.FAILED or not frame.data:
        return None
    return frame.data[0]

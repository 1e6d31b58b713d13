"""Commands and replies over a line: asked again when a byte was lost, at the baud that is heard.

Owns the turn-taking with a module. Does not know which commands a reader needs, nor what the
replies mean.
"""

from __future__ import annotations

from collections.abc import Iterable

from hardware.rfid.line import Line
from hardware.rfid.mercury import commands
from hardware.rfid.mercury.wire import (
    MAX_DATA,
    Command,
    Op,
    Reply,
    Status,
    reply_parser,
    status_words,
)
from hardware.rfid.worker import Clock

ANSWER_S = 0.25  # most answer within a few ms; the stop of a full stream takes longer
TRIES = 3  # a byte may be lost either way
PROBE_S = 0.2  # at each baud, besides the time on the line
QUIET_S = 0.1  # no module pauses this long within a frame, nor does a USB adapter
BITS_PER_BYTE = 10

# Noise, as our own words at another baud, can look to a module like the beginning of a long frame,
# whose rest it then waits for. So many bytes that begin none end every frame.
FLUSH = bytes(MAX_DATA + 5)


class Refused(Exception):  # noqa: N818
    """The module answered a command with a status."""

    def __init__(self, what: str, status: int) -> None:
        super().__init__(f"{what}: {status_words(status)}")
        self.what = what
        self.status = status


class Rebooted(Exception):  # noqa: N818
    """The module started anew and has lost its settings."""


class Conversation:
    """Questions and answers, and what a module says unasked."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._parser = reply_parser()
        self._unread: list[Reply] = []

    def send(self, command: Command) -> None:
        """Asks without waiting for the answer."""
        self._line.write(command.encode())

    def replies(self, timeout: float) -> list[Reply]:
        """What the module says next, at least one reply; nothing if it is silent for `timeout`."""
        if self._unread:
            replies, self._unread = self._unread, []
            return replies
        deadline = self._clock.now() + timeout
        while (left := deadline - self._clock.now()) > 0:
            octets = self._line.read(min(left, QUIET_S) if self._parser.waiting else left)
            replies = self._parser.feed(octets) if octets else self._parser.quiet()
            if replies:
                return replies
        return []

    def ask(
        self,
        what: str,
        command: Command,
        timeout: float = ANSWER_S,
        *,
        tries: int = TRIES,
        proof: int | None = None,
    ) -> Reply:
        """The answer to a command; what else the module says in between is passed over.

        A reply to `proof` shows that the command was obeyed, though its own answer was lost.
        Raises `Refused`, `TimeoutError` and, when the module says that it restarted, `Rebooted`.
        """
        for _ in range(tries):
            self.send(command)
            answer = self._await(command.op, timeout, proof)
            if answer is not None:
                if answer.status != Status.OK:
                    raise Refused(what, answer.status)
                return answer
        raise TimeoutError(f"no answer to {what}")

    def _await(self, op: int, timeout: float, proof: int | None = None) -> Reply | None:
        deadline = self._clock.now() + timeout
        while (left := deadline - self._clock.now()) > 0:
            replies = self.replies(left)
            for number, reply in enumerate(replies):
                if reply.op == op:
                    self._unread = replies[number + 1 :]
                    return reply
                if reply.op == proof:
                    self._unread = replies[number:]
                    return Reply(op)
                if reply.op == Op.BOOT_FIRMWARE:
                    raise Rebooted
        return None

    def stop_streaming(self) -> None:
        """Ends a stream that may be running, whoever started it; queued tags come first."""
        self._forget()
        try:
            self.ask("stop", commands.stop_streaming(), tries=2)
        except (Refused, TimeoutError, Rebooted):
            # In its bootloader it does not know the command; the next question tells the rest.
            self._unread = []

    def speaks_at(self, bauds: Iterable[int]) -> int | None:
        """The first baud at which the module says anything that is a frame, and stays there."""
        for baud in bauds:
            self._line.set_baud(baud)
            self.flush()
            self.send(commands.stop_streaming())
            self.send(Command(Op.CURRENT_PROGRAM))
            if self.replies(PROBE_S + len(FLUSH) * BITS_PER_BYTE / baud):
                self._await(Op.CURRENT_PROGRAM, ANSWER_S)
                return baud
        return None

    def set_baud(self, baud: int) -> None:
        """Has the module talk at another baud; its confirmation still comes at the present one."""
        self.ask("baud", commands.set_baud(baud), tries=1)
        self._line.set_baud(baud)
        self._forget()

    def flush(self) -> None:
        """Ends whatever the module takes for a frame, and forgets what it said."""
        self._line.write(FLUSH)
        self._forget()

    def _forget(self) -> None:
        self._unread = []
        self._parser.reset()

"""Short sounds, now or not at all.

Owns the player's process and the thread that waits for it. Does not know what a sound means.
"""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from hardware.device import DeviceState, Health
from hardware.sound.players import PLAYERS, player

log = logging.getLogger(__name__)

NO_PLAYER = "This machine has no player for sounds. Install one: apt install alsa-utils."
NO_SOUND = "Sounds cannot be played. Check the loudspeaker."
LATE_S = 0.25  # a sound that comes later than this belongs to nothing that is still on the glass
LONGEST_S = 3.0  # a player that takes longer than this hangs
REST_S = 60.0  # a player that fails is not asked for so long: a broken card is no news at each tap
CLOSE_S = 2.0


class Voice:
    """Plays one sound at a time: what comes meanwhile, or too late, is dropped.

    `player` names one of `PLAYERS`; "" takes the first that is there. Without any it is silent,
    and its health says so.
    """

    def __init__(
        self,
        player: str = "",
        open_player: Callable[..., subprocess.Popen[bytes]] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wanted = player
        self._start = open_player or subprocess.Popen
        self._clock = clock
        self._command: list[str] = []
        self._health = Health(DeviceState.STARTING)
        self._news = threading.Condition()
        self._due: tuple[Path, float] | None = None
        self._busy = False
        self._rests_until = 0.0
        self._closed = False
        self._playing: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if self._thread.is_alive() or self._closed:
            return
        self._command = player(self._wanted)
        if not self._command:
            names = self._wanted or ", ".join(PLAYERS)
            self._health = Health(DeviceState.FAULTY, NO_PLAYER, f"none of {names}")
            return
        self._health = Health(DeviceState.OK)
        self._thread.start()

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._news.notify()
            if self._playing is not None:
                self._playing.terminate()
        if self._thread.is_alive():
            self._thread.join(CLOSE_S)

    def play(self, file: Path) -> None:
        """Plays it now, and returns at once."""
        with self._news:
            now = self._clock()
            if not self._command or self._busy or self._closed or now < self._rests_until:
                return
            self._due = (file, now)
            self._busy = True
            self._news.notify()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._due is not None or self._closed)
                if self._closed or self._due is None:
                    return
                (file, asked_at), self._due = self._due, None
                late = self._clock() - asked_at > LATE_S
            if not late:
                self._play(file)
            with self._news:
                self._busy = False

    def _play(self, file: Path) -> None:
        try:
            playing = self._start(
                [*self._command, str(file)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            self._failed(str(error))
            return
        with self._news:
            self._playing = playing
            if self._closed:
                playing.terminate()
        try:
            _, said = playing.communicate(timeout=LONGEST_S)
        except subprocess.TimeoutExpired:
            playing.kill()
            playing.communicate()
            self._failed("it hangs")
            return
        finally:
            with self._news:
                self._playing = None
        if playing.returncode > 0:
            self._failed(said.decode("utf-8", "replace").strip()[:200])
        else:
            self._health = Health(DeviceState.OK)

    def _failed(self, cause: str) -> None:
        if self._health.ok:
            log.warning("no sound: %s: %s", self._command[0], cause)
        self._health = Health(DeviceState.FAULTY, NO_SOUND, cause)
        self._rests_until = self._clock() + REST_S

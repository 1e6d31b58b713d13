"""The alarm from the machine's loudspeaker, by the player that the system has.

Owns the player's process. The sound itself is `tones.py`.
"""

from __future__ import annotations

import logging
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from hardware.alarm.sound import tones
from hardware.alarm.timed import Timed
from hardware.device import DeviceState, Health
from hardware.sound.players import PLAYERS, player

log = logging.getLogger(__name__)

NO_PLAYER = "This machine has no player for the alarm's sound. Install one: apt install alsa-utils."
NO_SOUND = "The alarm's sound cannot be played. Check the loudspeaker."
PATIENCE_S = 3.0  # a player that takes so much longer than its sound hangs


class SoundAlarm:
    """`player` names one of `PLAYERS`; "" takes the first that is there."""

    def __init__(
        self, player: str = "", open_player: Callable[..., subprocess.Popen[bytes]] | None = None
    ) -> None:
        self._wanted = player
        self._start = open_player or subprocess.Popen
        self._command: list[str] = []
        self._health = Health(DeviceState.STARTING)
        self._timed = Timed(self._turn, again_s=0.0)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._playing: subprocess.Popen[bytes] | None = None

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if self._folder is not None:
            return
        command = player(self._wanted)
        if not command:
            names = self._wanted or ", ".join(PLAYERS)
            self._health = Health(DeviceState.FAULTY, NO_PLAYER, f"none of {names}")
            return
        self._folder = tempfile.TemporaryDirectory(prefix="hangtag-alarm-")
        file = Path(self._folder.name) / "alarm.wav"
        file.write_bytes(tones.wav())
        self._command = [*command, str(file)]
        self._timed.open()
        self._health = Health(DeviceState.OK)

    def close(self) -> None:
        self.quiet()
        self._timed.close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def raise_alarm(self, seconds: float) -> None:
        self._timed.extend(seconds)

    def quiet(self) -> None:
        self._timed.end()
        if (playing := self._playing) is not None:
            playing.terminate()

    def _turn(self, on: bool) -> None:
        """Plays one turn of the sound to its end; `Timed` asks again while there is an alarm."""
        if not on:
            return
        try:
            self._playing = self._start(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            _, said = self._playing.communicate(timeout=tones.length_s() + PATIENCE_S)
            code = self._playing.returncode
        except subprocess.TimeoutExpired:
            assert self._playing is not None
            self._playing.kill()
            self._playing.communicate()
            code, said = 1, b"it hangs"
        except OSError as error:
            code, said = 1, str(error).encode()
        self._playing = None
        if code > 0:
            cause = said.decode("utf-8", "replace").strip()[:200]
            log.warning("the alarm's sound: %s: %s", self._command[0], cause)
            self._health = Health(DeviceState.FAULTY, NO_SOUND, cause)
            self._timed.end()  # a player that fails at once must not be started again and again
        else:
            self._health = Health(DeviceState.OK)

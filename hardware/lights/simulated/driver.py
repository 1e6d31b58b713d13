"""The room's side of the simulated lamp.

Owns the line to `emulator.py`: one order and its answer at a time; comes back by itself.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hardware.device import Health
from hardware.lights.lamp import Light
from hardware.lights.telling import RefusedError, Teller
from hardware.rfid.shared.address import address

AWAY = "The lamp is not connected. Check its cable and its power."
ANSWER_S = 0.5


class SimulatedLamp:
    """Talks to a `LampEmulator` over the Unix socket `port`: a line of JSON each, and "ok"."""

    def __init__(self, port: str, open_teller: Callable[..., Teller] = Teller) -> None:
        self._path = Path(port)
        self._line: socket.socket | None = None
        self._teller = open_teller(
            self._tell,
            self._look,
            name=self._path.name,
            away=AWAY,
            apart_s=0.02,
            look_every_s=0.5,
            again_s=0.25,
        )

    @property
    def health(self) -> Health:
        return self._teller.health

    def open(self) -> None:
        self._teller.open()

    def close(self) -> None:
        self._teller.close()
        self._hang_up()

    def show(self, light: Light, fade_s: float) -> None:
        self._teller.show(light, fade_s)

    def _tell(self, light: Light, fade_s: float) -> None:
        order = {
            "colour_temperature_k": light.colour_temperature_k,
            "brightness": light.brightness,
            "rgb": light.rgb,
            "fade_s": fade_s,
        }
        if self._ask(json.dumps(order).encode()) != b"ok\n":
            raise RefusedError("The lamp does not know this light.")

    def _look(self) -> bool:
        return self._ask(b"{}") == b"ok\n"

    def _ask(self, order: bytes) -> bytes:
        """Raises `OSError`."""
        try:
            line = self._line or self._dial()
            line.sendall(order + b"\n")
            if not (answer := line.recv(64)):
                raise ConnectionResetError("hung up")
        except OSError:
            self._hang_up()
            raise
        return answer

    def _dial(self) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(ANSWER_S)
        try:
            with address(self._path) as where:
                line.connect(where)
        except OSError:
            line.close()
            raise
        self._line = line
        return line

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError):
                line.close()

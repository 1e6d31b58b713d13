"""A WLED controller played on a loopback port: its JSON API over real HTTP.

Owns the state that the API shows and changes, and the fades. Judges who talks to it: a field or a
value that WLED's description (see `driver.py`) does not have is refused with 400 and written down
in `refused`, where a real one would pass over it in silence. Knows no mirror.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from hardware.lights.lamp import COOL_WHITE_K, GAMMA, WARM_WHITE_K, rgb_of
from hardware.lights.seen import Seen

# The fields that Hangtag may set, of all that there are, with what they may be.
STATE: dict[str, Callable[[Any], bool]] = {
    "on": lambda value: value == "t" or isinstance(value, bool),
    "bri": lambda value: _whole(value, 0, 255),
    "transition": lambda value: _whole(value, 0, 65_535),
    "tt": lambda value: _whole(value, 0, 65_535),
    "ps": lambda value: _whole(value, -1, 250),
    "v": lambda value: isinstance(value, bool),
    "lor": lambda value: _whole(value, 0, 2),
    "seg": lambda value: isinstance(value, (dict, list)),
}
SEGMENT: dict[str, Callable[[Any], bool]] = {
    "id": lambda value: _whole(value, 0, 31),
    "on": lambda value: value == "t" or isinstance(value, bool),
    "bri": lambda value: _whole(value, 0, 255),
    "col": lambda value: isinstance(value, list) and len(value) <= 3 and all(map(_colour, value)),
    "fx": lambda value: _whole(value, 0, 186),
    "sx": lambda value: _whole(value, 0, 255),
    "ix": lambda value: _whole(value, 0, 255),
    "pal": lambda value: _whole(value, 0, 255),
    "cct": lambda value: _whole(value, 0, 255) or _whole(value, 1900, 10_091),
    "frz": lambda value: isinstance(value, bool),
    "sel": lambda value: isinstance(value, bool),
}


class WledEmulator:
    """Serves 127.0.0.1:`port` (0: any free one) from `start` to `stop`.

    `capabilities` are those of its segment 0: bit 0 RGB, bit 1 white, bit 2 CCT. `beside` so many
    segments more only stand in its state. `busy` so many
    next requests are answered with 503; `slow_s` each answer takes.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        capabilities: int = 7,
        beside: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.port = port
        self.busy = 0
        self.slow_s = 0.0
        self.requests: list[tuple[str, str]] = []
        self.refused: list[str] = []
        self._capabilities = capabilities
        self._beside = beside
        self._clock = clock
        self._lock = threading.Lock()
        self._speaks = threading.Event()
        self._speaks.set()
        self._server: _Server | None = None
        self._boot()
        self._booted -= 3600.0  # it has been on for an hour

    def _boot(self) -> None:
        """As a controller is when it gets power: orange, half bright."""
        self._booted = self._clock()
        self._state: dict[str, Any] = {"on": True, "bri": 128, "transition": 7, "ps": -1}
        self._segment: dict[str, Any] = {
            "id": 0, "start": 0, "stop": 60, "len": 60, "grp": 1, "spc": 0, "on": True, "bri": 255,
            "frz": False, "cct": 127, "fx": 0, "sx": 128, "ix": 128, "pal": 0, "sel": True,
            "col": [[255, 160, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
        }  # fmt: skip
        self._from = self._to = self._aim()
        self._began, self._fade_s = self._clock(), 0.0

    def start(self) -> None:
        """Publishes the port. Raises `OSError` if it is taken."""
        self.plug()

    def stop(self) -> None:
        self.speak()
        self.unplug()

    @property
    def plugged(self) -> bool:
        return self._server is not None

    def plug(self) -> None:
        if self._server is None:
            server = _Server(self, self.port)
            self.port = server.server_address[1]
            self._server = server
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def unplug(self) -> None:
        """Pulls the power: dark, and forgets what it was told."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            server.drop()
        with self._lock:
            self._boot()

    def go_silent(self) -> None:
        """Takes requests, and answers none."""
        self._speaks.clear()

    def speak(self) -> None:
        self._speaks.set()

    @property
    def state(self) -> dict[str, Any]:
        """What GET /json/state answers."""
        with self._lock:
            ours = self._shown_segment()
            others = [{**ours, "id": number} for number in range(1, self._beside + 1)]
            return {**self._state, "mainseg": 0, "seg": [ours, *others]}

    @property
    def info(self) -> dict[str, Any]:
        can = self._capabilities
        leds = {"count": 60, "pwr": 0, "fps": 42, "maxpwr": 0, "maxseg": 32, "seglc": [can]}
        return {
            "ver": "0.15.0", "vid": 2412100, "brand": "WLED", "product": "FOSS", "live": False,
            "name": "Fitting room", "leds": {**leds, "lc": can, "rgbw": bool(can & 2)},
            "uptime": int(self._clock() - self._booted), "arch": "esp32",
        }  # fmt: skip

    @property
    def seen(self) -> Seen:
        """What somebody in the room sees now."""
        if not self.plugged:
            return Seen((0, 0, 0), 0.0)
        with self._lock:
            share = self._share()
            (r, g, b, bri), (to_r, to_g, to_b, to_bri) = self._from, self._to
        mixed = [round(a + (z - a) * share) for a, z in ((r, to_r), (g, to_g), (b, to_b))]
        power = (bri + (to_bri - bri) * share) / 255
        return Seen((mixed[0], mixed[1], mixed[2]), power ** (1 / GAMMA))

    def _shown_segment(self) -> dict[str, Any]:
        wide = 4 if self._capabilities & 2 else 3
        colours = [colour[:wide] for colour in self._segment["col"]]
        return {**self._segment, "col": colours, "lc": self._capabilities}

    def _share(self) -> float:
        if self._fade_s <= 0:
            return 1.0
        return min(1.0, (self._clock() - self._began) / self._fade_s)

    def _aim(self) -> tuple[float, float, float, float]:
        """Red, green, blue and brightness that the state asks for."""
        red, green, blue, white = self._segment["col"][0]
        tint = (255, 255, 255)
        if self._capabilities & 4:  # the same sums as in WLED: a share of each white
            share = self._segment["cct"] / 255
            warm, cool = rgb_of(WARM_WHITE_K), rgb_of(COOL_WHITE_K)
            tint = tuple(round(w + (c - w) * share) for w, c in zip(warm, cool, strict=True))
        elif self._capabilities & 2:
            tint = rgb_of(WARM_WHITE_K)
        mixed = [
            min(255, c + t * white // 255) for c, t in zip((red, green, blue), tint, strict=True)
        ]
        lit = self._state["on"] and self._segment["on"]
        bri = self._state["bri"] * self._segment["bri"] / 255 if lit else 0
        return float(mixed[0]), float(mixed[1]), float(mixed[2]), float(bri)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        """Status and JSON for one request."""
        self._speaks.wait()
        if self.slow_s:
            time.sleep(self.slow_s)
        self.requests.append((method, path))
        if self.busy > 0:
            self.busy -= 1
            return 503, {"error": 3}
        if method == "GET":
            parts = {"/json/state": self.state, "/json/info": self.info}
            parts["/json"] = {"state": parts["/json/state"], "info": parts["/json/info"]}
            return (200, parts[path]) if path in parts else (404, None)
        if path not in ("/json", "/json/state"):
            return 404, None
        try:
            order = json.loads(body)
        except ValueError:
            return 400, {"error": 9}
        if (wrong := _wrong(order)) is not None:
            self.refused.append(wrong)
            return 400, {"error": 9}
        self._obey(order)
        return 200, (self.state if order.get("v") else {"success": True})

    def _obey(self, order: dict[str, Any]) -> None:
        with self._lock:
            share = self._share()
            now = tuple(a + (z - a) * share for a, z in zip(self._from, self._to, strict=True))
            before = self._state["on"]
            if "bri" in order and order["bri"] > 0:
                self._state["bri"] = order["bri"]
            self._state["on"] = order.get("bri", 1) > 0 and before
            if "on" in order:
                self._state["on"] = (not before) if order["on"] == "t" else order["on"]
            self._state["transition"] = order.get("transition", self._state["transition"])
            segments = order.get("seg", [])
            for number, segment in enumerate(
                segments if isinstance(segments, list) else [segments]
            ):
                if segment.get("id", number) == 0:
                    self._change(segment)
            self._from, self._to = now, self._aim()  # type: ignore[assignment]
            self._began = self._clock()
            self._fade_s = order.get("tt", self._state["transition"]) / 10

    def _change(self, segment: dict[str, Any]) -> None:
        for key, value in segment.items():
            if key == "col":
                for slot, colour in enumerate(value):
                    self._segment["col"][slot] = [*colour, 0][:4]
            elif key == "cct" and value > 255:
                self._segment["cct"] = round((value - 1900) / (10_091 - 1900) * 255)
            else:
                self._segment[key] = value


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, emulator: WledEmulator, port: int) -> None:
        self.emulator = emulator
        self._lines: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Request)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._lines.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A line that was cut is nobody's matter."""

    def drop(self) -> None:
        for line in list(self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        self._reply(b"")

    def do_POST(self) -> None:
        self._reply(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _reply(self, body: bytes) -> None:
        status, said = self.server.emulator.answer(self.command, self.path, body)
        text = b"<h1>404 Not Found</h1>" if said is None else json.dumps(said).encode()
        # Pulled out meanwhile: a controller without power ends no sentence.
        if not self.server.emulator.plugged:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if said is None else "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


def _wrong(order: Any) -> str | None:
    """What WLED's description does not have; None when all is well."""
    if not isinstance(order, dict):
        return "not an object"
    segments = order.get("seg", [])
    parts = [(STATE, order, "")]
    parts += [
        (SEGMENT, each, "seg.") for each in (segments if isinstance(segments, list) else [segments])
    ]
    for known, part, where in parts:
        for key, value in part.items():
            if key not in known:
                return f"unknown field {where}{key}"
            if not known[key](value):
                return f"{where}{key} cannot be {value!r}"
    return None


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _colour(value: Any) -> bool:
    return (
        isinstance(value, list) and len(value) in (3, 4) and all(_whole(v, 0, 255) for v in value)
    )

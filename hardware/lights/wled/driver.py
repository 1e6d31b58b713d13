"""A lamp that is driven by WLED (https://kno.wled.ge), over HTTP on the shop's own network.

Owns the orders to it and what its answers mean. Facts are from WLED's own description of its JSON
API, https://kno.wled.ge/interfaces/json-api/ (read at its version for WLED 16.0), and, where that
is silent, from wled00/json.cpp and wled00/wled_server.cpp in https://github.com/wled/WLED:

- POST /json/state with parts of the state changes those parts. `bri` is 1 to 255 with `on: true`,
  and dark is `on: false`, never `bri: 0`. `tt` is this change's own transition, in tenths of a
  second, 65 seconds at most; WLED fades by itself, from whatever it shows.
- All segments are under `on` and `bri` of the state, and have their own besides; both fade.
- `seg` holds a segment by its `id`: `col` up to three colours of 3 or 4 bytes, RGB(W); `fx` 0 is
  "Solid"; `cct` 0 (warmest) to 255 (coldest), which it prefers to kelvins as it does not know the
  whites of the strip. `frz` false gives back a segment whose LEDs were set one by one.
- What a segment can do is `lc` of the segment in the state, before that `leds.seglc` of /json/info
  in the order of the active ones: bit 0 RGB, bit 1 white, bit 2 CCT. `uptime` there is in seconds,
  by which a restart is noticed.
- Calls one after the other, never in parallel. What it cannot take while its one JSON buffer is in
  use it answers with 503 and {"error": 3} (https://github.com/wled/WLED/issues/4546), anything that
  is not JSON with 400, and an unknown field with nothing at all: it is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import requests

from hardware.device import DeviceError, Health
from hardware.lights.lamp import (
    COOL_WHITE_K,
    COOLEST_K,
    GAMMA,
    WARM_WHITE_K,
    WARMEST_K,
    Light,
    cool_share,
    power,
    rgb_of,
)
from hardware.lights.telling import BusyError, RefusedError, Teller

CONNECT_S, ANSWER_S = 1.5, 3.0  # an ESP8266 on a bad Wi-Fi takes a second
LONGEST_FADE_S = 65.0
RGB, WHITE, CCT = 1, 2, 4
NO_WLED = "At the lamp's address answers something that is not WLED. Check mirror.light.host."
NO_SEGMENT = "The lamp has no such segment. Check mirror.light.segment and WLED's segments."
NO_ORDERS = "The lamp does not take what it is told. Update WLED to 0.13 or newer."


class WledLamp:
    """`host` is a name or an address, such as wled-room1.local. `segment` is WLED's number of the
    part of the strip that lights this room. `gamma` 1 if WLED corrects brightness itself (it does
    not as it comes). Raises `DeviceError` for settings that cannot be.
    """

    def __init__(
        self,
        host: str,
        port: int = 80,
        segment: int = 0,
        warm_k: float = WARM_WHITE_K,
        cool_k: float = COOL_WHITE_K,
        gamma: float = GAMMA,
        open_session: Callable[[], requests.Session] = requests.Session,
        open_teller: Callable[..., Teller] = Teller,
    ) -> None:
        if not host or any(each in host for each in "/ @?#"):
            raise DeviceError(f"host is a name or an address, such as 192.168.1.60, not {host!r}")
        if not 1 <= port <= 65535:
            raise DeviceError(f"port is between 1 and 65535, not {port}")
        if not 0 <= segment <= 31:
            raise DeviceError(f"segment is between 0 and 31, not {segment}")
        if not WARMEST_K <= warm_k < cool_k <= COOLEST_K:
            raise DeviceError(f"warm_k has to be less than cool_k, not {warm_k:g} and {cool_k:g}")
        if not 1.0 <= gamma <= 4.0:
            raise DeviceError(f"gamma is between 1 and 4, not {gamma:g}")
        self._address = f"http://{host}:{port}"
        self._segment = segment
        self._warm_k, self._cool_k = warm_k, cool_k
        self._gamma = gamma
        self._session = open_session()
        self._session.trust_env = False  # no proxy of the machine is between it and its lamp
        self._can = 0
        self._alone = True  # no other segment has the controller's own brightness, too
        self._uptime = -1
        self._teller = open_teller(self._tell, self._look, name=host)

    @property
    def health(self) -> Health:
        return self._teller.health

    def open(self) -> None:
        self._teller.open()

    def close(self) -> None:
        self._teller.close()
        self._session.close()

    def show(self, light: Light, fade_s: float) -> None:
        self._teller.show(light, fade_s)

    def order(self, light: Light, fade_s: float) -> dict[str, Any]:
        """What WLED is told for this light, by what the strip can do."""
        tenths = round(min(LONGEST_FADE_S, max(0.0, fade_s)) * 10)
        if light.brightness == 0.0:
            if self._alone:
                return {"on": False, "tt": tenths}
            return {"tt": tenths, "seg": [{"id": self._segment, "on": False}]}
        segment: dict[str, Any] = {"id": self._segment, "on": True, "bri": 255, "fx": 0}
        segment |= {"frz": False, "col": [self._colour(light)]}
        if self._can & CCT and light.rgb is None:
            share = cool_share(light.colour_temperature_k, self._warm_k, self._cool_k)
            segment["cct"] = round(255 * share)
        brightness = max(1, round(255 * power(light.brightness, self._gamma)))
        if not self._alone:  # coarser in the dark, and leaves the other segments alone
            brightness, segment["bri"] = 255, brightness
        return {"on": True, "bri": brightness, "tt": tenths, "seg": [segment]}

    def _colour(self, light: Light) -> list[int]:
        if light.rgb is not None and self._can & RGB:
            return [*light.rgb, 0] if self._can & WHITE else [*light.rgb]
        if self._can & CCT:
            return [0, 0, 0, 255]  # its two whites make the temperature
        tint = rgb_of(light.colour_temperature_k)
        if not self._can & WHITE:
            return [*tint]
        if not self._can & RGB:
            return [0, 0, 0, 255]
        # One white of a temperature of its own, and colours that pull it to the wanted one.
        base = rgb_of(self._warm_k)
        return [*(max(0, a - b) for a, b in zip(tint, base, strict=True)), 255]

    def _tell(self, light: Light, fade_s: float) -> None:
        self._ask("POST", "/json/state", self.order(light, fade_s))

    def _look(self) -> bool:
        info = self._ask("GET", "/json/info")
        if info.get("brand") != "WLED" or not isinstance(info.get("leds"), Mapping):
            raise RefusedError(NO_WLED)
        uptime = int(info.get("uptime") or 0)
        restarted = uptime < self._uptime
        if not self._can or restarted:
            self._can = self._capabilities(info["leds"], self._ask("GET", "/json/state"))
            self._uptime = uptime  # not before: a busy one is asked once more
            return False
        self._uptime = uptime
        return True

    def _capabilities(self, leds: Mapping[str, Any], state: Mapping[str, Any]) -> int:
        """What our segment can do. Raises `RefusedError` when there is none."""
        segments = [each for each in state.get("seg", ()) if isinstance(each, Mapping)]
        self._alone = len(segments) == 1
        for position, segment in enumerate(segments):
            if segment.get("id", position) == self._segment:
                in_order = leds.get("seglc") or [RGB | (WHITE if leds.get("rgbw") else 0)]
                can = segment.get("lc") or (in_order[position : position + 1] or [0])[0]
                if int(can) & (RGB | WHITE):
                    return int(can)
        raise RefusedError(NO_SEGMENT)

    def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """Raises `OSError` (of which requests' errors are), `BusyError` or `RefusedError`."""
        with self._session.request(
            method,
            self._address + path,
            json=body,
            timeout=(CONNECT_S, ANSWER_S),
            allow_redirects=False,
        ) as answer:
            if answer.status_code == 503:
                raise BusyError("its JSON buffer is in use")
            try:
                said = answer.json()
            except ValueError as error:
                raise RefusedError(NO_WLED) from error
            if answer.status_code == 200 and isinstance(said, Mapping) and "error" not in said:
                return said
            raise RefusedError(NO_ORDERS) from OSError(f"{answer.status_code} {said}")

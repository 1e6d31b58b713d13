"""Plays a scenario on the shop floor: each step at its time, on a thread of its own.

Owns what is playing and how far it is. What a step means is `ShopFloor`'s; the file's format is
`kiosk.scenario`'s.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from hardware.rfid.reader import TagId
from kiosk.bench.pieces import CarryError
from kiosk.bench.shop_floor import ShopFloor
from kiosk.scenario import VERBS, Scenario, Step

log = logging.getLogger(__name__)

FASTEST = 100.0


class ScenarioPlayer:
    """One scenario at a time; a second one takes the place of the first. Thread-safe."""

    def __init__(self, floor: ShopFloor, *, now: Callable[[], float] = time.monotonic) -> None:
        self._floor = floor
        self._now = now
        self._lock = threading.Lock()
        self._changes = threading.Lock()  # held while one scenario takes the place of another
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._state: dict[str, Any] | None = None

    def play(self, scenario: Scenario, speed: float = 1.0) -> None:
        """Begins. The places that it names are emptied first, and the cables that it pulls are
        put back, so that it plays the same each time.

        Raises `CarryError` when the floor cannot play it.
        """
        if not 0 < speed <= FASTEST:
            raise CarryError(f"A speed is above 0 and at most {FASTEST:g}, not {speed:g}.")
        self._check(scenario)
        with self._changes:
            self._end()
            self._begin(scenario, speed)

    def stop(self) -> None:
        """Ends it where it is; twice is fine."""
        with self._changes:
            self._end()

    def _begin(self, scenario: Scenario, speed: float) -> None:
        with self._lock:
            self._stopped = threading.Event()
            self._state = {
                "title": scenario.title,
                "steps": [str(step) for step in scenario.steps],
                "done": 0,
                "playing": True,
                "failed": "",
            }
            arguments = (scenario, speed, self._stopped)
            self._thread = threading.Thread(
                target=self._run, args=arguments, name="scenario", daemon=True
            )
            self._thread.start()

    def _end(self) -> None:
        with self._lock:
            thread, self._thread = self._thread, None
            self._stopped.set()
        if thread is not None:
            thread.join()

    def state(self) -> dict[str, Any] | None:
        """What is playing, or was played last; None before the first."""
        with self._lock:
            return dict(self._state) if self._state else None

    def _check(self, scenario: Scenario) -> None:
        for step in scenario.steps:
            if step.room or step.gate or (step.table and step.verb != "terminal"):
                self._floor.place(step.room, step.table, step.gate)
            if _is_cable(step):
                self._floor.check_device(step.what)

    def _run(self, scenario: Scenario, speed: float, stopped: threading.Event) -> None:
        failed = ""
        try:
            named = ((step.room, step.table, step.gate) for step in scenario.steps)
            for place in dict.fromkeys(named):
                if any(place) and self._floor.plays(*place):
                    self._floor.take(self._floor.place(*place))
                if place[2]:
                    self._floor.bring_back(place[2])
            for device in dict.fromkeys(step.what for step in scenario.steps if _is_cable(step)):
                self._floor.restore(device)
            begun = self._now()
            carried: dict[str, list[TagId]] = {}
            for number, step in enumerate(scenario.steps, 1):
                stopped.wait(max(0.0, begun + step.at / speed - self._now()))
                if stopped.is_set():
                    break
                self._floor.act(step, carried)
                self._say(done=number)
        except CarryError as error:
            failed = str(error)
        except Exception as error:
            log.exception("the scenario %s failed", scenario.title)
            failed = str(error)
        self._say(playing=False, failed=failed)

    def _say(self, **news: Any) -> None:
        with self._lock:
            if self._state is not None:
                self._state |= news


def _is_cable(step: Step) -> bool:
    return VERBS[step.verb] == "device"

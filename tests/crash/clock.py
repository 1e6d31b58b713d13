"""Time that runs faster in this process: pauses, deadlines and clocks, not the sockets' timeouts.

So that a payment which is asked about every 5 s, or for a minute until staff must come, takes
milliseconds, without a setting in the product for it. All processes of one case share the moment
in which their time began: a clock never goes back over a restart.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

TIMES = 200.0
AT_LEAST_S = 0.002  # of real time: a shorter pause would only burn the processor

real_monotonic, real_sleep, real_time = time.monotonic, time.sleep, time.time


def run_fast(began: float, times: float = TIMES) -> None:
    """From now on `times` as fast; `began` is a reading of `real_monotonic`."""
    wall = real_time() - (real_monotonic() - began)

    def monotonic() -> float:
        return began + (real_monotonic() - began) * times

    def wall_clock() -> float:
        return wall + (real_monotonic() - began) * times

    def shortened(seconds: float) -> float:
        return max(seconds / times, AT_LEAST_S) if seconds > 0 else seconds

    wait = threading.Condition.wait

    def condition_wait(self: threading.Condition, timeout: float | None = None) -> bool:
        return wait(self, None if timeout is None else shortened(timeout))

    changed: dict[str, Any] = {
        "monotonic": monotonic,
        "time": wall_clock,
        "time_ns": lambda: int(wall_clock() * 1e9),
        "sleep": lambda seconds: real_sleep(shortened(seconds)),
    }
    originals = {getattr(time, name): fast for name, fast in changed.items()}
    for name, fast in changed.items():
        setattr(time, name, fast)
    threading.Condition.wait = condition_wait  # type: ignore[method-assign]
    threading._time = monotonic  # type: ignore[attr-defined]
    queue.time = monotonic  # type: ignore[attr-defined]
    _renew_defaults(originals)

    class FastDatetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(wall_clock(), tz)

    for module in modules_with_dates():
        module.datetime = FastDatetime  # type: ignore[attr-defined]


def _renew_defaults(originals: dict[Callable[..., Any], Any]) -> None:
    """A clock that is a parameter's default was taken when the function was made."""
    for function in functions_with_clocks():
        if keywords := function.__kwdefaults__:
            keywords.update(
                (key, originals[value])
                for key, value in keywords.items()
                if callable(value) and value in originals
            )
        if defaults := function.__defaults__:
            function.__defaults__ = tuple(
                originals.get(one, one) if callable(one) else one for one in defaults
            )


@cache
def modules_with_dates() -> tuple[ModuleType, ...]:
    """Those of the product that can ask `datetime` for the time."""
    return tuple(
        module
        for name, module in list(sys.modules.items())
        if name.startswith("kiosk.") and getattr(module, "datetime", None) is datetime
    )


@cache
def functions_with_clocks() -> tuple[FunctionType, ...]:
    """Those of the product. Looked for once, before the forks: it takes a while."""
    clocks = {time.monotonic, time.time, time.time_ns, time.sleep}
    found = []
    for name, module in list(sys.modules.items()):
        if name.startswith(("kiosk.", "catalog.", "hardware.")):
            owners = [one for one in vars(module).values() if isinstance(one, type)]
            values = [*vars(module).values(), *(v for o in owners for v in vars(o).values())]
            for function in values:
                if isinstance(function, FunctionType):
                    defaults = [*(function.__defaults__ or ())]
                    defaults += (function.__kwdefaults__ or {}).values()
                    if any(callable(one) and one in clocks for one in defaults):
                        found.append(function)
    return tuple(found)

"""What lamps at the end of a wire have in common: they are told, one order at a time, and asked
now and then whether they are still there.

Owns the thread, the newest light, when it is said again, and the health that comes of it. What an
order looks like is the driver's.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from hardware.device import DeviceState, Health
from hardware.lights.lamp import Light

log = logging.getLogger(__name__)

AWAY = "The lamp of the room does not answer. Check its power and its network."
ODD = "The lamp answers what it should not. Restart it, and check its settings."
BUSY_AGAIN_S = 0.5
BACK_FADE_S = 0.5  # a lamp that is back is not worth a long fade
CLOSE_S = 1.0  # an answer that is still waited for holds up no program that ends


class BusyError(OSError):
    """The lamp cannot take an order just now, and can in a moment."""


class RefusedError(OSError):
    """The lamp answers, and will not do it. The text is for staff."""


class Teller:
    """`tell(light, fade_s)` passes a light on; `look()` says whether the lamp still shows what it
    was told. Both are called on one thread, and raise `OSError` when there is no answer.

    At most one order each `apart_s`; of those that come faster the newest is passed on.
    """

    def __init__(
        self,
        tell: Callable[[Light, float], None],
        look: Callable[[], bool],
        *,
        name: str,
        away: str = AWAY,
        apart_s: float = 0.1,
        look_every_s: float = 10.0,
        again_s: float = 2.0,
    ) -> None:
        self._tell = tell
        self._look = look
        self._away = away
        self._apart_s = apart_s
        self._look_every_s = look_every_s
        self._again_s = again_s
        self._news = threading.Condition()
        self._wanted: tuple[Light, float] | None = None
        self._fresh = False  # `_wanted` has not been passed on
        self._closed = False
        self._health = Health(DeviceState.STARTING)
        self._thread = threading.Thread(target=self._run, name=f"lamp {name}", daemon=True)

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if not self._thread.is_alive() and not self._closed:
            self._thread.start()

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(CLOSE_S)

    def show(self, light: Light, fade_s: float) -> None:
        with self._news:
            self._wanted = (light, fade_s)
            self._fresh = True
            self._news.notify()

    def _run(self) -> None:
        while not self._closed:
            pause_s = self._turn()
            until = time.monotonic() + self._apart_s
            with self._news:
                # Not sooner than `apart_s`, whatever comes; and an order ends a longer pause only
                # where the lamp answers: who taps scenes does not make a dead lamp be asked faster.
                eager = self._health.ok
                self._news.wait_for(lambda: self._closed, max(0.0, until - time.monotonic()))
                self._news.wait_for(self._news_for(eager), pause_s - self._apart_s)

    def _news_for(self, eager: bool) -> Callable[[], bool]:
        return lambda: self._closed or (eager and self._fresh)

    def _turn(self) -> float:
        """Tells, or asks; and for how long to rest afterwards."""
        with self._news:
            wanted, fresh = self._wanted, self._fresh
            self._fresh = False
        try:
            if not self._health.ok:
                self._look()
                self._pass_on(wanted, None if fresh else BACK_FADE_S)
            elif fresh:
                self._pass_on(wanted, None)
            elif not self._look():
                self._pass_on(wanted, BACK_FADE_S)
        except BusyError as error:
            log.debug("the lamp is busy: %s", error)
            self._keep(fresh)
            return BUSY_AGAIN_S
        except RefusedError as error:
            self._health = Health(DeviceState.FAULTY, str(error), str(error.__cause__ or error))
            return self._again_s
        except OSError as error:
            if self._health.state is not DeviceState.AWAY:
                log.info("the lamp is away: %s", error)
            self._health = Health(DeviceState.AWAY, self._away, f"{type(error).__name__}: {error}")
            self._keep(fresh)
            return self._again_s
        except Exception as error:  # an answer that nobody foresaw must not end the thread
            if self._health.state is not DeviceState.FAULTY:
                log.exception("the lamp's answer cannot be understood")
            self._health = Health(DeviceState.FAULTY, ODD, f"{type(error).__name__}: {error}")
            self._keep(fresh)
            return self._again_s
        self._health = Health(DeviceState.OK)
        return self._look_every_s

    def _pass_on(self, wanted: tuple[Light, float] | None, fade_s: float | None) -> None:
        if wanted is not None:
            light, own_fade_s = wanted
            self._tell(light, own_fade_s if fade_s is None else fade_s)

    def _keep(self, fresh: bool) -> None:
        """What was not passed on is still to be."""
        with self._news:
            self._fresh = self._fresh or fresh

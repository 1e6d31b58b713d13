"""All exits of the shop: how their gates are, and the parts that concern them put together.

Owns what gates say of themselves, in memory only, and the thread that forgets old alarms.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.store import Catalog
from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub.gates.alarms import GateAlarms
from kiosk.hub.gates.listing import Listing
from kiosk.hub.gates.test_tags import TestTags
from kiosk.hub.live import Live
from kiosk.hub.outbox.jobs import Done, Job, Outcome
from kiosk.hub.tables.hand import AWAY, Look
from kiosk.hub.tables.report_order import TWO, Order, ReportOrder

log = logging.getLogger(__name__)

SILENT_S = 10.0  # a gate repeats itself every 2 s
AWAITED_S = 20.0  # so long after the hub's start one that never spoke is missed
FORGETS_EVERY_S = 3600.0
KEEP_DAYS = 90  # alarms of an exit that was taken out of the config
BEHIND_S = 120.0  # so long a gate may decide by another list than the newest
SILENT = Health(DeviceState.AWAY, "The gate does not answer. See that it is on and connected.")
BEHIND = "The gate does not get the newest list. Check its network, or start it again."
NO_LIST = "The gate has no list of the pieces yet, so it alarms for nothing."
READER_AWAY = "The reader does not answer."
ALARM_AWAY = "The alarm does not answer: nothing is seen or heard there."


@dataclass(frozen=True, slots=True)
class GateState:
    """What a gate says of itself. `list` names the one it decides by, "" for none."""

    reader: Health
    alarm: Health
    list: str
    pieces: int


class Gates:
    """Every call may come from any thread. A gate that the shop does not have is a `KeyError`."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        live: Live,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.tests = TestTags(catalog)
        self.alarms = GateAlarms(catalog)
        self.listing = Listing(catalog, live)
        self._settings = settings.gates
        self._monotonic = monotonic
        self._since = monotonic()
        self._lock = threading.Lock()
        self._states: dict[str, tuple[GateState, float]] = {}
        self._orders = {gate: ReportOrder(SILENT_S) for gate in settings.gates}
        self._current: dict[str, float] = {}  # when each decided by the newest list
        self._said: Mapping[str, Any] | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self.tests.on_change = self._test_tag_changed
        self.alarms.on_change = self._alarms_changed

    def open(self) -> None:
        """A shop without gates needs no list; of one that had some, the alarms are forgotten."""
        if self._settings:
            self.listing.open()
        self._thread = threading.Thread(target=self._forget, name="gates", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self.listing.close()
        if self._thread is not None:
            self._thread.join(timeout=2)

    def hear(self, gate: str, state: GateState, session: str = "", sequence: int = 0) -> None:
        """How a gate is now; `sequence` grows within a `session`, one run of its program."""
        if gate not in self._settings:
            raise KeyError(gate)
        now, newest = self._monotonic(), self.listing.content()
        with self._lock:
            if self._orders[gate].take(session, sequence, now) is Order.LATE:
                return
            before = self._states.get(gate)
            self._states[gate] = state, now
            if newest is None or state.list == newest[0] or gate not in self._current:
                self._current[gate] = now
        if before is None or before[0] != state:
            self.on_change()

    def alarm(self, alarm_id: str, gate: str, tag: TagId, reason: str, at_ms: int) -> bool:
        """A gate alarmed; whether it counts: a repeated message and staff's test tags do not."""
        keep_days = self._settings[gate].keep_days
        if tag in self.tests:
            return False
        return self.alarms.add(alarm_id, gate, tag, reason, at_ms, keep_days)

    def handle(self, job: Job) -> Outcome:
        """Of the outbox, topic `gate`: pieces of a sale were sold, or came back."""
        self.listing.sale_changed(int(job.body["sale"]))
        return Done()

    def name(self, gate: str) -> str:
        """What the shop calls the exit; its number when it has been taken out of the config."""
        return self._settings[gate].name if gate in self._settings else gate

    @property
    def names(self) -> list[str]:
        return [gate.name for gate in self._settings.values()]

    def states(self) -> dict[str, GateState | None]:
        """Each gate of the config; None for one that is silent."""
        now = self._monotonic()
        with self._lock:
            heard = {gate: one for gate, one in self._states.items() if now - one[1] <= SILENT_S}
        return {gate: heard[gate][0] if gate in heard else None for gate in self._settings}

    def looks(self) -> list[Look]:
        """What staff should have a look at: gates that are silent or lack a device, and two
        programs for one exit."""
        now = self._monotonic()
        waits = now - self._since < AWAITED_S
        with self._lock:
            two = [gate for gate, order in self._orders.items() if order.contended(now)]
        found = [Look("", f"{self.name(gate)}: {TWO}", "") for gate in two]
        for gate, state in self.states().items():
            if state is None:
                sentence = "" if waits and gate not in self._states else SILENT.message
            elif state.reader.state in AWAY:
                sentence = state.reader.message or READER_AWAY
            elif state.alarm.state in AWAY:
                sentence = state.alarm.message or ALARM_AWAY
            elif not state.list:
                sentence = NO_LIST
            else:
                sentence = BEHIND if self.behind(gate) else ""
            if sentence:
                found.append(Look("", f"{self.name(gate)}: {sentence}", ""))
        return found

    def behind(self, gate: str) -> bool:
        """Whether it does not get the list any more, though it answers."""
        with self._lock:
            return self._monotonic() - self._current.get(gate, self._monotonic()) > BEHIND_S

    def said(self) -> Mapping[str, Any]:
        """What the staff's topic says of the exits: how many alarms nobody has seen, the newest."""
        with self._lock:
            said = self._said
        if said is None:
            count, newest = self.alarms.unseen()
            said = {
                "alarms": count,
                "alarm": newest
                and {
                    "id": newest.id,
                    "gate": self.name(newest.gate),
                    "name": newest.name,
                    "sentence": newest.words,
                    "at": newest.at.isoformat(timespec="milliseconds"),
                    "picture": f"/media/480/{newest.picture}.webp" if newest.picture else None,
                },
            }
            with self._lock:
                self._said = said
        return said

    def _alarms_changed(self) -> None:
        with self._lock:
            self._said = None
        self.on_change()

    def _test_tag_changed(self, tag: TagId) -> None:
        self.listing.read([tag])
        self.on_change()

    def _forget(self) -> None:
        while not self._closing.is_set():
            try:
                keep_days = {name: gate.keep_days for name, gate in self._settings.items()}
                gone = self.alarms.forget(keep_days, others=KEEP_DAYS)
                if gone:
                    self._alarms_changed()
            except Exception:  # the next hour may do it
                log.exception("old alarms could not be forgotten")
            self._closing.wait(FORGETS_EVERY_S)

"""The simulated shop floor: who carries what to which reader, and which cables are pulled.

Owns where everything is. The devices themselves are `played.py`'s. Does not know HTTP or the page.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hardware.payment_terminal.simulated.books import Payment
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from hardware.rfid.gen2 import is_epc
from hardware.rfid.reader import TagId, TagKind
from kiosk.bench.exits import Exits
from kiosk.bench.floor import Floor, Place, moves
from kiosk.bench.pieces import ODD, CarryError, Pieces, is_tag, tags_of
from kiosk.bench.played import Mute, PlayedDevice, PlayedDevices
from kiosk.config import Settings
from kiosk.scenario import Step

log = logging.getLogger(__name__)

# How loud a tag is where it is put: a hanger half a metre from the antenna, a table top above it,
# an arm that passes the antenna of an exit.
LOUDNESS_DBM = {"room": -56.0, "table": -48.0, "gate": -57.0}
LOUDNESS_SPREAD_DB = 3.0

WHAT = {"room": "fitting room", "table": "checkout table", "gate": "exit"}


class ShopFloor:
    """Carries garments between rail, rooms and tables, and pulls cables. Thread-safe."""

    def __init__(self, settings: Settings, pieces: Pieces) -> None:
        self.pieces = pieces
        self._settings = settings
        self._lock = threading.RLock()
        self._floor = Floor()
        self._chance = random.Random(3)
        self._running = ExitStack()
        self._played = PlayedDevices(settings)
        self._readers = self._played.readers
        self._terminals = self._played.terminals
        self._alarms = self._played.alarms
        self._lamps = self._played.lamps
        self._exits = Exits(self._lock, self._go_out)

    def start(self) -> None:
        """Publishes the readers and terminals. Raises `OSError` when another bench plays them."""
        with ExitStack() as running:  # all of them, or none
            self.pieces.start()
            running.callback(self.pieces.stop)
            for emulator in self._played.emulators():
                emulator.start()
                running.callback(emulator.stop)
            running.callback(self._exits.stop)
            self._running = running.pop_all()

    def stop(self) -> None:
        self._running.close()

    def place(self, room: str, table: str, gate: str = "") -> Place:
        """The place that a request names. Raises `CarryError`."""
        place = _named(room, table, gate)
        known = self._sections(place)
        if place.name not in known:
            what = WHAT[place.kind]
            raise CarryError(f"There is no {what} {place.name!r}; there are: {', '.join(known)}.")
        if place not in self._readers:
            raise CarryError(f"{self.title(place)} has a real reader. Carry a real garment there.")
        return place

    def plays(self, room: str, table: str, gate: str = "") -> bool:
        """Whether the reader of this place is the bench's."""
        return _named(room, table, gate) in self._readers

    def act(self, step: Step, carried: dict[str, list[TagId]]) -> None:
        """Does one step of a scenario. Raises `CarryError`.

        `carried` are the tags that each SKU of it stood for so far: what was taken out of the room
        is what is then laid on the table.
        """
        match step.verb:
            case "hang" | "lay":
                place = self.place(step.room, step.table)
                with self._lock:
                    for name in step.garments:
                        self._carry(name, place, carried)
            case "exit":
                gate = self.place("", "", step.gate)
                with self._lock:
                    for name in step.garments:
                        self._carry(name, gate, carried)
            case "take" | "lift":
                place = self.place(step.room, step.table)
                there = self._floor.at(place)
                tags = [tag for name in step.garments for tag in carried.get(name, ())]
                if step.garments and not all(tag in there for tag in tags):
                    raise CarryError(f"{', '.join(step.garments)}: not all in {self.title(place)}.")
                self.take(place, tags)
            case "unplug" | "plug":
                self.cable(step.what, plugged=step.verb == "plug")
            case "silence" | "speak":
                self.speech(step.what, speaks=step.verb == "speak")
            case "terminal":
                self.answer(step.table, step.what)

    def _carry(self, name: str, place: Place, carried: dict[str, list[TagId]]) -> None:
        ours = carried.setdefault(name, [])
        there = self._floor.at(place)
        again = next((tag for tag in ours if tag not in there), None)
        if again is not None:
            self.put(place, [again])
        elif name in ODD:
            ours += self.put(place, odd=name)
        elif is_tag(name):
            ours += self.put(place, tags_of([name]))
        else:
            ours += self.put(place, skus=[name])

    def answer(self, table: str, mode: str) -> None:
        """How a table's card terminal answers the next payments. Raises `CarryError`."""
        terminal = self.terminal(table)
        try:
            terminal.mode = type(terminal.mode)(mode)
        except ValueError as error:
            known = ", ".join(one.value for one in type(terminal.mode))
            raise CarryError(f"A card terminal knows no {mode!r}; it can: {known}.") from error

    def places(self) -> list[Place]:
        """All places whose readers the bench plays."""
        return list(self._readers)

    def gates(self) -> list[str]:
        """The exits whose readers the bench plays."""
        return [place.name for place in self._readers if place.kind == "gate"]

    def title(self, place: Place) -> str:
        return str(self._sections(place)[place.name].name)

    def _sections(self, place: Place) -> Mapping[str, Any]:
        if place.kind == "room":
            return self._settings.rooms
        return self._settings.tables if place.kind == "table" else self._settings.gates

    def put(
        self,
        place: Place,
        tags: Sequence[TagId] = (),
        skus: Sequence[str] = (),
        count: int = 0,
        odd: str = "",
    ) -> list[TagId]:
        """Carries garments to a place, from wherever they are. Raises `CarryError`."""
        if skus or count:
            self.pieces.make_known()
        with self._lock:
            chosen = list(tags)

            def taken(tag: TagId) -> bool:
                return tag in chosen or self._floor.where(tag) is not None

            for sku in skus:
                chosen.append(self.pieces.of_sku(sku, taken))
            if count:
                chosen += self.pieces.some(count, taken)
            if odd:
                chosen.append(self.pieces.odd(odd))
            if not chosen:
                raise CarryError("Say what to carry: tags, skus, count or odd.")
            self._change(self._floor.put(chosen, place))
            if place.kind == "gate":
                self._exits.enter(place.name, chosen)
            return chosen

    def bring_back(self, gate: str, tags: Sequence[TagId] = ()) -> list[TagId]:
        """What was carried out, back to the rail; all when none is named. The door is another one:
        no gate hears it."""
        out = Place("outside", self.place("", "", gate).name)
        with self._lock:
            there = self._floor.at(out)
            if missing := [tag for tag in tags if tag not in there]:
                raise CarryError(f"{missing[0]} is not outside.")
            chosen = list(tags or there)
            self._change(self._floor.put(chosen, None))
            return chosen

    def _go_out(self, gate: str, tags: Sequence[TagId]) -> None:
        """They have passed: who is still in the exit is outside now. Holds the lock."""
        there = self._floor.at(Place("gate", gate))
        gone = [tag for tag in tags if tag in there]
        if gone:
            self._change(self._floor.put(gone, Place("outside", gate)))

    def take(
        self, place: Place, tags: Sequence[TagId] = (), skus: Sequence[str] = (), count: int = 0
    ) -> list[TagId]:
        """Carries garments from a place back to the rail; all when none is named.

        Raises `CarryError` for one that is not there.
        """
        with self._lock:
            there = list(self._floor.at(place))
            chosen = list(tags)
            for tag in tags:
                if tag not in there:
                    raise CarryError(f"{tag} is not in {self.title(place)}.")
            by_sku = (
                {piece.tag: piece.sku.casefold() for piece in self.pieces.all()} if skus else {}
            )
            for sku in skus:
                match = [tag for tag in there if by_sku.get(tag) == sku.casefold()]
                match = [tag for tag in match if tag not in chosen]
                if not match:
                    raise CarryError(f"No {sku} is in {self.title(place)}.")
                chosen.append(match[-1])
            if count:
                chosen += [tag for tag in reversed(there) if tag not in chosen][:count]
            elif not chosen:
                chosen = there
            self._change(self._floor.put(chosen, None))
            return chosen

    def cable(self, device: str, *, plugged: bool) -> None:
        """Pulls or puts back the cable of "room-1", "table-1" or "terminal-1" …

        Raises `CarryError` for one that the bench does not play.
        """
        played = self._device(device)
        with self._lock:
            if plugged:
                played.plug()
            else:
                played.unplug()

    def speech(self, device: str, *, speaks: bool) -> None:
        """Has a reader fall silent without an error, or speak again. Raises `CarryError`."""
        played = self._device(device)
        if not isinstance(played, Mute):
            raise CarryError(f"{device} cannot fall silent; unplug it.")
        with self._lock:
            if speaks:
                played.speak()
            else:
                played.go_silent()

    def check_device(self, name: str) -> None:
        """Raises `CarryError` for one that the bench does not play."""
        self._device(name)

    def restore(self, device: str) -> None:
        """Puts a device's cable back and has it speak. Raises `CarryError`."""
        self.cable(device, plugged=True)
        if isinstance(self._device(device), Mute):
            self.speech(device, speaks=True)

    def _device(self, name: str) -> PlayedDevice:
        return self._played.device(name)

    def terminal(self, table: str) -> TerminalEmulator:
        """The terminal of a table. Raises `CarryError`."""
        if table not in self._terminals:
            known = ", ".join(self._terminals) or "none"
            raise CarryError(f"The bench plays no card terminal at table {table!r}; at: {known}.")
        return self._terminals[table]

    def state(self) -> dict[str, Any]:
        """Everything that the page shows besides the garments themselves."""
        with self._lock:
            return {
                "shop": self._settings.shop.name,
                "hub": {
                    "answers": self.pieces.hub_answers,
                    "url": self._settings.hub.url,
                    "port": self._settings.hub.port,
                },
                "catalog_version": self.pieces.version,
                "rooms": [
                    {
                        **self._place_state(Place("room", room)),
                        "tablet": section.tablet,
                        "mirror": self.mirror_view(room).exists(),
                        "lamp": self._lamp_state(room),
                    }
                    for room, section in self._settings.rooms.items()
                ],
                "tables": [
                    {**self._place_state(Place("table", table)), "terminal": self._paying(table)}
                    for table in self._settings.tables
                ],
                "gates": [self._exit_state(gate) for gate in self._settings.gates],
            }

    def mirror_view(self, room: str) -> Path:
        """The socket where the mirror of a room shows its frames."""
        return self._settings.device_dir / f"mirror-{room}.view"

    def _change(self, floor: Floor) -> None:
        for tag in floor.places:
            if tag.kind is TagKind.EPC and not is_epc(tag.value):
                raise CarryError(f"{tag} is no EPC that a tag can hold.")
        for move in moves(self._floor, floor):
            if move.start in self._readers:
                self._readers[move.start].field.remove(move.tag)
            if move.end in self._readers:
                reader = self._readers[move.end]
                loudness = self._chance.gauss(LOUDNESS_DBM[move.end.kind], LOUDNESS_SPREAD_DB)
                reader.field.place(move.tag, rssi_dbm=loudness, antenna=reader.antenna)
        self._floor = floor

    def _place_state(self, place: Place) -> dict[str, Any]:
        reader = self._readers.get(place)
        return {
            "name": place.name,
            "title": self.title(place),
            "tags": [str(tag) for tag in self._floor.at(place)],
            "reader": reader
            and {
                "device": place.device,
                "plugged": reader.emulator.plugged,
            },
        }

    def _lamp_state(self, room: str) -> dict[str, Any] | None:
        """What somebody in the room would see of its lamp."""
        lamp = self._lamps.get(room)
        if lamp is None:
            return None
        seen = lamp.seen
        return {
            "device": f"lamp-{room}",
            "plugged": lamp.plugged,
            "rgb": list(seen.rgb),
            "percent": round(seen.brightness * 100),
        }

    def _exit_state(self, gate: str) -> dict[str, Any]:
        alarm = self._alarms.get(gate)
        return {
            **self._place_state(Place("gate", gate)),
            "outside": [str(tag) for tag in self._floor.at(Place("outside", gate))],
            "passings": self._exits.passings(gate),
            "alarm": alarm
            and {"device": f"alarm-{gate}", "plugged": alarm.plugged, "on": alarm.on},
        }

    def _paying(self, table: str) -> dict[str, Any] | None:
        terminal = self._terminals.get(table)
        if terminal is None:
            return None
        books = terminal.books()
        return {
            "device": f"terminal-{table}",
            "plugged": terminal.plugged,
            "mode": terminal.mode.value,
            "payment": _payment(books[-1]) if books else None,
        }


def _named(room: str, table: str, gate: str) -> Place:
    if room:
        return Place("room", room)
    return Place("gate", gate) if gate else Place("table", table)


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "reference": payment.reference,
        "amount_minor": payment.approved_minor or payment.amount_minor,
        "currency": payment.currency,
        "state": "voided"
        if payment.voided
        else ("refunded" if payment.refunds else payment.state.value),
    }

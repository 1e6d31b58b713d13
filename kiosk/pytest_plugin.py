"""Fixtures for programs that listen to readers: a radio field, and readers before it.

Owns what pytest shows as `rfid_field`, `simulated_reader`, `emulated_reader` and `play_scenario`.
It is loaded in every run of pytest where Hangtag is installed, so it imports nothing until a test
asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from hardware.rfid.emulators import Emulator
    from hardware.rfid.field import Field
    from hardware.rfid.reader import RfidReader, TagId
    from hardware.rfid.simulated.driver import SimulatedReader
    from kiosk.scenario import Step


@dataclass(frozen=True)
class EmulatedReader:
    """A reader's real driver, open, before the emulator that plays its module.

    `emulator` has the verbs of its driver's page in the docs: unplug, plug, go_silent …
    """

    reader: RfidReader
    emulator: Emulator
    field: Field


@pytest.fixture
def rfid_field() -> Field:
    """What is before the antennas: `place(tag)`, `remove(tag)`. The same in each run."""
    from hardware.rfid.field import Field

    return Field(seed=1)


@pytest.fixture
def simulated_reader(rfid_field: Field) -> Iterator[SimulatedReader]:
    """A reader straight from the field: no bytes, no port. It is open."""
    from hardware.rfid.simulated.driver import SimulatedReader

    reader = SimulatedReader(rfid_field)
    reader.open()
    yield reader
    reader.close()


@pytest.fixture
def emulated_reader(
    rfid_field: Field, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., EmulatedReader]]:
    """`emulated_reader("mercury")`: a real driver on its vendor's bytes.

    Takes the driver's own settings as keywords, and `field` for another field than `rfid_field`.
    Each call makes a reader of its own.
    """
    from hardware.device import open_device
    from hardware.rfid.emulators import emulate

    with ExitStack() as opened:
        folder: Path = tmp_path_factory.mktemp("dev")
        numbers = count(1)

        def make(driver: str, field: Field | None = None, **settings: Any) -> EmulatedReader:
            before = rfid_field if field is None else field
            emulator = emulate(driver, folder / f"reader-{next(numbers)}", before)
            opened.enter_context(emulator)
            options = {"driver": driver, **emulator.reached_by, **settings}
            reader: RfidReader = open_device("rfid", options)
            opened.callback(reader.close)
            return EmulatedReader(reader, emulator, before)

        yield make


@pytest.fixture
def play_scenario(rfid_field: Field) -> Callable[..., None]:
    """`play_scenario(file, readers={"room-1": one}, garments={"shirt": tag}, speed=10)`.

    Plays a scenario file on `rfid_field`: what is hung or laid is placed, what is taken or lifted
    is removed, what goes through the exit is there for a moment; the cables of the readers that
    are named are pulled, what happens to others is passed over. Returns when it has been played.
    `garments` says which tag a name or SKU of the file is; what it does not name are tags. Raises
    `ScenarioError` before anything is done.
    """
    return _Stage(rfid_field).play


class _Stage:
    """One field that stands for every place of a scenario."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def play(
        self,
        file: str | Path,
        *,
        readers: Mapping[str, EmulatedReader | SimulatedReader] | None = None,
        garments: Mapping[str, TagId] | None = None,
        speed: float = 1.0,
    ) -> None:
        import time

        from kiosk.scenario import named, read

        scenario = read(named(str(file)))
        tags = dict(garments or {})
        # A name of the file stands for something already: what that is, the test says anew.
        tags |= {meant: tags[name] for name, meant in scenario.garments.items() if name in tags}
        self._check(scenario.steps, tags, readers or {})
        begun = time.monotonic()
        for step in scenario.steps:
            time.sleep(max(0.0, begun + step.at / speed - time.monotonic()))
            self._act(step, readers or {}, tags, speed)

    def _check(
        self,
        steps: Iterable[Step],
        tags: Mapping[str, TagId],
        readers: Mapping[str, EmulatedReader | SimulatedReader],
    ) -> None:
        """Before anything is done: a step that would silently not happen proves nothing."""
        from kiosk.scenario import ScenarioError

        for step in steps:
            for name in step.garments:
                if name not in tags and not _is_tag(name):
                    raise ScenarioError(
                        f"{step}: {name!r} is no tag. Say which it is: "
                        f"garments={{{name!r}: TagId.epc(...)}}."
                    )
            device = _device(readers.get(step.what))
            if device is not None and not hasattr(device, _VERBS.get(step.verb, "plug")):
                raise ScenarioError(f"{step}: {step.what} cannot do this; unplug it.")

    def _act(
        self,
        step: Step,
        readers: Mapping[str, EmulatedReader | SimulatedReader],
        garments: Mapping[str, TagId],
        speed: float,
    ) -> None:
        import time

        from hardware.rfid.reader import TagId
        from kiosk.scenario import PASSES_S

        tags = [garments.get(name) or TagId.parse(name) for name in step.garments]
        match step.verb:
            case "hang" | "lay":
                for tag in tags:
                    self._field.place(tag)
            case "exit":
                for tag in tags:
                    self._field.place(tag)
                time.sleep(PASSES_S / speed)
                for tag in tags:
                    self._field.remove(tag)
            case "take" | "lift":
                for tag in tags or self._field.tags():
                    self._field.remove(tag)
            case "unplug" | "plug" | "silence" | "speak" if step.what in readers:
                getattr(_device(readers[step.what]), _VERBS[step.verb])()


_VERBS = {"unplug": "unplug", "plug": "plug", "silence": "go_silent", "speak": "speak"}


def _device(reader: EmulatedReader | SimulatedReader | None) -> Any:
    return reader.emulator if isinstance(reader, EmulatedReader) else reader


def _is_tag(name: str) -> bool:
    from hardware.rfid.reader import TagId

    try:
        TagId.parse(name)
    except ValueError:
        return False
    return True

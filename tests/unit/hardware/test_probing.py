"""Who answers on a serial port, and who holds it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hardware.device import open_device
from hardware.rfid import probing
from hardware.rfid.emulators import emulate
from hardware.rfid.field import Field
from hardware.rfid.mercury.emulator import MercuryEmulator
from hardware.rfid.reader import TagId, TagKind


@pytest.mark.parametrize(
    ("driver", "name"),
    [("mercury", "M7E, firmware"), ("m100", "framing AA"), ("pn532", "PN532")],
)
def test_a_port_is_asked_who_is_there(tmp_path: Path, driver: str, name: str) -> None:
    with emulate(driver, tmp_path / "port", Field()):
        found = probing.identify(tmp_path / "port")
    assert found is not None
    assert found.driver == driver
    assert name in found.name


def test_a_reader_that_only_talks_is_known_by_the_card_on_it(tmp_path: Path) -> None:
    field = Field()
    field.place(TagId(TagKind.UID, "62E3086CED"))
    with emulate("rdm6300", tmp_path / "port", field):
        found = probing.identify(tmp_path / "port")
    assert found is not None
    assert found.driver == "rdm6300"


@pytest.mark.slow
def test_a_port_where_nobody_answers_is_nobodys(tmp_path: Path) -> None:
    with MercuryEmulator(tmp_path / "port", Field()) as emulator:
        emulator.go_silent()
        assert probing.identify(tmp_path / "port") is None


@pytest.mark.parametrize("driver", ["mercury", "m100"])
def test_a_module_that_was_left_searching_is_asked_all_the_same(
    tmp_path: Path, driver: str
) -> None:
    field = Field(fades=False)
    for number in range(10):
        field.place(TagId.epc(f"{number:024X}"), hearing=1)
    with emulate(driver, tmp_path / "port", field):
        reader = open_device("rfid", {"driver": driver, "port": str(tmp_path / "port")})
        reader._leave = lambda _line: None  # its program was killed
        assert reader.drain(10)
        reader.close()
        found = probing.identify(tmp_path / "port")
    assert found is not None
    assert found.driver == driver


def test_asking_sends_no_power_to_an_antenna(tmp_path: Path) -> None:
    with MercuryEmulator(tmp_path / "port", Field()) as emulator:
        assert probing.identify(tmp_path / "port")
        assert not emulator.streaming
        assert emulator.module.settings.region == 0, "nor is it set up"


def test_a_port_that_is_not_there_is_an_error_of_the_port(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no-port"):
        probing.identify(tmp_path / "no-port")


def test_who_holds_a_port_is_found(tmp_path: Path) -> None:
    port = tmp_path / "port"
    port.touch()
    assert probing.holder(port) is None
    reads_it = [sys.executable, "-c", f"f = open({str(port)!r}); print('open'); input()"]
    with subprocess.Popen(
        reads_it, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        holder = probing.holder(port)
        other.communicate("\n")
    assert holder is not None
    assert (holder.pid, "open(" in holder.command) == (other.pid, True)


def test_who_plays_a_port_does_not_hold_it() -> None:
    plays = "import os; _, end = os.openpty(); print(os.ttyname(end), flush=True); input()"
    reads = "import sys; port = open(sys.argv[1]); print('open', flush=True); input()"

    def program(*words: str) -> subprocess.Popen[str]:
        arguments = [sys.executable, "-c", *words]
        return subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    with program(plays) as bench:
        assert bench.stdout is not None
        port = bench.stdout.readline().strip()
        assert probing.holder(Path(port)) is None
        with program(reads, port) as shop:
            assert shop.stdout is not None
            assert shop.stdout.readline() == "open\n"
            holder = probing.holder(Path(port))
            shop.communicate("\n")
        bench.communicate("\n")
    assert holder is not None
    assert holder.pid == shop.pid

"""What other developers write: tests of their own, with our fixtures, run as they run them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.rfid.emulators import EMULATORS
from tests.conftest import REPO

FIRST_TEST = re.search(
    r"```python\n(.*?def test_.*?)```", (REPO / "docs" / "testing.md").read_text(), re.DOTALL
)

EVERY_EMULATOR = f"""
import pytest
from hardware.rfid.reader import TagId, TagKind

SHIRT = TagId.epc("30361F1B3827080000000001")
CARD = TagId(TagKind.UID, "04A1B2C3D4E5F6")
CARDS = {{"mfrc522": CARD, "pn532": CARD, "rdm6300": TagId(TagKind.UID, "62E3086CED")}}

@pytest.mark.parametrize("driver", {sorted(EMULATORS)!r})
def test_each_reader_hears(rfid_field, emulated_reader, driver):
    one = emulated_reader(driver)
    tag = CARDS.get(driver, SHIRT)
    rfid_field.place(tag)
    heard = []
    while not heard:
        heard = one.reader.drain(timeout=5)
    assert {{read.tag for read in heard}} == {{tag}}

def test_two_readers_stand_before_two_fields(emulated_reader):
    from hardware.rfid.field import Field
    one, two = emulated_reader("mercury"), emulated_reader("m100", Field(seed=2))
    two.field.place(SHIRT)
    assert two.reader.drain(timeout=5)
    assert one.reader.drain(timeout=0.05) == []
"""

SCENARIO = """
from hardware.device import DeviceState
from hardware.rfid.reader import TagId

SHIRT = TagId.epc("30361F1B3827080000000001")

def test_a_scenario_is_played_on_the_field(rfid_field, simulated_reader, play_scenario, tmp_path):
    file = tmp_path / "play.yaml"
    file.write_text(
        "steps:\\n"
        "- {at: 0, hang: [shirt, '30361F1B3827080000000002']}\\n"
        "- {at: 1, unplug: room-1}\\n"
        "- {at: 2, take: shirt}\\n"
    )
    play_scenario(file, readers={"room-1": simulated_reader}, garments={"shirt": SHIRT}, speed=50)
    assert [tag.value for tag in rfid_field.tags()] == ["30361F1B3827080000000002"]
    assert simulated_reader.health.state is DeviceState.AWAY
"""


SHIPPED = """
import pytest
from hardware.rfid.reader import TagId

SHIRT, OTHER = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")

def test_a_name_of_the_file_is_the_tag_that_the_test_says(rfid_field, play_scenario, tmp_path):
    file = tmp_path / "play.yaml"
    file.write_text("garments: {shirt: LIN-SHI-TER-M}\\nsteps:\\n- {at: 0, hang: [shirt, X]}")
    play_scenario(file, garments={"shirt": SHIRT, "X": OTHER})
    assert set(rfid_field.tags()) == {SHIRT, OTHER}

def test_what_is_no_tag_is_said_before_anything_is_done(rfid_field, play_scenario, tmp_path):
    file = tmp_path / "play.yaml"
    file.write_text("steps:\\n- {at: 0, hang: '30'}\\n- {at: 9, hang: LIN-SHI-TER-M}")
    with pytest.raises(ValueError, match="LIN-SHI-TER-M' is no tag. Say which it is"):
        play_scenario(file)
    assert not list(rfid_field.tags())

def test_what_a_reader_cannot_do_is_said(simulated_reader, play_scenario, tmp_path):
    file = tmp_path / "play.yaml"
    file.write_text("steps: [{at: 0, silence: room-1}]")
    with pytest.raises(ValueError, match="room-1 cannot do this"):
        play_scenario(file, readers={"room-1": simulated_reader})
"""


def run(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """pytest, in a folder that has never heard of Hangtag."""
    (folder / "test_theirs.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "passed"),
    [
        (FIRST_TEST[1] if FIRST_TEST else "", 1),
        (EVERY_EMULATOR, len(EMULATORS) + 1),
        (SCENARIO, 1),
        (SHIPPED, 3),
    ],
    ids=["the first test of the docs", "every emulator", "a scenario", "names and mistakes"],
)
def test_their_tests_pass(tmp_path: Path, text: str, passed: int) -> None:
    ran = run(tmp_path, text)
    assert f"{passed} passed" in ran.stdout, ran.stdout + ran.stderr


def test_the_first_test_of_the_docs_is_ten_lines() -> None:
    assert FIRST_TEST is not None
    assert len(FIRST_TEST[1].strip().splitlines()) <= 10


def test_the_plugin_costs_nobody_anything_who_does_not_use_it() -> None:
    seen = "import sys, kiosk.pytest_plugin; print([m for m in sys.modules if 'rfid' in m])"
    ran = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "[]", ran.stderr

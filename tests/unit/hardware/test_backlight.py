"""The screen's backlight, at a folder as the kernel has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.device import DeviceState
from hardware.lights.backlight import Backlight
from tests.conftest import LogWatch, wait_until


def panel(folder: Path, most: int = 255, now: int = 255, scale: str = "") -> Path:
    made = folder / "10-0045"
    made.mkdir()
    (made / "max_brightness").write_text(f"{most}\n")
    (made / "brightness").write_text(f"{now}\n")
    if scale:
        (made / "scale").write_text(f"{scale}\n")
    return made / "brightness"


@pytest.mark.parametrize(
    ("scale", "brightness", "written"),
    [
        ("", 0.5, "55"),
        ("linear", 1.0, "255"),
        ("non-linear", 0.5, "128"),
        ("", 0.01, "1"),
        ("", 0, "0"),
    ],
)
def test_it_is_set_as_an_eye_sees_it(
    tmp_path: Path, scale: str, brightness: float, written: str
) -> None:
    file = panel(tmp_path, scale=scale)
    backlight = Backlight(tmp_path)
    backlight.open()
    assert backlight.there
    backlight.show(brightness, 0.0)
    wait_until(lambda: file.read_text().strip() == written)
    assert backlight.health.ok
    backlight.close()
    assert file.read_text().strip() == "255"


def test_a_fade_begins_at_what_the_screen_shows(tmp_path: Path) -> None:
    file = panel(tmp_path, most=1000, now=1000)
    backlight = Backlight(tmp_path)
    backlight.open()
    backlight.show(0.5, 0.2)
    seen: set[str] = set()

    def arrived() -> bool:
        seen.add(file.read_text())
        return "218" in seen

    wait_until(arrived)
    backlight.close()
    assert any(300 < int(value or 1000) < 1000 for value in seen)


def test_what_staff_set_is_full_from_then_on(tmp_path: Path) -> None:
    file = panel(tmp_path, most=1000, now=218)  # half as bright as it could be
    backlight = Backlight(tmp_path)
    backlight.open()
    backlight.show(0.5, 0.0)
    wait_until(lambda: file.read_text() == "47")  # a quarter
    backlight.show(1.0, 0.0)
    wait_until(lambda: file.read_text() == "218")
    file.write_text("1000")
    backlight.show(0.5, 0.0)
    wait_until(lambda: file.read_text() == "218")
    file.write_text("47")  # darker, in a scene that is at half already
    backlight.show(1.0, 0.0)
    wait_until(lambda: file.read_text() == "216")  # in whole steps
    backlight.close()


def test_a_screen_does_not_get_darker_from_start_to_start(tmp_path: Path) -> None:
    file = panel(tmp_path, most=1000, now=1000)
    for _ in range(3):
        backlight = Backlight(tmp_path)
        backlight.open()
        backlight.show(0.5, 0.0)
        wait_until(lambda: file.read_text() == "218")
        backlight.close()
        assert file.read_text() == "1000"


@pytest.mark.parametrize(
    ("dim", "then", "full"),
    [
        pytest.param(0.5, None, 1000, id="killed in a dim scene"),
        pytest.param(0.0, None, 1000, id="killed while the screen slept"),
        pytest.param(1.0, 218, 218, id="killed in a bright one, and staff set it since"),
        pytest.param(0.5, 1000, 1000, id="the machine was started anew"),
    ],
)
def test_who_was_killed_in_a_dim_scene_knows_what_was_full(
    tmp_path: Path, dim: float, then: int | None, full: int
) -> None:
    file = panel(tmp_path, most=1000, now=1000)
    remembered = tmp_path / "var" / "mirror-1"
    killed = Backlight(tmp_path, remembered=remembered)
    killed.open()
    killed.show(dim, 0.0)
    wait_until(lambda: file.read_text().strip() == {0.5: "218", 0.0: "0", 1.0: "1000"}[dim])
    assert killed._fader is not None
    killed._fader.close()  # and no more of its end
    if then is not None:
        file.write_text(str(then))
    after = Backlight(tmp_path, remembered=remembered)
    after.open()
    after.show(1.0, 0.0)
    wait_until(lambda: file.read_text().strip() == str(full))
    after.close()
    assert file.read_text().strip() == str(full)
    assert not remembered.exists(), "what is found is full, once it ended well"


def test_a_note_of_another_panel_or_a_torn_one_is_nobodys(tmp_path: Path) -> None:
    panel(tmp_path, most=1000, now=218)
    remembered = tmp_path / "mirror-1"
    for noted in ("another 900", "10-0045 ", "", "x"):
        remembered.write_text(noted)
        backlight = Backlight(tmp_path, remembered=remembered)
        backlight.open()
        assert backlight._full == pytest.approx(0.5, abs=0.01)
        backlight.close()


@pytest.mark.parametrize("most", [None, 1])
def test_a_screen_without_one_is_well_and_shows_nothing(tmp_path: Path, most: int | None) -> None:
    if most is not None:
        panel(tmp_path, most=most, now=1)
    backlight = Backlight(tmp_path)
    backlight.open()
    assert not backlight.there
    assert backlight.health.ok
    backlight.show(0.5, 0.0)
    backlight.close()


def test_one_that_may_not_be_set_says_so_once(tmp_path: Path, log_watch: LogWatch) -> None:
    file = panel(tmp_path, now=255)
    backlight = Backlight(tmp_path)
    backlight.open()
    file.unlink()
    file.mkdir()  # so that nobody, not even root, can write it
    log_watch.expect("brightness cannot be set")
    backlight.show(0.2, 0.1)
    wait_until(lambda: backlight.health.state is DeviceState.FAULTY)
    assert "group video" in backlight.health.message
    backlight.close()

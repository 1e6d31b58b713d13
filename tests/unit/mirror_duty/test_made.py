"""What the duty of a mirror is made of: its screen, and where it looks for its catalog's age."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceState
from kiosk.config import parse
from kiosk.local_catalog.shelf import Shelf
from kiosk.mirror.duty.made import catalog_files, open_screen
from kiosk.mirror.duty.page import Facts, duty_screen
from kiosk.mirror.duty.service import Service, Stage
from kiosk.mirror.screen.service_words import ServiceWords
from tests.conftest import LogWatch


@pytest.mark.parametrize(
    ("settings", "files"),
    [
        ({}, ["shop.db", "shop.db-wal"]),
        ({"hub": {"url": "https://hub.lan:8800"}}, ["current.json", "stock.json"]),
        ({"mirror": {"catalog": "local"}}, ["current.json", "stock.json"]),
    ],
)
def test_the_catalogs_age_is_that_of_the_catalog_in_use(
    settings: dict[str, Any], files: list[str], tmp_path: Path
) -> None:
    found = catalog_files(parse(settings, tmp_path / "config.yaml"), "2")
    assert [file.name for file in found] == files


def test_it_is_looked_for_where_the_mirror_keeps_its_own(tmp_path: Path) -> None:
    settings = parse({"mirror": {"catalog": "local"}}, tmp_path / "config.yaml")
    shelf = Shelf(settings.data_dir / "catalog" / "mirror-2")
    shelf.open()
    shelf.keep_stock(b"{}")
    assert [file.exists() for file in catalog_files(settings, "2")] == [False, True]


@pytest.mark.parametrize("screen", [{"driver": "plasma"}, {"driver": "wlopm", "panel": "HDMI-A-1"}])
def test_a_screen_that_cannot_be_used_is_one_that_is_never_switched(
    screen: dict[str, Any], log_watch: LogWatch, caplog: pytest.LogCaptureFixture
) -> None:
    log_watch.expect("config.yaml: mirror.screen: ")
    never = open_screen(screen)
    assert never.health.state is DeviceState.FAULTY
    assert "mirror.screen" in never.health.message
    never.show(False)
    never.close()
    assert len(caplog.records) == 1


def test_staff_read_that_the_screen_does_not_do_as_it_is_told() -> None:
    page = Service(stage=Stage.PAGE)
    well = duty_screen(page, Facts(brightness=0.5), "Fitting room 1", ServiceWords())
    assert "screen" not in {row.key for row in well.facts}
    assert well.brightness == 0.5
    ill = duty_screen(
        page, Facts(brightness=0.5, screen_ok=False), "Fitting room 1", ServiceWords()
    )
    (row,) = (row for row in ill.facts if row.key == "screen")
    assert (row.value, row.well) == ("does not go off and on", False)
    assert ill.brightness < 0  # and nobody is offered to dim it

"""What the duty of a mirror is made of: where it looks for how old its catalog is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.config import parse
from kiosk.local_catalog.shelf import Shelf
from kiosk.mirror.duty.made import catalog_files


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

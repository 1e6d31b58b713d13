"""Drawing asks no disk: where a picture lies is remembered until somebody takes a look."""

from __future__ import annotations

from pathlib import Path

from kiosk.mirror.window.rasters import Rasters


def test_a_file_is_found_once_until_somebody_looks() -> None:
    asked: list[tuple[str, int]] = []
    there: dict[str, Path] = {}

    def find(key: str, size: int) -> Path | None:
        asked.append((key, size))
        return there.get(key)

    rasters = Rasters(find)
    assert rasters.url("shirt", 480).endswith("no-picture.png")
    assert rasters.url("shirt", 480).endswith("no-picture.png")
    assert asked == [("shirt", 480)]
    there["shirt"] = Path("/pictures/shirt.webp")
    assert rasters.look("shirt")
    assert not rasters.look("jeans")
    asked.clear()
    assert rasters.url("shirt", 480) == rasters.url("shirt", 900) == "file:///pictures/shirt.webp"
    assert not asked

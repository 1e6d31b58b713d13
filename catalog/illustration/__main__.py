"""`python -m catalog.illustration [FOLDER] [HANDLE …]`: rebuilds the sample shop from shop.yaml.

Writes products.csv and tags.csv, then draws the pictures: all of them, or those of the named
products.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from rich.progress import track

from catalog.illustration import raster, sample_shop
from catalog.illustration.drawing import Drawing


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else Path("assets/sample")
    shop = sample_shop.load_shop(folder)
    sample_shop.write_products(folder, shop)
    sample_shop.write_tags(folder, shop)
    wanted = set(arguments[1:])
    drawings = {
        key: drawing
        for handle, key, drawing in sample_shop.drawings(shop, sample_shop.load_colours(folder))
        if not wanted or handle in wanted
    }
    with ProcessPoolExecutor() as workers:
        done = workers.map(
            _draw, [folder / "pictures"] * len(drawings), drawings, drawings.values()
        )
        for _ in track(done, "Drawing", total=len(drawings)):
            pass
    return 0


def _draw(store: Path, key: str, drawing: Drawing) -> None:
    raster.write(store, key, raster.rasterise(drawing.svg(key)))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

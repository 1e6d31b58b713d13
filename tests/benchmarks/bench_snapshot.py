"""A mirror with a catalog of its own, of 100,000 variants: the snapshot's size, how long it takes
to make, to fetch and to swap, how late a new tag is known, and what the mirror weighs.

Hub and mirror are processes of their own, with nothing between them but HTTP; the mirror shares no
file with the hub. 24 complements a product, 201 tagged pieces, 201 pictures in both sizes that a
mirror draws.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import yaml

from catalog import open_catalog
from catalog.store import Catalog
from hardware.rfid.reader import TagId
from kiosk.config import Settings, load
from tests.benchmarks.big_catalogue import learn_complements, write_csv
from tests.benchmarks.checkout_shop import running_hub
from tests.benchmarks.row import Row, percentile

REPO = Path(__file__).resolve().parents[2]
PICTURES = REPO / "assets" / "sample" / "pictures"
VARIANTS = 100_000
COMPLEMENTS = 24
GARMENTS = 201  # the first one is not counted
PORT = 8987
HAT = (
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
    "felt-hat,Felt hat,Size,M,HAT-1,19.00\n"
)


def rows() -> Iterable[Row]:
    with tempfile.TemporaryDirectory(prefix="hangtag-bench-") as name:
        folder = Path(name)
        hub = _settings(folder / "hub", local=False)
        mirror = _settings(folder / "mirror", local=True)
        _fill(hub, folder / "mirror" / "plan.json")
        with running_hub(hub, folder / "hub" / "config.yaml"):
            calm = _latency(hub, seconds=5.0)
            with _measured(hub) as busy:
                _first_snapshot(hub)
            told = _mirror(hub, folder / "mirror" / "config.yaml")
        made = json.loads((hub.data_dir / "snapshots" / "newest.json").read_text())
        del mirror
    yield from _rows(told, made, calm, busy)


def _rows(
    told: dict[str, Any], made: dict[str, Any], calm: list[float], busy: list[float]
) -> Iterable[Row]:
    shop = f"{VARIANTS:,} variants, {COMPLEMENTS} complements a product"
    weights = ", ".join(
        f"{told[when]['VmRSS']:.0f} MB {words}"
        for when, words in (
            ("start", "with the first frame"),
            ("opened", "with the catalog open"),
            ("after", f"after {GARMENTS - 1} garments"),
            ("swapped", "after a swap"),
        )
    )
    after = told["after"]
    note = f"{shop}; {weights}; {after['RssAnon']:.0f} MB of it its own, the rest of files"
    most = max(told[when]["VmRSS"] for when in ("after", "swapped"))
    yield Row("mirror.memory_mb", most, "MB", 220, "lower", note)
    size = f"{shop}; {made['bytes'] / 1e6:.0f} MB unpacked"
    yield Row("snapshot.packed_mb", made["packed_bytes"] / 1e6, "MB", None, "lower", size)
    yield Row("snapshot.made_s", made["seconds"], "s", None, "lower", "in a process of its own")
    note = f"{len(busy)} requests while one was made; {percentile(calm, 99):.1f} ms before"
    yield Row("snapshot.hub_p99_while_made_ms", percentile(busy, 99), "ms", 50, "lower", note)
    fetch, use = told["second_s"]
    yield Row("snapshot.fetch_s", fetch, "s", None, "lower", "on this machine, by HTTP")
    note = "unpacked, synced, checked by hash and by SQLite, copied, swapped"
    yield Row("snapshot.check_and_swap_s", use, "s", None, "lower", note)
    note = "wire to glass, right after the swap"
    yield Row("snapshot.first_garment_ms", told["after_swap_ms"], "ms", None, "lower", note)
    note = "staff bind a tag that hangs there; until it is on the glass"
    yield Row("snapshot.new_tag_s", told["bound_s"], "s", 2, "lower", note)


def _settings(folder: Path, *, local: bool) -> Settings:
    folder.mkdir()
    reader = {"driver": "mercury", "port": "room-1", "region": "EU3"}
    content = {
        "data_dir": "var",
        "sample_shop": "",
        "hub": {"port": PORT, "url": f"http://127.0.0.1:{PORT}"},
        "security": {"demo": True},
        "rooms": {"1": {"name": "Fitting room 1", "reader": reader}},
        "mirror": {"catalog": "local" if local else "shared"},
    }
    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return load(file)


def _fill(hub: Settings, plan: Path) -> None:
    hub.data_dir.mkdir(parents=True)
    source = hub.data_dir / "products.csv"
    write_csv(source, VARIANTS)
    with closing(open_catalog(hub.database_url)) as catalog:
        catalog.import_file(source, currency="EUR")
        learn_complements(catalog, COMPLEMENTS)
        epcs = [f"30{number:022X}" for number in range(1, GARMENTS + 1)]
        sku = _bind(catalog, epcs)
    source.unlink()
    _paint(hub.pictures_dir)
    plan.write_text(json.dumps({"epcs": epcs, "sku": sku}), encoding="utf-8")


def _bind(catalog: Catalog, epcs: list[str]) -> str:
    """Pieces all over the shop, each with its own picture; the SKU of another variant."""
    with catalog.begin() as connection:
        run = connection.exec_driver_sql
        run("UPDATE image SET source = ''")  # nothing is fetched from the web
        run("UPDATE variant SET picture = 'p' || (id % ?)", (GARMENTS,))  # and nothing is drawn
        step = VARIANTS // (GARMENTS + 2)
        found = run(f"SELECT id, sku FROM variant WHERE id % {step} = 1 ORDER BY id").fetchall()
    for epc, (variant_id, _) in zip(epcs, found, strict=False):
        catalog.bind(TagId.epc(epc), variant_id)
    return str(found[GARMENTS][1])


def _paint(folder: Path) -> None:
    """A file of its own for each, of the sample shop's pictures: their bytes differ at the end."""
    for size in ("480", "900"):
        (folder / size).mkdir(parents=True)
        files = sorted((PICTURES / size).glob("*.webp"))
        for number in range(GARMENTS):
            target = folder / size / f"p{number}.webp"
            shutil.copy(files[number % len(files)], target)
            with target.open("ab") as content:
                content.write(number.to_bytes(4, "little"))


def _first_snapshot(hub: Settings) -> None:
    while True:
        try:
            urllib.request.urlopen(f"{hub.hub_url}/api/catalog/stock", timeout=30).close()
            return
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(0.2)


def _latency(hub: Settings, seconds: float) -> list[float]:
    with _measured(hub) as found:
        time.sleep(seconds)
    return found


@contextmanager
def _measured(hub: Settings) -> Iterator[list[float]]:
    """Milliseconds that the hub takes to answer, asked all the while."""
    found: list[float] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.wait(0.02):
            began = time.perf_counter()
            urllib.request.urlopen(f"{hub.hub_url}/api/health", timeout=30).close()
            found.append((time.perf_counter() - began) * 1000)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()


def _mirror(hub: Settings, config: Path) -> dict[str, Any]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.mirror_of_its_own", str(config)],
        cwd=REPO,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    last = ""
    for line in process.stdout:
        if line == "another\n":
            _import(hub)
        last = line
    assert process.wait(30) == 0, "the mirror did not end well"
    told: dict[str, Any] = json.loads(last)
    return told


def _import(hub: Settings) -> None:
    edge = "edge-of-a-form"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="hat.csv"\r\n\r\n'
        f"{HAT}\r\n--{edge}--\r\n"
    )
    request = urllib.request.Request(
        f"{hub.hub_url}/api/catalog/import",
        body.encode(),
        {"Content-Type": f"multipart/form-data; boundary={edge}", "Origin": hub.hub_url},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        assert answer.status == 200

"""The catalog's snapshot, the stock since and pictures by hash, from a real hub over HTTP."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalog import open_catalog
from catalog.pricing.rule import Rule, RuleKind
from catalog.product import Item, ItemStatus
from catalog.snapshot.apart import make
from catalog.snapshot.checking import check
from catalog.snapshot.stock import parse
from catalog.snapshot.working import WorkingCopy
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.config import parse as parse_settings
from kiosk.hub.goods.snapshots import Snapshots
from kiosk.local_catalog.local import LocalCatalog
from tests.conftest import wait_until
from tests.unit.hub.conftest import ON_BOTH, RunningHub, serving
from tests.unit.hub.shop import DRESS, SHIRT

SNAPSHOT, STOCK = "/api/catalog/snapshot", "/api/catalog/stock"
TABLES = {"product", "variant", "item", "image", "look", "look_entry", "complement", "price_rule"}
TABLES |= {"change", "picture", "snapshot", "alembic_version"}
NEW_TAG = TagId.epc("E28011700000020000000077")
PICTURE = b"RIFF\x04\x00\x00\x00WEBP, for all that anybody looks"


@pytest.fixture
def hub(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningHub]:
    """Without card terminals; it makes snapshots in this process, where Python has started."""
    monkeypatch.setattr("kiosk.hub.parts.Snapshots", partial(Snapshots, make=make))
    with serving(settings.model_copy(update={"tables": {}, "rooms": {}})) as running:
        yield running


def fetched(hub: RunningHub, **headers: str) -> httpx.Response:
    """The answer once there is a snapshot and its stock."""
    wait_until(lambda: hub.http.get(STOCK).status_code == 200, what="the first snapshot")
    return hub.http.get(SNAPSHOT, headers=headers)


def kept(answer: httpx.Response, folder: Path) -> Path:
    """The snapshot as a file, checked."""
    sha256 = answer.headers["etag"].strip('"').removesuffix("-gz")
    file = folder / f"{sha256}.db"
    file.write_bytes(answer.content)
    check(file, sha256)
    return file


def now_as_copied(hub: RunningHub, snapshot: Path, folder: Path) -> dict[str, Any]:
    """What a mirror knows of the stock that has this snapshot and is told the stock."""
    copy = WorkingCopy(snapshot, folder / "copy.db")
    with closing(copy):
        copy.apply(parse(hub.http.get(STOCK).content))
        return rows(copy.file)


def rows(file: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(file)) as database:
        return {
            "variants": database.execute(
                "SELECT id, items_in_stock, untagged_quantity FROM variant ORDER BY id"
            ).fetchall(),
            "items": database.execute(
                "SELECT tag_kind, tag_value, variant_id, status FROM item ORDER BY tag_value"
            ).fetchall(),
        }


@ON_BOTH
def test_a_mirror_gets_all_that_it_needs_and_nothing_of_the_shops_books(
    hub: RunningHub, tmp_path: Path
) -> None:
    off = partial(Rule, 0, kind=RuleKind.PERCENT, percent=Decimal(10))
    hub.hub.catalog.save_price_rules([off("Autumn"), off("Friends", code="FRIENDS-ONLY")])
    answer = fetched(hub)
    assert answer.headers["content-encoding"] == "gzip"
    file = kept(answer, tmp_path)
    with closing(sqlite3.connect(file)) as database:
        named = "SELECT name FROM sqlite_master WHERE type = 'table'"
        assert {name for (name,) in database.execute(named)} == TABLES
        assert database.execute("SELECT handle FROM price_rule").fetchall() == [("autumn",)]
    assert b"FRIENDS-ONLY" not in file.read_bytes()
    with closing(open_catalog(f"sqlite:///{file}", read_only=True)) as copy:
        theirs, ours = copy.resolve(SHIRT), hub.hub.catalog.resolve(SHIRT)
        assert isinstance(theirs, Item)
        assert theirs == ours


@ON_BOTH
def test_the_same_content_is_the_same_file_and_is_not_sent_twice(
    hub: RunningHub, tmp_path: Path
) -> None:
    answer = fetched(hub)
    plain = hub.http.get(SNAPSHOT, headers={"Accept-Encoding": "identity"})
    assert plain.headers["etag"] == f'"{hashlib.sha256(plain.content).hexdigest()}"'
    assert plain.content == answer.content
    no_gzip = hub.http.get(SNAPSHOT, headers={"Accept-Encoding": "br, gzip;q=0"})
    assert no_gzip.headers["etag"] == plain.headers["etag"]
    weak = f"W/{answer.headers['etag']}"
    for etag in (plain.headers["etag"], answer.headers["etag"], weak, f'"other", {weak}'):
        assert hub.http.get(SNAPSHOT, headers={"If-None-Match": etag}).status_code == 304
    again = make(hub.hub.catalog.url, tmp_path / "again", (), tmp_path / "hashes")
    assert again.file(tmp_path / "again").read_bytes() == plain.content


def test_a_fetch_that_was_cut_off_goes_on_where_it_was(hub: RunningHub) -> None:
    answer = fetched(hub)
    with hub.http.stream("GET", SNAPSHOT) as whole:
        packed = b"".join(whole.iter_raw())
    headers = {"Range": "bytes=1000-", "If-Range": answer.headers["etag"]}
    with hub.http.stream("GET", SNAPSHOT, headers=headers) as rest:
        assert rest.status_code == 206
        assert gzip.decompress(packed[:1000] + b"".join(rest.iter_raw())) == answer.content
    # Of another one than was begun there is no rest to be had.
    with hub.http.stream("GET", SNAPSHOT, headers={**headers, "If-Range": '"other"'}) as other:
        assert other.status_code == 200


@ON_BOTH
def test_the_stock_is_told_beside_the_snapshot_which_stays(hub: RunningHub, tmp_path: Path) -> None:
    before = fetched(hub)
    snapshot = kept(before, tmp_path)
    shop = hub.hub.catalog
    first = hub.http.get(STOCK)
    assert now_as_copied(hub, snapshot, tmp_path) == rows(snapshot)
    shirt = shop.find_variant("LIN-1")[1].id
    shop.restock(shirt, 4)
    shop.bind(NEW_TAG, shirt)
    shop.unbind(SHIRT)
    with shop.begin() as connection:
        shop.mark_sold(connection, [DRESS])

    def told() -> bool:
        return bool(now_as_copied(hub, snapshot, tmp_path)["items"] != rows(snapshot)["items"])

    wait_until(lambda: told() and sold_is_told(hub), what="the stock")
    copied = now_as_copied(hub, snapshot, tmp_path)
    tags = {value: status for _, value, _, status in copied["items"]}
    assert tags[NEW_TAG.value] == "in_stock"
    assert tags[DRESS.value] == "sold"
    assert SHIRT.value not in tags
    with shop.reader.connect() as connection:
        stock = "SELECT id, items_in_stock, untagged_quantity FROM variant ORDER BY id"
        assert copied["variants"] == [tuple(r) for r in connection.exec_driver_sql(stock)]
    assert hub.http.get(SNAPSHOT).headers["etag"] == before.headers["etag"]
    etag = {"If-None-Match": first.headers["etag"]}
    assert hub.http.get(STOCK, headers=etag).status_code == 200
    etag = {"If-None-Match": hub.http.get(STOCK).headers["etag"]}
    assert hub.http.get(STOCK, headers=etag).status_code == 304


def sold_is_told(hub: RunningHub) -> bool:
    stock = parse(hub.http.get(STOCK).content)
    return any(status == ItemStatus.SOLD for *_, status, _ in stock.items)


def test_a_piece_that_is_again_as_it_was_is_told_as_such(hub: RunningHub, tmp_path: Path) -> None:
    snapshot = kept(fetched(hub), tmp_path)
    shop = hub.hub.catalog
    copy = WorkingCopy(snapshot, tmp_path / "copy.db")
    with shop.begin() as connection:
        shop.mark_sold(connection, [DRESS])
    wait_until(lambda: sold_is_told(hub), what="the sale")
    copy.apply(parse(hub.http.get(STOCK).content))
    assert rows(copy.file) != rows(snapshot)
    with shop.begin() as connection:
        shop.mark_in_stock(connection, [DRESS])
    wait_until(lambda: not sold_is_told(hub), what="the return")
    copy.apply(parse(hub.http.get(STOCK).content))
    assert rows(copy.file) == rows(snapshot)
    copy.close()


def test_an_import_makes_a_new_snapshot_and_the_last_two_are_kept(
    hub: RunningHub, tmp_path: Path
) -> None:
    etags = [fetched(hub).headers["etag"]]
    source = (tmp_path / "products.csv").with_name("more.csv")
    head = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
    for price in (10, 20, 30):
        source.write_text(f"{head}felt-hat,Felt hat,Size,M,HAT-1,{price}.00\n")
        with source.open("rb") as content:
            answer = hub.http.post("/api/catalog/import", files={"file": ("more.csv", content)})
        assert answer.status_code == 200, answer.text
        wait_until(
            lambda: hub.http.get(SNAPSHOT).headers["etag"] not in etags, what="a new snapshot"
        )
        etags.append(hub.http.get(SNAPSHOT).headers["etag"])
    folder = hub.hub.settings.data_dir / "snapshots"
    wait_until(lambda: len(list(folder.glob("*.db*"))) == 4, what="the older ones to go")
    assert len(list(folder.glob("*.db.gz"))) == 2


def test_pictures_are_had_by_their_hash_for_good(hub: RunningHub) -> None:
    folder = hub.hub.settings.pictures_dir / "480"
    folder.mkdir(parents=True)
    (folder / "late.webp").write_bytes(PICTURE)
    names = {"name": ["late", "none", "../late"]}
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    listed = hub.http.get("/api/catalog/pictures", params=names).json()
    assert listed == {"late": {"480": [sha256, len(PICTURE)]}}
    answer = hub.http.get(f"/media/by-hash/{sha256}-480.webp")
    assert answer.content == PICTURE
    assert "immutable" in answer.headers["cache-control"]
    for missing in (f"{'0' * 64}-480", f"{sha256}-900", f"{sha256}-1"):
        assert hub.http.get(f"/media/by-hash/{missing}.webp").status_code == 404
    (folder / "late.webp").write_bytes(PICTURE + b" another one")
    assert hub.http.get(f"/media/by-hash/{sha256}-480.webp").status_code == 404


def test_a_shop_that_nobody_asks_makes_no_snapshot(hub: RunningHub) -> None:
    hub.hub.catalog.restock(hub.hub.catalog.find_variant("LIN-1")[1].id, 1)
    assert not (hub.hub.settings.data_dir / "snapshots").exists()


def test_a_mirrors_own_catalog_follows_this_hub(hub: RunningHub, tmp_path: Path) -> None:
    folder = hub.hub.settings.pictures_dir / "480"
    folder.mkdir(parents=True)
    (folder / "late.webp").write_bytes(PICTURE)
    mirror = parse_settings({"hub": {"url": hub.url}}, tmp_path / "mirror" / "config.yaml")
    local = LocalCatalog(mirror, "mirror-1")
    local.start()
    try:
        wait_until(lambda: local.snapshot, what="the snapshot")
        shop = local.open_shop()
        assert shop.resolve(SHIRT) == hub.hub.catalog.resolve(SHIRT)
        hub.hub.catalog.bind(NEW_TAG, hub.hub.catalog.find_variant("LIN-1")[1].id)
        wait_until(lambda: isinstance(shop.resolve(NEW_TAG), Item), what="the new tag")
        assert shop.resolve(NEW_TAG) == hub.hub.catalog.resolve(NEW_TAG)
        file = wait_until(lambda: local.picture("late", 480), what="the picture")
        assert isinstance(file, Path)
        assert file.read_bytes() == PICTURE
    finally:
        local.close()


@pytest.mark.parametrize(
    ("content", "own"),
    [
        ({}, False),
        ({"hub": {"url": "https://hub.shop:8800"}}, True),
        ({"hub": {"database": "postgresql+psycopg://hangtag@db/shop"}}, True),
        ({"mirror": {"catalog": "local"}}, True),
        ({"hub": {"url": "https://hub.shop:8800"}, "mirror": {"catalog": "shared"}}, False),
    ],
)
def test_a_mirror_beside_the_hubs_file_reads_it_and_others_have_their_own(
    content: dict[str, Any], own: bool, tmp_path: Path
) -> None:
    assert parse_settings(content, tmp_path / "config.yaml").own_catalog is own

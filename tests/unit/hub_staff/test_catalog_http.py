"""Stock, tags, imports and pictures over HTTP, in a real database."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from PIL import Image

from catalog.illustration import illustration_key
from kiosk.config import Settings
from kiosk.hub.goods import imports as imports_module
from kiosk.hub.goods import unknown_tags as unknown_module
from kiosk.hub.goods.pictures import rasterise
from tests.conftest import wait_until
from tests.unit.hub.conftest import (
    BLANK,
    FOREIGN,
    UNREGISTERED_TEE,
    RunningHub,
    TableTop,
    serving,
)
from tests.unit.hub.shop import SHIRT
from tests.unit.hub_staff.source import Source

HEADER = "Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,"
HEADER += "Variant Price,Image Src\n"
GOOD = HEADER + "canvas-tote,Canvas tote,Bag,Colour,Ecru,TOTE-1,4,25.00,\n"
BAD = GOOD + "rain-coat,Rain coat,Coat,Colour,Navy,RAIN-1,2,cheap,\n"


def tag(value: Any) -> dict[str, str]:
    return {"kind": "epc", "value": value.value}


def table_top(hub: RunningHub) -> TableTop:
    return TableTop(hub.http)


def stock(hub: RunningHub, sku: str) -> int:
    return hub.hub.catalog.find_variant(sku)[1].stock


# --- search and stock ------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["linen", "LIN-1", "ivory", "shirt lin"])
def test_staff_find_a_product_by_what_they_know_of_it(hub: RunningHub, words: str) -> None:
    found = hub.http.get("/api/catalog/search", params={"q": words}).json()["products"]
    assert [product["title"] for product in found] == ["Linen shirt"]
    (variant,) = found[0]["variants"]
    assert variant["price"] == {"minor": 7900, "currency": "EUR", "text": "€79.00"}
    assert (variant["label"], variant["stock"], variant["untagged"]) == ("Ivory, M", 3, 2)


def test_pieces_are_counted_in_and_out(hub: RunningHub) -> None:
    def restock(**body: Any) -> Any:
        return hub.http.post("/api/catalog/restock", json=body)

    assert restock(sku="LIN-1", delta=5).json()["stock"] == 8
    shirt = hub.hub.catalog.find_variant("LIN-1")[1].id
    assert restock(variant_id=shirt, delta=-7).json()["stock"] == 1

    refused = restock(sku="LIN-1", delta=-1)
    assert refused.status_code == 409
    assert "tagged" in refused.json()["detail"]["message"]
    assert stock(hub, "LIN-1") == 1

    assert restock(sku="NOPE", delta=1).status_code == 404
    assert restock(variant_id=999, delta=1).status_code == 404
    assert restock(variant_id=10**30, delta=1).status_code == 404
    assert restock(delta=1).status_code == 422
    too_many = restock(sku="LIN-1", delta=10**30)
    assert too_many.json()["detail"]["message"] == "Count in up to 100,000 pieces at once."
    typed = hub.http.post(f"/staff/stock/{shirt}", data={"delta": "9" * 30})
    assert typed.status_code == 422
    assert restock(sku="x" * 100_000, delta=1).status_code == 404


@pytest.mark.parametrize("words", ["linen " * 3000, "x" * 100_000])
def test_a_text_that_nobody_types_is_searched_for_as_far_as_it_goes(
    hub: RunningHub, words: str
) -> None:
    assert len(hub.hub.catalog.search(words)) == (1 if "linen" in words else 0)
    assert len(hub.hub.catalog.items(words)) == (1 if "linen" in words else 0)


def test_the_bench_learns_which_pieces_there_are(hub: RunningHub) -> None:
    pieces = hub.http.get("/api/catalog/items?q=linen").json()
    assert [(piece["tag"], piece["title"], piece["status"]) for piece in pieces] == [
        (tag(SHIRT), "Linen shirt", "in_stock")
    ]


# --- tags ------------------------------------------------------------------------------------


def unknown(hub: RunningHub) -> list[tuple[str, str, str]]:
    return [
        (one["tag"]["value"], one["reason"], one["where"])
        for one in hub.http.get("/api/tags/unknown").json()
    ]


def hang(hub: RunningHub, *tags: Any, sequence: int = 1) -> Any:
    body = {"session": "s", "sequence": sequence, "reader": {}, "tags": [tag(t) for t in tags]}
    return hub.http.put("/api/rooms/1/tags", json=body)


def test_new_tags_are_listed_where_they_lie_or_hang(hub: RunningHub) -> None:
    table_top(hub).lay(BLANK, SHIRT)
    hang(hub, FOREIGN, UNREGISTERED_TEE, SHIRT)
    assert unknown(hub) == [
        (BLANK.value, "not_a_garment_tag", "Checkout 1"),
        (FOREIGN.value, "foreign", "Fitting room 1"),
        (UNREGISTERED_TEE.value, "unregistered", "Fitting room 1"),
    ]
    suggestion = hub.http.get("/api/tags/unknown").json()[2]["suggestion"]
    assert (suggestion["title"], suggestion["variant"]["sku"]) == ("Cotton tee", "TEE-1")
    wait_until(lambda: hub.hub.live.latest("staff")["unknown"] == 3)


def test_a_bound_tag_is_known_at_once_everywhere(hub: RunningHub) -> None:
    top = table_top(hub)
    top.lay(BLANK)
    hang(hub, BLANK)
    before = hub.hub.live.latest("room/1")["catalog_version"]

    bound = hub.http.post("/api/tags/bind", json={"tag": tag(BLANK), "sku": "TEE-1"})
    assert bound.json()["title"] == "Cotton tee"
    assert unknown(hub) == []
    assert stock(hub, "TEE-1") == 3, "an untagged piece became a tagged one"
    assert hub.hub.live.latest("room/1")["catalog_version"] > before
    wait_until(lambda: [line["title"] for line in top.now["lines"]] == ["Cotton tee"])

    again = hub.http.post("/api/tags/bind", json={"tag": tag(BLANK), "sku": "LIN-1"})
    assert again.status_code == 409
    assert "Cotton tee" in again.json()["detail"]["message"]
    assert hub.http.post("/api/tags/bind", json={"tag": tag(BLANK)}).status_code == 422
    assert (
        hub.http.post("/api/tags/bind", json={"tag": tag(FOREIGN), "sku": "X"}).status_code == 404
    )


def test_an_older_message_of_a_mirror_changes_nothing(hub: RunningHub) -> None:
    assert hang(hub, BLANK, sequence=5).json()["accepted"]
    assert not hang(hub, sequence=4).json()["accepted"]
    assert len(unknown(hub)) == 1
    hang(hub, sequence=6)
    assert unknown(hub) == []
    body = {"session": "s", "sequence": 1, "tags": []}
    assert hub.http.put("/api/rooms/9/tags", json=body).status_code == 404


def test_a_mirror_that_fell_silent_hears_nothing(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang(hub, BLANK)
    assert len(unknown(hub)) == 1
    monkeypatch.setattr(unknown_module, "SILENT_S", -1.0)
    assert unknown(hub) == []


# --- import ----------------------------------------------------------------------------------


def bring_in(hub: RunningHub, text: str, **fields: Any) -> Any:
    return hub.http.post("/api/catalog/import", files={"file": ("spring.csv", text)}, data=fields)


def test_an_import_shows_its_plan_first_and_changes_nothing(hub: RunningHub) -> None:
    plan = bring_in(hub, GOOD, dry_run="true").json()
    assert (plan["file"], plan["applied"], plan["products"]["created"]) == ("spring.csv", False, 1)
    assert hub.http.get("/api/catalog/search?q=tote").json()["products"] == []

    done = bring_in(hub, GOOD).json()
    assert (done["applied"], done["products"]["created"]) == (True, 1)
    assert stock(hub, "TOTE-1") == 4
    assert bring_in(hub, GOOD).json()["products"]["unchanged"] == 1


def test_a_bad_row_is_named_and_stops_the_import_unless_it_is_left_out(hub: RunningHub) -> None:
    report = bring_in(hub, BAD).json()
    assert not report["applied"]
    (row,) = report["bad_rows"]
    assert (row["line"], row["column"]) == (3, "Variant Price")
    assert "cheap" in row["reason"]
    assert hub.http.get("/api/catalog/search?q=tote").json()["products"] == []

    assert bring_in(hub, BAD, skip_bad="true").json()["applied"]
    assert stock(hub, "TOTE-1") == 4


@pytest.mark.parametrize("content", ["", "not,a\nproduct,list\n", "\x00\x01\x02"])
def test_a_file_that_is_no_product_list_is_refused_in_words(
    hub: RunningHub, settings: Settings, content: str
) -> None:
    refused = bring_in(hub, content)
    assert refused.status_code == 422
    assert refused.json()["detail"]["message"].endswith(".")
    assert not list((settings.data_dir / "imports").iterdir()), "nothing is left behind"


def test_what_an_import_left_behind_when_the_power_went_is_cleared_away(
    settings: Settings,
) -> None:
    left = settings.data_dir / "imports" / "half.csv"
    left.parent.mkdir(parents=True)
    left.write_text(GOOD)
    with serving(settings):
        assert not left.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_copied(
    hub: RunningHub, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports_module, "LARGEST_BYTES", 10)
    refused = bring_in(hub, GOOD)
    assert (refused.status_code, refused.json()["detail"]["code"]) == (413, "too_large")
    assert not (settings.data_dir / "imports").exists()


def test_one_import_at_a_time(hub: RunningHub) -> None:
    with hub.hub.catalog.begin():  # so that the first one cannot finish
        first: list[Any] = []
        thread = threading.Thread(target=lambda: first.append(bring_in(hub, GOOD)))
        thread.start()
        wait_until(lambda: hub.hub.imports.progress)
        second = bring_in(hub, GOOD)
        assert (second.status_code, second.json()["detail"]["code"]) == (409, "busy")
    thread.join(10)
    assert first[0].json()["applied"]
    assert hub.hub.imports.progress is None


# --- pictures --------------------------------------------------------------------------------


def a_picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (600, 800), (120, 60, 30)).save(content, "JPEG")
    return content.getvalue()


@pytest.mark.slow
def test_a_picture_is_kept_by_browsers_for_good(hub: RunningHub, settings: Settings) -> None:
    rasterise(a_picture(), settings.pictures_dir, "linen-shirt")
    for size, height in ((72, 72), (480, 480), (900, 800)):
        answer = hub.http.get(f"/media/{size}/linen-shirt.webp")
        assert answer.headers["content-type"] == "image/webp"
        assert "immutable" in answer.headers["cache-control"]
        assert Image.open(io.BytesIO(answer.content)).height == height


def test_a_hanger_stands_in_until_the_picture_is_here(hub: RunningHub) -> None:
    answer = hub.http.get("/media/480/not-here-yet.webp")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "max-age=3"


@pytest.mark.slow
def test_an_illustration_is_drawn_when_it_is_first_asked_for(hub: RunningHub) -> None:
    path = f"/media/72/{illustration_key('shirt', '100% linen', '#EFE7D8')}.webp"
    assert hub.http.get(path).headers["content-type"] == "image/svg+xml"
    wait_until(
        lambda: hub.http.get(path).headers["content-type"] == "image/webp",
        timeout_s=60,
        what="the drawing",
    )
    wait_until(lambda: hub.hub.fetcher.outstanding == 0)
    hub.http.get("/media/72/drawn-spaceship-linen-efe7d8.webp")
    assert hub.hub.fetcher.outstanding == 0, "only what can be drawn"


@pytest.mark.parametrize(
    "path",
    [
        "/media/481/a.webp",
        "/media/480/..%2f..%2fshop.webp",
        "/media/480/..webp",
        "/media/480/a%00b.webp",
        "/media/480/a..b.webp",
    ],
)
def test_no_other_file_can_be_had(hub: RunningHub, path: str) -> None:
    assert hub.http.get(path).status_code == 404


def test_an_imports_pictures_are_fetched_by_themselves(hub: RunningHub, source: Source) -> None:
    source.files["/tote.jpg"] = a_picture()
    row = f"canvas-tote,Canvas tote,Bag,Colour,Ecru,TOTE-1,4,25.00,{source.url('/tote.jpg')}\n"
    assert bring_in(hub, HEADER + row).json()["applied"]
    picture = hub.http.get("/api/catalog/search?q=tote").json()["products"][0]["picture"]
    wait_until(
        lambda: hub.http.get(picture).headers["content-type"] == "image/webp",
        what="the tote's picture",
    )

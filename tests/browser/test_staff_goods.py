"""The goods in the staff console: pieces are counted, new tags bound, lists imported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import ConsoleWatch
from tests.browser.shop import Shop
from tests.browser.staff_console import (
    NEW_TAGS,
    PRODUCTS,
    OpenPage,
    staff_page,
    variant,
)
from tests.conftest import wait_until

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_pieces_are_counted_where_they_are_seen(
    floor: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    console.expect("409")  # more are taken away than there are
    page = staff_page(open_page, floor, "/staff/stock")
    one = variant(floor, "linen shirt")
    page.get_by_role("searchbox").fill(one["sku"])
    row = page.locator(f"#variant-{one['id']}")
    pieces = row.locator(".pieces b")
    expect(page.locator(".product")).to_have_count(1)
    expect(pieces).to_have_text(str(one["stock"]))

    row.get_by_role("button", name="One more").click()
    expect(pieces).to_have_text(str(one["stock"] + 1))
    row.get_by_role("textbox").fill("12")
    row.get_by_role("textbox").press("Enter")
    expect(pieces).to_have_text(str(one["stock"] + 13))
    row.get_by_role("textbox").fill("a dozen")
    row.get_by_role("textbox").press("Enter")
    expect(page.locator("#toast")).to_have_text("Write how many pieces, such as 12.")
    row.get_by_role("textbox").fill("-999")
    row.get_by_role("textbox").press("Enter")
    expect(page.locator("#toast")).to_contain_text("cannot be taken away")
    row.get_by_role("textbox").fill("")

    floor.post("/api/catalog/restock", {"variant_id": one["id"], "delta": -13})
    expect(pieces).to_have_text(str(one["stock"]))


def test_a_list_that_arrives_late_does_not_swallow_what_is_being_typed(
    floor: Shop, open_page: OpenPage
) -> None:
    page = staff_page(open_page, floor, "/staff/stock")
    one = variant(floor, "linen shirt")
    page.get_by_role("searchbox").fill(one["sku"])
    expect(page.locator(".product")).to_have_count(1)
    row = page.locator(f"#variant-{one['id']}")
    pieces = row.locator(".pieces b")

    def arrive_late(route: Route) -> None:
        row.get_by_role("textbox").fill("5")
        route.continue_()

    page.route("**/staff/stock/results*", arrive_late)
    with page.expect_response("**/staff/stock/results*"):
        floor.post("/api/catalog/restock", {"variant_id": one["id"], "delta": 1})
    page.unroute("**/staff/stock/results*")
    row.get_by_role("textbox").press("Enter")

    expect(pieces).to_have_text(str(one["stock"] + 6))
    expect(row.get_by_role("textbox")).to_have_value("")


def test_what_is_typed_before_the_page_listens_is_searched_for(
    floor: Shop, open_page: OpenPage
) -> None:
    page = staff_page(open_page, floor, "/staff")
    one = variant(floor, "linen shirt")

    def arrive_late(route: Route) -> None:
        page.get_by_role("searchbox").fill(one["sku"])
        route.continue_()

    page.route("**/htmx*.js", arrive_late)
    page.goto(floor.url + "/staff/stock")
    expect(page.locator(".product")).to_have_count(1)


@pytest.mark.slow
def test_a_new_tag_is_bound_and_known_on_the_tablet_at_once(
    floor: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    page = staff_page(open_page, floor, "/staff/tag")
    expect(page.get_by_text("No new tag here")).to_be_visible()
    floor.lay(NEW_TAGS[:2])
    expect(page.locator(".tag-row")).to_have_count(2)
    expect(page.locator("[data-count=unknown]")).to_have_text("2")
    page.locator(".tag-row").nth(1).click()

    page.get_by_role("searchbox").fill("linen shirt")
    size = page.get_by_role("button", name=re.compile("^Bind to Linen shirt, ")).first
    size.click()
    expect(page.locator("#bound")).to_contain_text("Linen shirt")
    expect(page.locator(".tag-row")).to_have_count(1)
    wait_until(lambda: floor.basket()["count"] == 1, what="the tablet to know it")
    line = floor.basket()["lines"][0]
    assert (line["tag"], line["title"]) == (NEW_TAGS[1], "Linen shirt")

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tag-row")).to_have_count(2)
    expect(page.locator("#toast")).to_have_text("Taken back. The tag is new again.")
    wait_until(lambda: floor.basket()["count"] == 0, what="the tablet to forget it")

    page.get_by_role("searchbox").press("Enter")
    floor.lift()
    expect(page.get_by_text("No new tag here")).to_be_visible()
    console.expect("422")  # there is no tag to bind
    size.click()
    expect(page.locator("#toast")).to_have_text("Lay a new tag on a reader first, then pick it.")


@pytest.mark.slow
def test_an_import_shows_what_is_wrong_then_what_it_did(
    floor: Shop, open_page: OpenPage, tmp_path: Path
) -> None:
    file = tmp_path / "spring.csv"
    file.write_text(PRODUCTS)
    page = staff_page(open_page, floor, "/staff/import")
    page.locator("#file").set_input_files(file)
    expect(page.get_by_text("spring.csv")).to_be_visible()
    page.get_by_role("button", name="Show the plan").click()
    expect(page.locator(".bad-rows tbody tr")).to_have_count(1)
    expect(page.locator(".bad-rows tbody td")).to_have_text(
        ["3", "Variant Price", re.compile("cheap")]
    )
    assert floor.get("/api/catalog/search?q=canvas+tote")["products"] == []

    page.get_by_role("button", name="Leave out the bad rows").click()
    page.get_by_role("button", name="Import 1 product").click()
    expect(page.get_by_text("Imported")).to_be_visible()
    page.get_by_role("link", name="See the stock").click()
    page.get_by_role("searchbox").fill("canvas tote")
    expect(page.locator(".product")).to_have_count(1)
    expect(page.locator(".pieces b")).to_have_text("4")

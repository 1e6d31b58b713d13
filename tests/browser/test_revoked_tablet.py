"""A tablet of a real shop, from its code to the day it is lost: what its page shows by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kiosk.hub.security.devices import DeviceKind
from tests.browser.conftest import ConsoleWatch
from tests.unit.hub.conftest import serving, shop_database
from tests.unit.security.conftest import settings_in

__all__ = ["shop_database"]


@pytest.mark.slow
def test_a_revoked_tablet_asks_for_a_code_by_itself(
    chromium: Browser, console: ConsoleWatch, tmp_path: Path, shop_database: Path
) -> None:
    console.expect("401")
    with serving(settings_in(tmp_path, shop_database)) as running:
        devices = running.hub.security.devices
        context = chromium.new_context(locale="de-DE")
        page = context.new_page()
        console.follow(page)
        page.goto(f"{running.url}/tablet/1")
        expect(page.get_by_role("heading")).to_have_text("Dieses Tablet einrichten")
        page.get_by_role("textbox").fill(devices.code(DeviceKind.TABLET, "1", by="Mara").shown)
        page.get_by_role("button", name="Einrichten").click()
        page.locator("[data-screen=empty]").wait_for()

        (device,) = devices.all()
        devices.revoke(device.id, by="Mara")
        expect(page.get_by_role("alert")).to_contain_text("gehört nicht mehr zum Geschäft")
        loads = page.evaluate("performance.getEntriesByType('navigation')[0].type")
        assert loads == "reload"

        page.get_by_role("textbox").fill(devices.code(DeviceKind.TABLET, "1", by="Mara").shown)
        page.get_by_role("button", name="Einrichten").click()
        page.locator("[data-screen=empty]").wait_for()
        context.close()
    assert not console.unexpected, console.unexpected

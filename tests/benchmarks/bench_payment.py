"""How fast a checkout is, driven by a script in the browser: from Pay to the thank-you, and whole.

The shop of `checkout_shop`, with an emulated card terminal that approves at once: what is measured
is ours (page, hub, ledger on a disk, the terminal's driver), not a shopper's hand.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from playwright.sync_api import Page

from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from hardware.rfid.reader import TagId
from tests.benchmarks.checkout_shop import (
    LaidTable,
    running_hub,
    shop_settings,
    tablet_page,
    tags_in_stock,
)
from tests.benchmarks.row import Row, percentile

PAYMENTS = 30
PIECES = 2  # of each
WHOLE = 5
WHOLE_PIECES = 5

# Presses Pay as soon as it may be; resolves with the milliseconds from the press to the painted
# thank-you. `pressed` is when it could be pressed, since 1970.
PAY = """(count) => new Promise((resolve) => {
    const now = () => performance.timeOrigin + performance.now();
    let pressed = null;
    const look = () => {
        const shown = document.querySelector(".number")?.textContent === String(count);
        const pay = document.querySelector("[data-screen=basket] button.primary:enabled");
        const thanks = document.querySelector("[data-screen=thanks]");
        if (pressed === null && shown && pay && pay.getAttribute("aria-disabled") !== "true") {
            pressed = now();
            pay.click();
        }
        if (pressed !== null && thanks && window.hangtag?.paintedAt)
            resolve({ pressed, thanked: window.hangtag.paintedAt });
        else setTimeout(look, 2);
    };
    look(); })"""
NEXT = """() => new Promise((resolve) => {
    const look = () =>
        document.querySelector("[data-screen=empty]") ? resolve(true) : setTimeout(look, 20);
    look(); })"""


def rows() -> Iterable[Row]:
    thanks, whole = _measure()
    note = f"{PAYMENTS} payments of {PIECES} garments, a terminal that approves at once"
    return [
        Row("tablet.pay_to_thanks_p99_ms", percentile(thanks, 99), "ms", 300, "lower", note),
        Row("tablet.pay_to_thanks_p50_ms", percentile(thanks, 50), "ms", None, "lower", note),
        Row(
            f"checkout.whole_of_{WHOLE_PIECES}_s",
            statistics.median(whole),
            "s",
            None,
            "lower",
            f"median of {WHOLE}: {WHOLE_PIECES} garments laid at once, counted, paid, thanked; "
            f"slowest {max(whole):.1f}",
        ),
    ]


def _measure() -> tuple[list[float], list[float]]:
    """Milliseconds from Pay to the thank-you, and seconds of whole checkouts."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        settings = shop_settings(folder)
        terminal = TerminalEmulator(Path(settings.tables["1"].terminal.port), thinking_s=0.0)
        terminal.start()
        opened.callback(terminal.stop)
        opened.enter_context(running_hub(settings, folder / "config.yaml"))
        page = opened.enter_context(tablet_page(settings))
        table = opened.enter_context(LaidTable(settings))
        tags = iter(tags_in_stock(settings))
        thanks = [
            (1000 * paid) for paid, _ in (_buy(page, table, tags, PIECES) for _ in range(PAYMENTS))
        ]
        whole = [_buy(page, table, tags, WHOLE_PIECES)[1] for _ in range(WHOLE)]
        return thanks, whole


def _buy(page: Page, table: LaidTable, tags: Iterator[TagId], count: int) -> tuple[float, float]:
    """Seconds from Pay to the thank-you, and from the first garment laid to it."""
    page.evaluate(NEXT)
    began = time.time()
    table.lay_all(list(islice(tags, count)))
    told = page.evaluate(PAY, count)
    table.lift_all()
    return (told["thanked"] - told["pressed"]) / 1000, told["thanked"] / 1000 - began

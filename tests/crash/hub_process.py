"""The hub of a case in a process of its own, with the shopper and the colleague before it.

The hub is put together by `kiosk.hub.parts`; only its reader is a shopper in the same process. Owns
what the shopper does in each state, so that it can be gone on with after a crash, and when all is
quiet. Exits with 0 then, with STUCK when that takes too long; a kill is no exit.
"""

from __future__ import annotations

import json
import logging
import os
import time
import traceback
import uuid
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from catalog.store import Catalog
from hardware.device import DeviceState, Health
from hardware.payment_terminal.desk.driver import DeskTerminal
from hardware.payment_terminal.simulated.driver import SimulatedTerminal
from hardware.payment_terminal.stripe_terminal.driver import StripeTerminal
from hardware.payment_terminal.terminal import PaymentTerminal
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub import parts
from kiosk.hub.aftersale.decide import Refused
from kiosk.hub.checkout import view
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.context import Hub
from kiosk.hub.live import Live
from kiosk.hub.tables.reports import Evidence, Report
from kiosk.hub.tables.table import Refusal
from tests.crash import after_sale, clock, desk, hooks, mutants, stripe_process
from tests.crash.cases import NO_MONEY_BACK, Case, Do
from tests.crash.databases import Reading, count, database
from tests.crash.points import Points
from tests.crash.terminal_process import books

STUCK, BROKEN = 3, 4
QUIET_WITHIN_S = 40.0  # of real time
WORKED_S = 4.0  # of the processor: less was had where others want it, and quiet may still come
AT_MOST_S = 90.0
HEAR_EVERY_S = 0.004  # of real time; the hub takes six seconds of its own for silence
ANSWERS_WITHIN_S, CARD_WITHIN_S = 0.25, 0.35  # real: sockets' timeouts do not run faster


def run(
    folder: Path,
    settings: Settings,
    catalog: Catalog,
    case: Case,
    began: float,
    mutant: str = "",
    stripe_port: int = 0,
) -> None:
    """Never returns."""
    points = Points(folder, "hub", case.kills)
    code = BROKEN
    try:
        logging.disable(logging.CRITICAL)
        code = _run(folder, settings, catalog, case, points, began, mutant, stripe_port)
    except BaseException:  # noqa: BLE001 - the parent tells of it
        points.note("BROKEN", traceback.format_exc())
    os._exit(code)


def _run(
    folder: Path,
    settings: Settings,
    catalog: Catalog,
    case: Case,
    points: Points,
    began: float,
    mutant: str,
    stripe_port: int,
) -> int:
    page = hooks.Page(points, unknown=_may_be_charged(folder), unsold=lambda: unsold(folder))
    hooks.hook_database(catalog, points)
    at_stripe = case.script.driver == "stripe"
    hooks.hook_terminal(StripeTerminal if at_stripe else SimulatedTerminal, points, page)
    if case.script.desk:
        hooks.hook_terminal(DeskTerminal, points, page, "desk")
        desk.hook_books(points)
    hooks.hook_states(points)
    hooks.hook_page(points, page)
    if mutant:
        mutants.plant(mutant, catalog, SimulatedTerminal)
    view._qr_svg = lambda address: ""  # drawing the receipt's code is half of a checkout's work
    clock.run_fast(began)
    terminal = _at_stripe(stripe_port) if at_stripe else _simulated(folder)
    terminals: dict[Tender, PaymentTerminal] = {Tender.CARD: terminal}
    if case.script.desk:
        terminals[Tender.DESK] = DeskTerminal(str(folder / desk.JOURNAL))
    for one in terminals.values():
        one.open()
    with ExitStack() as opened:
        hub = parts.open_parts(settings, Live(), catalog, {"1": terminals}, opened)
        shopper = Shopper(folder, hub, case, page, points)
        until = clock.real_monotonic() + QUIET_WITHIN_S
        while not shopper.acts():
            now = clock.real_monotonic()
            if now > until and (time.process_time() > WORKED_S or now > until + AT_MOST_S):
                points.note("STUCK", shopper.words())
                os._exit(STUCK)
            clock.real_sleep(HEAR_EVERY_S)
        os._exit(0)  # as a hub ends when its plug is pulled: nothing needs a good end


def _simulated(folder: Path) -> SimulatedTerminal:
    return SimulatedTerminal(str(folder / "terminal"), ANSWERS_WITHIN_S, CARD_WITHIN_S)


def _at_stripe(port: int) -> StripeTerminal:
    """Its pauses are of the hub's fast clock; the sockets' timeout is not."""
    os.environ["HANGTAG_STRIPE_KEY"] = "sk_test_crash"
    return StripeTerminal(
        stripe_process.READER,
        base_url=f"http://127.0.0.1:{port}",
        patience_s=60.0,
        timeout_s=ANSWERS_WITHIN_S,
    )


def _may_be_charged(folder: Path) -> bool:
    """Whether a payment was under way, with a reference, when the hub was last killed."""
    with _read(folder) as connection:
        return count(connection, "attempt WHERE status = 'live' AND reference IS NOT NULL") > 0


def unsold(folder: Path) -> list[str]:
    """The keys of the payments that the terminal's books hold money for, and nothing is sold."""
    held = [one["key"] for one in books(folder) if one["state"] == "approved" and not one["voided"]]
    with _read(folder) as connection:
        sold = {key for (key,) in connection.execute("SELECT attempt_key FROM sale")}
    return [str(key) for key in held if key not in sold]


def _read(folder: Path) -> closing[Reading]:
    return closing(database(folder, kept=True))


class Shopper:
    """What the person at the table does next, from what the page shows and what they remember.

    Memory is files in the case's folder: a shopper outlives the hub's crash.
    """

    def __init__(
        self, folder: Path, hub: Hub, case: Case, page: hooks.Page, points: Points
    ) -> None:
        tags = json.loads((folder / "tags").read_text())
        self._all = [TagId.epc(value) for value in tags]
        self._folder = folder
        self._table = hub.tables["1"]
        self._hub = hub
        self._points = points
        self._script = case.script
        self._colleague = desk.Colleague(folder, hub, case.script, points)
        self._page = page
        self._session = uuid.uuid4().hex
        self._sequence = 0
        self._quiet = 0
        self._acted = False

    def acts(self) -> bool:
        """One look at the page and what follows from it. True when there is nothing left to do."""
        self._lay()
        now = self._table.snapshot()
        state = now["state"]
        if state == "OPEN" and now["lines"] and not self._left():
            self._pay(now)
        elif state in ("LOCKED", "AUTHORISING"):
            self._while_paying(state)
        elif state == "NEEDS_STAFF":
            self._colleague_settles(now)
        elif state == "SOLD" and self._remembers(Do.ADD.value):
            self._table.done()
        elif self._script.leaves and state in ("OPEN", "SOLD") and self._left():
            self._remember("lifted all")
        if self._script.takes_back and self._sales():
            self._take_back()
        if self._script.desk:
            self._colleague.gives_back()
            self._colleague.says()
            self._colleague.sees_to()
        self._quiet = self._quiet + 1 if self._is_quiet(state) else 0
        return self._quiet >= 2

    # --- the table ----------------------------------------------------------------------------

    def _lay(self) -> None:
        tags = self._all[:2]
        if self._remembers(Do.ADD.value):
            tags = self._all[:3]
        if self._remembers(Do.LIFT.value):
            tags = self._all[:1]
        if self._remembers("lifted all"):
            tags = []
        self._sequence += 1
        heard = {tag: Evidence(rssi_dbm=-50.0) for tag in tags}
        report = Report(self._session, self._sequence, Health(DeviceState.OK), heard)
        self._table.hear(report)

    def _left(self) -> bool:
        """Whether a shopper who leaves has got that far: they do not press Pay again."""
        return self._script.leaves and (self._remembers("cancelled") or self._sales() > 0)

    def _take_back(self) -> None:
        """A colleague at the desk. If the hub dies meanwhile, they send the same form again."""
        for form in after_sale.FORMS[self._script.does]:
            if self._remembers(form):
                continue
            with _read(self._folder) as connection:
                said = after_sale.send(self._hub, form, connection)
                reference = connection.execute(
                    "SELECT reference FROM attempt WHERE status = 'approved'"
                ).fetchone()[0]
            self._points.reach("colleague: has sent the form")
            if isinstance(said, Refused):
                self._points.note("WRONG", f"the form {form} was refused: {said.sentence}")
            elif self._script.desk:
                self._colleague.refunds(form, reference, said.refund_minor)
            self._remember(form)

    # --- presses ------------------------------------------------------------------------------

    def _pay(self, now: dict[str, Any]) -> None:
        press = {
            "id": uuid.uuid4().hex,
            "total": now["total"]["minor"],
            "tags": sorted(line["key"] for line in now["lines"]),
        }
        with (self._folder / "presses").open("a") as file:
            file.write(json.dumps(press) + "\n")
        tender = self._tender()
        said = self._table.pay(press["id"], now["version"], tender)
        if isinstance(said, Refusal):
            return
        if self._script.presses_twice:
            self._table.pay(press["id"], now["version"], tender)
        if self._script.early:
            self._interferes()

    def _tender(self) -> Tender:
        """By card, and to the desk when every card has come to nothing."""
        if not self._script.desk:
            return Tender.CARD
        over = [one for one in books(self._folder) if one["state"] in ("declined", "cancelled")]
        by_card = sum(not str(one["reference"]).startswith("desk-") for one in over)
        return Tender.CARD if by_card < len(self._script.cards) else Tender.DESK

    def _while_paying(self, state: str) -> None:
        if self._script.early or self._acted or state != "AUTHORISING":
            return
        if self._script.desk and (self._script.meanwhile or self._script.approval_wins):
            if not self._colleague.has_the_money:
                return
            if self._script.approval_wins:
                self._colleague.says()
        self._interferes()

    def _interferes(self) -> None:
        self._acted = True
        match self._script.does:
            case Do.CANCEL:
                self._remember("cancelled")
                self._table.cancel()
            case Do.ADD | Do.LIFT if self._remembers(self._script.does.value):
                if not self._script.early:
                    self._table.cancel()  # it lay there when the hub came back: nothing changes now
            case Do.ADD | Do.LIFT as change:
                self._remember(change.value)
                self._lay()

    def _colleague_settles(self, now: dict[str, Any]) -> None:
        """They read the terminal's display, and say what it says about this payment."""
        if self._script.does is not Do.CALL_STAFF:
            return
        reference = self._reference()
        entry = next((one for one in books(self._folder) if one["reference"] == reference), None)
        if entry is None or entry["state"] == "presenting":
            return
        charged = entry["state"] == "approved" and not entry["voided"]
        hand = self._table.hand
        if hand is None or hand.payment is None:
            return
        self._page.staff_said_so = True
        (self._folder / "settled").touch()  # the line comes back when they have
        self._table.settle(charged, hand.payment.attempt)

    # --- the end ------------------------------------------------------------------------------

    def _is_quiet(self, state: str) -> bool:
        if state not in ("EMPTY", "OPEN", "SOLD"):
            return False
        with _read(self._folder) as connection:
            if count(connection, "attempt WHERE status = 'live'") or count(connection, "claim"):
                return False
            if count(connection, "outbox WHERE done_ms IS NULL"):
                return False
            if unsold(self._folder) or any(b["state"] == "presenting" for b in books(self._folder)):
                return False  # the hub gives it back, or calls it off
            if self._script.takes_back and not self._has_come_back(connection):
                return False
            if self._script.leaves:
                return self._left() and state == "EMPTY"
            return count(connection, "sold") >= self._wanted()

    def _has_come_back(self, connection: Reading) -> bool:
        does = self._script.does
        if not all(self._remembers(form) for form in after_sale.FORMS[does]):
            return False
        return (
            does in NO_MONEY_BACK
            or count(connection, "sale_return WHERE refund_status = 'done'") > 0
        )

    def _wanted(self) -> int:
        if self._remembers(Do.ADD.value):
            return 3
        return 1 if self._remembers(Do.LIFT.value) else 2

    def _sales(self) -> int:
        with _read(self._folder) as connection:
            return count(connection, "sale")

    def _reference(self) -> str:
        with _read(self._folder) as connection:
            query = "SELECT reference FROM attempt WHERE status = 'live'"
            found = connection.execute(query).fetchone()
        return str(found[0]) if found else ""

    def words(self) -> str:
        now = self._table.snapshot()
        kept = {key: now.get(key) for key in ("state", "message", "count", "reader", "terminal")}
        with _read(self._folder) as connection:
            rows = connection.execute("SELECT key, status, reason, reference FROM attempt")
            waits = connection.execute("SELECT topic FROM outbox WHERE done_ms IS NULL")
            words = f"{kept} {rows.fetchall()} {waits.fetchall()} {books(self._folder)}"
        return words[:1500]

    def _remembers(self, what: str) -> bool:
        return (self._folder / what).exists()

    def _remember(self, what: str) -> None:
        (self._folder / what).touch()

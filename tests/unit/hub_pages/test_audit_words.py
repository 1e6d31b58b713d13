"""The audit log's rows are sentences in the console, whatever the hub writes down."""

from __future__ import annotations

import ast
import re

from kiosk.hub.aftersale.decide import Kind
from kiosk.hub.api import mirror_service
from kiosk.hub.web.audit_words import KINDS, PURPOSES, SENTENCES, did
from tests.conftest import REPO

WRITERS = {"write", "note", "noted", "_note", "_change"}
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def named(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def written() -> set[str]:
    """Every action that the hub's code gives to the audit log by its name."""
    found = {mirror_service.OPENED}
    for file in (REPO / "kiosk" / "hub").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and named(node) in WRITERS:
                for part in (part for each in node.args for part in ast.walk(each)):
                    if isinstance(part, ast.Constant) and ACTION.fullmatch(str(part.value)):
                        found.add(str(part.value))
    return found


def test_everything_that_is_written_down_has_a_sentence() -> None:
    made = {*(f"sale.{kind}" for kind in Kind), "offer.added", "offer.start", "offer.end"}
    made |= {"payment.capture_refused", "payment.void_refused", "staff.on_floor", "staff.away"}
    made |= {"staff.enabled", "staff.disabled"}
    assert written() | made == SENTENCES.keys()
    assert {action.partition(".")[0] for action in SENTENCES} | {""} == KINDS.keys()


def test_a_sentence_names_what_it_is_about() -> None:
    assert did("code.approved", "FRIENDS20") == "Approved the code FRIENDS20."
    assert did("pin.wrong", "day.close") == "Wrong PIN, for closing the day."
    assert did("pin.role", "signing in").endswith("for signing in.")
    assert did("stock.changed", "{}{0}") == "Counted pieces of {}{0} in or out."
    assert all(f"sale.{kind}" in PURPOSES for kind in Kind)


def test_what_is_not_known_is_said_as_it_is_kept() -> None:
    assert did("robot.waved", "at the door") == "robot.waved: at the door"

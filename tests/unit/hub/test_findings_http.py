"""A finding at the staff console: it is shown, and a manager takes it off the list."""

from __future__ import annotations

import pytest

from kiosk.hub.reconciling.judging import Finding, FindingKind
from kiosk.hub.reconciling.records import keep_findings
from tests.unit.hub.conftest import RunningHub, sign_in

WORDS = "Sale A-000001 of €79.00 has no payment: the terminal does not know it (ref-1)."
KEY = "sale_without_money:c1:1"


@pytest.fixture
def found(hub: RunningHub) -> RunningHub:
    finding = Finding(FindingKind.SALE_WITHOUT_MONEY, "c1:1", WORDS)
    hub.hub.catalog.transact(
        lambda connection: keep_findings(connection, [finding], (), "elsewhere", 1)
    )
    hub.hub.reconciler.reconcile()
    return hub


def test_it_is_shown_and_a_manager_takes_it_off_the_list(found: RunningHub) -> None:
    sign_in(found, "Ben")
    (told,) = found.http.get("/api/findings").json()["findings"]
    assert told == {
        "key": KEY,
        "kind": "sale_without_money",
        "subject": "c1:1",
        "words": WORDS,
    }
    assert WORDS in found.http.get("/staff").text
    assert WORDS in found.http.get("/staff/finding", params={"key": KEY}).text
    form = {"key": KEY, "note": "They paid in cash.", "user": "1", "pin": "1111"}
    for wrong, said in (
        ({"pin": "9999"}, "PIN"),
        ({"user": "2", "pin": "2222"}, "manager"),
        ({"note": " "}, "Say what was done"),
    ):
        refused = found.http.post("/staff/finding", data=form | wrong)
        assert said in refused.text
        assert WORDS in refused.text
    done = found.http.post("/staff/finding", data=form)
    assert done.headers["HX-Retarget"] == "#requests"
    assert WORDS not in done.text
    assert found.http.get("/api/findings").json() == {"findings": []}
    sign_in(found, "Ana")
    (row,) = found.http.get("/api/audit", params={"action": "finding"}).json()
    assert (row["who"], row["subject"]) == ("Ana", "c1:1")
    assert row["details"]["note"] == "They paid in cash."
    assert "settled" in found.http.post("/staff/finding", data=form).text


def test_over_http_it_takes_a_managers_pin(found: RunningHub) -> None:
    body = {"key": KEY, "note": "Paid in cash.", "user": 1, "pin": "1111"}
    wrong = found.http.post("/api/findings/dismiss", json={**body, "pin": "1112"})
    assert (wrong.status_code, wrong.json()["detail"]["code"]) == (403, "wrong_pin")
    assert found.http.post("/api/findings/dismiss", json=body).json() == {"key": KEY}
    again = found.http.post("/api/findings/dismiss", json=body)
    assert (again.status_code, again.json()["detail"]["code"]) == (409, "gone")

"""No secret is in a log line or in the repository."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest

from kiosk.hub.security import local_key
from kiosk.hub.security.devices import DeviceKind
from kiosk.hub.security.staff import Role
from kiosk.secrecy import HIDDEN, Scrubbing, scrubbed
from tests.conftest import REPO
from tests.unit.hub.conftest import serving
from tests.unit.security.conftest import PINS, settings_in

SECRETS = [
    ("Authorization: Bearer 3q2-7wAB_cd.ef", "3q2-7wAB_cd.ef"),
    ("cookie: a=b; __Host-hangtag-staff=Xy12_-zz; c=d", "Xy12_-zz"),
    ("{'pin': '83415', 'user': '3'}", "83415"),
    ('{"token": "tok3n", "kind": "table"}', "tok3n"),
    ("user=3&pin=83415&to=/staff", "83415"),
    ("GET /receipt/AbCdEf0123456789_-x HTTP/1.1", "AbCdEf0123456789_-x"),
    ("StripeError: Invalid API Key: sk_test_" + "4eC39HqLyjWDarjt", "4eC39HqLyjWDarjt"),
    ("postgresql+psycopg://kiosk:hunter2@db/shop", "hunter2"),
]


@pytest.mark.parametrize(("line", "secret"), SECRETS)
def test_what_looks_like_a_secret_is_hidden(line: str, secret: str) -> None:
    assert secret not in scrubbed(line)
    assert HIDDEN in scrubbed(line)
    assert scrubbed(scrubbed(line)) == scrubbed(line)


@pytest.mark.parametrize(
    "line",
    [
        "the hub refuses PUT /api/tables/1/tags: HTTP 401",
        "POST /api/enrol: HTTP 403 wrong_code",
        "pin.wrong: Mara for signing in on 192.168.1.50",
        "sale A-000012 of €79.00, tag 30344A4B4408D4C000000001",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert scrubbed(line) == line


def test_a_traceback_is_scrubbed_too() -> None:
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Scrubbing(logging.Formatter("%(message)s")))
    log = logging.getLogger("tests.secrets")
    log.addHandler(handler)
    log.propagate = False
    try:
        try:
            raise ValueError("body was {'pin': '83415'}")
        except ValueError:
            log.exception("it failed with %s", "token=abc123")
    finally:
        log.removeHandler(handler)
    assert "83415" not in out.getvalue()
    assert "abc123" not in out.getvalue()
    assert "ValueError" in out.getvalue()


def test_a_day_at_the_door_leaves_no_secret_in_any_log(
    tmp_path: Path, shop_database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Everything that anybody logs at DEBUG, before any scrubbing: the net must not be needed."""
    caplog.set_level(logging.DEBUG)
    settings = settings_in(tmp_path, shop_database)
    with serving(settings) as running:
        hub, http = running.hub, running.http
        mara = hub.staff.add("Mara", Role.MANAGER, PINS["Mara"], by="t")
        code = hub.security.devices.code(DeviceKind.TABLE, "1", by="Mara")
        token = http.post("/api/enrol", json={"code": code.text}).json()["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        wrong = http.post("/staff/sign-in", data={"user": str(mara.id), "pin": "70707"})
        assert wrong.status_code == 403
        http.post("/staff/sign-in", data={"user": str(mara.id), "pin": PINS["Mara"]})
        session = http.cookies["hangtag-staff"]
        http.put("/api/tables/1/tags", json={"session": 7}, headers=bearer)
        http.get("/api/audit", headers={"Authorization": f"Bearer {hub.security.local_key}"})
        http.get(f"/receipt/{'x' * 22}")
        secrets = [PINS["Mara"], "70707", session, code.text, token, hub.security.local_key]
    ours = [one for one in caplog.records if not one.name.startswith(("httpcore", "httpx"))]
    said = "\n".join(record.getMessage() for record in ours)  # less what the test's client says
    assert "pin.wrong" in said, "the test hears the logs"
    assert [secret for secret in secrets if secret in said] == []


KEYS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}"
    r"|\b(?:sk|rk)_live_[A-Za-z0-9]{10,}|\bwhsec_[A-Za-z0-9]{16,}|\bsk_test_[A-Za-z0-9]{16,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abp]-[A-Za-z0-9-]{10,}"
    r"|\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{10,}"
    r"|(?i:authorization: bearer [A-Za-z0-9_-]{32,})"
)


@pytest.mark.slow
def test_the_repository_holds_no_key() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPO, capture_output=True, text=True, check=True
    )
    found, read = [], 0
    for name in listing.stdout.split("\0"):
        file = REPO / name
        if not name or not file.is_file() or file.stat().st_size > 2_000_000:
            continue
        read += 1
        text = file.read_bytes().decode("latin-1")
        found += [f"{name}: {match[0][:24]}…" for match in KEYS.finditer(text)]
        if name.endswith((".token", ".key", ".pem", ".crt")):
            found.append(name)
    assert read > 300
    assert found == []


def test_the_search_for_keys_would_find_one() -> None:
    for key in ("AKIA" + "ABCDEFGHIJKLMNOP", "sk_live_" + "a" * 24, "ghp_" + "a" * 36):
        assert KEYS.search(f"key = '{key}'"), key


def test_a_name_with_lines_of_its_own_is_one_line_of_the_log() -> None:
    formatter = Scrubbing(logging.Formatter("%(levelname)s %(message)s"))
    try:
        raise ValueError("why")
    except ValueError:
        told = sys.exc_info()
    name = "shirt\r\nWARNING all is paid\x1b[2J\u2028"
    record = logging.LogRecord("n", logging.INFO, "f", 1, "laid: %s", (name,), told)
    first, *traceback = formatter.format(record).splitlines()
    assert first == "INFO laid: shirt\\r\\nWARNING all is paid\\x1b[2J"
    assert traceback[0] == "Traceback (most recent call last):"
    assert record.args == (name,), "other handlers get what was said"


def test_programs_that_start_at_once_have_the_same_local_key(tmp_path: Path) -> None:
    """Half a key was read when one hub had made the file and not yet written it."""
    for number in range(20):
        folder = tmp_path / str(number)
        with ThreadPoolExecutor(4) as threads:
            got = list(threads.map(local_key.make, [folder] * 4))
        assert len(set(got)) == 1
        assert [file.name for file in folder.iterdir()] == ["local.key"]
        assert local_key.make(folder) == got[0]


def test_a_torn_local_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "local.key").write_text("half")
    assert len(local_key.make(tmp_path)) == 43

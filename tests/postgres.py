"""A private PostgreSQL for the tests: one server for a whole run, one database for a test.

Started by whichever worker needs it first and stopped when the run is over, also when that was
killed. Its files are in /tmp and nothing is synced to disk: no test of it pulls a plug. initdb
refuses to run as root, who therefore becomes `postgres`. Not installed, its tests are skipped; in
CI (by the environment's CI) they fail.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shlex
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

BACKENDS = ("sqlite", "postgresql")
USER = "hangtag"
SETTINGS = (
    *("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=300"),
    *("autovacuum=off", "listen_addresses=", "max_wal_size=64MB", "log_min_messages=panic"),
)


def programs() -> Path | None:
    """Where initdb and postgres are: Debian does not put them on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@dataclass(frozen=True)
class Server:
    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def template(self, name: str, make: Callable[[str], None]) -> str:
        """A database that `make` fills by its URL, once in a run; `fresh` copies it."""
        with _locked(self.folder / "lock"):
            done = self.folder / f"{name}.made"
            if not done.exists():
                self.run(f"CREATE DATABASE {name}")
                make(self.url(name))
                done.touch()
        return name

    @contextlib.contextmanager
    def fresh(self, template: str = "template0") -> Iterator[str]:
        """The URL of a database of the test's own."""
        name = f"t_{uuid.uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user=USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


@contextlib.contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def server(run: Path) -> Server:
    """The server of this run of the tests, which `run`, a folder that its workers share, names."""
    found = programs()
    if found is None:
        reason = "PostgreSQL is not installed (apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}, and CI needs it")
        pytest.skip(f"{reason}: what is tested on both databases was tested on SQLite only")
    with _locked(run / "postgres.lock"):
        address = run / "postgres.folder"
        if not address.exists():
            # The run's first process is the parent of a worker, or this one when there are none.
            first = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
            address.write_text(str(start(found, first=first)))
        return Server(Path(address.read_text()))


def start(programs: Path, *, first: int) -> Path:
    """A new server's folder. The server and its files end with the process `first`."""
    folder = Path(tempfile.mkdtemp(prefix="hangtag-pg-"))
    data, as_user = folder / "data", []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    initdb = ["initdb", "-D", str(data), "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8"]
    _call([*as_user, str(programs / initdb[0]), *initdb[1:], "--locale=C.UTF-8"], folder)
    options = " ".join(f"-c {each}" for each in (*SETTINGS, f"unix_socket_directories={folder}"))
    pg_ctl = [*as_user, str(programs / "pg_ctl"), "-D", str(data)]
    log = str(folder / "log")
    _call([*pg_ctl, "-w", "-s", "-l", log, "-o", options, "start"], folder)
    # Not a fixture's end: a run that is killed has none.
    stop = shlex.join([*pg_ctl, "-s", "-m", "immediate", "stop"])
    watch = f"while kill -0 {first}; do sleep 1; done; {stop}; rm -rf {shlex.quote(str(folder))}"
    subprocess.Popen(
        ["sh", "-c", watch],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
    ).returncode = 0  # it outlives us on purpose; nobody waits for it
    return folder


def _call(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{shlex.join(command)}: {done.stdout}{done.stderr}"

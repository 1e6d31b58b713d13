"""The database behind the catalog: engines, pragmas, migrations and their words.

Owns how connections are made and how an older database becomes a current one. Knows no query.
The hub keeps its own tables in the same database and migrates them with `migrate` too.

SQLite, one writer: a pool of one connection whose transactions begin IMMEDIATE, in WAL mode with
synchronous=FULL. Readers open the file read-only, so that they can neither lock nor checkpoint.

PostgreSQL, the same: a pool of one connection whose transactions begin by taking the shop's lock,
so that what one reads nobody changes before it commits, in this process or another. Readers see
one state of the data in each transaction, and cannot write.
"""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, MetaData, NullPool, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
HEAD = "0002"
"""The newest revision in `migrations/`, so that opening a current database needs no Alembic."""

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
BUSY_TIMEOUT_MS = 10_000
WRITER_PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "busy_timeout": BUSY_TIMEOUT_MS,
}
SHOP_LOCK = 0x48414E47  # "HANG"; one per database, whatever else lives on the server
# A server that is gone without a word must not hold the tables up for minutes.
ANSWERS = {"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 2}
ANSWERS |= {"keepalives_count": 3, "tcp_user_timeout": 10_000}
WRITER_OPTIONS = f"-c synchronous_commit=on -c lock_timeout={BUSY_TIMEOUT_MS}"
READER_PRAGMAS: dict[str, str | int] = {"query_only": 1, "busy_timeout": BUSY_TIMEOUT_MS}
CACHE_KIB = 16_384  # of each reading connection: the indexes of a large shop


class CatalogError(LookupError):
    """The catalog cannot do what was asked. The text is a sentence for a person."""


def parse_url(url: str) -> URL:
    """The URL, checked. Raises `CatalogError`."""
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError):
        parsed = None
    if parsed is None or not parsed.drivername.startswith(("sqlite", "postgresql+psycopg")):
        shown = re.sub(r"(://[^:@/]*:)[^@]*@", r"\1***@", url)
        raise CatalogError(
            f"{shown!r} is not the address of a database. Write sqlite:///path/shop.db "
            "or postgresql+psycopg://user@host/name."
        )
    if parsed.get_backend_name() == "sqlite" and not sqlite_file(parsed):
        raise CatalogError("The catalog needs a database file; one in memory cannot be shared.")
    return parsed


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite URL; None for another database and for one in memory."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def make_writer(url: URL) -> Engine:
    """The engine that writes. All threads share one connection, and wait for it."""
    file = sqlite_file(url)
    if file is None:
        engine = create_engine(
            url,
            pool_size=1,
            max_overflow=0,
            pool_timeout=30,
            pool_pre_ping=True,
            connect_args={"options": WRITER_OPTIONS, **ANSWERS},
            json_serializer=_to_json,
        )
        event.listen(engine, "begin", _take_the_shops_lock)
        return engine
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=30,
        connect_args={"isolation_level": None, "check_same_thread": False},
        json_serializer=_to_json,
    )
    event.listen(engine, "connect", _apply_writer_pragmas)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def make_reader(url: URL, *, cache_kib: int = CACHE_KIB) -> Engine:
    """An engine that cannot write. Each transaction sees one state of the data. `cache_kib` is
    what each of its connections may remember of an SQLite file."""
    file = sqlite_file(url)
    if file is None:
        return create_engine(
            url,
            pool_size=5,
            max_overflow=20,
            pool_pre_ping=True,
            connect_args=ANSWERS,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
        )
    address = f"file:{quote(str(file.absolute()))}?mode=ro"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine(url, creator=connect, pool_size=5, max_overflow=20)
    pragmas = {**READER_PRAGMAS, "cache_size": -cache_kib}
    event.listen(engine, "connect", lambda connection, _record: _apply(connection, pragmas))
    # A listener for "begin" would make every single statement slower by a tenth.
    event.listen(engine, "checkout", _begin_reading)
    return engine


def retire(reader: Engine) -> None:
    """Closes its connections: what is read from just now as soon as it comes back."""
    event.listen(reader, "checkin", _close_for_good)
    reader.dispose()


def _close_for_good(_connection: object, record: ConnectionPoolEntry) -> None:
    record.invalidate()


def _apply_writer_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    _apply(connection, WRITER_PRAGMAS)
    connection.execute("PRAGMA journal_size_limit = 67108864")


def _apply(connection: sqlite3.Connection, pragmas: dict[str, str | int]) -> None:
    for name, wanted in pragmas.items():
        connection.execute(f"PRAGMA {name} = {wanted}")
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != wanted:
            raise CatalogError(
                f"This SQLite does not keep {name} = {wanted} (it says {found}). "
                "Is the database on a network drive? Move it to a local disk."
            )


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _take_the_shops_lock(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SHOP_LOCK})")


def is_busy(error: DBAPIError) -> bool:
    """Whether another program writes to the database just now."""
    return _sqlstate(error) == "55P03" or "locked" in str(error.orig)


def is_conflict(error: DBAPIError) -> bool:
    """Whether the database undid a transaction that only has to be done again."""
    return _sqlstate(error) in ("40001", "40P01")


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", ""))


def _begin_reading(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
    connection.execute("BEGIN")


@dataclass(frozen=True, slots=True)
class Migration:
    """What `migrate` did: from revision ("" = nothing was there) to revision, and the backup."""

    before: str
    after: str
    backup: Path | None

    @property
    def changed(self) -> bool:
        return self.before != self.after


def current_revision(engine: Engine, version_table: str = VERSION_TABLE) -> str:
    """The revision the database is at; "" when it has none of these tables yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(version_table):
            return ""
        return connection.scalar(text(f"SELECT version_num FROM {version_table}")) or ""


def migrate(
    url: URL,
    *,
    scripts: Path = MIGRATIONS,
    version_table: str = VERSION_TABLE,
    metadata: MetaData | None = None,
) -> Migration:
    """Brings the tables of one set of Alembic scripts to their newest revision.

    An older SQLite database is first copied next to itself, named with its revision and the time.
    A database at a revision that the scripts do not know was made by a newer Hangtag: it raises
    `CatalogError`, untouched. `scripts` needs an `env.py` that calls `run_migrations`.
    """
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _alembic_config(scripts, version_table, metadata)
    directory = ScriptDirectory.from_config(config)
    head = directory.get_current_head() or ""
    engine = _migration_engine(url)
    try:
        before = current_revision(engine, version_table)
        if before == head:
            return Migration(before, head, None)
        if before and before not in {script.revision for script in directory.walk_revisions()}:
            raise newer_database(url, before)
        file = sqlite_file(url)
        backup = back_up(file, before) if before and file else None
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if url.get_backend_name() == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise CatalogError(
                        f"{url.database} was not migrated: {len(broken)} rows would lose what they "
                        f"belong to. Nothing was changed; the backup is {backup}."
                    )
        return Migration(before, head, backup)
    finally:
        engine.dispose()


def newer_database(url: URL, revision: str) -> CatalogError:
    """The words for a database from the future."""
    name = sqlite_file(url) or url.render_as_string()
    return CatalogError(
        f"{name} was made by a newer Hangtag (its data is at revision {revision}, which this "
        "version does not know). Update Hangtag, or restore the backup that was made then."
    )


def back_up(file: Path, revision: str) -> Path:
    """A consistent copy of an SQLite file next to it, also while others use it."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    copy = file.with_name(f"{file.stem}-{revision}-{stamp}.backup{file.suffix}")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def run_migrations(context: EnvironmentContext, metadata: MetaData | None = None) -> None:
    """What an `env.py` does: migrate over the connection that `migrate` has opened."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes.get("metadata") or metadata,
        version_table=attributes.get("version_table", VERSION_TABLE),
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _alembic_config(scripts: Path, version_table: str, metadata: MetaData | None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes.update(version_table=version_table, metadata=metadata)
    return config


def _migration_engine(url: URL) -> Engine:
    """Without foreign keys: rebuilding a table drops it, and they would delete what it owns."""
    if sqlite_file(url) is None:
        engine = create_engine(url, poolclass=NullPool, connect_args={"options": WRITER_OPTIONS})
        event.listen(engine, "begin", _take_the_shops_lock)
        return engine
    engine = create_engine(url, poolclass=NullPool, connect_args={"isolation_level": None})

    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        _apply(connection, {**WRITER_PRAGMAS, "foreign_keys": 0})

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def check_readable(engine: Engine, url: URL) -> None:
    """Raises `CatalogError` with the reason when a reader cannot use the database as it is."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise CatalogError(f"There is no catalog at {file} yet. The hub makes it when it starts.")
    try:
        revision = current_revision(engine)
    except DatabaseError as error:
        raise CatalogError(f"{file or url} cannot be read: {error.orig}.") from error
    if not revision:
        raise CatalogError(f"{file or url} has no catalog in it yet. The hub makes it.")
    if revision < HEAD:
        raise CatalogError(f"{file or url} is being updated to this version. The hub does that.")
    if revision > HEAD:
        raise newer_database(url, revision)

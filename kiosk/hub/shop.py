"""The shop's database as the hub uses it: current, with the hub's own tables, and the hub's alone.

Owns opening it, what is said when that cannot be, and that one hub at a time works on it.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from catalog import Migrating, open_catalog
from catalog.database import (
    CatalogError,
    current_revision,
    is_busy,
    migrate,
    parse_url,
    sqlite_file,
)
from catalog.sample import load_sample
from catalog.store import Catalog
from kiosk.config import Settings
from kiosk.hub.schema import HEAD, VERSION_TABLE

HERE = Path(__file__).parent
ONE_HUB = 0x48616E67_74616701  # the name of the lock in PostgreSQL: a bigint of our own


class DatabaseBusyError(CatalogError):
    """Another program writes to the database. It will be free again."""


@contextlib.contextmanager
def only_hub(settings: Settings) -> Iterator[None]:
    """For as long as this hub serves: a second one on the same database is refused.

    Two would each reconcile and charge what the other is charging. The lock is the system's or the
    database's own, so that a killed hub leaves none. Raises `DatabaseBusyError`.
    """
    url = parse_url(settings.database_url)
    with contextlib.ExitStack() as held:
        file = sqlite_file(url)
        free = _lock_beside(file, held) if file else _lock_within(url, held)
        if not free:
            raise DatabaseBusyError(
                f"Another hub works on {url.render_as_string()} already. A shop has one hub: stop "
                "the other, or see hub.database in config.yaml."
            )
        yield


def _lock_beside(file: Path, held: contextlib.ExitStack) -> bool:
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = held.enter_context(file.with_name(f"{file.name}-hub").open("w"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_within(url: URL, held: contextlib.ExitStack) -> bool:
    """A session's lock in PostgreSQL: it ends with its connection."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        connection = held.enter_context(engine.connect())
        return bool(connection.scalar(select(func.pg_try_advisory_lock(ONE_HUB))))
    except SQLAlchemyError as error:
        raise _unusable(url, error) from error


def open_shop(settings: Settings, migrating: Migrating = contextlib.nullcontext) -> Catalog:
    """The shop's database, current, with the hub's tables in it and something to sell.

    What brings it up to date, and may take long, runs within `migrating()`. Raises `CatalogError`
    with a sentence when that cannot be; `DatabaseBusyError` when it can soon.
    """
    try:
        return _open_shop(settings, migrating)
    except (SQLAlchemyError, OSError) as error:
        url = parse_url(settings.database_url)
        if isinstance(error, DBAPIError) and is_busy(error):
            address = url.render_as_string()
            words = f"{address} is being written to by another program, an import perhaps."
            raise DatabaseBusyError(words) from error
        raise _unusable(url, error) from error


def _unusable(url: URL, error: Exception) -> CatalogError:
    """A file wants its backup; a server wants to be reached."""
    cause = str(getattr(error, "orig", None) or error).strip()
    if sqlite_file(url) is not None:
        cure = "Restore a backup of it, or see hub.database in config.yaml."
    else:
        cure = "See whether its server runs and lets this user in, or hub.database in config.yaml."
    return CatalogError(f"{url.render_as_string()} cannot be used: {cause}. {cure}")


def _open_shop(settings: Settings, migrating: Migrating) -> Catalog:
    catalog = open_catalog(settings.database_url, migrating=migrating)
    try:
        _keep_to_ourselves(catalog)
        prepare(catalog, migrating)
        if settings.sample_dir and catalog.is_empty():
            load_sample(catalog, settings.sample_dir, settings.shop.currency)
    except BaseException:
        catalog.close()
        raise
    return catalog


def _keep_to_ourselves(catalog: Catalog) -> None:
    """Takes the database's file from the machine's other users; SQLite makes its sisters alike."""
    url = parse_url(catalog.url)
    if url.get_backend_name() == "sqlite" and url.database:
        for file in (url.database, f"{url.database}-wal", f"{url.database}-shm"):
            with contextlib.suppress(OSError):  # another user's, who has to know
                Path(file).chmod(0o600)


def prepare(catalog: Catalog, migrating: Migrating = contextlib.nullcontext) -> None:
    """Brings the hub's own tables up to date. Raises `CatalogError` for a newer database."""
    if current_revision(catalog.engine, VERSION_TABLE) != HEAD:
        catalog.engine.dispose()
        url = parse_url(catalog.url)
        with migrating():
            migrate(url, scripts=HERE / "migrations", version_table=VERSION_TABLE)

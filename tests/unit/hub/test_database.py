"""The shop's database over time: migrations, a newer one, a damaged one, and what is on disk."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError

from catalog import database, open_catalog
from catalog.database import CatalogError, migrate, parse_url
from catalog.store import Catalog
from catalog.tables import Base as CatalogBase
from kiosk.config import parse
from kiosk.hub import serving, shop
from kiosk.hub.rooms import request_rows
from kiosk.hub.schema import HEAD, VERSION_TABLE, Base
from tests.unit.hub.conftest import ON_BOTH
from tests.unit.programs.shop import free_port


@pytest.fixture
def catalog(shop_url: str) -> Iterator[Catalog]:
    with contextlib.closing(open_catalog(shop_url)) as opened:
        yield opened


@ON_BOTH
def test_the_migrations_make_what_the_mappings_say(catalog: Catalog) -> None:
    assert request_rows.RequestRow.metadata is Base.metadata
    ours = set(Base.metadata.tables)

    def include(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in ours

    with catalog.reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": include})
        assert compare_metadata(context, Base.metadata) == []
        ours = set(CatalogBase.metadata.tables)
        assert compare_metadata(context, CatalogBase.metadata) == []


@ON_BOTH
def test_the_newest_revision_is_named(catalog: Catalog) -> None:
    migrated = migrate(
        parse_url(catalog.url),
        scripts=Path(shop.__file__).parent / "migrations",
        version_table=VERSION_TABLE,
    )
    assert (migrated.before, migrated.after) == (HEAD, HEAD)


@ON_BOTH
def test_a_newer_database_is_refused_in_words(catalog: Catalog) -> None:
    with catalog.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(CatalogError, match="newer Hangtag"):
        shop.prepare(catalog)


@pytest.mark.parametrize("damage", ["not a database", "tables without a revision"])
def test_a_damaged_database_is_refused_in_words(tmp_path: Path, damage: str) -> None:
    settings = parse({"sample_shop": ""}, tmp_path / "config.yaml")
    file = settings.data_dir / "shop.db"
    if damage == "not a database":
        file.parent.mkdir()
        file.write_bytes(b"\x80" * 10_000)
    else:
        catalog = shop.open_shop(settings)
        with catalog.begin() as connection:
            connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
        catalog.close()
    with pytest.raises(
        CatalogError, match=r"shop\.db cannot be used: .* Restore a backup"
    ) as error:
        shop.open_shop(settings)
    assert "sqlalche.me" not in str(error.value)


def test_a_hub_that_meets_another_writer_is_to_be_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 would close the whole shop for an import that takes a minute."""
    values = {"sample_shop": "", "hub": {"port": free_port()}}
    settings = parse(values, tmp_path / "config.yaml")
    shop.open_shop(settings).close()
    monkeypatch.setitem(database.WRITER_PRAGMAS, "busy_timeout", 20)
    with contextlib.closing(sqlite3.connect(settings.data_dir / "shop.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert serving.run(settings) == 1


@ON_BOTH
def test_a_database_that_another_program_writes_to_will_be_free_again(
    shop_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(database.WRITER_PRAGMAS, "busy_timeout", 20)
    monkeypatch.setattr(database, "WRITER_OPTIONS", "-c lock_timeout=20")
    values = {"sample_shop": "", "hub": {"database": shop_url}}
    settings = parse(values, tmp_path / "config.yaml")
    with (
        contextlib.closing(open_catalog(shop_url)) as other,
        other.begin(),
        pytest.raises(shop.DatabaseBusyError, match="written to by another program"),
    ):
        shop.open_shop(settings)


@ON_BOTH
def test_a_shop_has_one_hub(shop_url: str, tmp_path: Path) -> None:
    settings = parse({"hub": {"database": shop_url}}, tmp_path / "config.yaml")
    with shop.only_hub(settings):
        refused = pytest.raises(shop.DatabaseBusyError, match="Another hub works on")
        with refused, shop.only_hub(settings):
            pass
    with shop.only_hub(settings):  # the first has ended
        pass


def test_a_server_that_is_not_there_wants_no_backup(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    settings = parse({"hub": {"database": url}}, tmp_path / "config.yaml")
    with pytest.raises(CatalogError, match="See whether its server runs"), shop.only_hub(settings):
        pass


@ON_BOTH
def test_every_commit_is_on_disk(catalog: Catalog) -> None:
    with catalog.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            assert connection.scalar(text("SHOW synchronous_commit")) == "on"
        else:
            assert connection.scalar(text("PRAGMA synchronous")) == 2
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"


@ON_BOTH
def test_one_writes_at_a_time_in_whatever_process(catalog: Catalog, shop_url: str) -> None:
    """Read, think and write: nobody comes in between, also not by another program's connection."""
    turns, each = 4, 15

    def count() -> None:
        with contextlib.closing(open_catalog(shop_url)) as mine:
            for _ in range(each):
                with mine.begin() as connection:
                    old = connection.scalar(text("SELECT version FROM change"))
                    connection.execute(text(f"UPDATE change SET version = {old} + 1"))

    before = catalog.version()
    threads = [threading.Thread(target=count) for _ in range(turns)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert catalog.version() == before + turns * each


@ON_BOTH
def test_a_reader_cannot_write_and_sees_one_state(catalog: Catalog) -> None:
    with catalog.reader.connect() as reading:
        before = reading.scalar(text("SELECT version FROM change"))
        with catalog.begin() as writing:
            writing.execute(text("UPDATE change SET version = version + 1"))
        assert reading.scalar(text("SELECT version FROM change")) == before
    assert catalog.version() == before + 1
    with catalog.reader.connect() as reading, pytest.raises(DBAPIError, match=r"read.?only"):
        reading.execute(text("UPDATE change SET version = version + 1"))


@ON_BOTH
def test_what_the_database_undid_for_anothers_sake_is_done_again(catalog: Catalog) -> None:
    """PostgreSQL may undo either of two; SQLite never does. Nothing but a conflict is retried."""

    class ConflictError(Exception):
        sqlstate = "40001"

    tries = []

    def work(connection: Connection) -> int:
        tries.append(connection)
        connection.execute(text("UPDATE change SET version = version + 1"))
        if len(tries) < 3:
            raise OperationalError("COMMIT", {}, ConflictError())
        return 7

    before = catalog.version()
    assert catalog.transact(work) == 7
    assert (len(tries), catalog.version()) == (3, before + 1)

    def broken(connection: Connection) -> None:
        tries.append(connection)
        connection.execute(text("SELECT nothing_of_that_name"))

    with pytest.raises(DBAPIError, match="nothing_of_that_name"):
        catalog.transact(broken)
    assert len(tries) == 4


@ON_BOTH
def test_a_shop_of_the_revision_before_keeps_its_requests_and_colleagues(catalog: Catalog) -> None:
    """0005 comes over a shop that is in use: undone here by hand, as revision 0004 left it."""
    new = {
        "fitting_request": ("visit", "escalated_ms", "held_until_ms", "outcome", "note", "instead"),
        "staff_user": ("on_duty", "duty_ms"),
    }
    with catalog.begin() as connection:
        for table in ("touchpoint", "rating", "staff_picture", "kept_list"):
            connection.execute(text(f"DROP TABLE {table}"))
        for table, columns in new.items():
            for column in columns:
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0004'"))
        connection.execute(
            text(
                "INSERT INTO fitting_request (id, room, kind, status, created_ms, taken_ms,"
                " taken_by, done_ms) VALUES ('w', '1', 'call', 'waiting', 1000, NULL, '', NULL),"
                " ('d', '1', 'call', 'done', 1000, 2000, 'Ana', 3000)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO staff_user (id, name, role, pin_hash, active, demo, made_ms)"
                " VALUES (77, 'Ana', 'associate', 'x', true, false, 1)"
            )
        )
    migrated = migrate(
        parse_url(catalog.url),
        scripts=Path(shop.__file__).parent / "migrations",
        version_table=VERSION_TABLE,
    )
    assert (migrated.before, migrated.after) == ("0004", HEAD)
    with catalog.reader.connect() as connection:
        [waiting] = request_rows.open_requests(connection)
        assert (waiting.id, waiting.visit, waiting.outcome, waiting.note) == ("w", "", "", "")
        done = request_rows.find(connection, "d")
        assert done is not None
        assert (done.taken_by, done.held_until) == ("Ana", None)
        asked = text("SELECT on_duty, duty_ms FROM staff_user WHERE id = 77")
        [(on_duty, duty_ms)] = connection.execute(asked).all()
    assert (bool(on_duty), duty_ms) == (True, None)

"""The database: pragmas, migrations, backups, a newer one, readers in other processes."""

from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, text

from catalog import open_catalog
from catalog.database import (
    HEAD,
    READER_PRAGMAS,
    WRITER_PRAGMAS,
    CatalogError,
    back_up,
    migrate,
    parse_url,
)
from catalog.store import Catalog
from catalog.tables import Base
from tests.conftest import wait_until
from tests.unit.catalog.conftest import Write, garment

NOTES = {
    "env.py": (
        "from alembic import context\n"
        "from catalog.database import run_migrations\n"
        "run_migrations(context)\n"
    ),
    "versions/0001_note.py": (
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "revision = '0001'\ndown_revision = None\n"
        "def upgrade():\n"
        "    op.create_table('note', sa.Column('id', sa.Integer, primary_key=True),"
        " sa.Column('words', sa.String))\n"
    ),
}
SECOND = {
    "versions/0002_colour.py": (
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "revision = '0002'\ndown_revision = '0001'\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('note') as batch:\n"
        "        batch.add_column(sa.Column('colour', sa.String))\n"
    )
}


def write_scripts(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return folder


def test_every_connection_has_the_pragmas(catalog: Catalog) -> None:
    for engine, pragmas in ((catalog.engine, WRITER_PRAGMAS), (catalog.reader, READER_PRAGMAS)):
        with engine.connect() as connection:
            for name, value in pragmas.items():
                assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value


def test_mappings_and_migrations_agree(catalog: Catalog) -> None:
    with catalog.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD


def test_an_older_database_is_backed_up_and_migrated(database: Path, tmp_path: Path) -> None:
    url = parse_url(f"sqlite:///{database}")
    scripts = write_scripts(tmp_path / "scripts", NOTES)
    first = migrate(url, scripts=scripts, version_table="version_of_notes")
    assert (first.before, first.after, first.backup) == ("", "0001", None)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO note (words) VALUES ('keep me')")
        connection.commit()
    write_scripts(scripts, SECOND)
    second = migrate(url, scripts=scripts, version_table="version_of_notes", metadata=MetaData())
    assert (second.before, second.after, second.changed) == ("0001", "0002", True)
    assert second.backup is not None
    assert "0001" in second.backup.name
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT words, colour FROM note").fetchall() == [
            ("keep me", None)
        ]
    with closing(sqlite3.connect(second.backup)) as connection:
        assert connection.execute("SELECT * FROM note").fetchall() == [(1, "keep me")]
        assert connection.execute("SELECT version FROM change").fetchall() == [(0,)]
    assert migrate(url, scripts=scripts, version_table="version_of_notes").backup is None


def test_a_migration_that_fails_changes_nothing(database: Path, tmp_path: Path) -> None:
    url = parse_url(f"sqlite:///{database}")
    broken = {"versions/0001_note.py": NOTES["versions/0001_note.py"] + "    op.drop_table('no')\n"}
    scripts = write_scripts(tmp_path / "scripts", NOTES | broken)
    with pytest.raises(Exception, match="no such table"):
        migrate(url, scripts=scripts, version_table="version_of_notes")
    with closing(sqlite3.connect(database)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert not {"note", "version_of_notes"} & names


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_database_is_refused_in_words(database: Path, read_only: bool) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(CatalogError, match="made by a newer Hangtag"):
        open_catalog(f"sqlite:///{database}", read_only=read_only)
    assert not list(database.parent.glob("*backup*"))


def test_a_backup_is_whole_while_others_write(catalog: Catalog, database: Path) -> None:
    with catalog.begin() as connection:
        connection.execute(text("UPDATE change SET version = 77"))
        copy = back_up(database, "0001")
    with closing(sqlite3.connect(copy)) as backup:
        assert backup.execute("SELECT version FROM change").fetchall() == [(0,)]
        assert backup.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_reader_before_the_database_says_so_and_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with pytest.raises(CatalogError, match="no catalog"):
        open_catalog(f"sqlite:///{file}", read_only=True)
    assert not file.exists()
    file.touch()
    with pytest.raises(CatalogError, match="no catalog in it yet"):
        open_catalog(f"sqlite:///{file}", read_only=True)
    file.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(CatalogError, match="cannot be read"):
        open_catalog(f"sqlite:///{file}", read_only=True)


@pytest.mark.parametrize("url", ["shop.db", "smoke:///signals", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(CatalogError, match="database"):
        open_catalog(url)


def test_a_reader_cannot_write(database: Path) -> None:
    catalog = open_catalog(f"sqlite:///{database}", read_only=True)
    with pytest.raises(CatalogError, match="read-only"):
        catalog.restock(1, 1)
    with catalog.reader.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute(text("UPDATE change SET version = 5"))
    catalog.close()


def _restock(url: str, sku: str) -> None:
    catalog = open_catalog(url)
    catalog.restock(catalog.find_variant(sku)[1].id, 5)
    catalog.close()


@pytest.mark.slow
def test_a_reader_sees_what_another_process_commits(catalog: Catalog, write: Write) -> None:
    catalog.import_file(write(garment("tee", "Tee", sku="T1")), currency="EUR")
    reader = open_catalog(catalog.url, read_only=True)
    before = reader.version()
    other = multiprocessing.get_context("spawn").Process(target=_restock, args=(catalog.url, "T1"))
    other.start()
    wait_until(lambda: reader.version() > before, what="the other process's commit")
    assert reader.find_variant("T1")[1].stock == 5
    other.join(30)
    assert other.exitcode == 0
    reader.close()


def test_a_folder_with_odd_characters_is_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "Ma boutique #1?100%" / "shop.db"
    open_catalog(f"sqlite:///{file}".replace("%", "%25").replace("?", "%3F")).close()
    assert list(tmp_path.glob("*/shop.db"))


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "postgres://ana:secret@host/shop", "postgresql://ana:secret@host/shop"]
)
def test_an_address_of_no_database_of_ours_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(CatalogError, match=r"Write sqlite:///path/shop\.db or postgresql") as said:
        parse_url(url)
    assert "secret" not in str(said.value)

"""The archive is migrated by one command, once, and never touched by a version that does not know it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, insert, text

from services import archive, clock, migrations
from services.database import BadAddress, DatabaseError, NotMigrated, TooNew, Unreachable, open_writer, parse_address
from services.generations import Shelf
from services.projector.leader import prepare
from services.read_model import NotBuilt, open_read_model


def writer(address: str) -> Engine:
    return open_writer(parse_address(address))


def test_a_second_migration_applies_nothing(database: str) -> None:
    engine = writer(database)
    assert migrations.migrate(engine) == ["0001"]
    assert migrations.migrate(engine) == []
    migrations.require_current(engine)
    engine.dispose()


def test_two_migrations_at_once_apply_each_revision_once(database: str) -> None:
    engines = [writer(database), writer(database)]
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(migrations.migrate, engines)) == [[], ["0001"]]
    for engine in engines:
        engine.dispose()


def test_the_revisions_make_the_tables_that_the_code_knows(database: str) -> None:
    engine = writer(database)
    migrations.migrate(engine)
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), archive.metadata) == []
    engine.dispose()


def test_an_archive_of_a_newer_version_is_refused_with_the_version_that_it_takes(database: str) -> None:
    engine = writer(database)
    migrations.migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
        newer = {"revision": "0099", "claimledger": "7.2.0", "applied_at": clock.now()}
        connection.execute(insert(archive.migrations).values(newer))
    for attempt in (migrations.migrate, migrations.require_current):
        with pytest.raises(TooNew, match=r"schema 0099, made by claimledger 7\.2\.0.*Install claimledger 7\.2\.0"):
            attempt(engine)
    engine.dispose()
    model = open_read_model(database)
    with pytest.raises(TooNew):
        model.freshness()
    model.close()


def test_the_projector_migrates_a_file_by_itself_and_asks_for_the_command_elsewhere(database: str) -> None:
    shelf = Shelf(parse_address(database), writing=True)
    if shelf.in_files:
        prepare(shelf)
    else:
        with pytest.raises(NotMigrated, match="Run `claimledger migrate`"):
            prepare(shelf)
    shelf.close()


def test_a_reader_before_the_first_projector_is_told_what_is_missing(database: str) -> None:
    engine = writer(database)
    migrations.migrate(engine)
    engine.dispose()
    model = open_read_model(database)
    with pytest.raises(NotBuilt, match="start the projector"):
        model.summary()
    model.close()


def test_a_missing_file_is_not_made_by_asking_for_it(tmp_path: Path) -> None:
    model = open_read_model(f"sqlite:///{tmp_path}/archive.db")
    with pytest.raises(Unreachable, match="is not there"):
        model.summary()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_text("these are the minutes of the meeting" * 100)
    engine = writer(f"sqlite:///{tmp_path}/archive.db")
    with pytest.raises(DatabaseError, match=r"archive\.db is damaged or no database"):
        migrations.migrate(engine)
    engine.dispose()


def test_nobody_at_the_address_is_said_in_one_line() -> None:
    model = open_read_model("postgresql://nobody:secret@127.0.0.1:1/claims")
    with pytest.raises(Unreachable, match=r"the database claims at 127\.0\.0\.1 cannot be used: connection") as refused:
        model.summary()
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "no database address"),
        ("sqlite://", "in memory would be lost"),
        ("mysql://root@localhost/claims", "not in mysql"),
    ],
)
def test_an_address_that_cannot_be_used_says_what_to_write(address: str, words: str) -> None:
    with pytest.raises(BadAddress, match=words):
        open_read_model(address)

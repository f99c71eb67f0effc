"""Open databases and speak plainly about what is wrong with them: SQLite in a file, or PostgreSQL.

DatabaseError
├─ BadAddress          not an address we can use: correct the setting
├─ TryLater            the same may work in a moment: wait and try again
│  ├─ Unreachable      nobody answers there, or the file is not there
│  └─ Busy             somebody else holds a lock for too long
├─ NotMigrated         no archive yet, or an older one: run `claimledger migrate`
└─ TooNew              written by a newer claimledger: install that one
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import URL, Connection, DateTime, Dialect, Engine, Text, TypeDecorator, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, ProgrammingError

_LOCK_WAIT_S = 10
_CONNECT_TIMEOUT_S = 5


class DatabaseError(Exception):
    """Something is wrong with a database. The message says what, where, and what to do."""


class BadAddress(DatabaseError):
    """The address is not one of a database that claimledger can use."""


class TryLater(DatabaseError):
    """The database cannot be used at the moment; trying again may help."""


class Unreachable(TryLater):
    """Nobody answers at the address, or the file is not there."""


class Busy(TryLater):
    """Another process holds a lock for longer than we wait."""


class NotMigrated(DatabaseError):
    """The database has no archive yet, or one of an older version."""


class TooNew(DatabaseError):
    """The database was migrated by a newer version of claimledger."""


Word = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is compared and sorted by code point in every database, whatever the locale of the server."""


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC, in every database. SQLite keeps no zone, so it is taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def parse_address(database_url: str) -> URL:
    """Return the address of a SQLite file (`sqlite:///path`) or of a PostgreSQL database (`postgresql://…`).

    Raises:
        BadAddress: it is neither, or names no file.
    """
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise BadAddress(
            "CLAIMLEDGER_DATABASE_URL is no database address. Write sqlite:///path/to/archive.db or "
            "postgresql://user:password@host/database."
        ) from error
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return url
        case "sqlite":
            raise BadAddress("An archive in memory would be lost. Write sqlite:///path/to/archive.db.")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise BadAddress(f"claimledger keeps its archive in SQLite or PostgreSQL, not in {other}.")


def open_writer(address: URL, *, durable: bool = True) -> Engine:
    """Return an engine whose transactions write; in SQLite each holds the write lock from its start.

    `durable`: a committed transaction survives a loss of power. Without it a SQLite file may then lose its last
    transactions, but stays whole: enough for what can be derived again.
    """
    if address.get_backend_name() != "sqlite":
        return _open_postgresql(address)
    Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    # BEGIN IMMEDIATE: a deferred transaction that reads and then writes fails at once when another wrote in between,
    # whatever the busy timeout (SQLITE_BUSY_SNAPSHOT).
    return _open_sqlite(
        create_engine(address, connect_args={"timeout": _LOCK_WAIT_S}),
        "BEGIN IMMEDIATE",
        "PRAGMA journal_mode=WAL",
        f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}",
        # What is erased must not linger in free pages.
        "PRAGMA secure_delete=ON",
    )


def open_reader(address: URL) -> Engine:
    """Return an engine whose transactions only read, each one moment's state, and which never makes a new database."""
    if address.get_backend_name() != "sqlite":
        return _open_postgresql(address, isolation_level="REPEATABLE READ")
    existing = address.set(database=f"file:{quote(str(address.database))}", query={"mode": "rw", "uri": "true"})
    return _open_sqlite(
        create_engine(existing, connect_args={"timeout": _LOCK_WAIT_S}), "BEGIN", "PRAGMA query_only=ON"
    )


def _open_postgresql(address: URL, **options: Any) -> Engine:
    return create_engine(
        address,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_TIMEOUT_S, "application_name": "claimledger"},
        **options,
    )


def _open_sqlite(engine: Engine, begin: str, *pragmas: str) -> Engine:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # The driver's own transactions begin late and not before a SELECT; ours begin when we say so.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Open one transaction: committed at the end of the block, rolled back when it raises.

    Raises:
        DatabaseError: what the driver complained of, in words that say what to do.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        if plain := _in_plain_words(error, engine.url):
            raise plain from error
        raise


def forget_overwritten(engine: Engine) -> None:
    """Leave nothing of what was overwritten in the log of a SQLite file. PostgreSQL does so when it next vacuums."""
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        connection.close()


def _in_plain_words(error: DBAPIError, address: URL) -> DatabaseError | None:
    where = _where(address)
    said = str(error.orig).strip().split("\n")[0]
    if "database is locked" in said or "database table is locked" in said:
        return Busy(f"Another process has locked {where} for {_LOCK_WAIT_S} s and more. Is a shell open on it?")
    if "no such table" in said or (isinstance(error, ProgrammingError) and "does not exist" in said):
        return NotMigrated(f"There is no archive in {where} yet ({said}). Run `claimledger migrate`.")
    if "unable to open database file" in said:
        return Unreachable(f"{where} is not there or may not be opened. Start the projector once, or check the path.")
    if "file is not a database" in said or "malformed" in said:
        return DatabaseError(f"{where} is damaged or no database ({said}). Restore it from a backup.")
    if isinstance(error, (OperationalError, InterfaceError)):
        return Unreachable(f"{where} cannot be used: {said}")
    return None


def _where(address: URL) -> str:
    if address.get_backend_name() == "sqlite":
        return unquote(str(address.database).removeprefix("file:"))
    return f"the database {address.database or ''} at {address.host or address.query.get('host', 'localhost')}"

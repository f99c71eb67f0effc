"""Commands for operators: the database, the feeds, dead letters, erasure, and a check-up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Column, Table

from services.command import place
from services.command.place import DataOption

if TYPE_CHECKING:
    from services.dead_letters import DeadLetters

T = TypeVar("T")

feeds = typer.Typer(help="The feeds: how they are doing, and what the fetcher makes of one.", no_args_is_help=True)
dead = typer.Typer(help="Dead letters: entries that could not be handled.", no_args_is_help=True)

console = Console(highlight=False, soft_wrap=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    panel = "Operate"
    app.command(rich_help_panel=panel)(migrate)
    app.command(rich_help_panel=panel)(rebuild)
    app.add_typer(feeds, name="feeds", rich_help_panel=panel)
    app.add_typer(dead, name="dead", rich_help_panel=panel)
    app.command(rich_help_panel=panel)(erase)
    app.command(rich_help_panel=panel)(doctor)


def migrate(data: DataOption = None) -> None:
    """Bring the archive's database to this version's layout."""
    from services import database, migrations
    from services.settings import ServiceSettings, load

    settings = load(ServiceSettings, **place.find(data).settings())
    engine = database.open_writer(database.parse_address(settings.archive_url))
    done = migrations.migrate(engine)
    console.print("\n".join(done) if done else "The database is up to date.")


def rebuild(
    data: DataOption = None,
    accept: Annotated[bool, typer.Option("--accept-differences", help="Switch although the tallies differ.")] = False,
) -> None:
    """Build the tallies anew from the archive, beside the live ones; compare; switch."""
    from rich.progress import Progress

    from services import database
    from services.clock import now
    from services.generations import Shelf
    from services.projector.lease import holder_name
    from services.projector.rebuild import rebuild as build
    from services.registry import Registry
    from services.settings import ServiceSettings, load

    settings = load(ServiceSettings, **place.find(data).settings())
    shelf = Shelf(database.parse_address(settings.archive_url), writing=True)
    try:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("reading the archive", total=None)
            built = build(
                shelf,
                Registry.load(settings.actors),
                holder_name(),
                now,
                progress=lambda done, total: progress.update(task, completed=done, total=total),
                accept_differences=accept,
            )
    finally:
        shelf.close()
    console.print(f"Generation {built.generation} is live, at event {built.seq}.")
    if built.differences.lines:
        console.print(f"It differs from the one before in {built.differences.lines} lines, for example:")
        console.print("\n".join(built.differences.shown), markup=False)


@feeds.command("list")
def list_feeds(data: DataOption = None) -> None:
    """Show what the last poll of each feed brought."""
    from services.read_model import open_read_model
    from services.settings import ServiceSettings, load

    settings = load(ServiceSettings, **place.find(data).settings())
    model = open_read_model(settings.archive_url)
    table = Table(Column("feed", no_wrap=True), "last poll", "outcome", "entries", "next", "error")
    for feed in model.feeds():
        table.add_row(
            feed.name, _time(feed.polled_at), feed.outcome, str(feed.entries), _time(feed.next_due), feed.error or ""
        )
    model.close()
    console.print(table if table.row_count else "No feed has been polled yet.")


def _time(moment: object) -> str:
    return f"{moment:%d %b %H:%M:%S}" if moment else "–"


@dead.command("list")
def list_dead(data: DataOption = None) -> None:
    """List the dead letters, oldest first."""
    letters = _with_dead(data, lambda box: box.every())
    table = Table(Column("id", no_wrap=True), "service", "reason", "attempts", "what it was", "error")
    for letter in letters:
        died = letter.died
        table.add_row(letter.id, died.service, died.reason, str(died.attempts), letter.type, died.error[:120])
    console.print(table if letters else "There are no dead letters.")


@dead.command("show")
def show_dead(entry_id: str, data: DataOption = None) -> None:
    """Show one dead letter whole."""
    console.print_json(_with_dead(data, lambda box: box.one(entry_id)).died.model_dump_json())


@dead.command("retry")
def retry_dead(
    entry_ids: Annotated[list[str] | None, typer.Argument(help="Which; without any: all.")] = None,
    data: DataOption = None,
) -> None:
    """Put dead letters back where they came from, with the ids that they had."""
    console.print(f"{_with_dead(data, lambda box: box.retry(entry_ids or None))} put back")


@dead.command("drop")
def drop_dead(entry_ids: list[str], data: DataOption = None) -> None:
    """Remove dead letters for good."""
    console.print(f"{_with_dead(data, lambda box: box.drop(entry_ids))} dropped")


def _with_dead(data: Path | None, do: Callable[[DeadLetters], Awaitable[T]]) -> T:
    from services import messaging
    from services.dead_letters import DeadLetters
    from services.settings import ServiceSettings, load

    settings = load(ServiceSettings, **place.find(data).settings())

    async def reached() -> T:
        async with messaging.reached(settings.redis_url) as redis:
            return await do(DeadLetters(redis))

    return asyncio.run(reached())


def erase(
    what: Annotated[UUID, typer.Argument(metavar="ARTICLE|CLAIM", help="The id of an article or of a claim.")],
    why: Annotated[str, typer.Option(help="Who asked for it and on what ground; kept on the record.")],
    data: DataOption = None,
) -> None:
    """Remove a page, its text and sentences; ids, figures and hashes stay as a tombstone."""
    from services import messaging
    from services.clock import now
    from services.erasure import Erased
    from services.erasure import erase as carry_out
    from services.pages import PageStore
    from services.settings import ServiceSettings, load

    settings = load(ServiceSettings, **place.find(data).settings())

    async def reached() -> Erased:
        async with messaging.reached(settings.redis_url) as redis:
            pages = PageStore(settings.page_store_url)
            return await carry_out(redis, pages, settings.archive_url, what, why, now())

    erased = asyncio.run(reached())
    console.print(f"erased: {erased.articles} article, {erased.claims} claims, {erased.blobs} stored pages and texts")


def doctor(
    data: DataOption = None, feeds: Annotated[Path | None, typer.Option(help="A feed list to check.")] = None
) -> None:
    """Check what claimledger needs: each line is ok, or says what to do."""
    from services.command.checkup import examine
    from services.settings import ServiceSettings, load

    settings = load(ServiceSettings, **place.find(data).settings())
    findings = asyncio.run(examine(settings, feeds))
    table = Table("", "what", "finding", show_header=False, box=None)
    for finding in findings:
        table.add_row("[green]ok[/]" if finding.ok else "[red]!![/]", finding.what, finding.words)
    console.print(table)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)

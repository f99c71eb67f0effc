"""Commands that read texts: into a running pipeline, or offline."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

from services.command import place, words
from services.command.place import DataOption

if TYPE_CHECKING:
    from schemas.document import Document, DocumentClaims
    from services.extractor.bulk import Page
    from services.fetcher.download import Downloader
    from services.fetcher.ingest import GivenPage

PublishedOption = Annotated[
    str | None, typer.Option(help="The day of publication, YYYY-MM-DD, that 'on Friday' is reckoned from.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(rich_help_panel="Read texts")(ingest)
    app.command(rich_help_panel="Read texts")(extract)


def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="FILE|URL…", help="Pages: HTML or plain text.")],
    published: PublishedOption = None,
    url: Annotated[str | None, typer.Option(help="The address of a page that is given as a file.")] = None,
    data: DataOption = None,
) -> None:
    """Give pages to the running pipeline by hand."""
    if url and len(sources) > 1:
        raise typer.BadParameter("--url is the address of one page; give one file with it")
    if not asyncio.run(_ingest(place.find(data), sources, _noon(_day(published)), url)):
        raise typer.Exit(1)


async def _ingest(where: place.Place, sources: Sequence[str], published: datetime | None, url: str | None) -> bool:
    """Give each page to the pipeline, saying what became of it; return whether all could be given."""
    from services import messaging
    from services.clock import now
    from services.fetcher.download import Downloader, user_agent
    from services.fetcher.errors import FetchError
    from services.fetcher.ingest import GivenPage, content_type_of, ingest_page
    from services.fetcher.settings import FetcherSettings
    from services.pages import PageStore
    from services.settings import load

    settings = load(FetcherSettings, **where.settings())
    pages = PageStore(settings.page_store_url)
    console = Console(highlight=False, soft_wrap=True)
    all_given = True
    async with (
        messaging.reached(settings.redis_url) as redis,
        Downloader(user_agent(settings.contact), settings.allow_private, settings.limits) as web,
    ):
        for source in sources:
            try:
                if "://" in source:
                    page = await _download(web, source)
                else:
                    content = await asyncio.to_thread(Path(source).read_bytes)
                    page = GivenPage(content, content_type_of(source, content), url)
                given = replace(page, published_at=published)
                done = await ingest_page(messaging.Log(redis), pages, given, now())
            except (FetchError, OSError, ValueError) as error:
                console.print(f"{source}: not given: {error}", style="red", markup=False)
                all_given = False
            else:
                console.print(f"{source}: {done.outcome}, version {done.revision} of {done.article_id}", markup=False)
    return all_given


async def _download(web: Downloader, url: str) -> GivenPage:
    from services.fetcher.answers import Downloaded
    from services.fetcher.errors import TryLater
    from services.fetcher.ingest import GivenPage, content_type_of

    answer = await web.download(url)
    if not isinstance(answer, Downloaded):
        raise TryLater("the server says that nothing has changed, which nobody asked", kind="http_304")
    return GivenPage(answer.body, answer.content_type or content_type_of(url, answer.body), url)


def _noon(day: date | None) -> datetime | None:
    # A day without a time is taken at its middle, so that no zone moves it to another day.
    return datetime.combine(day, time(12), UTC) if day else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2024-03-21") from error


def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE…|-", help="HTML or plain text; '-' is standard input.")],
    input_format: Annotated[
        Literal["page", "jsonl"], typer.Option(help="Pages, or JSON documents, one a line.")
    ] = "page",
    published: PublishedOption = None,
    url: Annotated[str | None, typer.Option(help="The address of the page.")] = None,
    actors: Annotated[list[Path] | None, typer.Option(help="A further actor file; may be repeated.")] = None,
    parser: Annotated[bool, typer.Option(help="Use the dependency parser; without it the grammar runs alone.")] = True,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes. Default: all cores.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, as off a terminal.")] = False,
) -> None:
    """Read claims from texts, offline: nothing is stored, and no server is needed."""
    from services.extractor.bulk import read_in_bulk

    texts = _lines(files) if input_format == "jsonl" else _pages(files, _day(published), url)
    plain = as_json or input_format == "jsonl" or not sys.stdout.isatty()
    console = Console(highlight=False)
    for read in read_in_bulk(texts, tuple(actors or ()), parser=parser, workers=workers):
        if plain:
            sys.stdout.write(read.model_dump_json() + "\n")
        else:
            _print(console, read)


def _lines(files: Sequence[str]) -> Iterator[Document]:
    from pydantic import ValidationError

    from schemas.document import Document

    for name in files:
        with sys.stdin if name == "-" else Path(name).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    yield Document.model_validate_json(line)
                except ValidationError as error:
                    problem = error.errors()[0]
                    where = ".".join(str(part) for part in problem["loc"]) or "the line"
                    raise typer.BadParameter(f"{name}, line {number}: {where}: {problem['msg']}") from error


def _pages(files: Sequence[str], published: date | None, url: str | None) -> Iterator[Page]:
    from services.extractor.bulk import Page

    for name in files:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        yield Page(name, content, published, url)


def _print(console: Console, read: DocumentClaims) -> None:
    console.print(f"[bold]{read.id}[/]: {len(read.claims)} claims")
    for claim in read.claims:
        console.print(f"  {words.sentence(claim)}", markup=False)
        console.print(f"      “{claim.evidence.sentence}”", style="dim", markup=False)

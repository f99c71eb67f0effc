"""Commands that read texts: into a running pipeline, or offline."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

from services.command import place, sentences
from services.command.place import DataOption

if TYPE_CHECKING:
    from schemas.document import Document, DocumentClaims
    from services.extractor.bulk import Page, Text
    from services.extractor.reading import Extractor

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
    from services.fetcher.given import Given, ingest_all
    from services.fetcher.settings import FetcherSettings
    from services.settings import load

    day = _day(published)
    settings = load(FetcherSettings, **place.find(data).settings())
    given = [Given(source, day, url) for source in sources]
    answers = asyncio.run(ingest_all(settings, given))
    console = Console(highlight=False, soft_wrap=True)
    for source, answer in zip(sources, answers, strict=True):
        console.print(f"{source}: {answer.words}", style=None if answer.accepted else "red", markup=False)
    if not all(answer.accepted for answer in answers):
        raise typer.Exit(1)


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
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the text with each claim's words marked, and why others gave none.")
    ] = False,
    only: Annotated[str | None, typer.Option(help="The one document with this id, or the one page so named.")] = None,
    engine: Annotated[
        Literal["rules", "llm"],
        typer.Option(help="What reads: rules, or the model of CLAIMLEDGER_EXTRACTOR_LLM_URL (experimental)."),
    ] = "rules",
) -> None:
    """Read claims from texts, offline: nothing is stored, and no server is needed."""
    from services.extractor.bulk import read_in_bulk
    from services.extractor.engines import preparation
    from services.extractor.settings import ExtractorSettings
    from services.settings import load

    if explain and as_json:
        raise typer.BadParameter("--explain is for people to read; leave out --json")
    texts: Iterable[Text] = _lines(files) if input_format == "jsonl" else _pages(files, _day(published), url)
    texts = texts if only is None else _only(only, texts)
    prepare = preparation(load(ExtractorSettings, engine=engine, actors=tuple(actors or ()), parser=parser))
    if explain:
        _explain(texts, prepare())
        return
    plain = as_json or input_format == "jsonl" or not sys.stdout.isatty()
    console = Console(highlight=False)
    for read in read_in_bulk(texts, prepare, workers=workers):
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


def _only(name: str, texts: Iterable[Text]) -> Iterator[Text]:
    from services.extractor.bulk import name_of

    found = False
    for text in texts:
        if name_of(text) == name:
            found = True
            yield text
    if not found:
        raise typer.BadParameter(f"there is no text named {name!r} in what was given")


def _explain(texts: Iterable[Text], extractor: Extractor) -> None:
    from services.command import explaining
    from services.extractor.bulk import explain_each
    from services.extractor.explaining.explanation import Explanation

    console = Console(highlight=False)
    for name, explained in explain_each(texts, extractor):
        if isinstance(explained, Explanation):
            explaining.show(console, name, explained)
        else:
            console.print(f"{name}: {explained}", markup=False, soft_wrap=True)


def _print(console: Console, read: DocumentClaims) -> None:
    console.print(f"[bold]{read.id}[/]: {len(read.claims)} claims")
    for claim in read.claims:
        console.print(f"  {sentences.claimed(claim)}", markup=False)
        console.print(f"      “{claim.evidence.sentence}”", style="dim", markup=False)

"""Commands that read the ledger: claims as they come, and tallies."""

from __future__ import annotations

import asyncio
import json
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from schemas.claim import Measure
from services import words
from services.command import place, sentences
from services.command.place import DataOption

if TYPE_CHECKING:
    from schemas.tally import TallyRow
    from services.messaging import StreamEntry
    from services.read_model import ReadModel

claims = typer.Typer(help="Claims, as they are recorded.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(claims, name="claims", rich_help_panel="Read the ledger")
    app.command(rich_help_panel="Read the ledger")(tally)


@claims.command("tail")
def tail(
    data: DataOption = None,
    from_start: Annotated[
        bool, typer.Option("--from-start", help="Begin with the oldest claim in the stream.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One event a line, as JSON.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this many.")] = None,
) -> None:
    """Follow the stream of claims in this terminal."""
    asyncio.run(_tail(place.find(data), from_start=from_start, as_json=as_json, limit=limit))


async def _tail(where: place.Place, *, from_start: bool, as_json: bool, limit: int | None) -> None:
    from schemas.claim import ClaimRecorded, ClaimWithdrawn
    from schemas.streams import CLAIMS
    from services import messaging
    from services.settings import ServiceSettings, load

    settings = load(ServiceSettings, **where.settings())
    console = Console(highlight=False, soft_wrap=True)
    async with messaging.reached(settings.redis_url) as redis:
        position = (0, 0) if from_start else await messaging.newest(redis, CLAIMS)
        shown = 0
        while limit is None or shown < limit:
            for entry in await messaging.read_after(redis, {CLAIMS: position}, count=200):
                position = (entry.ms, entry.n)
                if entry.fields.get("type") in (ClaimRecorded.TYPE, ClaimWithdrawn.TYPE) and shown != limit:
                    console.print(json.dumps(entry.fields) if as_json else _line(entry), markup=not as_json)
                    shown += 1


def _line(entry: StreamEntry) -> str:
    from rich.markup import escape

    from schemas.claim import ClaimRecorded
    from schemas.event import Event

    event = Event.from_fields(entry.fields)
    at = event.time.astimezone().strftime("%H:%M:%S")
    if event.type != ClaimRecorded.TYPE:
        return f"[dim]{at}[/]  [red]withdrawn[/]  {event.subject}"
    claim = ClaimRecorded.model_validate(event.payload)
    source = claim.article.publisher or claim.article.url or ""
    return f"[dim]{at}[/]  {escape(sentences.claimed(claim))}  [dim]{escape(source)}[/]"


def tally(
    actor: Annotated[
        str | None, typer.Argument(help="An actor's id or a part of its name; without it: all actors.")
    ] = None,
    measure: Annotated[Measure | None, typer.Option(help="Only this measure: killed, wounded, captured …")] = None,
    data: DataOption = None,
) -> None:
    """Print an actor's tallies: claims, not facts, each with its claimant."""
    from services.read_model import open_read_model
    from services.settings import ServiceSettings, load

    settings = load(ServiceSettings, **place.find(data).settings())
    model = open_read_model(settings.archive_url)
    try:
        if actor is None:
            _print_actors(model)
        else:
            _print_tallies(model, _actor_id(model, actor), measure)
    finally:
        model.close()


def _actor_id(model: ReadModel, wanted: str) -> str:
    """Return the id of the one actor with claims that `wanted` names."""
    actors = model.actors()
    if any(each.actor_id == wanted for each in actors):
        return wanted
    found = [each for each in actors if wanted.casefold() in each.name.casefold() or wanted in each.actor_id]
    if len(found) == 1:
        return found[0].actor_id
    names = ", ".join(f"{each.actor_id} ({each.name})" for each in (found or actors)[:12])
    problem = f"{'several actors are' if found else 'no actor is'} called {wanted!r}"
    raise typer.BadParameter(f"{problem}. There are: {names}")


def _print_actors(model: ReadModel) -> None:
    table = Table(Column("actor", no_wrap=True), "name", "claims", "of which")
    for each in model.actors():
        measures = ", ".join(f"{count} {words.measure(name)}" for name, count in sorted(each.measures.items()))
        table.add_row(each.actor_id, each.name, str(each.claims), measures)
    Console().print(table)


def _marks(row: TallyRow) -> str:
    marks = {"running total": row.cumulative, "disputed": row.disputed, "conceded": row.conceded}
    return "".join(f", {mark}" for mark, holds in marks.items() if holds)


def _print_tallies(model: ReadModel, actor_id: str, measure: Measure | None) -> None:
    tallies = model.actor_tallies(actor_id, measure=measure)
    if tallies is None:
        raise typer.BadParameter(f"no claim is known about {actor_id}")
    console = Console()
    figures, days = Column("figure", justify="right", no_wrap=True), Column("when", no_wrap=True)
    table = Table(figures, "who says so", days, "claims", title=sentences.who(tallies.actor), box=SIMPLE_HEAD)
    for measure_of_rows, rows in groupby(tallies.rows, key=lambda row: row.measure):
        table.add_section()
        table.add_row(f"[bold]{words.measure(measure_of_rows)}[/]")
        for row in rows:
            table.add_row(
                words.figure(row.low, row.high),
                f"{sentences.who(row.claimant)}, {words.perspective(row.perspective)}",
                words.days(row.start, row.end),
                f"{words.count(row.claims, 'claim')}{_marks(row)}",
            )
    console.print(table)
    freshness = tallies.freshness
    as_of = words.moment(freshness.as_of) if freshness.as_of else "no event yet"
    position = f"Generation {freshness.generation}, event {freshness.seq}, {as_of}."
    console.print(f"{tallies.note} {position}", style="dim")
    if freshness.synthetic:
        console.print("These figures come from an invented newsroom.", style="yellow")

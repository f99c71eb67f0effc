"""The pages that people look at: rendered here, readable without scripts, loading nothing from elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse

from schemas.claim import Measure
from schemas.tally import ActorTallies
from services.database import DatabaseError
from services.read_model import ActorSummary, ClaimFilter, ReadModel

from .api import claim_detail, unknown_actor
from .history import Shown
from .lookout import Lookout
from .marking import pieces
from .queries import ActorId, ClaimQuery
from .reference import operations
from .rendering import render
from .tables import MeasureTable, by_measure

_ACTORS = 12
"""How many actors the overview shows in full; the others are a link each."""
_LINES = 4
"""How many lines of a measure the overview shows."""
_SOURCES = 500


@dataclass(frozen=True, slots=True)
class ActorCard:
    """An actor on the overview: its tallies in short."""

    tallies: ActorTallies
    claims: int
    tables: list[MeasureTable]


def routes(lookout: Lookout, read_model: ReadModel, shown: Shown, openapi: Callable[[], dict[str, Any]]) -> APIRouter:
    """Return the routes of the pages. They are not part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    async def overview(template: str) -> str:
        status = await lookout.status()
        cards, others = await asyncio.to_thread(_cards, read_model)
        return render(template, status=status, cards=cards, others=others)

    @router.get("/")
    async def front() -> str:
        return await overview("overview.html")

    @router.get("/fragments/overview")
    async def front_again() -> str:
        """The part of the front page that changes, for the script that refreshes it."""
        return await overview("_overview.html")

    @router.get("/actors/{actor_id}")
    def actor(actor_id: Annotated[ActorId, Path()]) -> str:
        tallies = read_model.actor_tallies(actor_id)
        if tallies is None:
            raise unknown_actor(actor_id)
        claims, more = read_model.claims(ClaimFilter(actor=actor_id), limit=_SOURCES)
        return render(
            "actor.html",
            tallies=tallies,
            tables=by_measure(tallies.rows),
            sources={claim.claim_id: shown(claim) for claim in claims},
            all_shown=more is None,
        )

    @router.get("/claims")
    def claims(query: Annotated[ClaimQuery, Query()]) -> str:
        found, cursor = read_model.claims(query.filter, query.cursor, query.limit)
        asked = query.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"cursor"})
        return render(
            "claims.html",
            claims=[shown(claim) for claim in found],
            query=query,
            measures=get_args(Measure),
            actors=read_model.actors(),
            next_page=f"/claims?{urlencode({**asked, 'cursor': cursor})}" if cursor else None,
            freshness=read_model.freshness(),
        )

    @router.get("/claims/{claim_id}")
    def claim(claim_id: UUID) -> str:
        detail = claim_detail(read_model, claim_id, shown)
        return render("claim.html", detail=detail, claim=detail.claim, pieces=pieces(detail.claim))

    @router.get("/docs")
    def docs() -> str:
        return render("docs.html", operations=list(operations(openapi())))

    return router


def _cards(read_model: ReadModel) -> tuple[list[ActorCard], list[ActorSummary]]:
    """Return the actors with the most claims with their tallies, and those for whom there is no room."""
    try:
        actors = read_model.actors()
        cards = [
            ActorCard(tallies, actor.claims, by_measure(tallies.rows, at_most=_LINES))
            for actor in actors[:_ACTORS]
            if (tallies := read_model.actor_tallies(actor.actor_id))
        ]
    except DatabaseError:
        # The health judgement on the same page says what is wrong with it.
        return [], []
    return cards, actors[_ACTORS:]

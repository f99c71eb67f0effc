"""The ledger over HTTP: /v1. Every answer says how fresh it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import StreamingResponse

from schemas.tally import ActorTallies
from services.read_model import ClaimRecord, ReadModel

from .answers import ActorLine, ActorList, ArticleState, ClaimChange, ClaimDetail, ClaimPage
from .history import Shown, history
from .queries import ActorId, ClaimQuery, EventQuery, TallyQuery

NDJSON = "application/x-ndjson"


def routes(read_model: ReadModel, shown: Shown) -> APIRouter:
    """Return the routes of the API; `shown` says what of a claim its readers may see."""
    router = APIRouter(prefix="/v1", tags=["ledger"])

    @router.get("/actors")
    def actors() -> ActorList:
        """All actors that claims stand about, with the number of claims by measure."""
        return ActorList(
            actors=tuple(ActorLine(**asdict(actor)) for actor in read_model.actors()),
            freshness=read_model.freshness(),
        )

    @router.get("/actors/{actor_id}/tallies")
    def tallies(
        actor_id: Annotated[ActorId, Path(description="as `/v1/actors` lists it")],
        query: Annotated[TallyQuery, Query()],
    ) -> ActorTallies:
        """What each claimant says that this actor suffered, by measure and day, never added over claimants."""
        found = read_model.actor_tallies(actor_id, query.measure, query.claimant, query.start, query.end)
        if found is None:
            raise unknown_actor(actor_id)
        return found

    @router.get("/claims")
    def claims(query: Annotated[ClaimQuery, Query()]) -> ClaimPage:
        """Claims, page by page: pass `next_cursor` on as `cursor` until it is null, and each is seen exactly once."""
        found, cursor = read_model.claims(query.filter, query.cursor, query.limit)
        return ClaimPage(
            claims=tuple(shown(claim) for claim in found), next_cursor=cursor, freshness=read_model.freshness()
        )

    @router.get("/claims/{claim_id}")
    def claim(claim_id: Annotated[UUID, Path(description="as `/v1/claims` lists it")]) -> ClaimDetail:
        """One claim: the sentence it was read from, its article, and what became of it."""
        return claim_detail(read_model, claim_id, shown)

    @router.get(
        "/events",
        response_class=StreamingResponse,
        responses={
            200: {
                "description": "One archived event a line; the last line says where to go on, or where to join.",
                "content": {NDJSON: {"schema": {"type": "string"}}},
            }
        },
    )
    def events(query: Annotated[EventQuery, Query()]) -> StreamingResponse:
        """The archive in order: history for consumers older than the stream, and the stream ids to join at."""
        lines = history(read_model, query.after_seq, query.limit, shown)
        # The first line is made before the answer begins, so that a database that is away is an error and not a stump.
        return StreamingResponse(_after(next(lines), lines), media_type=NDJSON)

    return router


def claim_detail(read_model: ReadModel, claim_id: UUID, shown: Shown) -> ClaimDetail:
    """Return everything known about one claim.

    Raises:
        HTTPException: 404, when there is none of this id.
    """
    record = read_model.claim(claim_id)
    if record is None:
        raise HTTPException(404, f"There is no claim {claim_id}. Find claims with /v1/claims.")
    public = shown(record.claim)
    return ClaimDetail(
        claim=public,
        standing=record.standing,
        erased=record.erased,
        masked=public != record.claim,
        recorded_at=record.recorded_at,
        withdrawn_at=record.withdrawn_at,
        history=tuple(ClaimChange(**asdict(change)) for change in record.history),
        article=_article(read_model, record),
        freshness=read_model.freshness(),
    )


def unknown_actor(actor_id: str) -> HTTPException:
    """Return the answer to a question about an actor of whom no claim was ever recorded."""
    return HTTPException(
        404, f"No claim is known about {actor_id}. /v1/actors lists those that there are claims about."
    )


def _article(read_model: ReadModel, record: ClaimRecord) -> ArticleState | None:
    found = read_model.article(record.claim.article.article_id)
    return ArticleState.model_validate(found, from_attributes=True) if found else None


def _after(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest

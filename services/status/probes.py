"""How the pipeline does, for monitors: /status, /livez, /readyz and /metrics."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from pydantic import BaseModel

from schemas.status import Status
from services.read_model import ReadModel

from .lookout import Lookout
from .metrics import pipeline_metrics


class Alive(BaseModel):
    """The process turns its loop."""

    alive: bool = True


class Ready(BaseModel):
    """The read models can be asked."""

    ready: bool = True


def routes(lookout: Lookout, read_model: ReadModel) -> APIRouter:
    """Return the routes of the probes."""
    router = APIRouter(tags=["health"])

    @router.get("/status", responses={503: {"model": Status, "description": "down: the reasons say what to do"}})
    async def status(response: Response) -> Status:
        """Whether the pipeline does its work, and if not, why. 200 for ok and degraded, 503 for down."""
        state = await lookout.status()
        response.status_code = 503 if state.overall == "down" else 200
        return state

    @router.get("/livez")
    async def livez() -> Alive:
        """The process is alive. Says nothing of Redis or the database: restarting it would not mend them."""
        return Alive()

    @router.get("/readyz")
    async def readyz() -> Ready:
        """The read models answer. An empty ledger is ready; a database that is away is not (503)."""
        await asyncio.to_thread(read_model.positions)
        return Ready()

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"description": "Prometheus' text format.", "content": {"text/plain": {}}}},
    )
    async def metrics() -> Response:
        """The pipeline and this process, for Prometheus. Answers whatever the state."""
        pipeline = pipeline_metrics(await lookout.status())
        return Response(generate_latest(REGISTRY) + pipeline, media_type=CONTENT_TYPE_LATEST)

    return router

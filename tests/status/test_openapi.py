"""The API keeps what its description promises, whatever it is asked."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.status import world

PROMISES = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


async def test_no_request_breaks_the_api_or_its_promises(ledger: world.Archivist, address: str) -> None:
    asked = await asyncio.to_thread(ask_everything, f"{address}/openapi.json")
    assert asked >= {
        "GET /status",
        "GET /v1/actors",
        "GET /v1/actors/{actor_id}/tallies",
        "GET /v1/claims",
        "GET /v1/claims/{claim_id}",
        "GET /v1/events",
    }


def ask_everything(description: str) -> set[str]:
    """Ask each operation many things, what it promises to understand and what not, and return what was asked."""
    asked: set[str] = set()
    for result in schemathesis.openapi.from_url(description).get_all_operations():
        operation = result.ok()
        for mode in GenerationMode:
            with suppress(Unsatisfiable):  # there is no wrong way to ask an operation without parameters
                ask(operation.as_strategy(generation_mode=mode))
        asked.add(operation.label)
    return asked


def ask(cases: SearchStrategy[Any]) -> None:
    @settings(
        max_examples=40,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def each(case: Any) -> None:
        case.call_and_validate(checks=PROMISES)

    each()


async def test_the_description_promises_problem_documents_and_loads_nothing(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"], path
            assert operation["description"], path
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert (await client.get("/redoc")).status_code == 404

"""Errors as RFC 9457 problem documents, each with a word on what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from services.database import DatabaseError
from services.read_model import BadCursor

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"

_TRY_AGAIN_S = "5"
_NO_SUCH_PLACE = "There is nothing at this address. /docs lists what there is."


class Problem(BaseModel):
    """Why a request was not answered. `title` names the kind, `detail` says what to do about this one."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


def answer_errors(app: FastAPI, page: Callable[[Problem], str]) -> None:
    """Make every error of `app` a problem document; for a browser that asked for a page, the page that `page` makes."""

    def answer(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
        problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
        if _wants_page(request):
            return HTMLResponse(page(problem), status, headers)
        return JSONResponse(problem.model_dump(), status, headers, media_type=MEDIA_TYPE)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        detail = _NO_SUCH_PLACE if error.detail == HTTPStatus.NOT_FOUND.phrase else str(error.detail)
        return answer(request, error.status_code, detail, error.headers)

    @app.exception_handler(RequestValidationError)
    async def misunderstood(request: Request, error: RequestValidationError) -> Response:
        return answer(request, 400, "; ".join(_fault(fault) for fault in error.errors()))

    @app.exception_handler(BadCursor)
    async def bad_cursor(request: Request, error: BadCursor) -> Response:
        return answer(request, 400, str(error))

    @app.exception_handler(DatabaseError)
    async def no_database(request: Request, error: DatabaseError) -> Response:
        return answer(request, 503, str(error), {"Retry-After": _TRY_AGAIN_S})

    @app.exception_handler(Exception)
    async def defect(request: Request, error: Exception) -> Response:
        # The server logs the traceback; which request it was, only we know.
        log.error("a request could not be answered", path=request.url.path, kind=type(error).__name__)
        return answer(request, 500, "This is a defect of claimledger. Its log has the details; please report them.")


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")


def _fault(fault: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in fault["loc"][1:]) or str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        return f"{where}: there is no such parameter"
    return f"{where}: {fault['msg']}"


def document_problems(openapi: dict[str, Any]) -> dict[str, Any]:
    """Return the OpenAPI document `openapi` with the problem document as the answer to whatever goes wrong."""
    schemas = openapi.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    answer = {
        "description": "What is wrong, and what to do about it.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in openapi["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = answer
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return openapi

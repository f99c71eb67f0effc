"""Structured logs: readable lines for a terminal, JSON for a machine."""

from __future__ import annotations

import logging
import sys
from typing import Any, Literal

import structlog


def _service_first(_: Any, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Put the service before what it says: several share one terminal."""
    event["event"] = f"{event.pop('service', ''):<12} {event['event']}"
    return event


def configure(service: str, log_format: Literal["console", "json"], level: str) -> None:
    """Send every log line of this process to stderr, marked with `service`."""
    structlog.contextvars.bind_contextvars(service=service)
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True)
        if log_format == "json"
        else structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
    ]
    last: list[structlog.types.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if log_format == "json"
        else [
            _service_first,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0, sort_keys=False),
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # a process configures twice: the command line first, then its service
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # Libraries that write a line per request or message; their warnings still show.
    for noisy in (
        "faststream",
        "aiohttp.access",
        "uvicorn.access",
        "uvicorn.error",
        "alembic",
        "trafilatura",
        "htmldate",
        "openai",
        "httpx",
        "httpx2",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)

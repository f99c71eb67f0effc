"""What an article looks like after each event about it.

The streams of fetched and of read versions are archived in no order between them, so a view is made of the newest
event of each kind and never of the order in which they came.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from schemas.article import ArticleExtracted, ArticleExtractionFailed, ArticleFetched
from schemas.event import canonical_json
from services import redaction

WAITING = "waiting"

Version = ArticleFetched | ArticleExtracted | ArticleExtractionFailed


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One row of `views.articles`: the newest event of each kind, and what follows from them."""

    article_id: UUID
    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    publisher: str | None = None
    alignment: str = "unknown"
    published_at: datetime | None = None
    published_basis: str = "none"
    language: str | None = None
    feed: str | None = None
    revision: int = 0
    outcome: str = WAITING
    claims: int = 0
    page_sha256: str | None = None
    text_sha256: str | None = None
    fetched_at: datetime | None = None
    extracted_seq: int | None = None
    erased: bool = False
    synthetic: bool = False
    fetched: str | None = None
    extracted: str | None = None
    failed: str | None = None


COLUMNS = tuple(field.name for field in fields(ArticleView))


def outcome_of(version: Version) -> str:
    """Return what became of the version that the event is about."""
    match version:
        case ArticleFetched():
            return WAITING
        case ArticleExtracted():
            return version.outcome
        case ArticleExtractionFailed():
            return f"failed:{version.reason}"


def outcome_after(before: str | None, version: Version) -> str:
    """Return what became of a version of which `before` was known. That it was fetched is no news once it was read."""
    said = outcome_of(version)
    return before if before and said == WAITING else said


def evolve(view: ArticleView | None, version: Version, payload: str, seq: int) -> ArticleView:
    """Return the article after one of its versions was fetched, read, or not readable."""
    view = view or ArticleView(version.article_id)
    match version:
        case ArticleFetched() if version.revision >= _revision(view.fetched):
            view = replace(view, fetched=payload)
        case ArticleExtracted() if version.outcome != "superseded" and version.revision >= _revision(view.extracted):
            failed = view.failed if _revision(view.failed) > version.revision else None
            view = replace(view, extracted=payload, failed=failed, extracted_seq=seq)
        case ArticleExtractionFailed() if version.revision >= max(_revision(view.failed), _revision(view.extracted)):
            view = replace(view, failed=payload)
        case _:
            return view
    return _derived(view)


def erase(view: ArticleView) -> ArticleView:
    """Return the article without its title and addresses."""
    return _derived(
        replace(
            view,
            erased=True,
            fetched=_redacted(ArticleFetched.TYPE, view.fetched),
            extracted=_redacted(ArticleExtracted.TYPE, view.extracted),
            failed=_redacted(ArticleExtractionFailed.TYPE, view.failed),
        )
    )


def _redacted(event_type: str, payload: str | None) -> str | None:
    return canonical_json(redaction.redact(event_type, json.loads(payload))) if payload else None


def _revision(payload: str | None) -> int:
    return int(json.loads(payload)["revision"]) if payload else 0


def _derived(view: ArticleView) -> ArticleView:
    fetched = ArticleFetched.model_validate_json(view.fetched) if view.fetched else None
    extracted = ArticleExtracted.model_validate_json(view.extracted) if view.extracted else None
    failed = ArticleExtractionFailed.model_validate_json(view.failed) if view.failed else None
    # What was read in the page stands against what the feed said; of the feed the newest word.
    sources: list[Any] = [source for source in (extracted, fetched, failed) if source]

    def first(name: str) -> Any:
        return next((found for source in sources if (found := getattr(source, name, None)) is not None), None)

    dated = next((source for source in (extracted, fetched) if source and source.published_at), None)
    newest = max((fetched, extracted, failed), key=lambda version: version.revision if version else 0)
    last_word = failed or extracted
    return replace(
        view,
        url=first("url"),
        canonical_url=first("canonical_url"),
        title=first("title"),
        publisher=first("publisher"),
        alignment=fetched.alignment if fetched else "unknown",
        published_at=dated.published_at if dated else None,
        published_basis=dated.published_basis if dated else "none",
        language=first("language"),
        feed=first("feed"),
        revision=newest.revision if newest else 0,
        outcome=outcome_of(last_word) if last_word and newest and last_word.revision == newest.revision else WAITING,
        claims=extracted.claims if extracted else 0,
        page_sha256=first("page_sha256"),
        text_sha256=first("text_sha256"),
        fetched_at=first("fetched_at"),
        erased=view.erased or any(payload and redaction.is_erased(json.loads(payload)) for payload in _payloads(view)),
        synthetic=bool(first("synthetic")),
    )


def _payloads(view: ArticleView) -> tuple[str | None, ...]:
    return view.fetched, view.extracted, view.failed

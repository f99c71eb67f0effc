"""What the drafts of claims are put together from, in every language: their ids, and spans for their context."""

from __future__ import annotations

from uuid import UUID

from schemas.claim import Actor, Context
from schemas.event import derive_id

from .discourse import Discourse


def draft_id(discourse: Discourse, start: int, stance_or_more: str, held_by: Actor | None = None) -> UUID:
    """Return an id that tells the claims of one article apart until they get their own."""
    side = held_by.text if held_by else ""
    return derive_id("draft", str(discourse.article.about.article_id), str(start), stance_or_more, side)


def span(role: str, start: int, end: int) -> Context:
    """Return the words at `start:end` of the article's text as context of a claim."""
    return Context.model_validate({"role": role, "start": start, "end": end})

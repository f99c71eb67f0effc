"""One builder per event, from the full examples of the contract: `an_article_fetched(revision=3)`.

A change replaces a field; where both the field and the change are mappings, it replaces only the members it names:
`a_claim(count={"value": 7, "low": 7, "high": 7})` keeps the wording. All is validated as if it came from a stream.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import schemas
from schemas import (
    ArticleErased,
    ArticleExtracted,
    ArticleExtractionFailed,
    ArticleFetched,
    Claim,
    ClaimErased,
    ClaimRecorded,
    ClaimWithdrawn,
    EntryDied,
    FeedPolled,
    PageVisited,
    Payload,
)
from schemas.claim import claim_id

FOLDER = Path(schemas.__file__).parent / "examples"

P = TypeVar("P", bound=Payload)


def document(name: str) -> dict[str, Any]:
    """Return the example `name`, a file name without `.json`, as a fresh JSON object."""
    loaded: dict[str, Any] = json.loads(_text(name))
    return loaded


def an_article_fetched(**changes: Any) -> ArticleFetched:
    return _built(ArticleFetched, changes)


def an_article_extracted(**changes: Any) -> ArticleExtracted:
    return _built(ArticleExtracted, changes)


def an_article_extraction_failed(**changes: Any) -> ArticleExtractionFailed:
    return _built(ArticleExtractionFailed, changes)


def a_claim(**changes: Any) -> Claim:
    """Return a claim that stands for itself: 14 or more captured, and a part of nothing.

    Its id follows from the changed content, so that two claims which say different things have different ids.
    """
    return Claim.model_validate(_claim(changes))


def a_claim_recorded(**changes: Any) -> ClaimRecorded:
    """Return the event that records `a_claim(**changes)`."""
    return ClaimRecorded.model_validate(_claim(changes))


def a_claim_withdrawn(**changes: Any) -> ClaimWithdrawn:
    return _built(ClaimWithdrawn, changes)


def a_feed_polled(**changes: Any) -> FeedPolled:
    return _built(FeedPolled, changes)


def a_page_visited(**changes: Any) -> PageVisited:
    return _built(PageVisited, changes)


def an_article_erased(**changes: Any) -> ArticleErased:
    return _built(ArticleErased, changes)


def a_claim_erased(**changes: Any) -> ClaimErased:
    return _built(ClaimErased, changes)


def an_entry_died(**changes: Any) -> EntryDied:
    return _built(EntryDied, changes)


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text("utf-8")


def _built(event: type[P], changes: Mapping[str, Any]) -> P:
    return event.model_validate(_changed(document(f"{event.TYPE}.full.pass"), changes))


def _claim(changes: Mapping[str, Any]) -> dict[str, Any]:
    changed = _changed(document(f"{ClaimRecorded.TYPE}.total.pass"), changes)
    if "claim_id" not in changes:
        claim = Claim.model_validate(changed)
        changed["claim_id"] = claim_id(claim.article.article_id, claim.model_dump(mode="json"), 0)
    return changed


def _changed(original: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    changed = dict(original)
    for name, change in changes.items():
        before = changed.get(name)
        if isinstance(before, Mapping) and isinstance(change, Mapping):
            changed[name] = _changed(before, change)
        else:
            changed[name] = change
    return changed

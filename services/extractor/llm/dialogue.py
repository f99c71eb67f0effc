"""What a language model is asked of an article, and the form that its answer must have.

The article goes out as one JSON document, so no text of it can end the data and begin an instruction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from schemas.claim import Stance, SubjectKind
from services.extractor.discourse import Discourse
from services.extractor.topic import candidates

_BYTES_OF_A_TOKEN = 3
"""Fewer than tokens have on average, in English as in Ukrainian: an estimate may be too high and never too low."""


def _without_docstring(schema: dict[str, Any]) -> None:
    schema.pop("description", None)  # written for readers of this module; the model has its prompt


class _Strict(BaseModel):
    """A part of the answer. Every member is required and no other is allowed, as strict structured output wants it."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_without_docstring)


class AnsweredSubject(_Strict):
    """Who suffered it, in the article's words."""

    text: str
    kind: SubjectKind


class AnsweredClaim(_Strict):
    """A claim as a model words it; nothing of it is believed before it was found in the article.

    `equipment` is not asked for.
    """

    measure: Literal["killed", "wounded", "casualties", "captured", "released", "held", "missing"]
    figure: str
    evidence: str
    subject: AnsweredSubject
    claimant: str | None
    relayed_via: str | None
    perpetrator: str | None
    stance: Stance
    cumulative: bool
    part_of: int | None
    place: str | None
    when: str | None


class Answer(_Strict):
    """All claims of one article; `part_of` counts them from 0."""

    claims: tuple[AnsweredClaim, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent of an article; `read` are the indexes of the passages from which claims may come."""

    messages: tuple[dict[str, str], ...]
    read: frozenset[int]

    @property
    def tokens(self) -> int:
        """About how many tokens the question has, with the form of the answer; rather too many than too few."""
        sent = json.dumps([*self.messages, answer_format()], ensure_ascii=False)
        return len(sent.encode()) // _BYTES_OF_A_TOKEN


def question(discourse: Discourse) -> Question | None:
    """Return what to ask of an article, or null where no sentence of it may hold a claim.

    The paragraphs of such sentences are to be read; the title and a paragraph on either side go with them as context.
    """
    selected = candidates.select(discourse)
    if not selected:
        return None
    read = frozenset(sentence.passage for sentence in selected)
    passages = discourse.article.passages
    sent = sorted(
        {near for passage in read for near in (passage - 1, passage, passage + 1)} & set(range(len(passages)))
    )
    titles = [number for number, passage in enumerate(passages) if passage.section == "title" and number not in sent]
    published = discourse.published_on
    article = {
        "published": published.isoformat() if published else None,
        "paragraphs": [
            {
                "section": passages[number].section,
                "read": number in read,
                "text": discourse.text[passages[number].start : passages[number].end],
            }
            for number in (*titles, *sent)
        ],
    }
    return Question(
        (
            {"role": "system", "content": _prompt()},
            {"role": "user", "content": json.dumps(article, ensure_ascii=False)},
        ),
        read,
    )


@cache
def answer_format() -> dict[str, Any]:
    """Return the `response_format` that binds a model to `Answer`."""
    return {
        "type": "json_schema",
        "json_schema": {"name": "claims", "strict": True, "schema": Answer.model_json_schema()},
    }


@cache
def _prompt() -> str:
    return Path(__file__).with_name("prompt.txt").read_text("utf-8")

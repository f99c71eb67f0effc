"""Find where it happened: the place-like name behind "in", "near" or "at", as the text has it."""

from __future__ import annotations

import re

from schemas.claim import Place

from .discourse import Discourse, Sentence

_NAME = r"[A-ZÀ-Ž][\w’'-]+(?:[ -](?:[A-ZÀ-Ž][\w’'-]+|al|el|de|la|du|of the)){0,3}"
_KIND = (
    r"(?:region|oblast|district|province|county|governorate|state|city|town|village|settlement|area|camp|valley|front"
    r"|sector)"
)
_PLACE = re.compile(
    rf"\b(?:in|near|at|outside|around|inside|across|from)\s+(?:the\s+)?(?:(?:\w+\s+)?(?:village|town|city|settlement"
    rf"|district|region|province|area|suburb)\s+of\s+)?"
    rf"(?P<name>{_NAME}(?:['’]s\s+{_NAME})?(?:\s+{_KIND}s?)?)"
)
_NOT_A_PLACE = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday"
    r"|Sunday|Telegram|Twitter|Facebook|X|English|The|A)\b"
)


def place_at(discourse: Discourse, sentence: Sentence, position: int) -> tuple[Place, int, int] | None:
    """Return the place nearest to `position` in the sentence with its offsets in the article's text."""
    best: tuple[int, re.Match[str]] | None = None
    for match in _PLACE.finditer(sentence.text):
        start = sentence.start + match.start("name")
        if _NOT_A_PLACE.match(match["name"]) or _is_an_organisation(discourse, start):
            continue
        distance = abs(start - position) + (0 if start >= position else 20)
        if best is None or distance < best[0]:
            best = (distance, match)
    if best is None:
        return None
    match = best[1]
    return (
        Place(text=match["name"], name=match["name"]),
        sentence.start + match.start("name"),
        sentence.start + match.end("name"),
    )


def _is_an_organisation(discourse: Discourse, start: int) -> bool:
    registry = discourse.registry
    return any(
        mention.start <= start < mention.end and mention.actor_id and registry.actor(mention.actor_id).kind != "state"
        for mention in discourse.mentions_in(max(0, start - 40), start + 60)
    )

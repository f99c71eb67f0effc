"""Tell what a party means by a word of its own: Ankara's "neutralized" is killed, captured or surrendered."""

from __future__ import annotations

import re

from schemas.claim import Measure
from services.extractor.discourse import Discourse

_NEUTRALIZED = re.compile(r"neutrali[sz]", re.IGNORECASE)
_EXPLAINED = re.compile(
    r"neutrali[sz]\w+[^.]{0,40}\b(?:to imply|to mean|meaning|means|term)\b"
    r"|\b(?:the|this) (?:term|word)\b[^.]{0,60}\b(?:captured?|surrender(?:ed)?)\b",
    re.IGNORECASE,
)
_COUNTRY = "TR"


def measure_of(discourse: Discourse, measure: Measure, word: str) -> Measure:
    """Return the measure that `word` has in this article: undivided where it is Ankara's word, or explained so."""
    if not _NEUTRALIZED.match(word):
        return measure
    theirs = any(
        mention.actor_id and discourse.registry.actor(mention.actor_id).country == _COUNTRY
        for mention in discourse.mentions
    )
    return "casualties" if theirs or _EXPLAINED.search(discourse.text) else measure

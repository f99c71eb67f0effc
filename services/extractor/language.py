"""Tell the language of a text. Short English notes full of foreign names are decided by their function words."""

from __future__ import annotations

import re
from functools import cache

_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "in",
        "to",
        "a",
        "was",
        "were",
        "that",
        "by",
        "on",
        "at",
        "for",
        "with",
        "said",
        "had",
        "has",
        "have",
        "from",
    ]
)
_SAMPLE = 4_000
_SHARE = 0.15
_SHORT = 120


def identify(text: str) -> str:
    """Return the ISO 639-1 code of the language of `text`."""
    sample = text[:_SAMPLE]
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if words and sum(word in _ENGLISH for word in words) >= _SHARE * len(words):
        return "en"
    if len(sample) < _SHORT and sample.isascii():
        return "en"  # a headline or a note: too little for statistics
    code, _ = _classifier().classify(sample)
    return str(code)


@cache
def _classifier():  # type: ignore[no-untyped-def]  # py3langid has no types, and takes 0.2 s to import
    import py3langid

    return py3langid

"""Tell the language of a text. Short English notes full of foreign names are decided by their function words.

Ukrainian and Russian are told apart by their letters: a post of a line or two is too short for statistics."""

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
_UKRAINIAN = frozenset("іїєґ")
_RUSSIAN = frozenset("ыэёъ")
_CYRILLIC = re.compile(r"[а-яіїєґё]")
_OF_OTHERS = re.compile(r"[ўђјљњћџѓќѕәөүұқғңһҳҷӯ]")
_SAMPLE = 4_000
_SHARE = 0.15
_SHARE_IN_A_NOTE = 0.08
_SHORT = 120
_NOTE = 800


def identify(text: str) -> str:
    """Return the ISO 639-1 code of the language of `text`."""
    sample = text[:_SAMPLE]
    words = re.findall(r"[^\W\d_]+", sample.lower())
    share = sum(word in _ENGLISH for word in words) / max(1, len(words))
    if share >= _SHARE or (share >= _SHARE_IN_A_NOTE and len(sample) < _NOTE and sample.isascii()):
        return "en"
    if len(sample) < _SHORT and sample.isascii():
        return "en"  # a headline or a note: too little for statistics
    if slavic := _east_slavic(sample.lower()):
        return slavic
    code, _ = _classifier().classify(sample)
    return "en" if code == "pcm" else str(code)  # what Nigerian Pidgin is mistaken for: notes full of Nigerian names


def _east_slavic(low: str) -> str | None:
    """Return whether a Cyrillic text is Ukrainian or Russian by their letters; null for others, or where none tells.

    A post may quote the other language, so the letters are counted.
    """
    letters = len(_CYRILLIC.findall(low))
    if 2 * letters < sum(map(str.isalpha, low)) or _OF_OTHERS.search(low):
        return None
    ukrainian = sum(letter in _UKRAINIAN for letter in low)
    russian = sum(letter in _RUSSIAN for letter in low)
    if not letters or ukrainian == russian == 0:
        return None
    if ukrainian == 0 and not re.search(r"[ыэё]", low):
        return None  # Bulgarian has ъ too
    return "uk" if ukrainian >= russian else "ru"


@cache
def _classifier():  # type: ignore[no-untyped-def]  # py3langid has no types, and takes 0.2 s to import
    import py3langid

    return py3langid

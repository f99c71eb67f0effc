"""Tell whether a sentence names a private person, so that public surfaces put "[name]" in its place.

A private person is recognised by what articles only say of them: the age beside the name.
"""

from __future__ import annotations

import re

_NAME = r"[A-ZÀ-ŽА-ЯІЇЄҐ][\w’'-]+(?:\s(?:[A-ZÀ-ŽА-ЯІЇЄҐ][\w’'-]+|al|el|bin|de|van)){1,3}"
_NAMED_WITH_AGE = re.compile(
    rf"{_NAME},\s(?:aged?\s)?\d{{1,3}}\b(?!,\d)|\b\d{{1,3}}-year-old\s(?:[a-z]+\s){{0,3}}{_NAME}|{_NAME}\s\(\d{{1,2}}\)"
)


def names_private_person(sentence: str) -> bool:
    """Return whether a person is named with an age in `sentence`."""
    return bool(_NAMED_WITH_AGE.search(sentence))

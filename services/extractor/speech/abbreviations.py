"""Know the abbreviations that an article introduces: after "River Front (RVF)", "RVF" is the River Front.

Pure; what the registry itself reads in an abbreviation gives way to what the article says of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from services.mentions import Mention

_INTRODUCED = re.compile(r"\s\((?:[\w’' -]{1,40}, )?[\"“]?(?P<short>[A-Z][A-Za-z/-]{1,8})[\"”]?(?:,[^)]{1,40})?\)")


def added(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return `mentions` of a text and those of the abbreviations that it gives for them, in order."""
    short = _introduced(text, mentions)
    if not short:
        return tuple(mentions)
    taken = {(one.start, one.end): one for one in mentions}
    words = "|".join(map(re.escape, short))
    for found in re.finditer(rf"(?<![\w-])(?:{words})(?![\w-])", text):
        meant = short[found[0]]
        inside = any(
            one.start <= found.start() and found.end() <= one.end and len(one.text) > len(found[0]) for one in mentions
        )
        if found.start() < meant.start or inside:
            continue
        place = (found.start(), found.end())
        taken[place] = replace(meant, start=found.start(), end=found.end(), text=found[0])
    return tuple(sorted(taken.values(), key=lambda one: one.start))


def _introduced(text: str, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Return the first mention that each abbreviation stands behind in brackets."""
    short: dict[str, Mention] = {}
    for mention in mentions:
        behind = _INTRODUCED.match(text, mention.end)
        if not behind or mention.role != "name" or not mention.actor_id:
            continue
        letters = behind["short"]
        if sum(map(str.isupper, letters)) >= 2 and letters[0].lower() in mention.text.lower():
            short.setdefault(letters, mention)
    return short

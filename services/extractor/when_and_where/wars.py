"""Tell since when a war runs: "since the start of the war", "since Russia's full-scale invasion", by the registry.

Which war is meant, the parties tell that the article names; which phase of it, the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from schemas.actor import Conflict
from services.extractor.discourse import Discourse

_SINCE = re.compile(
    r"\b(?:since|from)\s(?:the\s(?:very\s)?(?:start|beginning|outbreak|onset|launch|eruption)\sof\s)?"
    r"(?:(?:the|this|its|their|[\w’']+s['’]?)\s)?(?:[\w’'-]+\s){0,3}?(?:war|invasion|hostilities|full-scale\saggression)\b"
    r"(?!\s(?:crimes?|in|of|against|between|dead|veterans?|ended)\b)"
    r"(?:\s(?:began|begun|started|erupted|broke\sout))?",
    re.IGNORECASE,
)


def find(discourse: Discourse, text: str) -> Iterator[tuple[int, int, date]]:
    """Yield where `text` says "since the war" without a date, with the day on which that war, or its phase, began."""
    for match in _SINCE.finditer(text):
        begun = _begun(discourse)
        if begun:
            yield match.start(), match.end(), begun


@lru_cache(maxsize=64)
def _begun(discourse: Discourse) -> date | None:
    """Return the first day of the war that the article is about, or of its last phase before publication."""
    conflict, published = _war(discourse), discourse.published_on
    if conflict is None or published is None:
        return None
    starts = [phase.start for phase in conflict.phases if phase.start <= published]
    return max(starts, default=conflict.start)


def _war(discourse: Discourse) -> Conflict | None:
    """Return the conflict of which both sides are named, and most often; null where two are, or none is."""
    published, registry = discourse.published_on, discourse.registry
    named = [mention.actor_id for mention in discourse.mentions if mention.actor_id]
    found: dict[str, int] = {}
    for conflict in registry.conflicts.values():
        if published is None or (conflict.start or published) > published or (conflict.end or published) < published:
            continue
        sides = [party.side for one in named for party in conflict.parties if registry.is_within(one, party.actor)]
        if len(set(sides)) > 1:
            found[conflict.id] = len(sides)
    most = [name for name, count in found.items() if count == max(found.values())]
    return registry.conflicts[most[0]] if len(most) == 1 else None

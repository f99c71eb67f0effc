"""Tell where it happened: the smallest place named beside the figure, or one that is plainly carried on from above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from schemas.claim import Place
from services.extractor.discourse import Discourse, Sentence

from . import sites
from .sites import Site

_BOUNDARY = re.compile(r"[,;:]|\b(?:and|but|while|when|after|before)\b")
_CLAUSE = 30
_FRAME = 2
_BEFORE = 15
_TOTAL = re.compile(r"\W*(?:in )?(?:a )?(?:total|overall|altogether)\b", re.IGNORECASE)
_CARRIED_SENTENCES = 6
_CARRIED_PASSAGES = 2


def place_at(
    discourse: Discourse, sentence: Sentence, position: int, *, carry: bool = True
) -> tuple[Place, int, int] | None:
    """Return the place of what stands at `position`, with its offsets in the article's text.

    `carry`: the sentences above may tell it, which they do not for a running total.
    """
    found = _nearest(discourse, _of(discourse, sentence), position)
    found = found or (_carried(discourse, sentence) if carry else None)
    if found is None:
        return None
    return Place(text=found.text, name=found.text), found.start, found.end


@lru_cache(maxsize=512)  # asked for every figure of a sentence, and for those behind it
def _of(discourse: Discourse, sentence: Sentence) -> tuple[Site, ...]:
    return tuple(sites.of(discourse, sentence))


def _nearest(discourse: Discourse, found: Sequence[Site], position: int) -> Site | None:
    """Return the smallest place of the chain of places that stands nearest to `position`."""
    found = [site for site in found if not site.aside]
    if not found:
        return None
    nearest = min(found, key=lambda site: (_apart(discourse.text, site, position), site.start))
    chain = [site for site in found if site.chain == nearest.chain]
    if nearest.start < position and all(site.size <= _FRAME for site in chain):
        behind = [site for site in found if site.start > position and site.size > _FRAME]
        chain = [site for site in behind if site.chain == behind[0].chain] or chain  # "In Sud, two died at Norstad"
    return max(chain, key=lambda site: (site.size, -site.start))


def _apart(text: str, site: Site, position: int) -> int:
    if site.start >= position:
        between, extra = text[position : site.start], 0
    else:
        between, extra = text[site.end : position], _BEFORE
    return len(between) + _CLAUSE * len(_BOUNDARY.findall(between)) + extra


def _carried(discourse: Discourse, sentence: Sentence) -> Site | None:
    """Return the place of the sentences above; in a headline that of the first sentence."""
    if discourse.passage_of(sentence).section == "title":
        return _told_next(discourse, sentence)
    if _TOTAL.match(sentence.text):
        return None
    lead_in = discourse.lead_in(sentence)
    above = [*([lead_in] if lead_in else []), *discourse.before(sentence, _CARRIED_SENTENCES)]
    for other in above:
        if sentence.passage - other.passage > _CARRIED_PASSAGES:
            return None
        if found := _nearest(discourse, _of(discourse, other), other.end):
            return found
    return None if above else _told_next(discourse, sentence)


def _told_next(discourse: Discourse, sentence: Sentence) -> Site | None:
    """Return the place of the sentence behind: for a headline, and for a passage that opens with what happened."""
    after = discourse.after(sentence)
    return _nearest(discourse, _of(discourse, after), after.start) if after else None

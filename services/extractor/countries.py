"""Tell which country a sentence is set in, where the article leaves one answer only."""

from __future__ import annotations

import re

from .discourse import Discourse, Sentence

_IN_A_COUNTRY = re.compile(r"\b(?:in|across|inside|over|throughout)\s+(?:[\w-]+(?:ern)?\s+)?$|[A-Z][\w’'-]+,\s$", re.I)
_PLACE_OF = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:towns?|cit(?:y|ies)|villages?|settlements?|hamlets?|regions?|provinces?|districts?|ports?"
    r"|markets?|hospitals?|schools?)\b"
)
_OF_NO_PLACE = ("outlet", "ngo", "international")


def of_place(discourse: Discourse, sentence: Sentence, position: int) -> str | None:
    """Return the one country that the sentence, else the opening, is set in: "in Norland", "a Norlandic village"."""
    registry = discourse.registry
    opening = discourse.article.passages[:2]  # the headline and the paragraph that sets the scene
    for start, end in ((sentence.start, sentence.end), *((passage.start, passage.end) for passage in opening)):
        found: dict[str, int] = {}
        for mention in discourse.mentions_in(start, end):
            actor = registry.actor(mention.actor_id) if mention.actor_id else None
            if actor is None or actor.country is None or actor.kind != "state":
                continue
            named_in = mention.role == "name" and _IN_A_COUNTRY.search(discourse.text[start : mention.start])
            if named_in or (mention.role == "demonym" and _PLACE_OF.match(discourse.text, mention.end)):
                found.setdefault(actor.country, mention.start)
        behind = {country: at for country, at in found.items() if at > position}
        if len(found) == 1 or behind:
            return min(behind or found, key=lambda country: found[country])
    return None


def only_one(discourse: Discourse) -> str | None:
    """Return the country that all who are named in the article are of; null where they are of several or of none."""
    registry = discourse.registry
    actors = [registry.actor(candidate) for mention in discourse.mentions for candidate in mention.candidates]
    found = {actor.country for actor in actors if actor.country and actor.kind not in _OF_NO_PLACE}
    return found.pop() if len(found) == 1 else None

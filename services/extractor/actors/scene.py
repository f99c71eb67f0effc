"""Tell which country a sentence is set in, from the places, states and forces that are named around it.

Every name is a clue; it weighs by what it is (a town tells more than a demonym) and by how near it stands. One country
must clearly outweigh the others, or no country is told: a wrong side is the worst error there is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from services.extractor.discourse import Discourse, Sentence

from . import gazetteer

_IN = re.compile(
    r"\b(?:in|across|inside|over|throughout|into|of|near|at|from|outside)\s+(?:the\s+)?(?:[\w-]+\s+)?$", re.IGNORECASE
)
_PLACE_OF = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:towns?|cit(?:y|ies)|villages?|settlements?|hamlets?|regions?|provinces?|districts?|ports?"
    r"|markets?|hospitals?|schools?|capital|territory|soil|border)\b"
)
_OF_NO_PLACE = ("outlet", "ngo", "international")
_PLACE, _STATE_AS_PLACE, _OTHER = 3.0, 2.5, 1.0
_MOST_FROM_AFAR = 2.0
_CLEARLY = 1.6
_RIGHT_BEHIND = 90
_REACH = 3
"""So many sentences before and behind count more than the rest of the article."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A name at `start` that speaks for a country, and how much."""

    start: int
    country: str
    weight: float


@lru_cache(maxsize=64)  # asked for every figure of an article
def of(discourse: Discourse) -> Scene:
    """Return the scene of an article."""
    return Scene(discourse)


class Scene:
    """The clues of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self._discourse = discourse
        self._places = tuple(gazetteer.places(discourse.text))
        self._clues = tuple(sorted((*self._of_places(), *self._of_actors()), key=lambda clue: clue.start))

    def country_at(self, sentence: Sentence, position: int | None = None) -> str | None:
        """Return the one country that `sentence` is set in; places near `position` count most."""
        if position is not None and (told := self._told_behind(sentence, position)):
            return told
        weights: dict[str, float] = defaultdict(float)
        afar: dict[str, float] = defaultdict(float)
        near, passage = self._near(sentence), self._discourse.passage_of(sentence)
        opening = self._opening_end()
        for clue in self._clues:
            if sentence.start <= clue.start < sentence.end:
                weights[clue.country] += 2 * clue.weight
            elif near[0] <= clue.start < near[1] or passage.start <= clue.start < passage.end:
                weights[clue.country] += clue.weight
            else:
                afar[clue.country] += clue.weight * (0.6 if clue.start < opening else 0.2)
        for country, weight in afar.items():
            weights[country] += min(weight, _MOST_FROM_AFAR)
        return _clear_winner(weights)

    def places_in(self, sentence: Sentence) -> tuple[gazetteer.NamedPlace, ...]:
        """Return the known places that a sentence names."""
        return tuple(place for place in self._places if sentence.start <= place.start < sentence.end)

    def _told_behind(self, sentence: Sentence, position: int) -> str | None:
        """Return the country named next behind `position` in a sentence that is set in several: "3 in A, 5 in B"."""
        here = [
            clue
            for clue in self._clues
            if clue.weight >= _STATE_AS_PLACE and sentence.start <= clue.start < sentence.end
        ]
        behind = [clue for clue in here if clue.start > position and self._is_spoken_for(clue)]
        if behind and (len({clue.country for clue in here}) > 1 or behind[0].start - position < _RIGHT_BEHIND):
            return behind[0].country
        return None

    def _is_spoken_for(self, clue: Clue) -> bool:
        """Return whether more than this one name, which may be of a person or of two places, speaks for a country."""
        return clue.weight < _PLACE or any(other.country == clue.country and other is not clue for other in self._clues)

    @property
    def country(self) -> str | None:
        """The one country that the article as a whole is set in."""
        weights: dict[str, float] = defaultdict(float)
        for clue in self._clues:
            weights[clue.country] += clue.weight
        return _clear_winner(weights)

    @property
    def countries(self) -> frozenset[str]:
        """The countries that anything in the article speaks for."""
        return frozenset(clue.country for clue in self._clues)

    def _near(self, sentence: Sentence) -> tuple[int, int]:
        sentences = self._discourse.sentences
        first = sentences[max(0, sentence.index - _REACH)]
        last = sentences[min(len(sentences) - 1, sentence.index + 1)]
        return first.start, last.end

    def _opening_end(self) -> int:
        passages = self._discourse.article.passages[:2]
        return passages[-1].end if passages else 0

    def _of_places(self) -> list[Clue]:
        return [Clue(place.start, place.country, _PLACE) for place in self._places]

    def _of_actors(self) -> list[Clue]:
        discourse, registry = self._discourse, self._discourse.registry
        found = []
        for mention in discourse.mentions:
            countries = {registry.actor(candidate).country for candidate in mention.candidates}
            country = countries.pop() if len(countries) == 1 else None
            actor = registry.actor(mention.candidates[0])
            if country is None or actor.kind in _OF_NO_PLACE:
                continue
            weight = _OTHER
            if actor.kind == "state":
                before = discourse.text[max(0, mention.start - 40) : mention.start]
                named_as_place = mention.role == "name" and _IN.search(before)
                if named_as_place or (mention.role == "demonym" and _PLACE_OF.match(discourse.text, mention.end)):
                    weight = _STATE_AS_PLACE
            found.append(Clue(mention.start, country, weight))
        return found


def _clear_winner(weights: dict[str, float]) -> str | None:
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return None
    if len(ranked) == 1 or ranked[0][1] >= _CLEARLY * ranked[1][1]:
        return ranked[0][0]
    return None

"""Settle whom a name or a bare role means: "прокуратура", "власти", "ОВА", by the places and states spoken of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.actor import ActorKind
from services.registry import Registry

from . import scenes
from .actors import Named
from .numerals import folded

_OF_A_REGION = re.compile(r"(?P<region>[А-ЯІЇЄҐ][а-яіїєґ]{3})[а-яіїєґь]*(?:ська|зька|ская|ской|ської)(?= |$)")
_SETTING = 300
_BODIES: frozenset[ActorKind] = frozenset({"regional_authority"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, at `start:end` of the article's text. `name` is the person's, where one is named."""

    start: int
    end: int
    text: str
    actor_id: str | None


class Settle:
    """Whom a name means where the registry has several for it, by the country that the article is about."""

    def __init__(self, registry: Registry, article: Sequence[Named], language: str, low: str) -> None:
        self._low = low
        self._starts = [named.start for named in article]
        self._registry = registry
        self._article = article
        at_home = any(registry.actor(one).country in {"UA", "RU"} for named in article for one in named.candidates)
        spoken = "UA" if language == "uk" else "RU"
        self.home = spoken if at_home or not scenes.names_abroad(low) else None

    def actor(self, named: Named, position: int) -> str:
        """Return the actor that a name means."""
        candidates = named.candidates
        if len(candidates) == 1:
            return candidates[0]
        before = self._article[: bisect_left(self._starts, position)]
        near = next((one for one in reversed(before) if len(one.candidates) == 1), None)
        told = scenes.last(self._low[max(0, position - _SETTING) : position]) or scenes.first(
            self._low[position : position + _SETTING]
        )
        spoken_of = self.country(near) if near else None
        for country in [one for one in (told, spoken_of, self.home) if one]:
            for candidate in candidates:
                if self._registry.actor(candidate).country == country:
                    return candidate
        return candidates[0]

    def home_army(self) -> str | None:
        return self._registry.armed_forces(self.home) if self.home else None

    def country(self, named: Named) -> str | None:
        return self._registry.actor(named.candidates[0]).country

    def speaks(self, named: Named) -> bool:
        """Return whether a named actor is a body and not a whole state or its people."""
        return any(self._registry.actor(one).kind not in {"state", "civilians"} for one in named.candidates)

    def only_authority(self) -> str | None:
        """Return the regional authority that the article is about, if one is named."""
        found = [one.candidates[0] for one in self._article if self._registry.actor(one.candidates[0]).kind in _BODIES]
        if found:
            return found[0]
        near = [(at, actor) for stem, actor in self._regions() if (at := self._low.find(" " + stem)) >= 0]
        return min(near)[1] if near else None

    def _regions(self) -> list[tuple[str, str]]:
        """Return the first letters of each region's name with its authorities: "одес" of "Одеська ОВА"."""
        return [
            (folded(match["region"]), actor.id)
            for actor in self._registry.actors.values()
            if actor.kind == "regional_authority"
            for alias in actor.aliases
            if (match := _OF_A_REGION.search(alias))
        ]

    def body(self, low: str, named: Sequence[Named]) -> str | None:
        """Return the body behind a role and a country: "украинские военные", "российский министр обороны"."""
        country = next((self.country(one) for one in named), None)
        if country is None:
            return None
        if re.search(r"\b(?:військов|военн|армі|арми|речник|майор|полковник|генерал)\w*", low):
            return self._registry.armed_forces(country)
        if re.search(r"\b(?:влад|власт|уряд|правительств|посадов|чиновник|президент)\w*", low):
            return self.government_of(country)
        return None

    def army_before(self, position: int) -> str | None:
        """Return whose "army" is meant: the one spoken of last, or that of the state spoken of last."""
        for one in reversed(self._article[: bisect_left(self._starts, position)]):
            actor = self._registry.actor(self.actor(one, one.start))
            if actor.kind in {"armed_forces", "state"} and actor.country:
                return actor.id if actor.kind == "armed_forces" else self._registry.armed_forces(actor.country)
        return None

    def government(self, named: Named) -> Speaker | None:
        country = self.country(named)
        found = self.government_of(country) if country else None
        return Speaker(named.start, named.end, named.text, found)

    def government_of(self, country: str) -> str | None:
        """Return the government of a country, and not one of its offices or ministries."""
        of_country = (actor for actor in self._registry.actors.values() if actor.country == country)
        return next((actor.id for actor in of_country if actor.name.startswith("Government of ")), None)

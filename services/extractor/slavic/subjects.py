"""Tell who suffered: whom the words for the people name, with the owner of "втрати" and the claimant's enemy."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from schemas.actor import ActorKind
from schemas.claim import Subject, SubjectKind
from services.extractor.discourse import Discourse, Sentence
from services.registry import Registry

from . import lexicon, scenes, words
from .actors import Actors, Named
from .linking import Link
from .numerals import folded
from .settling import Settle

_OWNED = re.compile(r"(?:потер[иья]|втрат|утрат|лишил)")
_OF_PARTIES: frozenset[ActorKind] = frozenset(
    {
        "state",
        "armed_forces",
        "armed_group",
        "militia",
        "government",
        "general_staff",
        "intelligence",
        "police",
        "border_guard",
        "ministry",
    }
)
_PRISONER_OF_PARTIES = re.compile(
    r"(?:захисник|защитник|оборон(?:ец|ц)|військовополон|військов|рядов|сержант|офіцер|прикордон|нацгвард)"
)
_AT = re.compile(
    r"\b(?:у|з боку|со стороны) (?P<who>нас|наших|ворог\w*|противник\w*|хохл\w*|росіян|россиян|русн\w*|орк\w*"
    r"|окупант\w*)\b"
)
_NEAR_SENTENCES = 3
_NEIGHBOURHOOD = 110


class Subjects:
    """Who suffered, in one article."""

    def __init__(self, discourse: Discourse, actors: Actors, settle: Settle, article: Sequence[Named]) -> None:
        self._discourse = discourse
        self._registry: Registry = discourse.registry
        self._actors = actors
        self._settle = settle
        self._article = article
        self._starts = [named.start for named in article]
        self._scene = scenes.first(folded(discourse.text))

    def subject_of(
        self,
        sentence: Sentence,
        link: Link,
        claimant: str | None,
        inherited: Subject | None,
        lead_in: Sentence | None = None,
    ) -> Subject:
        """Return the subject of a link; `inherited` is that of the total, or of the people told of just before."""
        people, text = link.people, sentence.text
        named = self._behind(sentence, link)
        phrase = text[people.phrase[0].start : people.last] if people.phrase else ""
        lows = [word.low for word in people.phrase]
        kind = people.kind
        actor_id = self._by_words(lows, named, claimant, kind, sentence)
        owner = None
        if actor_id is None and link.above and lead_in:
            owner = self._owner_in(folded(lead_in.text), lead_in, claimant)
        elif actor_id is None:
            owner = self._owner(sentence, link, claimant) or self._at_whom(sentence, link, claimant)
        if owner:
            actor_id, whose = owner
            phrase = phrase or whose
            kind = "combatant" if kind == "unknown" else kind
        if actor_id and kind == "unknown" and self._registry.actor(actor_id).kind in {"armed_forces", "armed_group"}:
            kind = "combatant"
        of_anyone = (
            lows and lexicon.is_anyone(lows[-1]) and link.part_of is None and inherited and inherited.kind == "civilian"
        )
        if actor_id is None and inherited and not (phrase and kind != "unknown") and not of_anyone:
            phrase = phrase or inherited.text
            return inherited.model_copy(update={"text": phrase or inherited.text})
        if actor_id is None and kind == "combatant":
            actor_id = self._fighters(lows, sentence, claimant, inherited, link)
        if named and named.end - sentence.start > people.last and phrase:
            phrase = text[people.phrase[0].start : named.end - sentence.start]
        phrase = phrase or (text[people.start : people.end] if link.above else text[link.loss.start : link.loss.end])
        name = self._registry.name(actor_id) if actor_id else None
        return Subject(actor_id=actor_id, name=name, text=phrase, kind=kind)

    def _by_words(
        self, lows: Sequence[str], named: Named | None, claimant: str | None, kind: SubjectKind, sentence: Sentence
    ) -> str | None:
        if any(lexicon.is_own(low) for low in lows) and claimant:
            return self._army_of(claimant)
        if any(lexicon.is_enemy(low) for low in lows):
            return self._enemy(claimant)
        for low in lows:
            if country := lexicon.nickname_of(low):
                return self._registry.armed_forces(country, self._discourse.published_on)
        if named:
            actor_id = self._settle.actor(named, named.start)
            country = self._registry.actor(actor_id).country
            if kind == "civilian" and country:
                return self._registry.civilians(country) or actor_id
            if (
                self._registry.actor(actor_id).kind in {"state", "government", "ministry"}
                and kind == "combatant"
                and country
            ):
                return self._registry.armed_forces(country, self._discourse.published_on) or actor_id
            return actor_id
        if kind == "civilian" and (country := self.scene(sentence, claimant)):
            return self._registry.civilians(country)
        return None

    def _behind(self, sentence: Sentence, link: Link) -> Named | None:
        """Return the actor named within the words for the people or right behind them: "військових ЗСУ"."""
        people, text = link.people, self._discourse.text
        if not people.phrase:
            return None
        start = sentence.start + people.phrase[0].start
        line = words.read(text, start, min(sentence.end, sentence.start + people.last + 60))
        for named in self._actors.find(line, text):
            between = text[sentence.start + people.last : named.start]
            inside = named.start < sentence.start + people.last
            if inside or re.fullmatch(
                r"\s?(?:зі складу |из состава |з |из |угруповання |группировки |армії |армии "
                r"|[^\W\d]{4,14}[вхй] )?[«\"]?",
                between,
            ):
                return named
            break
        return None

    def _owner(self, sentence: Sentence, link: Link, claimant: str | None) -> tuple[str, str] | None:
        """Return whose losses they are: "втрати противника", "ВСУ потеряли", "потери ВСУ", "загибель двох своїх"."""
        low = folded(sentence.text)
        loss = link.loss
        owned = [match for match in _OWNED.finditer(low) if match.start() <= max(loss.start, link.people.start)]
        if not owned and loss.kind != "lost":
            return None
        at = owned[-1].start() if owned else loss.start
        return self._owner_in(low[max(0, at - _NEIGHBOURHOOD) : at + 70], sentence, claimant, at)

    def _at_whom(self, sentence: Sentence, link: Link, claimant: str | None) -> tuple[str, str] | None:
        """Return whose they are by "у ворога", "у нас" near the figure."""
        low = folded(sentence.text)
        for match in _AT.finditer(low, max(0, link.people.first - 50), min(len(low), link.people.last + 50)):
            word = match["who"]
            if word.startswith("нас"):
                own = self._army_of(claimant) if claimant else self._settle.home_army()
                return self._with(own, match[0])
            if lexicon.is_enemy(word):
                return self._with(self._enemy(claimant), match[0])
            if country := lexicon.nickname_of(word):
                return self._with(self._registry.armed_forces(country), match[0])
        return None

    def _owner_in(
        self, near: str, sentence: Sentence, claimant: str | None, at: int | None = None
    ) -> tuple[str, str] | None:
        if at is None:
            found = _OWNED.search(near)
            if not found:
                return None
            at = found.start()
        text, verb = self._discourse.text, sentence.start + at
        noun = bool(re.match(r"(?:потери|потерь|втрат|втрати)\b", folded(text[verb : verb + 8])))
        start = verb if noun else max(sentence.start, verb - _NEIGHBOURHOOD)
        line = words.read(text, start, min(sentence.end, verb + 70) if noun else verb)
        order = line[:8] if noun else list(reversed(line))[:14]
        named = {one.start: one for one in self._actors.find(line, text)}
        for word in order:
            if lexicon.is_enemy(word.low):
                return self._with(self._enemy(claimant), word.text)
            if lexicon.is_own(word.low) and claimant:
                return self._with(self._army_of(claimant), word.text)
            if country := lexicon.nickname_of(word.low):
                return self._with(self._registry.armed_forces(country), word.text)
            one = named.get(word.start)
            if one and self._registry.actor(one.candidates[0]).kind in _OF_PARTIES:
                return self._with(self._army(self._settle.actor(one, one.start)), one.text)
        return None

    @staticmethod
    def _with(actor_id: str | None, text: str) -> tuple[str, str] | None:
        return (actor_id, text) if actor_id else None

    def _army(self, actor_id: str) -> str:
        actor = self._registry.actor(actor_id)
        if actor.kind in {"state", "government", "ministry", "general_staff"} and actor.country:
            return self._registry.armed_forces(actor.country, self._discourse.published_on) or actor_id
        return actor_id

    def _army_of(self, claimant: str) -> str | None:
        actor = self._registry.actor(claimant)
        if actor.kind in {"armed_group", "militia", "intelligence"}:
            return claimant
        return self._registry.armed_forces(actor.country, self._discourse.published_on) if actor.country else None

    def _enemy(self, claimant: str | None) -> str | None:
        """Return the armed forces against the claimant's side; of the article's side where nobody claims it."""
        country = self._country_of(claimant) or self._settle.home
        if country is None:
            return None
        own = self._registry.armed_forces(country, self._discourse.published_on)
        if country in {"UA", "RU"}:
            return self._registry.armed_forces("RU" if country == "UA" else "UA", self._discourse.published_on)
        against = self._registry.adversaries(claimant or own or "", self._discourse.published_on)
        named = {one.candidates[0] for one in self._article} & against
        return named.pop() if len(named) == 1 else None

    def _country_of(self, actor_id: str | None) -> str | None:
        return self._registry.actor(actor_id).country if actor_id else None

    def _fighters(
        self, lows: Sequence[str], sentence: Sentence, claimant: str | None, inherited: Subject | None, link: Link
    ) -> str | None:
        """Return whose fighters they are that no word names: of the group spoken of, or the claimant's own."""
        if any(lexicon.FOREIGN.match(low) or scenes.is_abroad(low) for low in lows):
            return None
        if inherited and inherited.kind == "combatant" and inherited.actor_id:
            return inherited.actor_id
        registry = self._registry
        groups = [
            one.candidates[0]
            for one in self._article
            if registry.actor(one.candidates[0]).kind in {"armed_group", "militia"}
        ]
        if any(re.match(r"(?:бойовик|боевик|терорист|террорист|мятежник|повстан)", low) for low in lows):
            against = [group for group in groups if group != claimant]
            return against[0] if len(set(against)) == 1 else None
        if link.measure == "released" and claimant:
            return self._army_of(claimant)
        return self._near(sentence) if not claimant else self._of_claimant(lows, claimant, sentence, link)

    def _of_claimant(self, lows: Sequence[str], claimant: str, sentence: Sentence, link: Link) -> str | None:
        country = self._country_of(claimant)
        if near := self._near(sentence):
            return near
        if link.loss.kind in {"destroyed", "prison"} and self._registry.actor(claimant).kind in _OF_PARTIES:
            return self._enemy(claimant)
        if any(_PRISONER_OF_PARTIES.match(low) for low in lows) and country:
            return self._registry.armed_forces(country, self._discourse.published_on)
        return (
            self._army_of(claimant)
            if any(re.match(r"бойц|бійц|боєц|боец|військов|военнослуж|солдат", low) for low in lows)
            else None
        )

    def _near(self, sentence: Sentence) -> str | None:
        """Return the one party whose fighters are spoken of in the sentence."""
        found = {
            self._army(self._settle.actor(one, one.start))
            for one in self._article[
                bisect_left(self._starts, sentence.start) : bisect_left(self._starts, sentence.end)
            ]
            if one.demonym
        }
        return found.pop() if len(found) == 1 else None

    def scene(self, sentence: Sentence, claimant: str | None) -> str | None:
        """Return the country that the sentence is set in: that of a local claimant, or of a place named."""
        registry = self._registry
        if claimant:
            actor = registry.actor(claimant)
            if (
                actor.kind in {"regional_authority", "emergency_service", "health_authority", "police"}
                or "prosecutors" in claimant
            ):
                return actor.country
        if place := scenes.first(folded(self._discourse.text[sentence.start : sentence.end])):
            return place
        near = " ".join(other.text for other in self._discourse.before(sentence, _NEAR_SENTENCES))
        if place := scenes.first(folded(near)):
            return place
        states = [registry.actor(one.candidates[0]).country for one in self._article]
        countries = {country for country in states if country}
        if place := self._scene:
            return place
        if len(countries) == 1:
            return countries.pop()
        if countries <= {"UA", "RU"}:
            return "UA" if self._settle.home == "UA" else None
        return max(sorted(countries), key=states.count) if not countries & {"UA", "RU"} else None

"""Tell who suffered it, in the claimant's characterisation.

Unknown beats a guess: a wrong side is the worst error there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.claim import Subject, SubjectKind
from services.mentions import Mention

from . import allegiance, antecedents, circumstances, institutions, lexicon, scene, sufferers
from .antecedents import Antecedent
from .attribution import Voice, voices
from .circumstances import Noun
from .discourse import Discourse, Sentence
from .phrases import Group
from .tokens import Token

_BEHIND = re.compile(
    r"\s+(?:(?:of|from|belonging to|loyal to|in|with|among)\s+)(?:the\s+|a\s+)?(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE
)
_JOINED = re.compile(
    r"\s+and\s+(?:[a-z]+\s+)?(?P<noun>police\s+officers?|police(?:m[ae]n)?|soldiers?|troops|security\s+forces)\b",
    re.IGNORECASE,
)
_OF_FORCES = re.compile(
    r"\s+(?:of|from|in)\s+(?:the\s+|an?\s+)?(?:(?!the\b|an?\b)[A-Za-z][\w’'-]*\s+){0,3}"
    r"(?:forces|army|police|military|militia|rebel\s+group|armed\s+group|resistance\s+group)\b(?!\s+(?:base|post|station))"
)
_PEOPLE = re.compile(r"people|men|persons|hostages|prisoners", re.IGNORECASE)
_NATIONALS = re.compile(r"nationals?|citizens?", re.IGNORECASE)
_CIVILIANS = re.compile(
    r"\b(?:civilians|citizens|children|people|paramedics|medics|workers|residents|staff)\b", re.IGNORECASE
)
_FELLOWS = re.compile(r"colleagues?|comrades?", re.IGNORECASE)
_BEFORE_A_NOUN = re.compile(
    r"^(?:(?:of\s+(?:them|whom|which|the|these|those)|of|more|further|additional)\s+)+", re.IGNORECASE
)
_VERBS_ONLY = ("died", "dies", "die", "perished")
_POSSESSIVE = re.compile(r"\b(its|their|our|his|her|my)\b", re.IGNORECASE)
_ARMED = ("armed_forces", "armed_group", "militia", "border_guard", "police", "intelligence")


def subject_of(
    discourse: Discourse,
    sentence: Sentence,
    line: Sequence[Token],
    group: Group,
    loss: Token,
    voice: Voice | None,
    inherited: Subject | None,
    rule: str,
) -> Subject:
    """Return who suffered the loss that `group` counts.

    `inherited` is the subject of the figure that it is joined to, or of the one before it.
    """
    start = sentence.start + line[group.first].end
    end = sentence.start + line[group.last - 1].end
    if group.people and (of := _OF_FORCES.match(discourse.text, end, sentence.end)):
        end = of.end()
    phrase = _bare_of(discourse.text[start:end])
    if antecedents.is_others(group) and not discourse.mentions_in(start, end):
        among = inherited if inherited is not None and inherited.kind == "combatant" else None
        return _subject(discourse, among.actor_id if among else None, "others", among.kind if among else "unknown")
    if found := _called(discourse, sentence, group, start, end, voice):
        return found
    if loss.loss and loss.loss.measure == "casualties" and loss.loss.form == "active":
        sufferer = sufferers.before(
            discourse, sentence, sentence.start + loss.start, voice, group.people.camp if group.people else ""
        )
        if sufferer:
            return _subject(discourse, sufferer, phrase or loss.text, group.kind)
    if own := _by_pronoun(discourse, phrase, sentence, voice):
        return _subject(discourse, own, phrase, group.kind)
    named = antecedents.counted(line, group) if rule == "toll" else None
    named = named or (antecedents.told_of(line, group) if rule == "share" else None)
    if named and (found := _of_antecedent(discourse, sentence, line, group, named, voice)):
        return found
    if not group.people:
        return _of_a_bare_figure(discourse, sentence, line, group, loss, voice, inherited)
    if _FELLOWS.search(group.noun) and inherited is not None:
        return _subject(discourse, inherited.actor_id, phrase, inherited.kind)
    claimant = circumstances.by_circumstance(discourse, sentence, Noun(group.noun, group.people), phrase, voice, start)
    return _subject(discourse, claimant, phrase, group.kind)


def of_phrase(discourse: Discourse, sentence: Sentence, start: int, end: int, voice: Voice | None) -> Subject | None:
    """Return whom a phrase without a figure means: "the police commander"; null where it has no noun for people."""
    phrase = discourse.text[start:end]
    words = lexicon.people_words(phrase)
    if not words:
        return None
    first, last, people = words[-1]
    meant = circumstances.by_circumstance(discourse, sentence, Noun(phrase[first:last], people), phrase, voice, start)
    return _subject(discourse, meant, phrase, people.kind)


def _on_the_side_of(discourse: Discourse, meant: str | None, joined: Subject | None) -> str | None:
    """Return whose the civilians are who fell beside soldiers at war with the country that the scene has for them."""
    registry, on = discourse.registry, discourse.published_on
    beside = joined.actor_id if joined and joined.kind == "combatant" else None
    if meant is None or beside is None or beside not in registry.actors or registry.actor(meant).kind != "civilians":
        return meant
    country, there = registry.actor(beside).country, registry.actor(meant).country
    own, other = (registry.armed_forces(one, on) if one else None for one in (country, there))
    if country and own and other and registry.perspective(own, other, on) == "adversary":
        return registry.civilians(country, on)
    return meant


def _of_a_bare_figure(
    discourse: Discourse,
    sentence: Sentence,
    line: Sequence[Token],
    group: Group,
    loss: Token,
    voice: Voice | None,
    inherited: Subject | None,
) -> Subject:
    """Return whom "12 were wounded", "killing two" or "40 fatalities" counts, where no noun says so."""
    phrase = _bare_of(
        discourse.text[sentence.start + line[group.first].end : sentence.start + line[group.last - 1].end]
    )
    if sufferer := sufferers.of_noun(discourse, sentence, line, group, voice):
        return _subject(discourse, sufferer, discourse.registry.name(sufferer), group.kind)
    for antecedent in (
        antecedents.pointed_at(line, group, sentence.text),
        None if inherited else antecedents.struck(line, group, loss),
    ):
        if antecedent and (found := _of_antecedent(discourse, sentence, line, group, antecedent, voice)):
            return found
    if inherited is not None:
        return inherited
    text = phrase if group.noun and loss.loss and loss.loss.form != "noun" else _word_for(line, group, loss)
    claimant = circumstances.claimant_id(voice)
    if claimant and voice and voice.attitude == "concedes" and kind_of(discourse, claimant) == "combatant":
        return _subject(discourse, claimant, text, group.kind)  # "the army admitted 12 dead"
    return _subject(discourse, None, text, group.kind)


def _word_for(line: Sequence[Token], group: Group, loss: Token) -> str:
    """Return what stands for the people of a figure without a noun: "wounded" of "12 wounded", else the figure."""
    behind = next((token for token in line[group.first + 1 :] if token.kind not in {"adverb", "auxiliary"}), None)
    plain = line[group.first + 1] if group.first + 1 < len(line) else None
    if behind is not None and behind is loss and behind is plain and loss.text.lower() not in _VERBS_ONLY:
        return loss.text
    return group.quantity.count.text


def _called(
    discourse: Discourse, sentence: Sentence, group: Group, start: int, end: int, voice: Voice | None
) -> Subject | None:
    """Return the subject that the noun phrase at `start:end` names, alone or with what it is joined to."""
    named = _in_phrase(discourse, sentence, start, end)
    if named is None:
        return None
    actor_id, reach = _specific(discourse, named, group, voice), max(end, named.end)
    text = _bare_of(discourse.text[start:reach]) or named.text
    joined = _JOINED.match(discourse.text, reach, sentence.end)
    if joined and actor_id:
        actor_id = _of_both(discourse, actor_id, joined["noun"])
        text += joined[0]
    return _subject(discourse, actor_id, text, group.kind)


def _of_both(discourse: Discourse, actor_id: str, noun: str) -> str | None:
    """Return what the forces of two nouns are parts of: "Norlandic soldiers and police officers" are of the state."""
    registry = discourse.registry
    country = registry.actor(actor_id).country
    other = institutions.force(discourse, noun, country) if country else None
    if other is None or registry.is_within(other, actor_id):
        return actor_id
    return next((one for one in registry.parents(actor_id) if registry.is_within(other, one)), actor_id)


def _of_antecedent(
    discourse: Discourse,
    sentence: Sentence,
    line: Sequence[Token],
    group: Group,
    antecedent: Antecedent,
    voice: Voice | None,
) -> Subject | None:
    """Return whom the noun phrase means that stands for a figure without a noun."""
    start = sentence.start + line[antecedent.first].start
    end = sentence.start + line[antecedent.last - 1].end
    people = replace(group, people=antecedent.people, noun=antecedent.noun)
    if found := _called(discourse, sentence, people, start, end, voice):
        return found
    phrase = _bare_of(discourse.text[start:end])
    found_id = circumstances.by_circumstance(
        discourse, sentence, Noun(people.noun, people.people), phrase, voice, start
    )
    return _subject(discourse, found_id, phrase, antecedent.people.kind)


def _bare_of(phrase: str) -> str:
    """Return a noun phrase without the words before it that say nothing of its people: "of the", "more of our"."""
    return _BEFORE_A_NOUN.sub("", phrase.strip()).strip()


def carried_on(discourse: Discourse, subject: Subject, sentence: Sentence, later: Sentence) -> bool:
    """Return whether a figure without a noun in `later` may count the people of `subject`, told of in `sentence`."""
    told = subject.kind != "unknown" or subject.actor_id is not None or bool(_PEOPLE.search(subject.text))
    near = later.index - sentence.index <= 1 and later.passage - sentence.passage <= 1
    return told and near and discourse.passage_of(sentence).section == discourse.passage_of(later).section


def kind_of(discourse: Discourse, actor_id: str | None) -> SubjectKind:
    """Return what the people of an actor are: fighters, civilians, or we do not know."""
    if actor_id is None or actor_id.startswith("unregistered:"):
        return "unknown"
    match discourse.registry.actor(actor_id).kind:
        case "armed_forces" | "armed_group" | "militia" | "border_guard" | "police" | "intelligence":
            return "combatant"
        case "civilians":
            return "civilian"
    return "unknown"


def _subject(discourse: Discourse, actor_id: str | None, text: str, kind: SubjectKind) -> Subject:
    registered = actor_id is not None and not actor_id.startswith("unregistered:")
    name = discourse.registry.name(actor_id) if actor_id and registered else None
    return Subject(
        actor_id=actor_id, name=name, text=text, kind=kind if kind != "unknown" else kind_of(discourse, actor_id)
    )


def _in_phrase(discourse: Discourse, sentence: Sentence, start: int, end: int) -> Mention | None:
    """Return the actor named in the noun phrase or right behind it ("25 soldiers of the Siberian Battalion")."""
    inside = discourse.mentions_in(start, end)
    if inside:
        return inside[-1]
    for mention in discourse.mentions_in(end, min(sentence.end, end + 70)):
        between = discourse.text[end : mention.start]
        if _BEHIND.fullmatch(between) and not re.search(r"\b(?:by|said|in|from the (?:village|town|city))\b", between):
            registry = discourse.registry
            if mention.actor_id and registry.actor(mention.actor_id).kind in {*_ARMED, "civilians", "state"}:
                return mention
        return None
    return None


def _specific(discourse: Discourse, mention: Mention, group: Group, voice: Voice | None) -> str | None:
    """Return the actor that a named phrase means: "Russian soldiers" are of the armed forces, not of the state."""
    registry = discourse.registry
    actor_id = mention.actor_id
    if actor_id is None:
        claimant = circumstances.claimant_id(voice)
        country = registry.actor(claimant).country if claimant else None
        near = [
            candidate for candidate in mention.candidates if country and registry.actor(candidate).country == country
        ]
        return near[0] if len(near) == 1 else None
    actor = registry.actor(actor_id)
    if actor.country is None and actor.kind in {"international", "armed_group"} and group.kind == "combatant":
        country = scene.of(discourse).country_at(discourse.sentence_at(mention.start), mention.start)
        return institutions.in_the_field(discourse, actor_id, country)
    if mention.role == "demonym" and institutions.are_peacekeepers(group.noun):
        country = scene.of(discourse).country_at(discourse.sentence_at(mention.start), mention.start)
        return institutions.mission(discourse, country)
    if mention.role == "demonym" and _NATIONALS.search(group.noun):
        return actor_id
    if mention.role != "demonym" and actor.kind not in {"state", "government"}:
        return actor_id
    if actor.country is None:
        return actor_id
    if group.people is None or group.kind == "unknown":
        return actor_id
    if group.kind == "civilian":
        return registry.civilians(actor.country, discourse.published_on) or actor_id
    if group.people.camp == "rebel":
        return None
    on = discourse.published_on
    police = registry.police(actor.country, on) if group.noun.lower().startswith("police") else None
    return police or registry.armed_forces(actor.country, on)


def _denier(discourse: Discourse, sentence: Sentence, voice: Voice | None) -> str | None:
    """Return who denies what `voice` says, and so means itself: "denied Norland's claim that its troops had fled"."""
    for other in voices(discourse, sentence):
        if voice and other.attitude == "denies" and other.verb < voice.verb:
            return circumstances.claimant_id(other)
    return None


def _by_pronoun(discourse: Discourse, phrase: str, sentence: Sentence, voice: Voice | None) -> str | None:
    claimant = circumstances.claimant_id(voice)
    if claimant is None:
        return None
    if _POSSESSIVE.search(phrase) and _CIVILIANS.search(phrase):
        country = discourse.registry.actor(claimant).country
        return allegiance.civilians_of(discourse, country, claimant) if country else None
    if _POSSESSIVE.search(phrase):
        return allegiance.own_forces(discourse, _denier(discourse, sentence, voice) or claimant)
    if sufferers.ENEMY.search(phrase):
        return allegiance.adversary(discourse, claimant)
    return None

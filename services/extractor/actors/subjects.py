"""Tell who suffered it, in the claimant's characterisation.

Unknown beats a guess: a wrong side is the worst error there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.claim import Subject
from services.extractor.discourse import Discourse, Sentence
from services.extractor.figures import lexicon, tokens
from services.extractor.figures.phrases import Group
from services.extractor.figures.tokens import Token
from services.extractor.speech.attribution import Voice, voices

from . import allegiance, antecedents, circumstances, naming, sufferers
from .antecedents import Antecedent
from .armed_groups import Noun

_OF_FORCES = re.compile(
    r"\s+(?:of|from|in)\s+(?:the\s+|an?\s+)?(?:(?!the\b|an?\b)[A-Za-z][\w’'-]*\s+){0,3}"
    r"(?:forces|army|police|military|militia|rebel\s+group|armed\s+group|resistance\s+group)\b(?:\s+(?:force|command|service|corps|regiment|battalion|brigade))?(?!\s+(?:base|post|station))"
)
_PEOPLE = re.compile(r"people|men|persons|hostages|prisoners", re.IGNORECASE)
_CIVILIANS = re.compile(
    r"\b(?:civilians|citizens|children|people|paramedics|medics|workers|residents|staff)\b", re.IGNORECASE
)
_FELLOWS = re.compile(r"colleagues?|comrades?", re.IGNORECASE)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_ANEW = re.compile(
    rf"(?:On\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})\b|(?:Meanwhile|Separately|Elsewhere)\b"
    r"|In\s+(?:another|a\s+(?:separate|second|third|different))\b"
)
"""What begins the story of another event."""
_VERBS_ONLY = ("died", "dies", "die", "perished")
_ITS = ("its", "their", "his", "her")
_WE_DID = re.compile(r"\bwe\b|\bour\s+(?:forces|troops|fighters|men|heroes|army)\b", re.IGNORECASE)
_WITH_FIGHTERS = ("armed_group", "militia", "armed_forces", "police", "border_guard")
_POSSESSIVE = re.compile(r"\b(its|their|our|his|her|my)\b", re.IGNORECASE)


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
    phrase = naming.bare_of(discourse.text[start:end])
    if antecedents.is_others(group) and not discourse.mentions_in(start, end):
        among = inherited if inherited is not None and inherited.kind in {"combatant", "civilian"} else None
        return naming.made(discourse, among.actor_id if among else None, "others", among.kind if among else "unknown")
    if found := naming.named(discourse, sentence, group, start, end, voice):
        return found
    if loss.loss and loss.loss.measure == "casualties" and loss.loss.form == "active":
        sufferer = sufferers.before(
            discourse, sentence, sentence.start + loss.start, voice, group.people.camp if group.people else ""
        )
        if sufferer:
            return naming.made(discourse, sufferer, phrase or loss.text, group.kind)
    if own := _by_pronoun(discourse, phrase, sentence, start, voice, loss):
        return naming.made(discourse, own, phrase, group.kind)
    named = antecedents.counted(line, group) if rule == "toll" else None
    share = rule == "share" or antecedents.is_share(line, group)
    named = named or (antecedents.told_of(line, group) if share else None)
    if named and (found := _of_antecedent(discourse, sentence, line, group, named, voice)):
        return found
    if not group.people:
        return _of_a_bare_figure(discourse, sentence, line, group, loss, voice, inherited)
    if _FELLOWS.search(group.noun) and inherited is not None:
        return naming.made(discourse, inherited.actor_id, phrase, inherited.kind)
    claimant = circumstances.by_circumstance(discourse, sentence, Noun(group.noun, group.people), phrase, voice, start)
    return naming.made(discourse, claimant, phrase, group.kind)


def of_phrase(discourse: Discourse, sentence: Sentence, start: int, end: int, voice: Voice | None) -> Subject | None:
    """Return whom a phrase without a figure means: "the police commander"; null where it has no noun for people."""
    phrase = discourse.text[start:end]
    words = lexicon.people_words(phrase)
    if not words:
        return None
    first, last, people = words[-1]
    meant = circumstances.by_circumstance(discourse, sentence, Noun(phrase[first:last], people), phrase, voice, start)
    return naming.made(discourse, meant, phrase, people.kind)


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
    phrase = naming.bare_of(
        discourse.text[sentence.start + line[group.first].end : sentence.start + line[group.last - 1].end]
    )
    if sufferer := sufferers.of_noun(discourse, sentence, line, group, voice):
        return naming.made(discourse, sufferer, discourse.registry.name(sufferer), group.kind)
    for antecedent in (
        antecedents.pointed_at(line, group, sentence.text),
        None if inherited else antecedents.struck(line, group, loss),
    ):
        if antecedent and (found := _of_antecedent(discourse, sentence, line, group, antecedent, voice)):
            return found
    of_its_own = loss.loss is not None and loss.loss.form == "noun"  # "13 deaths", after "21 women"
    if inherited is not None and not (group.noun.isupper() or (of_its_own and inherited.kind == "civilian")):
        return inherited
    text = phrase if group.noun and loss.loss and loss.loss.form != "noun" else _word_for(line, group, loss)
    claimant = circumstances.claimant_id(voice)
    if claimant and voice and voice.attitude == "concedes" and naming.kind_of(discourse, claimant) == "combatant":
        return naming.made(discourse, claimant, text, group.kind)  # "the army admitted 12 dead"
    if not group.noun and not of_its_own and (struck := _of_those_struck_before(discourse, sentence, group, voice)):
        return struck
    return naming.made(discourse, None, text, group.kind)


def _of_those_struck_before(
    discourse: Discourse, sentence: Sentence, group: Group, voice: Voice | None
) -> Subject | None:
    """Return whom the sentence before tells to be attacked: "Gunmen attacked farmers. Shot 3"."""
    for other in discourse.before(sentence, 1):
        if other.passage == sentence.passage:
            line = tokens.read(other.text)
            if antecedent := antecedents.struck_before(line):
                return _of_antecedent(discourse, other, line, group, antecedent, voice)
    return None


def _word_for(line: Sequence[Token], group: Group, loss: Token) -> str:
    """Return what stands for the people of a figure without a noun: "wounded" of "12 wounded", else the figure."""
    behind = next((token for token in line[group.first + 1 :] if token.kind not in {"adverb", "auxiliary"}), None)
    plain = line[group.first + 1] if group.first + 1 < len(line) else None
    if behind is not None and behind is loss and behind is plain and loss.text.lower() not in _VERBS_ONLY:
        return loss.text
    return group.quantity.count.text


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
    if found := naming.named(discourse, sentence, people, start, end, voice):
        return found
    phrase = naming.bare_of(discourse.text[start:end])
    found_id = circumstances.by_circumstance(
        discourse, sentence, Noun(people.noun, people.people), phrase, voice, start
    )
    return naming.made(discourse, found_id, phrase, antecedent.people.kind)


def yields(discourse: Discourse, part: Subject, total: Subject) -> bool:
    """Return whether a part is of those whom its total names: not told, or told as fighters of another country."""
    if part.actor_id is None:
        return True
    if total.actor_id is None or part.kind != "combatant" or total.kind != "combatant":
        return False
    if part.actor_id.startswith("unregistered:") or total.actor_id.startswith("unregistered:"):
        return False
    one, other = discourse.registry.actor(part.actor_id), discourse.registry.actor(total.actor_id)
    named = any(discourse.registry.mentions(part.text, discourse.published_on))
    return not named and one.country is not None and other.country is not None and one.country != other.country


def carried_on(discourse: Discourse, subject: Subject, sentence: Sentence, later: Sentence) -> bool:
    """Return whether a figure without a noun in `later` may count the people of `subject`, told of in `sentence`."""
    if later is not sentence and _ANEW.match(later.text):
        return False
    told = subject.kind != "unknown" or subject.actor_id is not None or bool(_PEOPLE.search(subject.text))
    near = later.index - sentence.index <= 1 and later.passage - sentence.passage <= 1
    return told and near and discourse.passage_of(sentence).section == discourse.passage_of(later).section


def _denier(discourse: Discourse, sentence: Sentence, voice: Voice | None) -> str | None:
    """Return who denies what `voice` says, and so means itself: "denied Norland's claim that its troops had fled"."""
    for other in voices(discourse, sentence):
        if voice and other.attitude == "denies" and other.verb < voice.verb:
            return circumstances.claimant_id(other)
    return None


def _by_pronoun(
    discourse: Discourse, phrase: str, sentence: Sentence, start: int, voice: Voice | None, loss: Token
) -> str | None:
    """Return whom "its soldiers", "our children" or "the enemy" are to the claimant; without one, to who is named."""
    claimant = circumstances.claimant_id(voice)
    owned = _POSSESSIVE.search(phrase)
    if claimant is None:
        return _of_the_one_named(discourse, sentence, start, loss) if owned and owned[0].lower() in _ITS else None
    before = discourse.text[sentence.start : start]
    if owned and owned[0].lower() in _ITS and _WE_DID.search(before) and discourse.quotation_at(start):
        return allegiance.foe_named_by(discourse, sentence, claimant) or allegiance.adversary(discourse, claimant)
    if owned and _CIVILIANS.search(phrase):
        country = discourse.registry.actor(claimant).country
        return allegiance.civilians_of(discourse, country, claimant) if country else None
    if owned:
        return allegiance.own_forces(discourse, _denier(discourse, sentence, voice) or claimant)
    if sufferers.ENEMY.search(phrase):
        return allegiance.adversary(discourse, claimant)
    return None


def _of_the_one_named(discourse: Discourse, sentence: Sentence, start: int, loss: Token) -> str | None:
    """Return whose "its fighters" are by the one armed party named before them in the sentence.

    Nobody's, where the loss is what that party does: "the rebels attacked the post, killing their commander".
    """
    if loss.loss is None or loss.loss.form in {"active", "base"} or sentence.start + loss.start < start:
        return None
    named = {
        mention.actor_id
        for mention in discourse.mentions_in(sentence.start, start)
        if mention.actor_id and discourse.registry.actor(mention.actor_id).kind in _WITH_FIGHTERS
    }
    return named.pop() if len(named) == 1 else None

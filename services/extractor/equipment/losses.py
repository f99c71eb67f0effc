"""Losses of equipment: "destroyed three tanks", "45 of 60 drones were shot down", "Tanks: 12" in a list of losses.

Read apart from the losses of people, in sentences of its own choosing: an item, a figure and what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.claim import ItemState, Subject
from services.extractor.discourse import Discourse, Sentence
from services.extractor.figures import numbers
from services.extractor.findings import Finding
from services.extractor.speech import attribution
from services.extractor.topic import candidates, domain, history

from . import counted_items, items, owners
from .counted_items import Counted
from .items import StateWord

_NO_LOSS = re.compile(
    r"\b(?:exercises?|drills?|manoeuvres|maneuvers|parades?|museum|delivered|deliver(?:y|ies|ing)|donat\w+|purchas\w+"
    r"|bought|auction\w*|smuggl\w*|drugs?|narco\w*|oil thie\w+|thieves|illegal(?:ly)?|poach\w*|country[- ]made"
    r"|home-?made|simulat\w+|rehears\w+|test flight|training flight)\b",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:not|never|no|nor|without|could|would|might|will|should|must|can|if|unless|may(?!\s+have)|to(?!\s+have)"
    r"|(?:threat|plan|vow|pledg|promis|attempt|hop|aim|fail)\w*(?:\s+(?:of|at|to))?|tried to)\s+(?:[\w’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"\s*(?:[,;]|,?\s*(?:and|&|plus|as\s+well\s+as|along\s+with|together\s+with|in\s+addition\s+to)(?:\s+also)?)\s*",
    re.I,
)
_ASIDE = re.compile(
    r"up to|as well as|along with|together with|in addition to"
    r"|(?:among|amongst) other (?:things|items|equipment)|\([^)]*\)",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[.;:!?]|\b(?:in|on|at|from|near|during|after|before|by|with|against|over|when|while|where|that|which|who|but|was"
    r"|were|is|are|had|has|have|said|says|for|to|since|until|into|between|through|killed|killing|wounded|wounding"
    r"|injur\w+|launched|fired|sent|using|used|carrying|attacked|deployed|lost|took|arrested|freed|released|repelled"
    r"|repuls\w+|attacking|targeting|hit|struck|aboard|under|towards?)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?:\s+\([^)]*\))?(?:[^.;:!?]{0,60}?\b(?:was|were|been|being|is|are|got)\s+|\s+)"
    r"(?:(?:also|reportedly|allegedly|either|then|later|all|both|\w+ly)\s+)*(?:(?:destroyed|damaged|hit|burned)\s+(?:or|and)\s+)?",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"\b(?:was|were|been|being|is|are|be)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:of (?:which|them|these|those)|and|but|while|when|said|killed|after|that|attacked|launched|struck|hit)\b",
    re.I,
)
_OBJECT = re.compile(
    r"\s+(?:an?|the|its|their|his|our|at\s+least|more\s+than|several|another|dozens|\d[\d,]*|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?!in\b|on\b|over\b|near\b|of\b|km\b|kilomet|hours?\b"
    r"|days?\b|October|September|August|July|June|May|April|March|February|January|November|December)\w",
    re.IGNORECASE,
)
_LOSSES = re.compile(r"\blosses\b", re.IGNORECASE)
_JOINT = re.compile(r":|\s[–—-]\s|\b(?:at|amount(?:ed|ing|s)?\s+to|included?|including|of|were|are|totall?ed)\b", re.I)
_DETERMINED = re.compile(r"\b(?:the|an?)\s+$", re.IGNORECASE)
_JOINED_ITEM = re.compile(r"^\s+and\s+(?:the\s+)?(?:(?!was\b|were\b)[\w’'-]+\s+){1,3}(?=(?:was|were|had|have)\b)")
_TARGETS = ("tank", "armoured vehicle", "artillery system", "air-defence system", "aircraft", "helicopter", "ship",
            "multiple rocket launcher", "launcher")  # fmt: skip
_LABELLED = re.compile(r"\s*(?::|\s[–—-]|[–—])\s*$")
_SINCE_BEFORE = re.compile(r"\s*\(\+\s*$")
_LONGEST = 1_200
_REACH = 140
_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class Loss:
    """What became of an item: the word at `start`, before it ("destroyed 3 tanks") or not."""

    state: ItemState
    start: int
    before: bool


def find(discourse: Discourse, told: Mapping[int, Subject]) -> Iterator[Finding]:
    """Yield the losses of equipment of an article, sentence by sentence.

    `told`: where the figures of people start in the text, and who suffered them.
    """
    text = discourse.text
    if not (items.mentioned(text) and candidates.is_about_conflict(text)):
        return
    known: Sequence[Counted] = ()
    for sentence in discourse.sentences:
        if len(sentence.text) > _LONGEST or not items.mentions_an_item(sentence.text, bool(known)):
            known = ()
            continue
        things = counted_items.find(sentence.text)
        if _may_tell(discourse, sentence):
            lost = {
                sentence.start + thing.start: (thing, loss)
                for thing, loss in _losses(discourse, sentence, things, known)
            }
            findings: list[Finding] = []
            for start in sorted(lost.keys() - told.keys()):
                findings.append(_finding(discourse, sentence, *lost[start], findings, told))
            yield from findings
        known = things


def _may_tell(discourse: Discourse, sentence: Sentence) -> bool:
    text = sentence.text
    return not (_NO_LOSS.search(text) or domain.told_of_instead(text) or history.is_history(discourse, sentence))


def _losses(
    discourse: Discourse, sentence: Sentence, things: Sequence[Counted], known: Sequence[Counted]
) -> Iterator[tuple[Counted, Loss]]:
    """Yield what is told of the items of a sentence; `known` are those of the sentence before."""
    text = sentence.text
    states = items.states(text)
    last: Loss | None = None
    for index, thing in enumerate(things):
        behind = _behind(text, _end_of_chain(text, things, index), states, thing)
        before = _before(text, thing, states)
        inside = next((one for one in states if thing.start < one[0] < thing.end and not one[2].active), None)
        loss = behind if behind and (before is None or _prefers(text, before, thing, behind)) else before
        if inside:
            loss = Loss(inside[2].state, inside[0], before=False)  # "two burnt-out tanks"
        if loss is None and last and _goes_on(text, things[index - 1], thing):
            loss = last
        loss = loss or _in_a_list_of_losses(text, thing)
        if loss and not _UNREAL.search(text[: loss.start]):
            yield thing, loss
        last = loss
    yield from _of_lists(discourse, sentence, states)
    yield from _of_them(text, things, known, states)


def _goes_on(text: str, before: Counted, thing: Counted) -> bool:
    """Return whether an item is told on in the series of the one before, or as a part of it: "including 39 planes"."""
    between = text[before.end : thing.start]
    return bool(_JOINS.fullmatch(between) or re.search(r"\b(?:including|among them)\s*$", between))


def _end_of_chain(text: str, things: Sequence[Counted], index: int) -> int:
    """Return where the series of items ends that the one at `index` stands in: "1 tank and 3 motorcycles"."""
    while index + 1 < len(things) and _JOINS.fullmatch(text, things[index].end, things[index + 1].start):
        index += 1
    return things[index].end


def _behind(text: str, end: int, states: Sequence[tuple[int, int, StateWord]], thing: Counted) -> Loss | None:
    """Return what the word behind the items says of them: "were destroyed", "burned"."""
    following = next((one for one in states if one[0] >= end), None)
    if following is None or not _is_said_of(following[2], thing):
        return None
    start, stop, word = following
    gap = _JOINED_ITEM.sub("", text[end:start])
    if word.active or not _PASSIVE.fullmatch(gap) or _names_another(gap) or _OBJECT.match(text, stop):
        return None
    if thing.item.flies and word.pattern.startswith("(?<!job"):
        return None  # "70 drones were lost": off the radar, or spent
    return Loss(word.state, start, before=False)


def _is_said_of(word: StateWord, thing: Counted) -> bool:
    """Return whether a state is one of such an item: a car that is "hit" may be whole, a tank was the target."""
    return word.pattern != items.HIT or thing.item.name in _TARGETS


def _names_another(gap: str) -> bool:
    """Return whether the words up to "was destroyed" have a verb or a subject of their own."""
    return bool(_OTHERWISE.search(gap))


def _before(text: str, thing: Counted, states: Sequence[tuple[int, int, StateWord]]) -> Loss | None:
    """Return what the nearest word before an item says of it, where only a list stands between."""
    for start, stop, word in reversed(states):
        if stop > thing.start:
            continue
        if not _is_said_of(word, thing) or (
            word.active and _DETERMINED.search(text[:start]) and text[:stop].endswith("ing")
        ):
            return None  # "the burning shell of a car"
        gap = _ASIDE.sub(" ", text[stop : thing.start])
        if len(gap) > _REACH or _BREAK.search(gap):
            return None
        passive = not word.active and _AUXILIARY.search(text[:start])
        if passive and not _ASIDE.search(text[stop : thing.start]):
            return None
        return Loss(word.state, start, before=True)
    return None


def _prefers(text: str, before: Loss, thing: Counted, behind: Loss) -> bool:
    """Return whether the word behind an item governs it, not the one before: "1 tank burned, 1 mortar damaged"."""
    between = text[before.start : thing.start]
    return bool(re.search(r"[,;]|\band\b", between)) or bool(_AUXILIARY.search(text[thing.end : behind.start]))


def _in_a_list_of_losses(text: str, thing: Counted) -> Loss | None:
    """Return that an item is lost which is listed as a loss: "losses over the last day: 1,010 personnel; 2 tanks"."""
    for match in _LOSSES.finditer(text, 0, thing.start):
        for joint in _JOINT.finditer(text, match.end(), thing.start):
            if not _BREAK.search(text[joint.end() : thing.start].replace(";", ",")):
                return Loss("destroyed", match.start(), before=False)
    return None


def _of_lists(
    discourse: Discourse, sentence: Sentence, states: Sequence[tuple[int, int, StateWord]]
) -> Iterator[tuple[Counted, Loss]]:
    """Yield the items that stand before their figure: "Tanks – 12 (+4)", "Vehicles destroyed: 8"."""
    text = sentence.text
    last: tuple[Counted, Loss] | None = None
    for figure in numbers.find(text):
        if last and _SINCE_BEFORE.fullmatch(text, last[0].end, figure.start):
            thing, loss = last
            yield replace(thing, start=figure.start, end=figure.end, count=figure.count), loss
            continue
        labelled = _LABELLED.search(text, 0, figure.start)
        last = None
        if labelled is None or figure.count.low is None:
            continue
        label = text[: labelled.start()]
        stated = next((one for one in states if one[1] == len(label) and not one[2].active), None)
        end = len(label[: stated[0]].rstrip()) if stated else len(label)
        item = next((item for _, stop, item in items.items(label) if stop == end), None)
        state: ItemState | None = (
            stated[2].state if stated else "destroyed" if _is_listed(discourse, sentence) else None
        )
        if item is None or state is None:
            continue
        first = re.search(r"[\w’'\s-]*$", label[:end])
        noun = first.start() + len(first[0]) - len(first[0].lstrip()) if first else end
        thing = Counted(figure.start, figure.end, figure.count, item, (noun, end))
        last = thing, Loss(state, stated[0] if stated else noun, before=False)
        yield last


def _is_listed(discourse: Discourse, sentence: Sentence) -> bool:
    """Return whether the line stands in a list of losses."""
    heads = [sentence, *discourse.before(sentence, 8)]
    if (lead_in := discourse.lead_in(sentence)) is not None:
        heads = [sentence, lead_in]
    for head in heads:
        if re.search(r"\blosses\b", head.text, re.IGNORECASE):
            return True
        if head is not sentence and not re.search(r"\d|:\s*$", head.text):
            return False
    return False


def _of_them(
    text: str, things: Sequence[Counted], known: Sequence[Counted], states: Sequence[tuple[int, int, StateWord]]
) -> Iterator[tuple[Counted, Loss]]:
    """Yield the figures without a noun that count what flew before: "of which 54 were shot down"."""
    for figure in numbers.find(text):
        if figure.count.low is None or any(thing.start <= figure.start < thing.end for thing in things):
            continue
        flying = [thing for thing in things if thing.end <= figure.start] or list(known)
        following = next((one for one in states if one[0] >= figure.end), None)
        preceding = [one for one in states if one[1] <= figure.start]
        if not flying or not flying[-1].item.flies:
            continue
        thing = replace(flying[-1], start=figure.start, end=figure.end, count=figure.count)
        if following and re.fullmatch(
            r"(?:\s+of\s+(?:which|them|these|those))?(?:\s+(?:were|was|had\s+been|have\s+been))(?:\s+\w+ly)?\s+",
            text[figure.end : following[0]],
            re.IGNORECASE,
        ):
            yield thing, Loss(following[2].state, following[0], before=False)
        elif (
            preceding
            and not text[preceding[-1][1] : figure.start].strip()
            and re.match(r"\s+of\s+(?:them|these|those)\b|\s*[,.;]|$", text[figure.end :])
        ):
            yield thing, Loss(preceding[-1][2].state, preceding[-1][0], before=True)


def _finding(
    discourse: Discourse,
    sentence: Sentence,
    thing: Counted,
    loss: Loss,
    before: Sequence[Finding],
    told: Mapping[int, Subject],
) -> Finding:
    start = sentence.start + thing.start
    voice = attribution.voice_at(discourse, sentence, start)
    lost = sentence.start + loss.start
    phrase = sentence.start + thing.phrase[0], sentence.start + thing.phrase[1]
    owner = owners.owner_of(discourse, sentence, phrase, lost, voice)
    if owner.actor_id is None and not thing.item.flies:
        owner = owners.shared(discourse, owner, start, sentence, before, told)
    return Finding(
        sentence=sentence,
        start=start,
        end=start + len(thing.count.text),
        measure="equipment",
        count=thing.count,
        subject=owner,
        rule="equipment" if loss.before else "equipment-passive",
        confidence=_CONFIDENCE if owner.actor_id else _CONFIDENCE - 0.1,
        loss=lost,
        item=thing.item.name,
        item_state=loss.state,
    )

"""Tell whom a pronoun or a common noun points back at: "he added", "the spokesman said", "the statement".

A person goes back to a person who spoke, "it" to a body, "they" to several; and never to an armed group that was only
named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from services.extractor.discourse import Discourse, Sentence

from . import authorship, bodies, persons, reporting, speakers
from .identities import Speaker

_REACH = 8
_SINGULAR_PERSON = re.compile(r"(?:he|she|him|her)$", re.IGNORECASE)
_BODY_PRONOUN = re.compile(r"it$", re.IGNORECASE)
_PLURAL = re.compile(r"(?:they|them)$", re.IGNORECASE)
_ONE_PERSON = re.compile(
    r"\b(?:spokes(?:man|woman|person)|official|officer|commander|governor|mayor|minister|president|general|colonel"
    r"|captain|major|brigadier|lieutenant|chief|head|director|chairman|leader|resident|witness|doctor|medic|nurse"
    r"|villager|elder"
    r"|man|woman|boy|girl|soldier|sergeant|guard|activist|lawmaker|diplomat|analyst|source|fighter|priest|farmer|trader|teacher|secretary|administrator"
    r"|commissioner|coordinator|volunteer|surgeon|survivor|lawyer|journalist)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:officials|authorities|police|residents|witnesses|doctors|medics|sources|rebels|militants|militias"
    r"|insurgents"
    r"|fighters|relatives|survivors|activists|villagers|locals|leaders|elders|officers|commanders|separatists"
    r"|forces|troops"
    r"|rescuers|paramedics|lawmakers|analysts|monitors|researchers)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:the|this|that|its|their|his)\s+(?:[\w’'/-]+\s+){0,4}?(?P<role>spokes(?:man|woman|person)|official"
    r"|officer|commander|governor|mayor"
    r"|minister|president|general|colonel|captain|major|brigadier|chief|head|director|leader|source|sources"
    r"|resident|witness|doctor"
    r"|officials|man|woman|guard|soldier|fighter|priest|villager|medic|nurse|surgeon|teacher|farmer|elder|activist"
    r"|commissioner|administrator|coordinator|secretary|diplomat|lawmaker)$",
    re.IGNORECASE,
)
_OWN_BODY = re.compile(
    r"(?:the|its)\s(?:\w+\s)?(?P<noun>ministry|office|channel|staff|mission|agency|command|network|council|observatory|society"
    r"|association|institute|organi[sz]ation|committee|division|brigade|battalion|corps|centre|center|bureau|union|directorate"
    r"|department|foundation|emergency room|headquarters|presidency|party|newspaper|broadcaster)$",
    re.IGNORECASE,
)
_ALIKE = {"spokesman": "spokes", "spokeswoman": "spokes", "spokesperson": "spokes"}
_OF_THE_OFFICIALS = re.compile(r"^(?:one|two|three|some) of (?=the\s)", re.IGNORECASE)
_WRITTEN_BY = re.compile(r"\b(?:by|of|from)\s+(?P<author>.+)$", re.IGNORECASE)
_WRITING_OF = re.compile(r"(?P<who>.+?)['’]s?\s", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|of)\s+(?P<body>.+)$", re.IGNORECASE)


def settled(discourse: Discourse, sentence: Sentence, speaker: Speaker) -> Speaker | None:
    """Return who an open speaker is: by its words alone where nothing is found, null for a pronoun of nobody."""
    if not speaker.is_open:
        return speaker
    phrase = speaker.text
    if pronoun := _accepted(phrase):
        return _taken_over(speaker, _last(discourse, sentence, speaker.start, pronoun))
    phrase = _OF_THE_OFFICIALS.sub("", phrase)
    body = reporting.BODY.search(phrase)
    noun = body["noun"].lower() if body else ""
    if noun in reporting.WRITINGS and re.match(r"(?:the|its|their|this)\b", phrase, re.IGNORECASE):
        author = _last(discourse, sentence, speaker.start, _has_written) or _issuer(discourse, speaker)
        return _taken_over(speaker, author) or replace(speaker, is_open=False)
    possessor = _WRITING_OF.match(phrase) if noun in reporting.WRITINGS else None
    if possessor and not re.fullmatch(r"(?:the|its|their)", possessor["who"], re.IGNORECASE):
        owner = replace(speaker, text=possessor["who"], end=speaker.start + possessor.end("who"))
        if (whole := settled(discourse, sentence, owner)) and whole.actor_id:
            return replace(whole, text=phrase, start=speaker.start, end=speaker.end)
    is_writing = body is None or noun in reporting.WRITINGS
    if inner := (_WRITTEN_BY if is_writing else _FOR).search(phrase):
        named = inner.group(1)
        whole = settled(discourse, sentence, replace(speaker, text=named, start=speaker.start + inner.start(1)))
        if whole and is_writing and reporting.BODY.search(named):
            return replace(whole, start=speaker.start, end=speaker.end)  # "a statement of the police": the police
        if whole and whole.actor_id:
            return replace(whole, text=phrase, start=speaker.start, end=speaker.end)
    if (role := _ROLE.match(phrase)) and (back := _by_role(discourse, sentence, speaker.start, phrase, role["role"])):
        return back
    if (own := _OWN_BODY.match(phrase)) and (back := _by_noun(discourse, sentence, speaker, own["noun"].lower())):
        return back
    head = re.split(r"\s(?:of|in|at|from)\s", phrase)[0]
    actor_id = bodies.meant(discourse, sentence, head, speaker.start)
    return replace(
        speaker, actor_id=actor_id, name=discourse.registry.name(actor_id) if actor_id else None, is_open=False
    )


def _accepted(pronoun: str) -> Callable[[Speaker], bool] | None:
    if _SINGULAR_PERSON.fullmatch(pronoun):
        return _is_one_person
    if _BODY_PRONOUN.fullmatch(pronoun):
        return _is_body
    if _PLURAL.fullmatch(pronoun):
        return lambda one: bool(_SEVERAL.search(one.text)) or not one.is_person
    return None


def _is_one_person(speaker: Speaker) -> bool:
    return speaker.is_person or bool(_ONE_PERSON.search(speaker.text))


def _is_body(speaker: Speaker) -> bool:
    return not _SEVERAL.search(speaker.text)


def _last(discourse: Discourse, sentence: Sentence, position: int, accept: Callable[[Speaker], bool]) -> Speaker | None:
    """Return the last one of a sort who spoke before `position`."""
    for other in (sentence, *discourse.before(sentence, _REACH)):
        for speaker in reversed(speakers.named_in(discourse, other)):
            if speaker.end <= min(other.end, position) and not _accepted(speaker.text) and accept(speaker):
                return settled(discourse, other, speaker)
    return None


def _taken_over(speaker: Speaker, meant: Speaker | None) -> Speaker | None:
    """Return the speaker at its place, as the one it points back at; its words are the fuller ones."""
    if meant is None:
        return None
    return replace(
        speaker,
        actor_id=meant.actor_id,
        name=meant.name or meant.text,
        text=meant.name if meant.is_person and meant.name else meant.text,
        is_person=meant.is_person,
        is_open=False,
    )


def _by_noun(discourse: Discourse, sentence: Sentence, speaker: Speaker, noun: str) -> Speaker | None:
    """Return the body that spoke before and is now "the ministry" or "the channel"."""

    def is_named_so(one: Speaker) -> bool:
        return noun in one.text.lower() and not _OWN_BODY.match(one.text)

    return _taken_over(speaker, _last(discourse, sentence, speaker.start, is_named_so))


def _has_written(speaker: Speaker) -> bool:
    return not re.match(r"(?:media |some )?reports?$", speaker.text, re.IGNORECASE)


def _issuer(discourse: Discourse, speaker: Speaker) -> Speaker | None:
    """Return who issues the document as the one who speaks in "the statement" of it."""
    issuer = authorship.of(discourse)
    if issuer is None:
        return None
    return replace(speaker, actor_id=issuer.actor_id, name=discourse.registry.name(issuer.actor_id), text=issuer.text)


def _by_role(discourse: Discourse, sentence: Sentence, position: int, phrase: str, role: str) -> Speaker | None:
    """Return the person, or the unnamed source, whom "the spokesman" or "the official" points back at."""
    word = _ALIKE.get(role.lower(), role.lower())
    for person in reversed(persons.of(discourse)):
        if person.start < position and re.search(rf"\b{word}", person.role.lower()):
            end = position + len(phrase)
            return Speaker(person.actor_id, person.name, phrase, position, end, is_person=True)
    if word in {"man", "woman"}:
        return _taken_over(
            Speaker(None, None, phrase, position, position + len(phrase)),
            _last(discourse, sentence, position, _is_one_person),
        )
    singular = word.removesuffix("s")

    def is_same(one: Speaker) -> bool:
        return singular in one.text.lower() or (word in {"official", "officer", "spokes"} and one.is_person)

    for other in discourse.before(sentence, _REACH):
        for speaker in reversed(speakers.named_in(discourse, other)):
            if not _accepted(speaker.text) and not _ROLE.match(speaker.text) and is_same(speaker):
                back = settled(discourse, other, speaker)
                open_one = Speaker(None, None, phrase, position, position + len(phrase))
                return _taken_over(open_one, back)
    return None


def spoken(discourse: Discourse, sentence: Sentence) -> Iterator[Speaker]:
    """Yield who speaks in a sentence, each as settled."""
    for speaker in speakers.named_in(discourse, sentence):
        if whole := settled(discourse, sentence, speaker):
            yield whole

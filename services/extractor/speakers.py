"""Name who speaks at a verb of saying: its subject, in front of it or behind it, in the words of the sentence.

A registered actor and a person whom the article has introduced are known at once. A pronoun or a common noun ("the
ministry") stays open: `backreferences` tells what it means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from services.mentions import Mention

from . import bodies, institutions, persons, reporting
from .discourse import Discourse, Sentence

_CLAUSE_REACH = 160
_NAMES = r"(?P<name>[A-ZÀ-Ž][\w’'-]*\.?(?:\s(?:[A-ZÀ-Ž][\w’'-]*\.?|al-\w+|el-\w+|bin|ibn|abu|de|van|von|ul|ud))*)"
_NAME_AT_END = re.compile(rf"{_NAMES}(?:\s\([^)]*\))?(?:,\s[^;:.“”\"]{{2,110}})?,?$")
_NAME_AT_START = re.compile(rf"\s+{_NAMES}")
_FILLER = re.compile(
    r"(?:[\s,]|^)(?:has|have|had|also|later|then|further|furthermore|reportedly|previously|earlier|initially"
    r"|officially|falsely"
    r"|firmly|publicly|repeatedly|strongly|meanwhile|separately|however|themselves|itself|himself|herself"
    r"|subsequently|now|still"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday"
    r"|here|there|on \d{1,2} \w{3,9}|for (?:its|his|her|their) part|in turn|in a (?:written |press "
    r"|separate )?(?:statement|tweet|post|message|report)"
    r"|\w+ly)$",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r",\s(?:who|which|whose|where|speaking|requesting|citing|quoting|via|through|asked about"
    r"|in response)\s[^,“”\"]{3,120},?$"
)
"""A relative clause between the subject and its verb: "A doctor, who was told not to speak, said"."""
_APPOSITION = re.compile(r",\s(?:an?|the|its|their)\s[^,;:.“”\"]{2,90},$")
_HEADS = re.compile(r"(?:^|[.,;:]\s)(?:the|a|an|its|their)\s(?:[\w-]+\s){0,3}[\w-]+$", re.IGNORECASE)
"""A common noun phrase alone, which an apposition may explain: "The resident, a farmer, said"."""
_PLACED = re.compile(
    r"\b(?:in|near|across|into|inside|against|by|with|between|at|outside|over"
    r"|to)\s+(?:the\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[^.!?]{0,60}?\([A-Z][\w /.-]{1,20}\)\s*(?:\d{1,2} \w+ \d{4} )?[-–—:]+\s+"
    r"|[A-ZÀ-Ž][A-ZÀ-Ž'’ ,/.-]{2,40}(?:,\s[\w. ]{0,30})?\s?[-–—:]+\s+"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being|an)(?:\s(?:also|not|\w+ly))*\s+$", re.IGNORECASE)
_INVERTING = re.compile(
    r"(?:said|says|told|adds?|added|reports?|reported|announced|announces|confirmed|confirms|claimed|claims"
    r"|stated|states|wrote|writes|noted"
    r"|warned|explained|insisted|declared)$",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"\s+(?:that|in|on|at|it|there|he|she|they|this|these|those|no|not|to|by|of|for|when|while|as|more|less|least"
    r"|some|about|over"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|\d)",
    re.IGNORECASE,
)
_SEGMENT = re.compile(
    r"[^,.;:“”\"(]*?(?=[,.;:“”\"(]|\s(?:in an?|in its|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in (?:comments|remarks)|on (?:X|Telegram|Facebook|Twitter"
    r"|social|\w+ \d)|by (?:telephone|phone)|who|during|after|as|at a|late|early|today"
    r"|yesterday|here)\b|$)"
)
_FINITE = re.compile(
    r"(?<![\w-])(?:had|has|have|was|were|is|are|will|would|could|that|died|fought|took|lost|left|struck|shot|hit"
    r"|[a-z]+ed)\b"
)


_LONGEST_SUBJECT = 12
_WORDS_BEFORE_A_NAME = 5
_WORDS_BEHIND_A_NAME = 3


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks; `start:end` are offsets into the article's text. `is_open`: words whose meaning is not settled."""

    actor_id: str | None
    name: str | None
    text: str
    start: int
    end: int
    is_person: bool = False
    is_open: bool = False


def speaker_of(discourse: Discourse, sentence: Sentence, match: re.Match[str]) -> Speaker | None:
    """Return who speaks at a verb of saying of a sentence; null where nobody is named for it."""
    start, end = sentence.start + match.start(), sentence.start + match.end()
    if match["according"] or match["by"]:
        return named_after(discourse, sentence, end)
    if _PASSIVE.search(discourse.text, sentence.start, start):
        return None
    if inverted := _inverted(discourse, sentence, match):
        return inverted
    if joined := reporting.JOINED.search(discourse.text, sentence.start, start):
        speaker = _of_joined_verb(discourse, sentence, joined.start())
        if speaker:
            return speaker
    return _named_before(discourse, sentence, start)


def _of_joined_verb(discourse: Discourse, sentence: Sentence, end: int) -> Speaker | None:
    """Return the speaker of the verb of saying that "and said" is joined to: the last one in the same clause."""
    verbs = [
        match
        for match in reporting.VERB.finditer(sentence.text)
        if sentence.start + match.end() <= end
        and not re.search(r"[;:“”\"]", discourse.text[sentence.start + match.end() : end])
    ]
    return speaker_of(discourse, sentence, verbs[-1]) if verbs else None


def _inverted(discourse: Discourse, sentence: Sentence, match: re.Match[str]) -> Speaker | None:
    """Return the speaker of ", said Governor X": behind the verb, which follows a comma or a closing quotation mark."""
    start, end = sentence.start + match.start(), sentence.start + match.end()
    before = discourse.text[sentence.start : start].rstrip()
    if not before.endswith((",", "”", '"', "’", "–", "—", "-", "»")) or not _INVERTING.search(match[0]):
        return None
    rest = discourse.text[end : sentence.end]
    if _NO_SUBJECT.match(rest):
        return None
    segment = _SEGMENT.match(rest)
    if segment is None or len(segment[0].split()) > _LONGEST_SUBJECT or _FINITE.search(segment[0]):
        return None
    return named_after(discourse, sentence, end)


def named_after(discourse: Discourse, sentence: Sentence, end: int) -> Speaker | None:
    """Return the speaker named right behind `end`, as after "according to" and "claimed by"."""
    rest = discourse.text[end : sentence.end]
    if person := _person_after(discourse, end, rest):
        return person
    clause = re.match(r"[^,.;:”\"]{0,120}", rest)
    reach = end + (clause.end() if clause else 0)
    words = rest[: reach - end]
    if pronoun := re.match(r"\s+(him|her|them|it)\b", rest):
        return _open(discourse, end + pronoun.start(1), end + pronoun.end(1))
    phrase = reporting.LEADING_BODY.match(words)
    mentions = [one for one in discourse.mentions_in(end, min(sentence.end, reach + 60)) if one.start <= reach]
    if phrase and (not mentions or end + phrase.end() <= mentions[0].start):
        behind = reporting.OF_WHOM.match(words, phrase.end())
        writing = phrase["noun"].lower() in reporting.WRITINGS or reporting.FOR_WHOM.search(phrase[0])
        if not (behind and mentions and mentions[0].start <= end + behind.end() + 4 and (writing or behind["for"])):
            begin = end + phrase.start("phrase")
            return _open(discourse, begin, end + (behind.end() if behind and writing else phrase.end()))
    if mentions and _begins_near(discourse, end, mentions[0]):
        return of_mention(discourse, mentions[0])
    tokens = words.split()
    for length in range(1, min(8, len(tokens) + 1)):
        said = " ".join(tokens[:length]).removeprefix("the ")
        if reporting.BODY.search(said) or reporting.NAMED.search(said):
            further = " ".join(tokens[: length + 1]).removeprefix("the ")
            if further != said and (reporting.BODY.search(further) or reporting.NAMED.search(further)):
                continue
            begin = discourse.text.index(said.split()[0], end)
            return _open(discourse, begin, begin + len(said))
    return of_mention(discourse, mentions[0]) if mentions else None


def _begins_near(discourse: Discourse, end: int, mention: Mention) -> bool:
    """Return whether a mention is what is named first: not a place behind "local council sources in"."""
    return len(discourse.text[end : mention.start].split()) <= _WORDS_BEFORE_A_NAME


def _named_before(discourse: Discourse, sentence: Sentence, verb: int) -> Speaker | None:
    start = max(sentence.start + _prelude(sentence, verb), verb - _CLAUSE_REACH)
    bare = _without_fillers(discourse.text[start:verb])
    if pronoun := reporting.PRONOUN.search(bare + " "):
        return _open(discourse, start + pronoun.start(1), start + pronoun.end(1))
    if person := _person_before(discourse, start, bare):
        return person
    mentions = [one for one in discourse.mentions_in(start, verb) if _may_speak(discourse, one, start, verb)]
    body = reporting.SUBJECT_BODY.search(bare)
    participle = re.match(r"\w+ing\b", discourse.text[verb:])
    if mentions and (speaker := _of_mentions(discourse, mentions, start, verb, bare, body, bool(participle))):
        return speaker
    if participle and not body:
        opening = reporting.OPENING_BODY.match(sentence.text)  # "The ministry did not name them, saying only …"
        if opening and sentence.start + opening.end() <= verb:
            return _open(discourse, sentence.start + opening.start("phrase"), sentence.start + opening.end())
    if body:
        nobody = re.search(
            r"\b(?:no|neither|nobody"
            r"|without)\s+(?:\w+\s+)?$",
            bare[: body.start("noun")],
            re.IGNORECASE,
        )
        return None if nobody else _open(discourse, start + body.start("phrase"), start + body.end())
    if named := reporting.NAMED.search(bare):
        return _of_name(discourse, start + named.start(), start + named.end())
    return None


def _may_speak(discourse: Discourse, mention: Mention, start: int, verb: int) -> bool:
    """Return whether a name before a verb may be its subject: no place, no foe, no part of another name."""
    if _is_inside_a_name(discourse, mention):
        return False
    placed = _PLACED.search(discourse.text, start, mention.start)
    if placed is None:
        return True
    if reporting.BODY_OF.search(discourse.text[start : mention.start]):
        return True
    behind = discourse.text[mention.end : verb].rstrip() + " "
    return mention.role == "demonym" and bool(reporting.INSTITUTION.match(behind))


def _prelude(sentence: Sentence, verb: int) -> int:
    """Return where a sentence begins behind its dateline, and behind "According to X," where a verb follows."""
    dateline = _DATELINE.match(sentence.text)
    begin = dateline.end() if dateline and sentence.start + dateline.end() < verb else 0
    source = reporting.OPENING_SOURCE.match(sentence.text, begin)
    if source and sentence.start + source.end() < verb:
        return source.end()  # "According to X, the army said": X only relays
    return begin


def _without_fillers(before: str) -> str:
    """Return the words before a verb without what stands between its subject and it."""
    bare = before.rstrip(" ,–—-")
    while True:
        shorter = _FILLER.sub("", bare).rstrip(" ,")
        if before[len(shorter) : len(shorter) + 1] == ",":
            if closed := _CLOSED.search(before[: len(shorter) + 1]):
                shorter = shorter[: closed.start()].rstrip(" ,")
            elif (beside := _APPOSITION.search(before[: len(shorter) + 1])) and _HEADS.search(before[: beside.start()]):
                shorter = shorter[: beside.start()]
        if shorter == bare:
            return bare
        bare = shorter


def _of_mentions(
    discourse: Discourse,
    mentions: list[Mention],
    start: int,
    verb: int,
    bare: str,
    body: re.Match[str] | None,
    participle: bool,
) -> Speaker | None:
    """Return the speaker among the actors named before a verb, unless another body stands nearer to it."""
    mention = _head(discourse, mentions, start, verb)
    if participle and len(mentions) > 1:
        mention = mentions[0]
    between = discourse.text[mention.end : verb]
    if not participle and reporting.VERB.search(between):
        return None
    if of_country := _body_of(discourse, start, mention):
        return of_country
    if body and body.end("noun") > mention.end - start and _is_other_body(bare, body, mention, start):
        return None
    if not participle and not _is_subject(between, body is not None):
        return None
    return of_mention(discourse, mention)


def _is_subject(between: str, by_body: bool) -> bool:
    """Return whether what stands between a name and the verb leaves the name its subject."""
    if len(between.split()) <= _WORDS_BEHIND_A_NAME:
        return True
    rest = _without_fillers(between)
    rest = _APPOSITION.sub("", rest + ",").strip(" ,")
    return by_body or len(rest.split()) <= _WORDS_BEHIND_A_NAME or bool(reporting.POSTMODIFIER.match(rest))


def _person_before(discourse: Discourse, start: int, bare: str) -> Speaker | None:
    """Return the person whose name, with its apposition, ends right before a verb of saying."""
    begin = 0
    while match := _NAME_AT_END.search(bare, begin):
        person = persons.known(discourse, match["name"], start + match.start("name"))
        if person and (match.end("name") == len(bare) or not reporting.VERB.search(bare, match.end("name"))):
            return _speaking(discourse, person, start + match.start("name"), start + match.end("name"))
        begin = match.end("name")
    return None


def _person_after(discourse: Discourse, end: int, rest: str) -> Speaker | None:
    """Return the person introduced or named right behind "according to" or ", said"."""
    for person in persons.of(discourse):
        if end <= person.start <= end + 12:
            return _speaking(discourse, person, person.start, person.end)
    match = _NAME_AT_START.match(rest)
    known = persons.known(discourse, match["name"], end + match.start("name")) if match else None
    if match is None or known is None:
        return None
    return _speaking(discourse, known, end + match.start("name"), end + match.end("name"))


def _speaking(discourse: Discourse, person: persons.Person, start: int, end: int) -> Speaker:
    actor_id = person.actor_id
    if actor_id is None and not person.has_role:
        actor_id = discourse.registry.unregistered(person.name)
    return Speaker(actor_id, person.name, discourse.text[start:end], start, end, is_person=True)


def _head(discourse: Discourse, mentions: list[Mention], start: int, verb: int) -> Mention:
    """Return the mention that heads the subject: the units in "volunteer units allied with Norland said"."""
    closed = discourse.text[:verb].rstrip().endswith(",")
    for number in range(len(mentions) - 1, 0, -1):
        before = discourse.text[start : mentions[number].start]
        between = discourse.text[mentions[number - 1].end : mentions[number].start]
        if reporting.MODIFYING.fullmatch(between):
            continue
        if closed and reporting.APPOSED.fullmatch(between):
            continue
        if (
            not reporting.BEHIND_A_HEAD.search(before)
            or re.search(r"[,;:.]", between)
            or reporting.VERB.search(between)
        ):
            return mentions[number]
    return mentions[0]


def _body_of(discourse: Discourse, start: int, mention: Mention) -> Speaker | None:
    """Return the body of a country that is named behind it: "police in Norland", "residents of Norland"."""
    registry, text = discourse.registry, discourse.text
    actor = registry.actor(mention.actor_id) if mention.actor_id else None
    body = reporting.BODY_OF.search(text[start : mention.start])
    if body is None or actor is None or actor.kind != "state" or mention.role != "name":
        return None
    actor_id = institutions.force(discourse, body["noun"].lower(), actor.country) if actor.country else None
    if actor_id is None and body["noun"].lower() in {"officials", "authorities", "government"}:
        actor_id = actor.id
    begin = start + body.start() + len(body[0]) - len(body[0].lstrip())
    return Speaker(
        actor_id, registry.name(actor_id) if actor_id else None, text[begin : mention.end], begin, mention.end
    )


def _is_inside_a_name(discourse: Discourse, mention: Mention) -> bool:
    """Return whether a country is only a part of another name: "Free Norland Rangers"."""
    registry, text = discourse.registry, discourse.text
    if mention.actor_id is None or registry.actor(mention.actor_id).kind != "state":
        return False
    if re.match(
        r" (?:[A-Z][\w’'-]+ ){0,3}(?:Society|Observer|Institute|Network|Association|Times|Post|Today"
        r"|Union|Front|Club|Centre|Center)\b",
        text[mention.end :],
    ):
        return True
    before = re.search(r"\b([A-Z][\w’'-]+) $", text[max(0, mention.start - 30) : mention.start])
    behind = re.match(r" [A-Z]\w+", text[mention.end :])
    return bool(before and behind and before[1] not in {"The", "In", "On", "For", "But", "And", "Of"})


def _is_other_body(bare: str, body: re.Match[str], mention: Mention, start: int) -> bool:
    """Return whether the subject is another body than the last mention: "in Russia, local residents said"."""
    mentioned = mention.end - start
    if re.match(r"['’\"”]*,\s+(?:an?|the|its|who)\b", bare[mentioned:]):
        return False  # an apposition: "Colonel X, a spokesman for the ministry, said"
    if body.start("phrase") > mentioned and not re.fullmatch(r"['’]?s?[\s-]*", bare[mentioned : body.start("phrase")]):
        return True
    return bool(re.search(r"\b(?:local|residents?|witness\w*|medics|doctors?)\b", body[0]))


def of_mention(discourse: Discourse, mention: Mention) -> Speaker:
    """Return the speaker that a named actor is, or that "the Norlandic army" makes of a demonym."""
    registry = discourse.registry
    actor_id, end = mention.actor_id, mention.end
    if actor_id is None:
        actor_id = institutions.settled(discourse, mention) or bodies.nearest(discourse, mention)
    if actor_id and (mention.role == "demonym" or registry.actor(actor_id).kind == "state"):
        institution = reporting.INSTITUTION.match(discourse.text, mention.end)
        if institution:
            end = institution.end("noun")
            noun = institution["noun"].lower()
            country = registry.actor(actor_id).country
            if country and noun == "ministry":
                actor_id = institutions.ministry(discourse, country) or actor_id
            elif country:
                noun = "government" if noun in reporting.HEADS_OF_GOVERNMENT else noun
                actor_id = institutions.force(discourse, noun, country) or actor_id
    text = discourse.text[mention.start : end]
    if actor_id is None:
        sentence = discourse.sentence_at(mention.start)
        actor_id = bodies.last_of_kind(discourse, sentence, mention.start, text.split()[-1].lower())
    return Speaker(actor_id, registry.name(actor_id) if actor_id else None, text, mention.start, end)


def _of_name(discourse: Discourse, start: int, end: int) -> Speaker:
    """Return somebody of whom nothing but a name is known."""
    text = discourse.text[start:end]
    name = re.sub(r"^(?:The|A)\s+", "", text)
    return Speaker(discourse.registry.unregistered(name), name, text, start, end)


def _open(discourse: Discourse, start: int, end: int) -> Speaker:
    text = discourse.text[start:end]
    if reporting.NAMED.search(text) and not reporting.BODY.search(text):
        return _of_name(discourse, start, end)
    return Speaker(None, None, text, start, end, is_open=True)


@lru_cache(maxsize=512)  # asked for every pronoun behind it
def named_in(discourse: Discourse, sentence: Sentence) -> tuple[Speaker, ...]:
    """Return who speaks in a sentence, in order of the verbs, with what is open left open."""
    found = (speaker_of(discourse, sentence, match) for match in reporting.VERB.finditer(sentence.text))
    return tuple(speaker for speaker in found if speaker)

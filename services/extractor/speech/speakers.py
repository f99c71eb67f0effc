"""Name who speaks at a verb of saying: its subject, in front of it or behind it, in the words of the sentence.

A registered actor and a person whom the article has introduced are known at once. A pronoun or a common noun ("the
ministry") stays open: `backreferences` tells what it means.
"""

from __future__ import annotations

import re
from functools import lru_cache

from services.extractor.discourse import Discourse, Sentence
from services.mentions import Mention

from . import identities, persons, reporting, subject_heads
from .identities import Speaker

_CLAUSE_REACH = 160
_NAMES = r"(?P<name>[A-ZÀ-Ž][\w’'-]*\.?(?:\s(?:[A-ZÀ-Ž][\w’'-]*\.?|al-\w+|el-\w+|bin|ibn|abu|de|van|von|ul|ud))*)"
_NAME_AT_END = re.compile(rf"{_NAMES}(?:\s\([^)]*\))?(?:,\s[^;:.“”\"]{{2,110}})?,?$")
_NAME_AT_START = re.compile(rf"\s+{_NAMES}")
_DATELINE = re.compile(
    r"[^.!?]{0,60}?\([A-Z][\w /.-]{1,20}\)\s*(?:\d{1,2} \w+ \d{4} )?[-–—:]+\s+"
    r"|[A-ZÀ-Ž][A-ZÀ-Ž'’ ,/.-]{2,40}(?:,\s[\w. ]{0,30})?\s?[-–—:]+\s+"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being|an)(?:\s(?:also|not|\w+ly))*\s+$", re.IGNORECASE)
_INVERTING = re.compile(
    r"(?:said|says|adds?|added|reads?|reports?|reported|announced|announces|confirmed|confirms|claimed|claims"
    r"|stated|states|wrote|writes|noted"
    r"|warned|explained|insisted|declared)$",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"\s+(?:that|in|on|at|it|there|he|she|they|this|these|those|no|not|to|by|of|for|when|while|as|more|less|least"
    r"|some|about|over|responsibility|credit|nearly|almost|around|roughly|dozens|hundreds|scores|what|how|if|whether"
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
        return identities.left_open(discourse, end + pronoun.start(1), end + pronoun.end(1))
    phrase = reporting.LEADING_BODY.match(words)
    mentions = [one for one in discourse.mentions_in(end, min(sentence.end, reach + 60)) if one.start <= reach]
    if phrase and (not mentions or end + phrase.end() <= mentions[0].start):
        behind = reporting.OF_WHOM.match(words, phrase.end())
        writing = phrase["noun"].lower() in reporting.WRITINGS or reporting.FOR_WHOM.search(phrase[0])
        if not (behind and mentions and mentions[0].start <= end + behind.end() + 4 and (writing or behind["for"])):
            begin = end + phrase.start("phrase")
            return identities.left_open(discourse, begin, end + (behind.end() if behind and writing else phrase.end()))
    if mentions and _begins_near(discourse, end, mentions[0]):
        return identities.of_mention(discourse, mentions[0])
    tokens = words.split()
    for length in range(1, min(8, len(tokens) + 1)):
        said = " ".join(tokens[:length]).removeprefix("the ")
        if reporting.BODY.search(said) or reporting.NAMED.search(said):
            further = " ".join(tokens[: length + 1]).removeprefix("the ")
            if further != said and (reporting.BODY.search(further) or reporting.NAMED.search(further)):
                continue
            begin = discourse.text.index(said.split()[0], end)
            return identities.left_open(discourse, begin, begin + len(said))
    return identities.of_mention(discourse, mentions[0]) if mentions else None


def _begins_near(discourse: Discourse, end: int, mention: Mention) -> bool:
    """Return whether a mention is what is named first: not a place behind "local council sources in"."""
    return len(discourse.text[end : mention.start].split()) <= _WORDS_BEFORE_A_NAME


def _named_before(discourse: Discourse, sentence: Sentence, verb: int) -> Speaker | None:
    start = max(sentence.start + _prelude(sentence, verb), verb - _CLAUSE_REACH)
    bare = subject_heads.without_fillers(discourse.text[start:verb])
    if pronoun := reporting.PRONOUN.search(bare + " "):
        return identities.left_open(discourse, start + pronoun.start(1), start + pronoun.end(1))
    if person := _person_before(discourse, start, bare):
        return person
    mentions = [
        one for one in discourse.mentions_in(start, verb) if subject_heads.may_speak(discourse, one, start, verb)
    ]
    body = reporting.SUBJECT_BODY.search(bare)
    participle = re.match(r"\w+ing\b", discourse.text[verb:])
    if mentions and (
        speaker := subject_heads.of_mentions(discourse, mentions, start, verb, bare, body, bool(participle))
    ):
        return speaker
    if participle and not body:
        opening = reporting.OPENING_BODY.match(sentence.text)  # "The ministry did not name them, saying only …"
        if opening and sentence.start + opening.end() <= verb:
            return identities.left_open(
                discourse, sentence.start + opening.start("phrase"), sentence.start + opening.end()
            )
    if body:
        nobody = re.search(
            r"\b(?:no|neither|nobody"
            r"|without)\s+(?:\w+\s+)?$",
            bare[: body.start("noun")],
            re.IGNORECASE,
        )
        return None if nobody else identities.left_open(discourse, start + body.start("phrase"), start + body.end())
    if named := reporting.NAMED.search(bare):
        return identities.of_name(discourse, start + named.start(), start + named.end())
    return None


def _prelude(sentence: Sentence, verb: int) -> int:
    """Return where a sentence begins behind its dateline, and behind "According to X," where a verb follows."""
    dateline = _DATELINE.match(sentence.text)
    begin = dateline.end() if dateline and sentence.start + dateline.end() < verb else 0
    source = reporting.OPENING_SOURCE.match(sentence.text, begin)
    if source and sentence.start + source.end() < verb:
        return source.end()  # "According to X, the army said": X only relays
    return begin


def _person_before(discourse: Discourse, start: int, bare: str) -> Speaker | None:
    """Return the person whose name, with its apposition, ends right before a verb of saying."""
    begin = 0
    while match := _NAME_AT_END.search(bare, begin):
        person = persons.known(discourse, match["name"], start + match.start("name"))
        if person and (match.end("name") == len(bare) or not reporting.VERB.search(bare, match.end("name"))):
            return identities.of_person(discourse, person, start + match.start("name"), start + match.end("name"))
        begin = match.end("name")
    return None


def _person_after(discourse: Discourse, end: int, rest: str) -> Speaker | None:
    """Return the person introduced or named right behind "according to" or ", said"."""
    for person in persons.of(discourse):
        if end <= person.start <= end + 12:
            return identities.of_person(discourse, person, person.start, person.end)
    match = _NAME_AT_START.match(rest)
    known = persons.known(discourse, match["name"], end + match.start("name")) if match else None
    if match is None or known is None:
        return None
    return identities.of_person(discourse, known, end + match.start("name"), end + match.end("name"))


@lru_cache(maxsize=512)  # asked for every pronoun behind it
def named_in(discourse: Discourse, sentence: Sentence) -> tuple[Speaker, ...]:
    """Return who speaks in a sentence, in order of the verbs, with what is open left open."""
    found = (speaker_of(discourse, sentence, match) for match in reporting.VERB.finditer(sentence.text))
    return tuple(speaker for speaker in found if speaker)

"""Find the places that a sentence names: known ones, and names that stand where a place stands ("a raid near Norstad").

Datelines, organisations, months, and the places where somebody spoke or is from are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from services.extractor.actors import gazetteer
from services.extractor.discourse import Discourse, Sentence

Size = Literal[1, 2, 3, 4]

_WORD = r"(?<![\w-])(?:(?:al|el|an|as|ash|ad|ar|at|az|ed|es|ul)-)?[A-ZÀ-Ž][\w’'‘`–-]*"
_PARTICLE = r"(?:(?:al|el|de|del|la|du|da|dos|e|ul)(?= [A-ZÀ-Ž])|of(?= [A-ZÀ-Ž]))"
_NAME = re.compile(rf"{_WORD}(?:(?<!['’]s) (?:{_WORD}|{_PARTICLE}))*")
_SMALL = (
    r"villages?|towns?|cit(?:y|ies)|settlements?|hamlets?|camps?|neighbou?rhoods?|suburbs?|quarters?|communit(?:y|ies)"
    r"|localit(?:y|ies)|barangays?|sitios?|crossing|checkpoints?|check ?posts?|bases?|airports?|airfield|ports?"
    r"|hospitals?|mosque|markets?|bridge|stations?|islands?|wards?|streets?|roads?|highway|junction|prison|square|hotel"
    r"|university|school|monastery|church|forests?|hills?|mountains?|valleys?|lake|river|roundabout"
)
_MIDDLE = (
    r"(?:general )?areas?|districts?|townships?|municipalit(?:y|ies)|tehsils?|cercles?|communes?|counties|county|front"
    r"|sectors?"
)
_LARGE = (
    r"provinces?|regions?|oblasts?|governorates?|states?|departments?|prefectures?|divisions?|republic|direction|axis"
    r"|territor(?:y|ies)|peninsula|strip|enclave"
)
_BY_SIZE = rf"(?:(?P<small>{_SMALL})|(?P<middle>{_MIDDLE})|(?P<large>{_LARGE}))"
_KINDS = rf"(?:{_SMALL}|{_MIDDLE}|{_LARGE})"
_SIDE = r"(?:(?:north|south|east|west)(?:ern|[- ]?(?:east|west)(?:ern)?)?|central|upper|lower|far)"
_MODIFIER = (
    rf"(?:{_SIDE}(?:most)?|occupied|besieged|restive|troubled|volatile|remote|neighbou?ring|nearby|coastal|border|hilly"
    rf"|rural|mountainous|disputed|contested|provincial|regional|capital|part|parts|outskirts|vicinity|suburbs|of|the|its|a|an"
    rf"|[a-z]+['’]s|so-called|largest|second|main|old|strategic|key|{_KINDS}|\w+-held|\w+-controlled)"
)
_STANDS_AS_PLACE = re.compile(
    rf"\b(?:[Ii]n|[Nn]ear|[Aa]t|outside|[Aa]round|[Ii]nside|[Aa]cross|into|throughout|along|between|within|towards?|off"
    rf"|over)"
    rf"\s+(?:{_MODIFIER}\s+){{0,6}}$|\b(?:{_SMALL}|{_MIDDLE}|{_LARGE}|{_SIDE}) of (?:the )?$"
)
_CHAINED = re.compile(
    rf"(?:\s+(?!\w+(?:ing|ed)\b)[a-z]+){{1,2}} in (?:{_MODIFIER} )*"
    rf"|(?:\s+{_KINDS}){{0,2}}(?:['’]s?)?(?:\s*[,(/]\s*(?!the\b)|\s+)(?:\b(?:in|near|and|former|{_MODIFIER})\b\s*)*"
)
_OWNS = re.compile(rf"(?:\s+{_KINDS}){{0,2}}['’]s\b|\s+capital\b")
_CONTAINS = re.compile(rf"\s+{_KINDS} of\b")
"""Behind the larger of two places: "Sud province's Norstad", "the Norlandic town of Norstad"."""
_KIND_BEHIND = re.compile(rf"\s*(?:refugee |general |sub-?)?{_BY_SIZE}\b", re.IGNORECASE)
_KIND_BEFORE = re.compile(rf"(?:^|[^A-ZÀ-Ž\w][\w-]*|\b[a-z-]+|\bthe [\w’'-]+) {_BY_SIZE} of (?:the )?$")
"""The kind that is its own, and not that of the place within it: "the city of Norstad", but "Norstad city of Sud"."""
_BESIDE_THE_POINT = re.compile(
    r"\b(?:based|headquartered|living|born|told\b[^,.;]{0,40}|said|speaking|statement|reporters|located|reported"
    r"|officials?|spokes\w+|ministry|embassy|ambassador|governor|mayor|director|k(?:ilo)?m(?:et(?:re|er)s?)?\)?|miles?\)?"
    r"|from|flew|flown|evacuated|taken|transferred|moved|rushed|airlifted|medical|treatment|hospital(?:ized|ised)?)\s+"
    rf"(?:{_SIDE}\s+)?(?:of|in|at|from|to|outside)?\s*(?:{_MODIFIER}\s+){{0,3}}$",
    re.IGNORECASE,
)
_NO_PLACE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|Telegram|Twitter|Facebook|X|English|Arabic|Russian|Hebrew|French|Spanish|The|A|An|In|On|At|He|She|They|It|We"
    r"|Operation|God|Islam|Ramadan|Allah|Parliament|Congress|Interior|Defen[cs]e|Foreign|Health|President|General|Col|Maj"
    r"|Lt|Gen|Mr|Mrs|UN|U\.N|AFP|Reuters|LoC|Line of Control|(?:Angl|Franc)ophone|Orthodox|Catholic|Protestant)\b\.?"
)
_KIND_WITHIN = re.compile(rf" {_BY_SIZE}$", re.IGNORECASE)
_ENDS_AS_BODY = re.compile(
    r"\b(?:Corps|Army|Party|Movement|Council|Committee|Ministry|Agency|Association|Cent(?:re|er)|Operation|Brigade"
    r"|Battalion|Group|Forces?|Police|Union|Organi[sz]ation|Radio|News|TV|Club|Observatory|Office|Company|Command"
    r"|Government|Media|Times|Post|Network|Institute|Court|Authority|Regiment|Division|Fund|Society|Crescent|Cross|War|Day"
    r"|Agreement)s?$|-[a-z]+$|^[A-Z]{2,5}$|-[A-Z]\w*(?:an|ese|ish)$"
    r"|^(?:Muslim|Islamic|Christian|Jewish|Sunni|Shia|Shiite|Kurdish|Arab|Internet)\b"
)
_OF_PEOPLE = re.compile(
    r"\s+(?:army|military|forces?|troops|soldiers|government|police|rebels|militants|fighters|officials?)\b"
)
_DATELINE = re.compile(
    r"\(?[A-ZÀ-Ž][A-ZÀ-Ž'’ ./-]{2,}(?:,? [^().]{0,40}?)?(?: ?\([^)]{2,40}\))?\s*(?:[-–—]{1,2}|:)\s"
    r"|[A-ZÀ-Ž][\w’' /-]{2,30}, [A-Z][a-z]{2,8}\.? \d{1,2}:|[A-ZÀ-Ž][\w’' /-]{2,30}: "
    r"|[A-Z][\w’' /]{2,30},? \([A-Z][\w ]+\) ?[-–—:]"
)
_ENTRY = re.compile(rf"({_NAME.pattern}(?:,? (?:and )?{_NAME.pattern})?)(?: \(?{_KINDS}\)?)?(?: ?[:–—]| -) ")
_NAMED_BY_KIND = re.compile(rf"\s(?:refugee camp|village|town|city|district|county|neighbou?rhood|{_LARGE})\b")
_SMALLEST = 4
_BETWEEN = ("between ", "off ", "towards ", "toward ", "over ")


@dataclass(frozen=True, slots=True)
class Site:
    """A place named at `start:end` of the article's text. `size`: 4 a village, 3 unknown or a district, 1 a country.

    `chain` is shared by the places that are told together: "in Norstad, Sud province".
    """

    start: int
    end: int
    text: str
    size: Size
    chain: int
    aside: bool = False


def of(discourse: Discourse, sentence: Sentence) -> list[Site]:
    """Return the places that a sentence names, in order; an `aside` one is where somebody spoke, or is from."""
    found: list[Site] = []
    body = _begins(discourse, sentence)
    known = {place.start: place.end for place in gazetteer.places(sentence.text)}
    for start, end, is_known in _names(sentence.text, body, known):
        if _NO_PLACE.fullmatch(sentence.text, start, end) or (
            not is_known and _ENDS_AS_BODY.search(sentence.text[start:end])
        ):
            continue
        before, last = sentence.text[:start], found[-1] if found else None
        stands = bool(_STANDS_AS_PLACE.search(before))
        if _is_body(discourse, sentence, start, end) and not (is_known and stands):
            continue
        size = _size(discourse, sentence, start, end)
        chained = last is not None and bool(_CHAINED.fullmatch(sentence.text, last.end - sentence.start, start))
        entry = start == body and (is_known or sentence.passage > 1) and bool(_ENTRY.match(sentence.text, body))
        on_road = size == _SMALLEST and before.endswith((" on ", " on the "))
        stands = stands and not (size == 1 and before.endswith(_BETWEEN))
        known_alone = is_known and not _OF_PEOPLE.match(sentence.text, end)
        if stands or on_road or chained or entry or known_alone or _NAMED_BY_KIND.match(sentence.text, end):
            chain = last.chain if last and chained else len(found)
            aside = last.aside if last and chained else bool(_BESIDE_THE_POINT.search(before))
            at = sentence.start + start, sentence.start + end
            found.append(Site(*at, sentence.text[start:end], size, chain, aside))
    return found


def _names(text: str, body: int, known: dict[int, int]) -> Iterator[tuple[int, int, bool]]:
    """Yield the capitalised names of a sentence, split where a part of one is a known place."""
    for run in _NAME.finditer(text, body):
        start, end = run.start(), run.end()
        inside = [(first, last) for first, last in known.items() if start <= first < end]
        if not inside:
            yield start, _without_possessive(text, start, end), False
        for first, last in inside:
            yield first, _without_possessive(text, first, last), True


def _without_possessive(text: str, start: int, end: int) -> int:
    return end - 2 if re.search(r"['’]s$", text[start:end]) else end


def _begins(discourse: Discourse, sentence: Sentence) -> int:
    """Return where a sentence begins behind its dateline, if it has one."""
    passage = discourse.passage_of(sentence)
    if passage.section == "title" or sentence.start != passage.start or sentence.passage > 1:
        return 0
    dateline = _DATELINE.match(sentence.text)
    return dateline.end() if dateline else 0


def _is_body(discourse: Discourse, sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a name is that of an organisation or a people, and not of a country."""
    start, end = sentence.start + start, sentence.start + end
    for mention in discourse.mentions_in(max(0, start - 60), end + 60):
        if mention.start < end and start < mention.end:
            if mention.role != "name" or not mention.actor_id:
                return True
            return discourse.registry.actor(mention.actor_id).kind != "state"
    return False


def _size(discourse: Discourse, sentence: Sentence, start: int, end: int) -> Size:
    if discourse.mentions_in(sentence.start + start, sentence.start + end):
        return 1
    if _OWNS.match(sentence.text, end) or (
        sentence.text[:start].endswith("the ") and _CONTAINS.match(sentence.text, end)
    ):
        return 2
    behind = (
        _KIND_WITHIN.search(sentence.text[start:end])
        or _KIND_BEHIND.match(sentence.text, end)
        or _KIND_BEFORE.search(sentence.text[:start])
    )
    if behind:
        return 4 if behind["small"] else 3 if behind["middle"] else 2
    return 3

"""The people whom an article introduces with the body that they speak for, to know them again by their surname.

"Captain Ada Osk, a spokeswoman for the army" is read once; "Osk said" and "Captain Osk added" are then the army. Who is
introduced without a body is known by name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from services.extractor.actors import institutions, scene
from services.extractor.discourse import Discourse
from services.mentions import Mention

_RANK = (
    r"(?:Captain|Capt|Major|Maj|Colonel|Col|Lieutenant|Lieut|Lt|General|Gen|Brigadier|Brig|Sergeant|Sgt|Corporal"
    r"|Admiral|Commodore|Marshal|Air Vice Marshal|Rear|Vice|Group Captain"
    r"|(?:Maj|Lt|Lieut|Lieutenant|Major|Brig|Brigadier|Vice|Rear|Colonel|Col)-(?:Gen|General|Col|Colonel|Admiral|Cdr)"
    r"|Wing Commander|Squadron Leader)"
)
_TITLE = (
    rf"(?:{_RANK}|Mr|Mrs|Ms|Dr|Sir|Prof|Professor|Engineer|Eng|Hon|Honourable|Alhaji|Malam|Mallam|Sheikh|Shaikh"
    r"|Maulvi|Mawlawi|Mullah|Haji|Hajji|Inspector|Superintendent|Commissioner|Constable|Chief|Spokesman|Spokeswoman"
    r"|Spokesperson|Commander|Governor|Mayor|President|Premier|Prime|Minister|Secretary|Director|Ambassador|Senator"
    r"|Deputy|Police|Army|Navy|Military|Defence|Defense|Interior|Health|Foreign|Information|Acting|Former"
    r"|Director-General"
    r"|Representative|Congressman|Imam|Bishop|Father|Archbishop|Pastor|Reverend|Rev)"
)
_PART = r"(?:[A-ZÀ-Ž][\w’'-]*|al-[A-Z]\w+|el-[A-Z]\w+|bin|ibn|abu|de|van|von|der|da|dos|ul|ud|ur)"
_RUN = re.compile(rf"(?<![\w’'-])[A-ZÀ-Ž][\w’'-]*\.?(?:\s{_PART}\.?)*")
_LEADING_TITLE = re.compile(rf"(?:As|But|And|When|While|Although|However|The|{_TITLE})\.?\s+")
_ROLE = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|ministers?|chief|commanders?|head|governor|mayor|director|president"
    r"|officials?|officer|ambassador|leader|deputy|secretary|chair(?:man|woman|person)?|coordinator|representative"
    r"|inspector|superintendent|administrator|commissioner|prosecutor|envoy|senator|lawmaker|resident|witness"
    r"|doctor|surgeon|nurse|activist|elder|chieftain|councillor|councilman|analyst|professor|researcher|adviser"
    r"|advisor|member|soldier|medic|paramedic|volunteer|guard|survivor|shopkeeper|driver|student|trader|monitor"
    r"|spokespersons?|prefect|sheriff|chairperson|vice-president|adjutant|aide|editor|reporter|author|columnist"
    r"|villager|farmer|teacher|imam|pastor|priest|bishop|lawyer|journalist|worker|manager"
    r"|general|colonel|major|captain|lieutenant)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:[\w’'&/()-]+[ ,]{1,2}){1,10}$")
_BEHIND = re.compile(
    r",\s(?P<role>[^.;:“”\"]{3,110}?)(?:,|(?=\s(?:has\s|had\s|have\s)?(?:said|told|says|tells|added|adds|confirm(?:s|ed)"
    r"|announc(?:es|ed)|report(?:s|ed)|stat(?:es|ed)|claim(?:s|ed)|disclosed|explained|declared|not(?:es|ed)|wrote)\b)"
    r"|[.;:]|$)"
)
_BREAK = re.compile(r"\b(?:said|says|told|that|when|while|after|was|were|killed|by|and|but|to|with)\b\s*")
_POLICE = re.compile(r"\bpolice|\bsuperintendent|\bconstable|\bsheriff", re.IGNORECASE)
_ARMY = re.compile(
    r"\b(?:army|military|armed forces|troops?|brigade|battalion|division|regiment|navy|air force|infantry|garrison"
    r"|corps|defen[cs]e forces?)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?P<of>defen[cs]e|interior|health|foreign)\s+minist(?:ry|er)\b"
    r"|\bminist(?:ry|er) (?:of|for) (?:national |public |the )?(?P<held>defen[cs]e|interior|health|foreign)\b",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(
    r"\b(?:government|governor|mayor|provincial|district|county|municipal\w*|president|minister|state|region\w*|parliament\w*)\b",
    re.IGNORECASE,
)
_REBEL = re.compile(r"\b(?:rebels?|guerrillas?|insurgents?|militants?|militia|movement|group)\b", re.IGNORECASE)
_NOBODY = re.compile(
    r"\b(?:hospital|residents?|witness\w*|doctors?|surgeon|nurse|activist|elder|analyst|professor|researcher|villager"
    r"|farmer|teacher|imam|pastor|priest|bishop|lawyer|journalist|opposition|human rights|university|farmer"
    r"|analysts)\b",
    re.IGNORECASE,
)
_INSTITUTION_OF = re.compile(
    r"^(?:['’]s)?\s+(?:[\w-]+\s+){0,2}?(?P<noun>(?:defen[cs]e|interior|health|foreign|information)\s+minist(?:ry|er)"
    r"|government|president|prime minister|state media)\b",
    re.IGNORECASE,
)
_OF_A_BODY = re.compile(r"\s(?:of|from|with) (?:the )?(?:[A-Z][\w’'-]*\s?(?:of\s|for\s|the\s)*){1,6}")
_NEXT_NAME = re.compile(rf",?\s+(?:{_TITLE}\.?\s+)+[A-Z]|,\s[A-Z]\w+\s[A-Z]\w+,?\s(?:said|told|announced|reported)")
_UP_TO_THE_NAME = re.compile(r"[\s,]*(?:\w+[\s,]+)?|['’]?\s(?:of|for|in|at|from|with|to)\s[^,]{2,70},\s")
"""What stands between a role and the name: "spokesman Osk", "the governor of Brask province, Ada Osk"."""
_SHORTEST = 3
_LONG_NAME = 60


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody introduced at `start:end`, with title and role. `actor_id`: the body spoken for, where it is known."""

    name: str
    actor_id: str | None
    start: int
    end: int
    role: str

    @property
    def has_role(self) -> bool:
        return bool(self.role)

    @property
    def parts(self) -> frozenset[str]:
        """The words of the name by which a text may come back to it."""
        words = re.split(r"\s+", self.name)
        bare = (re.sub(r"^(?:al|el|ul|ad|as|ash|an|ar|at|az)-", "", word, flags=re.IGNORECASE) for word in words)
        return frozenset(part for part in (*words, *bare) if len(part) >= _SHORTEST and part[0].isupper())


@lru_cache(maxsize=64)  # asked for every verb of saying in an article
def of(discourse: Discourse) -> tuple[Person, ...]:
    """Return the people introduced in an article, in order of the text."""
    return tuple(_introduced(discourse))


def known(discourse: Discourse, name: str, position: int) -> Person | None:
    """Return who "Osk", "Captain Osk" or "Norlandic Captain Ada Osk" at `position` is: the last one so introduced."""
    words = _without_titles(name)[1].split()
    near = [person for person in of(discourse) if person.start <= position + len(name)] or list(of(discourse))
    while words and near:
        found = [person for person in near if person.parts.issuperset(words)]
        if found:
            return ([person for person in found if person.actor_id or person.has_role] or found)[-1]
        words = _without_titles(" ".join(words[1:]))[1].split()
    return None


def _introduced(discourse: Discourse) -> Iterator[Person]:
    text = discourse.text
    for passage in discourse.article.passages:
        for run in _RUN.finditer(text, passage.start, passage.end):
            opened = _behind_country(discourse, run.start(), run.end())
            titles, name = _without_titles(text[opened : run.end()])
            start = opened + text[opened : run.end()].rindex(name) if name else opened
            words = name.split()
            if not 1 < len(words) < 7 and not (titles and words):
                continue
            if _is_taken(discourse, start, run.end()):
                continue
            before = text[run.start() : opened] or _role_before(text, max(passage.start, run.start() - 90), run.start())
            behind = _BEHIND.match(text, run.end(), passage.end)
            role_behind = behind.end("role") if behind and _ROLE.search(behind["role"]) else None
            of_body = _OF_A_BODY.match(text, run.end(), passage.end)
            if role_behind is None and of_body and titles and discourse.mentions_in(run.end(), of_body.end()):
                role_behind = of_body.end()
            begin = opened - len(before)
            end = role_behind or run.end()
            if role_behind and _NEXT_NAME.match(text, role_behind):
                role_behind, end = None, run.end()  # ", army spokesman, Colonel Osk": the role of the one who follows
            if not (titles or before or role_behind):
                continue
            roles = " ".join((before, titles, text[run.end() : end]))
            yield Person(name, _affiliation(discourse, begin, end, start, roles, titles), begin, end, roles.strip())


def _behind_country(discourse: Discourse, start: int, end: int) -> int:
    """Return where a name begins behind a country: "Norland's Interior Minister Ada Osk"."""
    for mention in discourse.mentions_in(start, end):
        actor = discourse.registry.actor(mention.actor_id or mention.candidates[0])
        if mention.start == start and (mention.role == "demonym" or actor.kind == "state"):
            behind = re.match(r"(?:['’]s)?\s+", discourse.text[mention.end : end])
            return mention.end + behind.end() if behind else start
    return start


def _without_titles(run: str) -> tuple[str, str]:
    """Return the titles that a run of capitalised words begins with, and the name behind them."""
    rest = run
    while match := _LEADING_TITLE.match(rest):
        rest = rest[match.end() :]
    return run[: len(run) - len(rest)], rest.strip(" .")


def _is_taken(discourse: Discourse, start: int, end: int) -> bool:
    """Return whether the words are the name of an actor: "Islamic State", "Red Crescent"."""
    around = discourse.mentions_in(max(0, start - _LONG_NAME), end + _LONG_NAME)
    return any(one.role == "name" and one.start < end and start < one.end for one in around)


def _role_before(text: str, start: int, end: int) -> str:
    """Return "army spokesman" before the name, with the words that say of what."""
    window = _BEFORE.search(text[start:end])
    if window is None:
        return ""
    phrase = window[0]
    breaks = list(_BREAK.finditer(phrase))
    if breaks:
        phrase = phrase[breaks[-1].end() :]
    apart = phrase.rstrip(" ,").rfind(", ") + 2
    if apart > 1 and _ROLE.search(phrase, apart):
        phrase = phrase[apart:]  # "in the Front's attack, army spokesman Osk": nothing of the Front
    last = list(_ROLE.finditer(phrase))
    if not last or not _UP_TO_THE_NAME.fullmatch(phrase[last[-1].end() :]):
        return ""
    return phrase


def _affiliation(discourse: Discourse, start: int, end: int, name: int, roles: str, titles: str) -> str | None:
    """Return the body that somebody introduced with `roles` at `start:end` speaks for."""
    mentions = [one for one in discourse.mentions_in(start, end) if one.role != "spokesperson"]
    spoken = [one for one in discourse.mentions_in(start, end) if one.role == "spokesperson" and one.actor_id]
    if spoken:
        return spoken[0].actor_id
    for mention in mentions:
        if found := _body_named(discourse, mention, end, name):
            return found
    if mentions and any(one.actor_id for one in mentions):
        return None
    sentence = discourse.sentence_at(start)
    country = scene.of(discourse).country_at(sentence, start)
    if _NOBODY.search(roles):
        return None
    if country is None:
        return None
    if office := _OFFICE.search(roles):
        portfolio = (office["of"] or office["held"]).lower()
        return institutions.portfolio(discourse, portfolio, country)
    if _POLICE.search(roles):
        return discourse.registry.police(country, discourse.published_on)
    if _REBEL.search(roles):
        return None
    if _ARMY.search(roles) or re.search(rf"\b{_RANK}\b", titles):
        return institutions.force(discourse, "military", country)
    if _GOVERNMENT.search(roles):
        return institutions.named(discourse, "government", country)
    return None


def _body_named(discourse: Discourse, mention: Mention, end: int, name: int) -> str | None:
    """Return the body that a named actor in the introduction is: "Norlandic army spokesman" is of the army."""
    registry, text = discourse.registry, discourse.text
    actor_id = mention.actor_id or institutions.settled(discourse, mention)
    if actor_id is None:
        return None
    actor = registry.actor(actor_id)
    if actor.kind == "outlet":
        return None
    if actor.kind != "state" and mention.role == "name":
        return actor_id
    country = actor.country
    if country is None:
        return actor_id
    behind = text[mention.end : name if mention.end < name else end]
    if institution := _INSTITUTION_OF.match(behind):
        noun = re.sub(r"minister$", "ministry", institution["noun"].lower())
        noun = "government" if noun in {"president", "prime ministry"} else noun
        return institutions.named(discourse, noun, country)
    if _POLICE.search(behind):
        return registry.police(country, discourse.published_on)
    if _ARMY.search(behind):
        return institutions.force(discourse, "military", country)
    if _GOVERNMENT.search(behind):
        return institutions.named(discourse, "government", country)
    return None

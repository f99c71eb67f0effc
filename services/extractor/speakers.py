"""Resolve who speaks: from a verb of saying to its subject, and from the subject to an actor.

A pronoun is the last speaker; "the ministry" is the last ministry named; a name that nobody registered keeps a stable
id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.mentions import Mention

from . import institutions, persons, reporting
from .discourse import Discourse, Sentence

_CLAUSE_REACH = 140
_NAMES = r"(?P<name>[A-ZÀ-Ž][\w’'-]*\.?(?:\s(?:[A-ZÀ-Ž][\w’'-]*\.?|al-\w+|el-\w+|bin|ibn|abu|de|van|von|ul|ud))*)"
_NAME_AT_END = re.compile(rf"{_NAMES}(?:\s\([^)]*\))?(?:,\s[^;:.“”\"]{{2,110}})?,?$")
_NAME_AT_START = re.compile(rf"\s+{_NAMES}")
_REACH_OF_THE_BODY = 14
"""So many sentences back "the ministry" may have been named in full."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as resolved; `start:end` are offsets into the article's text."""

    actor_id: str | None
    name: str | None
    text: str
    start: int
    end: int
    is_person: bool = False


def speaker_of(
    discourse: Discourse, sentence: Sentence, match: re.Match[str], *, pronouns: bool = True
) -> Speaker | None:
    start, end = sentence.start + match.start(), sentence.start + match.end()
    if match["according"] or match["by"]:
        return named_after(discourse, sentence, end, pronouns=pronouns)
    if joined := reporting.JOINED.search(discourse.text, sentence.start, start):
        return _of_joined_verb(discourse, sentence, joined.start(), pronouns=pronouns) or _named_before(
            discourse, sentence, start, pronouns=pronouns
        )
    before = _named_before(discourse, sentence, start, pronouns=pronouns)
    return before or _inverted(discourse, sentence, start, end, pronouns=pronouns)


def _of_joined_verb(discourse: Discourse, sentence: Sentence, end: int, *, pronouns: bool) -> Speaker | None:
    """Return the speaker of the verb of saying that "and said" is joined to: the last one in the same clause."""
    verbs = [
        match
        for match in reporting.VERB.finditer(sentence.text)
        if sentence.start + match.end() <= end
        and not re.search(r"[;:“”\"]", discourse.text[sentence.start + match.end() : end])
    ]
    return speaker_of(discourse, sentence, verbs[-1], pronouns=pronouns) if verbs else None


def named_after(discourse: Discourse, sentence: Sentence, end: int, *, pronouns: bool = True) -> Speaker | None:
    """Return the speaker named right behind `end`, as after "according to" and "claimed by"."""
    rest = discourse.text[end : sentence.end]
    if person := _person_after(discourse, end, rest):
        return person
    clause = re.match(r"[^,.;:”\"]{0,120}", rest)
    reach = end + (clause.end() if clause else 0)
    for mention in discourse.mentions_in(end, min(sentence.end, reach + 60)):
        if mention.start <= reach:
            return of_mention(discourse, mention)
    if pronoun := re.match(r"\s+(him|her|them|it)\b", rest):
        if not pronouns:
            return None
        return _previous(discourse, sentence, end + pronoun.start(1), pronoun[1])
    words = rest[: reach - end].strip()
    for length in range(1, 8):
        phrase = " ".join(words.split()[:length])
        if reporting.BODY.search(phrase) or reporting.NAMED.search(phrase):
            further = " ".join(words.split()[: length + 1])
            if further != phrase and (reporting.BODY.search(further) or reporting.NAMED.search(further)):
                continue
            return _of_phrase(
                discourse, sentence, phrase, discourse.text.index(phrase.split()[0], end), pronouns=pronouns
            )
    return None


def _named_before(discourse: Discourse, sentence: Sentence, verb: int, *, pronouns: bool) -> Speaker | None:
    start = max(sentence.start, verb - _CLAUSE_REACH)
    source = reporting.OPENING_SOURCE.match(sentence.text)
    if source and sentence.start + source.end() < verb:
        start = max(start, sentence.start + source.end())  # "According to X, the army said": X only relays
    before = discourse.text[start:verb]
    trimmed = before.rstrip(" ,")
    bare = re.sub(
        r"(?:\s|^)(?:has|have|had|also|later|then|further|reportedly|previously|earlier|initially|officially|falsely"
        r"|firmly|publicly|repeatedly|strongly)$",
        "",
        trimmed,
    ).rstrip(" ,")
    if pronoun := reporting.PRONOUN.search(bare + " "):
        return _previous(discourse, sentence, start + pronoun.start(1), pronoun[1]) if pronouns else None
    if person := _person_before(discourse, start, bare):
        return person
    nearest = list(discourse.mentions_in(start, verb))
    if nearest:
        mention = _head(discourse, nearest, start)
        between = discourse.text[mention.end : verb]
        participle = re.match(r"\w+ing\b", discourse.text[verb:])
        if participle and len(nearest) > 1:
            mention = nearest[0]
        clear = participle or not reporting.VERB.search(between)
        if clear and (of_country := _body_of(discourse, start, mention)):
            return of_country
        clear = clear and not _is_inside_a_name(discourse, mention)
        if clear and not _ends_with_other_body(bare, mention.end - start):
            return of_mention(discourse, mention)
    body = reporting.BODY.search(bare)
    named = reporting.NAMED.search(bare)
    if re.match(r"\w+ing\b", discourse.text[verb:]) and not body:
        opening = reporting.OPENING_BODY.match(sentence.text)  # "The ministry did not name them, saying only …"
        if opening and sentence.start + opening.end() <= verb:
            return _of_phrase(discourse, sentence, opening[0], sentence.start, pronouns=pronouns)
    if body:
        phrase = bare[body.start() :]
        return _of_phrase(discourse, sentence, phrase, start + body.start(), pronouns=pronouns)
    if named:
        return _of_phrase(discourse, sentence, named[0], start + named.start(), pronouns=pronouns)
    return (
        of_mention(discourse, nearest[-1])
        if nearest and not reporting.VERB.search(discourse.text[nearest[-1].end : verb])
        else None
    )


def _person_before(discourse: Discourse, start: int, bare: str) -> Speaker | None:
    """Return the person whose name, with its apposition, ends right before a verb of saying."""
    match = _NAME_AT_END.search(bare)
    if match is None:
        return None
    person = persons.known(discourse, match["name"], start + match.start("name"))
    if person is None:
        return None
    return _speaking(discourse, person, start + match.start("name"), start + match.end("name"))


def _person_after(discourse: Discourse, end: int, rest: str) -> Speaker | None:
    """Return the person introduced or named right behind "according to" or ", said"."""
    for person in persons.of(discourse):
        if end <= person.start <= end + 12:
            return _speaking(discourse, person, person.start, person.end)
    match = _NAME_AT_START.match(rest)
    person = persons.known(discourse, match["name"], end + match.start("name")) if match else None
    if match is None or person is None:
        return None
    return _speaking(discourse, person, end + match.start("name"), end + match.end("name"))


def _speaking(discourse: Discourse, person: persons.Person, start: int, end: int) -> Speaker:
    actor_id = person.actor_id
    if actor_id is None and not person.has_role:
        actor_id = discourse.registry.unregistered(person.name)
    return Speaker(actor_id, person.name, discourse.text[start:end], start, end, is_person=True)


def _inverted(discourse: Discourse, sentence: Sentence, start: int, end: int, *, pronouns: bool) -> Speaker | None:
    """Return the speaker of ", said Governor X": behind the verb, which follows a comma or a closing quotation mark."""
    before = discourse.text[sentence.start : start].rstrip()
    if before.endswith((",", "”", '"', "’", "–", "—")):
        return named_after(discourse, sentence, end, pronouns=pronouns)
    return None


def _head(discourse: Discourse, mentions: list[Mention], start: int) -> Mention:
    """Return the mention that heads the subject: the units in "volunteer units allied with Norland said"."""
    for number in range(len(mentions) - 1, 0, -1):
        before = discourse.text[start : mentions[number].start]
        between = discourse.text[mentions[number - 1].end : mentions[number].start]
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
    before = re.search(r"\b([A-Z][\w’'-]+) $", text[: mention.start])
    behind = re.match(r" [A-Z]\w+", text[mention.end :])
    return bool(before and behind and before[1] not in {"The", "In", "On", "For", "But", "And", "Of"})


def _ends_with_other_body(bare: str, mentioned: int) -> bool:
    """Return whether the subject is another body than the last mention: "in Russia, local residents said"."""
    body = reporting.BODY.search(bare)
    if body is None or body.end("noun") <= mentioned:
        return False
    if re.match(r"['’\"”]*,\s+(?:an?|the|its|who)\b", bare[mentioned:]):
        return False  # an apposition: "Colonel X, a spokesman for the ministry, said"
    return "," in bare[mentioned : body.start("noun")] or bool(
        re.search(r"\b(?:local|residents?|witness\w*|medics|doctors?|media)\b", body[0])
    )


def of_mention(discourse: Discourse, mention: Mention) -> Speaker:
    """Return the speaker that a named actor is, or that "the Norlandic army" makes of a demonym."""
    registry = discourse.registry
    actor_id, end = mention.actor_id, mention.end
    if actor_id is None:
        actor_id = institutions.settled(discourse, mention)
    if actor_id and (mention.role == "demonym" or registry.actor(actor_id).kind == "state"):
        institution = reporting.INSTITUTION.match(discourse.text, mention.end)
        if institution:
            end = institution.end("noun")
            noun = institution["noun"].lower()
            country = registry.actor(actor_id).country
            if country and noun == "ministry":
                actor_id = institutions.ministry(discourse, country) or actor_id
            elif country:
                actor_id = institutions.force(discourse, noun, country) or actor_id
    text = discourse.text[mention.start : end]
    if actor_id is None:
        sentence = discourse.sentence_at(mention.start)
        actor_id = _previous_of_kind(discourse, sentence, mention.start, text.split()[-1].lower())
    return Speaker(actor_id, registry.name(actor_id) if actor_id else None, text, mention.start, end)


def _of_phrase(discourse: Discourse, sentence: Sentence, phrase: str, start: int, *, pronouns: bool) -> Speaker:
    end = start + len(phrase)
    body = reporting.BODY.search(phrase)
    if body is None:
        name = re.sub(r"^(?:The|A)\s+", "", phrase)
        return Speaker(discourse.registry.unregistered(name), name, phrase, start, end)
    definite = re.match(r"(?:the|its|their)\b", phrase, re.IGNORECASE)
    if pronouns and definite and body["noun"].lower() in reporting.WRITINGS:
        return _author(discourse, sentence, phrase, start)
    if definite and (known := _previous_of_kind(discourse, sentence, start, body["noun"].lower())):
        return Speaker(known, discourse.registry.name(known), phrase, start, end)
    if re.fullmatch(rf"(?:the\s+|local\s+)?{body['noun']}", phrase, re.IGNORECASE) and (
        force := institutions.of_the_scene(discourse, sentence, body["noun"].lower(), start)
    ):
        return Speaker(force, discourse.registry.name(force) if force else None, phrase, start, end)
    if re.match(r"(?:the\s+)?[A-Z]", phrase) and not re.match(
        r"(?:The|An?|Its|One|Two|Some)\s+[a-z]|[A-Z][a-z]+\s+(?:officials|authorities|residents|media|sources|witnesses|doctors|medics|police|activists|leaders|elders"
        r"|villagers|officers|commanders)",
        phrase,
    ):
        name = re.sub(r"^(?:the|The|A)\s+", "", phrase)
        if len(name.split()) > 1:
            return Speaker(discourse.registry.unregistered(name), name, phrase, start, end)
    return Speaker(None, None, phrase, start, end)


def _author(discourse: Discourse, sentence: Sentence, phrase: str, start: int) -> Speaker:
    """Return who wrote "the bulletin": who spoke last before, else who is named in the headline."""
    author = _previous(discourse, sentence, start, phrase)
    if author is None:
        title = next((passage for passage in discourse.article.passages if passage.section == "title"), None)
        named = discourse.mentions_in(title.start, title.end) if title else ()
        author = of_mention(discourse, named[0]) if named else None
    actor_id, name = (author.actor_id, author.name) if author else (None, None)
    return Speaker(actor_id, name, phrase, start, start + len(phrase))


def _previous_of_kind(discourse: Discourse, sentence: Sentence, position: int, noun: str) -> str | None:
    """Return the actor that "the group" or "the militias" points back at: the last named of that kind."""
    kinds = reporting.KINDS_OF_BODY.get(noun, ())
    registry = discourse.registry
    for other in (sentence, *discourse.before(sentence, _REACH_OF_THE_BODY)):
        found = [
            mention.actor_id
            for mention in discourse.mentions_in(other.start, min(other.end, position))
            if mention.actor_id and registry.actor(mention.actor_id).kind in kinds
        ]
        if found and noun.endswith("s") and len(set(found)) > 1:
            shared = [set(registry.parents(actor_id)) | {actor_id} for actor_id in found]
            common = set.intersection(*shared)
            return max(common, key=lambda actor_id: len(registry.parents(actor_id)), default=None)
        if found:
            return found[-1]
    return None


def _previous(discourse: Discourse, sentence: Sentence, position: int, pronoun: str) -> Speaker | None:
    """Return the speaker that a pronoun points back at: the last one who spoke, in this sentence or the four before."""
    for other in (sentence, *discourse.before(sentence, 4)):
        upto = min(other.end, position)
        spoken = [
            speaker
            for match in reporting.VERB.finditer(other.text)
            if other.start + match.start() < upto
            and (speaker := speaker_of(discourse, other, match, pronouns=False))
            and speaker.end <= upto
        ]
        if spoken:
            last = spoken[-1]
            end = position + len(pronoun)
            return Speaker(last.actor_id, last.name, discourse.text[position:end], position, end)
    return None

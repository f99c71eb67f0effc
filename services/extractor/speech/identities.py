"""Tell who a speaker is, by the words that name one: a registered actor, a person of the article, or a bare name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.extractor.actors import institutions
from services.extractor.discourse import Discourse
from services.mentions import Mention

from . import bodies, persons, reporting


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


def of_person(discourse: Discourse, person: persons.Person, start: int, end: int) -> Speaker:
    """Return somebody whom the article has introduced, as named at `start:end`."""
    actor_id = person.actor_id
    if actor_id is None and not person.has_role:
        actor_id = discourse.registry.unregistered(person.name)
    return Speaker(actor_id, person.name, discourse.text[start:end], start, end, is_person=True)


def of_name(discourse: Discourse, start: int, end: int) -> Speaker:
    """Return somebody of whom nothing but a name is known."""
    text = discourse.text[start:end]
    name = re.sub(r"^(?:The|A)\s+", "", text)
    return Speaker(discourse.registry.unregistered(name), name, text, start, end)


def left_open(discourse: Discourse, start: int, end: int) -> Speaker:
    """Return the speaker in the words at `start:end`, open unless they are a name."""
    text = discourse.text[start:end]
    if reporting.NAMED.search(text) and not reporting.BODY.search(text):
        return of_name(discourse, start, end)
    return Speaker(None, None, text, start, end, is_open=True)

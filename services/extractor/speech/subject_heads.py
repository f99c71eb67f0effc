"""Tell which of the actors named in front of a verb of saying is its subject.

Between a subject and its verb stand adverbs, relative clauses and appositions; in front of it, places, foes and the
names of others that only describe it.
"""

from __future__ import annotations

import re

from services.extractor.actors import institutions
from services.extractor.discourse import Discourse
from services.mentions import Mention

from . import identities, reporting
from .identities import Speaker

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
    r",\s(?:who|which|whose|where|speaking|requesting|citing|quoting|via|through|asked|in|on|at|by|with|for|after"
    r"|during|while|when|until|himself|herself|themselves|also|then|now|once|formerly|known|based|responding"
    r"|referring|commenting|addressing|writing|using|aged|whom|from|one of|as)\s[^,“”\"]{3,120},?$"
)
"""A relative clause between the subject and its verb: "A doctor, who was told not to speak, said"."""
_APPOSITION = re.compile(r",\s(?:an?|the|its|their)\s[^,;:.“”\"]{2,90},$")
_HEADS = re.compile(r"(?:^|[.,;:]\s)(?:the|a|an|its|their)\s(?:[\w-]+\s){0,3}[\w-]+$", re.IGNORECASE)
"""A common noun phrase alone, which an apposition may explain: "The resident, a farmer, said"."""
_ALLIED = re.compile(r"[\s-](?:affiliates?|offshoot|linked|aligned|affiliated|backed|inspired|allied)\b")
"""What makes a name describe another: "the Norlandic-backed rebels", "the Front's affiliate"."""
_PLACED = re.compile(
    r"\b(?:in|near|across|into|inside|against|by|with|between|at|outside|over"
    r"|to)\s+(?:the\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_WORDS_BEHIND_A_NAME = 3


def may_speak(discourse: Discourse, mention: Mention, start: int, verb: int) -> bool:
    """Return whether a name before a verb may be its subject: no place, no foe, no part of another name."""
    if _is_inside_a_name(discourse, mention) or _ALLIED.match(discourse.text, mention.end):
        return False
    placed = _PLACED.search(discourse.text, start, mention.start)
    if placed is None:
        return True
    if reporting.BODY_OF.search(discourse.text[start : mention.start]):
        return True
    behind = discourse.text[mention.end : verb].rstrip() + " "
    return mention.role == "demonym" and bool(reporting.INSTITUTION.match(behind))


def without_fillers(before: str) -> str:
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


def of_mentions(
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
    return identities.of_mention(discourse, mention)


def _is_subject(between: str, by_body: bool) -> bool:
    """Return whether what stands between a name and the verb leaves the name its subject."""
    if len(between.split()) <= _WORDS_BEHIND_A_NAME:
        return True
    rest = without_fillers(between)
    rest = _APPOSITION.sub("", rest + ",").strip(" ,")
    return by_body or len(rest.split()) <= _WORDS_BEHIND_A_NAME or bool(reporting.POSTMODIFIER.match(rest))


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

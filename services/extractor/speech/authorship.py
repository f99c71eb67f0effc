"""Tell who issues a document that speaks for itself: a ministry's bulletin, a group's statement, a unit's post.

In a news article a sentence without a source is the outlet's. In a statement every sentence is the issuer's, who names
itself once, at the head or at the foot. A document is taken for a statement only on two signs together: the issuer at
its head or foot, and the words of such documents ("statement no. 41", "operational summary") or an own voice ("our
troops", "own troops") outside all quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from services.extractor.actors import institutions, scene
from services.extractor.discourse import Discourse
from services.mentions import Mention

_HEAD_LINES, _FOOT_LINES = 4, 2
_HEAD_LINE, _FOOT_LINE = 170, 90
"""A line of more characters is prose."""
_KIND = re.compile(
    r"\b(?:statement|communiqu[eé]s?|press release|press note|bulletin|briefing|operational (?:summary|update|note"
    r"|information)|operations? summary|situation (?:report|update|as of)|sitrep|daily report|daily update"
    r"|weekly (?:summary|report|update)|summary of operations|reporting period|security update"
    r"|evening (?:report|summary)"
    r"|morning report|battle (?:statement|report)|announcement|report for|as of \d|informs the public"
    r"|announces to|regrets to announce|communicat\w+ no)\b|\bno\.? ?[A-Z]*-?\d+",
    re.IGNORECASE,
)
_OWN_VOICE = re.compile(
    r"\b(?:our (?:\w+ ){0,2}(?:troops|forces|soldiers|fighters|units?|defenders|positions|side|heroes|mujahid\w+"
    r"|comrades|crews|warriors|army|men|office|teams?|hands|custody|monitors|guns|drones?|air defen[cs]e)|own troops"
    r"|on our side|(?:the )?enemy(?:'s|’s)?|we (?:have|lost|hold|captured|took|documented|recorded|regret|express"
    r"|call|confirm|announce|mourn))\b",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\b(?:press (?:service|office|centre|center)|public relations|spokes\w+|media (?:office|operations)|information"
    r" (?:department|office)|department|directorate|command|headquarters|office|for more information)\b",
    re.IGNORECASE,
)
_ISSUED_BY = re.compile(r"\b(?:issued by|from|of|by) (?:the )?(?:[\w’'-]+ ){0,5}$", re.IGNORECASE)
_PROSE = re.compile(r"[.!?…][\"”’)]?$|\b(?:said|told|says|claimed|denied|according to)\b", re.IGNORECASE)
_ANNOUNCES = re.compile(r"(?:^|\s)(?:hereby )?(?:announces|informs|regrets)\b")
_MINISTRY = re.compile(
    r"\bMinistry of (?:National )?(?P<of>Defen[cs]e|Interior|Internal Affairs|Health)\b"
    r"|\bMinistry of Public (?P<public>Health)\b"
    r"|\b(?P<hq>Defen[cs]e Headquarters)\b",
    re.IGNORECASE,
)
_SPEAKS = (
    "armed_forces",
    "general_staff",
    "ministry",
    "armed_group",
    "militia",
    "police",
    "border_guard",
    "government",
)
_COUNTS = ("intelligence", "health_authority", "regional_authority", "emergency_service", "international", "ngo")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues the document: the body, and the words in which its head or foot names it."""

    actor_id: str
    text: str


@lru_cache(maxsize=64)  # asked for every figure of an article
def of(discourse: Discourse) -> Issuer | None:
    """Return who issues the document; null for a news article, where nobody speaks but the outlet."""
    head, foot = _head(discourse), _foot(discourse)
    kind = any(_KIND.search(line) for line in head)
    own = _has_own_voice(discourse)
    if not (kind or own):
        return None
    for line in head:
        if found := _issuer_in(discourse, line, alone=not kind):
            return found
    for line in reversed(foot):
        if _SIGNATURE.search(line) and (found := _issuer_in(discourse, line, alone=False)):
            return found
    opening = discourse.sentences[0].text if discourse.sentences else ""
    return _issuer_in(discourse, opening, alone=False) if own and _ANNOUNCES.search(opening) else None


def _head(discourse: Discourse) -> list[str]:
    """Return the lines above the prose: the title, and what stands before the first paragraph."""
    article = discourse.article
    lines = [aside.text for aside in article.asides if aside.under <= 1]
    for passage in article.passages[:_HEAD_LINES]:
        text = discourse.text[passage.start : passage.end]
        if passage.section == "body" and _PROSE.search(text):
            break
        lines += text.split("\n")
    return [line for line in lines if len(line) <= _HEAD_LINE and not _PROSE.search(line)]


def _foot(discourse: Discourse) -> list[str]:
    """Return the short lines below the prose."""
    article = discourse.article
    last = [discourse.text[passage.start : passage.end] for passage in article.passages[-_FOOT_LINES:]]
    below = [aside.text for aside in article.asides if aside.under >= len(article.passages) - 1]
    return [line for line in (*last, *below) if len(line) <= _FOOT_LINE and not _PROSE.search(line)]


def _has_own_voice(discourse: Discourse) -> bool:
    found = 0
    for match in _OWN_VOICE.finditer(discourse.text):
        found += discourse.quotation_at(match.start()) is None
    return found >= 2


def _issuer_in(discourse: Discourse, line: str, *, alone: bool) -> Issuer | None:
    """Return the body that a line of the head or foot names; with `alone` the line must hold nothing else."""
    registry = discourse.registry
    mentions = registry.mentions(line, discourse.published_on)
    for mention in mentions:
        actor_id = _body(discourse, mention)
        if actor_id is None:
            continue
        before, behind = line[: mention.start], line[mention.end :]
        opens = not re.search(r"[^\W\d_]", re.sub(r"\b(?:the|update|in brief)\b", "", before, flags=re.IGNORECASE))
        closes = bool(_ISSUED_BY.search(before)) or not re.search(r"[^\W\d_]", behind)
        headed = opens and (not re.search(r"[^\W\d_]", behind) or bool(re.match(r"\s*[|,]", behind)))
        if headed or (not alone and (closes or opens)):
            return Issuer(actor_id, mention.text)
    ministry = _MINISTRY.search(line)
    country = scene.of(discourse).country if ministry else None
    if ministry and country:
        noun = (
            "defense"
            if ministry["hq"]
            else (ministry["of"] or ministry["public"]).lower().replace("internal affairs", "interior")
        )
        found = institutions.named(discourse, f"{noun} ministry", country)
        return Issuer(found, ministry[0]) if found else None
    return None


def _body(discourse: Discourse, mention: Mention) -> str | None:
    registry = discourse.registry
    actor_id = mention.actor_id or institutions.settled(discourse, mention)
    if actor_id is None or mention.role == "demonym" or registry.actor(actor_id).kind not in {*_SPEAKS, *_COUNTS}:
        return None
    return actor_id

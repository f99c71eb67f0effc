"""The words of saying: verbs that report, deny and concede, and the nouns for those who speak. Data only."""

from __future__ import annotations

import re

from schemas.actor import ActorKind

_SAYS = (
    r"said|says|saying|told|tells|claim(?:s|ed|ing)?|report(?:s|ed|ing)|announc(?:es?|ed|ing)|stat(?:es|ed|ing)"
    r"|declar(?:es|ed|ing)"
    r"|add(?:s|ed|ing)|wrote|writes|not(?:es|ed|ing)|confirm(?:s|ed|ing)|alleg(?:es|ed|ing)|assert(?:s|ed|ing)"
    r"|insist(?:s|ed|ing)"
    r"|boast(?:s|ed|ing)|estimat(?:es|ed|ing)|put|recorded|counted|documented|posted|published|tweeted|revealed"
    r"|disclosed|warned|emphasi[sz]ed"
    r"|explained|informed|accus(?:ed|es|ing)|blam(?:ed|es|ing)|described|showed|verified|clarified|argued"
    r"|say|estimate|allege|maintain(?:s|ed)?|suggested|believes?|believed"
)
_DENIES = (
    r"counter(?:ed|s)|den(?:ied|ies|ying)|reject(?:ed|s|ing)|refut(?:ed|es|ing)|dismiss(?:ed|es|ing)|disput(?:ed"
    r"|es|ing)"
    r"|disavow(?:ed|s)|contest(?:ed|s)"
)
_CONCEDES = r"conced(?:ed|es|ing)|admit(?:ted|s|ting)|acknowledg(?:ed|es|ing)"
VERB = re.compile(
    r"(?<![\w-])(?<!the\ )(?<!these\ )(?<!those\ )(?<!this\ )(?<!its\ )(?<!their\ )(?<!any\ )"  # "the claims"
    rf"(?:(?P<denies>{_DENIES})|(?P<concedes>{_CONCEDES})|(?P<says>{_SAYS})|(?P<according>according\ to"
    rf"|in\ the\ words\ of))(?![\w-])"
    r"(?P<by>\s+by\b)?".replace("\\ ", " "),
    re.IGNORECASE,
)
CITING = re.compile(r"\b(?:citing|quoting|referring to|relaying)\b", re.IGNORECASE)
SAID_THIS = re.compile(
    rf"\b(?:{_SAYS})\s+(?:this|so(?!\s+far)|it(?=\s*[.,;]|\s+(?:in|on|at|during)\b)|these\s+(?:figures|data"
    rf"|numbers))\b|\bthis (?:was|is|has been)\b"
    rf"|\bthe (?:figures?|information|data) (?:was|were)\b",
    re.I,
)
JOINED = re.compile(r"\b(?:and|but)(?:\s+(?:also|later|instead|then|only|has|have|had))*\s+$")
"""What stands before the second verb of one speaker: "denied the claim and said"."""
NEW_CLAUSE = re.compile(r";|, (?:but|while|and|whereas)\b")
PRONOUN = re.compile(
    r"(?:^|[\s\"“”,])(he|she|they|it|him|her|them)[\s,]*(?:also\s+|later\s+|further\s+)*$", re.IGNORECASE
)
BEHIND_A_HEAD = re.compile(r"\b(?:with|against|near|at|into|to|alongside)\s+(?:the\s+)?$", re.IGNORECASE)
BODY = re.compile(
    r"(?:\b(?:the|a|an|its|their|local|regional|city|state|provincial|medical|security|military|government"
    r"|health)\s+)?(?:[\w’'-]+\s+){0,3}?"
    r"\b(?P<noun>officials?|authorit(?:y|ies)|police|military|army|navy|air force|ministry|spokes(?:man|woman|person"
    r"|people)|commanders?|governor|mayor"
    r"|witness(?:es)?|residents?|doctors?|hospitals?|medics|medical sources|monitors?|observatory|agency|sources?"
    r"|groups?|rebels|militants?|militias?"
    r"|insurgents|government|administration|council|department|office|service|legion|corps|battalion|statement"
    r"|command|staff|mission|militia|media|bulletin|communiqu[eé]|report"
    r"|president|minister|fighters|volunteers|movement|organi[sz]ation|network|foundation|institute|aid workers"
    r"|rescuers|front|coalition|leaders?|chiefs?|elders?|lawmakers?|diplomats?|analysts?|relatives|survivors"
    r"|activists?|villagers|locals|nurses?|paramedics|councillors?|legislators?|chairman|director|secretary"
    r"|officers?|generals?|colonel|brigadier|forces|troops|alliance|junta|union|charity|monitoring group|committee"
    r"|ngo|watchdog|news agency|television|radio|channel)$",
    re.IGNORECASE,
)
BODY_OF = re.compile(BODY.pattern.removesuffix("$") + r"\s+(?:in|of|from)\s+(?:the\s+)?$", re.IGNORECASE)
"""A body whose country is named behind it: "police in Norland"."""
OPENING_SOURCE = re.compile(r"(?:according to|citing|quoting)\b[^,]*,\s", re.IGNORECASE)
OPENING_BODY = re.compile(r"[\"“]?" + BODY.pattern.removesuffix("$") + r"\b", re.IGNORECASE)
NAMED = re.compile(
    r"(?:\b[A-Z][\w’'-]+\s+(?:(?:al|bin|de|van|el|for|of|the|and)[ -]){0,2}){1,4}[A-Z][\w’'-]+$"
    r"|^(?!(?:It|He|She|They|This|That|We|I|There|Who|What|Officials|Authorities)$)[A-Z][\w’'-]+$"
)
INSTITUTION = re.compile(
    r"(?:['’]s?)?[\s-]+(?:(?!said\b|says\b|told\b|\w+ed\b|\d|and\b|in\b)[\w’'-]+[\s-]+){0,2}?(?P<noun>military"
    r"|army|armed forces|forces|troops|soldiers"
    r"|police|government|ministry|officials?|authorities|president|ministers?|state media)\b",
    re.IGNORECASE,
)
WRITINGS = {"statement", "bulletin", "communique", "communiqué", "report"}
_BODIES: tuple[tuple[str, tuple[ActorKind, ...]], ...] = (
    ("group groups rebels militants insurgents fighters movement front", ("armed_group", "militia")),
    ("militia militias volunteers legion corps battalion", ("militia", "armed_group")),
    ("ministry", ("ministry", "health_authority")),
    ("army military", ("armed_forces", "general_staff")),
    ("command staff", ("general_staff", "armed_forces")),
    ("governor administration", ("regional_authority", "government")),
    ("authorities government", ("regional_authority", "government", "state")),
    ("police", ("police",)),
    ("coalition", ("armed_forces", "armed_group")),
    ("mission agency organization", ("international", "ngo")),
    ("observatory monitor", ("ngo", "international")),
)
KINDS_OF_BODY = {noun: kinds for nouns, kinds in _BODIES for noun in nouns.split()}
"""What kinds of actors "the group" or "the ministry" may point back at."""

"""The words of saying: verbs that report, deny and concede, and the nouns for those who speak. Data only."""

from __future__ import annotations

import re

from schemas.actor import ActorKind
from services.extractor.word_patterns import WordPattern

_SAYS = (
    r"said|says|saying|told|tells|claim(?:s|ed|ing)?|report(?:s|ed|ing)|announc(?:es?|ed|ing)"
    r"|(?<!united\ )stat(?:es|ed|ing)"
    r"|declar(?:es|ed|ing)"
    r"|add(?:s|ed|ing)|wrote|writes|not(?:es|ed|ing)|confirm(?:s|ed|ing)|alleg(?:es|ed|ing)|assert(?:s|ed|ing)"
    r"|insist(?:s|ed|ing)"
    r"|boast(?:s|ed|ing)|estimat(?:es|ed|ing)|put|recorded|counted|documented|posted|published|tweeted|revealed"
    r"|disclosed|warned|emphasi[sz]ed"
    r"|explained|informed|accus(?:ed|es|ing)|blam(?:ed|es|ing)|described|showed|verified|clarified|argued"
    r"|say|speaks? of|spoke of|writes? of|estimate|allege|maintain(?:s|ed)?|suggested|believes?|believed"
    r"|reiterat(?:es|ed|ing)|stress(?:es|ed|ing)"
    r"|underlin(?:es|ed|ing)|detailed|conclud(?:es|ed|ing)|lament(?:s|ed|ing)|went on|mourn(?:s|ed|ing)|puts"
    r"|gave the toll|informs"
)
_PLURAL_SAYS = (
    r"(?:(?<=s\ )|(?<=people\ )|(?<=police\ )|(?-i:(?<=[A-Z][A-Z]\ )))(?:report|claim|announce|state|confirm"
    r"|speak\ of|write|recall|count|add|note)"
    r"(?=\s)(?!\s(?:of|on|by)\b)"
)
_DENIES = (
    r"counter(?:ed|s)|den(?:ied|ies|ying)|reject(?:ed|s|ing)|refut(?:ed|es|ing)|dismiss(?:ed|es|ing)|disput(?:ed"
    r"|es|ing)"
    r"|disavow(?:ed|s)|contest(?:ed|s)|rebuff(?:ed|s)|repudiat(?:ed|es)|rubbish(?:ed|es)|scoff(?:ed|s) at"
    r"|brush(?:ed|es) (?:aside|off)|debunk(?:ed|s)|rebut(?:ted|s)|ridicul(?:ed|es)"
    r"|(?:call|label|labell|brand|term)(?:ed|s)(?= (?:it|this|that|them|these|(?:the|such|[\w’']+s) (?:[\w-]+ )?"
    r"(?:claims?|figures?|reports?|numbers?|tolls?|photographs|pictures|allegations?|accusations?|statements?))\b)"
)
_CONCEDES = r"conced(?:ed|es|ing)|admit(?:ted|s|ting)|acknowledg(?:ed|es|ing)"
VERB = WordPattern(
    r"(?<![\w-])(?<!the\ )(?<!these\ )(?<!those\ )(?<!this\ )(?<!its\ )(?<!their\ )(?<!any\ )"  # "the claims"
    r"(?!estimated\ (?:at|to)\b)"
    rf"(?:(?P<denies>{_DENIES})|(?P<concedes>{_CONCEDES})|(?P<says>{_SAYS}|{_PLURAL_SAYS})"
    rf"|(?P<according>according\ to"
    rf"|in\ the\ words\ of))(?![\w-])"
    r"(?P<by>\s+by\b)?".replace("\\ ", " "),
    re.IGNORECASE,
)
CITING = re.compile(r"\b(?:citing|quoting|relaying)\b", re.IGNORECASE)
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
_BODY_NOUN = (
    r"(?P<noun>officials?|authorit(?:y|ies)|police|military|army|navy|air force|ministry|ministries|spokes(?:man"
    r"|woman|person"
    r"|people|men|persons)|commanders?|governor|mayor|high command"
    r"|witness(?:es)?|residents?|doctors?|hospitals?|medics|medical sources|monitors?|observatory|agency|sources?"
    r"|groups?|rebels|militants?|militias?"
    r"|insurgents|government|administration|council|department|office|service|legion|corps|battalion|statement"
    r"|command|staff|mission|militia|media|bulletin|communiqu[eé]|report|release|reports|accounts?|data|count"
    r"|tally|note|figures|assessment|investigation|estimate|website"
    r"|president|prime minister|minister|fighters?|volunteers|movement|organi[sz]ation|network|foundation"
    r"|institute|aid workers"
    r"|rescuers|front|coalition|leaders?|leadership|chiefs?|elders?|lawmakers?|diplomats?|analysts?|relatives"
    r"|survivors"
    r"|activists?|villagers?|locals|nurses?|paramedics|councillors?|legislators?|chairman|director|head|secretary"
    r"|officers?|generals?|colonel|captain|major|brigadier|lieutenant|forces|troops|alliance|junta|union|charity"
    r"|monitoring group|committee"
    r"|ngo|watchdog|news agency|television|tv|radio|channel|newspaper|daily|newsshee?t|magazine|party|society"
    r"|club|separatists"
    r"|farmer|trader|teacher|priest|administrator|commissioner|coordinator|spokesperson|guerrillas|general staff"
    r"|presidency|regime"
    r"|intelligence|directorate|headquarters|base|defen[cs]e forces|civil defen[cs]e|workers|volunteer|surgeon"
    r"|paramedic|survivor|lawyer"
    r"|man|woman|guard|soldier|sergeant|reservist|accounts|posts?|coordinators?|guide|driver|shopkeeper|student"
    r"|affiliate|offshoot|cabinet|media wing|academy|association|organisers|organizers|peacekeepers|insurgency"
    r"|outlet|site|website|expert|experts"
    r"|researchers)"
)
_BETWEEN = (
    r"(?:(?!(?:of|by|and|but|that|whom|with|in|at|from|for|to|as|while|when|where|which|who|said|says|on|after"
    r"|because|than"
    r"|because|were|was|are|is|had|has|have|killed|left|how|what|if|or|local time|being|so|shared|the|a|an|his"
    r"|their|its|our)\s)[\w’'&/.-]+\s+)"
)
_BODY_PHRASE = (
    rf"(?P<phrase>(?:\b(?:the|an?|its|their|his|her|our|these|those|one of the|two of the|some|several|many|other"
    rf"|another|two|three)\s+)?{_BETWEEN}{{0,4}}?\b{_BODY_NOUN})"
)
BODY = re.compile(r"(?<![\w’'-])" + _BODY_PHRASE + "$", re.IGNORECASE)
"""A common noun for those who speak, at the end of the words before a verb, or of any words."""
_MADE = (
    r"(?:\s+(?:issued|released|published|carried|posted|sent|signed|shared|made|given|put out|obtained|compiled"
    r"|gathered|collected|provided|broadcast|aired|distributed|relayed|quoted|read out)(?:\s(?:\w+day|online|later))?)"
)
_GENITIVE = rf"{_MADE}?\s+(?:of|for|in|from|at|with|by)\s+[\w’'&./-]+(?:\s+[\w’'&./-]+){{0,8}}"
SUBJECT_BODY = re.compile(
    rf"(?<![\w’'-]){_BODY_PHRASE}(?P<of>{_GENITIVE})?(?:\s(?:who|whose)(?:\s[^\s,;:“”\"]+){{1,10}})?$", re.IGNORECASE
)
"""The same with what it is of: "doctors at the district hospital", "a spokesman for the ministry"."""
LEADING_BODY = re.compile(rf"\s*{_BODY_PHRASE}\b(?!\s+(?:{_BODY_NOUN.replace('?P<noun>', '?:')})\b)", re.IGNORECASE)
OF_WHOM = re.compile(
    rf"{_MADE}?\s+(?:(?P<for>for|of|by|from)|in|at)\s+[^\s,.;:]+(?:\s+[^\s,.;:]+){{0,7}}", re.IGNORECASE
)
FOR_WHOM = re.compile(r"spokes\w+$", re.IGNORECASE)
POSTMODIFIER = re.compile(
    r"(?:based|headquartered|affiliated|linked|which|who|that|in|of|for|from|at|close to"
    r"|loyal to|allied)\b"
)
MODIFYING = re.compile(
    r"(?:\s(?:based|headquartered) in (?:the )?|[^.,;:]*\b(?:published|carried|released|seen) by the )"
)
"""What stands between the head of a subject and a name that only describes it: "the Observatory based in Norland"."""
APPOSED = re.compile(r"(?:\s\([A-Z]\w{1,9}\))?,\s(?:an?|the|its)\s[^,.;:]{0,60}?")
BODY_OF = re.compile(r"(?<![\w’'-])" + _BODY_PHRASE + r"\s+(?:in|of|from)\s+(?:the\s+)?$", re.IGNORECASE)
"""A body whose country is named behind it: "police in Norland"."""
OPENING_SOURCE = re.compile(r"(?:according to|citing|quoting)\b[^,]*,\s", re.IGNORECASE)
OPENING_BODY = re.compile(rf"[\"“]?{_BODY_PHRASE}\b", re.IGNORECASE)
NAMED = re.compile(
    r"(?:\b[A-Z][\w’'-]+\s+(?:(?:al|bin|de|van|el|for|of|the|and)[ -]){0,2}){1,4}[A-Z][\w’'-]+$"
    r"|^(?!(?:It|He|She|They|This|That|We|I|There|Who|What|Officials|Authorities|As|Initial|Early|Preliminary|Local"
    r"|Some|Other|Others|Media|News|Several|Unconfirmed|Latest|Official|Recent|Conflicting|Earlier|Later|Press|Many"
    r"|First|Various|Separate|Subsequent|Most|All|Both|Two|Three|When|While|If|And|But|So|How|Has|Have|Had|Was|Were|Is"
    r"|Are|Just|Also|Now|Then|Not|Only|More|Further|Meanwhile|Today|Yesterday)$)[A-Z][\w’'-]+$"
)
INSTITUTION = re.compile(
    r"(?:['’]s?)?[\s-]+(?:(?!said\b|says\b|told\b|\w+ed\b|\d|and\b|in\b)[\w’'-]+[\s-]+){0,2}?(?P<noun>military"
    r"|army|armed forces|forces|troops|soldiers"
    r"|police|government|ministry|officials?|authorities|president|presidency|prime minister|pm|premier"
    r"|ministers?|state media|state (?:television|tv|radio|news agency))\b",
    re.IGNORECASE,
)
WRITINGS = {
    "statement",
    "bulletin",
    "communique",
    "communiqué",
    "report",
    "release",
    "note",
    "reports",
    "data",
    "account",
    "accounts",
    "count",
    "tally",
    "figures",
    "assessment",
    "investigation",
    "estimate",
}
_BODIES: tuple[tuple[str, tuple[ActorKind, ...]], ...] = (
    (
        "group groups affiliate offshoot rebels militants insurgents fighters movement front separatists guerrillas",
        ("armed_group", "militia"),
    ),
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
HEADS_OF_GOVERNMENT = {"president", "presidency", "prime minister", "pm", "premier", "minister", "ministers"}
"""Who speaks for a government: "the Norlandic president" is the Norlandic government."""
GOES_ON = re.compile(
    r"(?:(?:at least |about |some |the )?(?:\w+) (?:more|others?|of them|of those|of the)\b|another\b|others?\b"
    r"|more\b|among (?:them|those|the)\b"
    r"|of (?:them|those|these)\b|they\b"
    r"|(?:the (?:attack|blast|strike|shelling|bombing|explosion|clash|clashes|raid|fighting|ambush)|it) also\b"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty|\d+) (?:remain(?:s|ed)?|were|was|are|is|had"
    r"|have|has|died|survived|escaped|suffered|sustained|succumbed)\b"
    r"|(?:both|all|these|those|the (?:others?|two|three|four|dead|wounded"
    r"|injured|victims|attack|attacks|strikes?|death toll))\b"
    r"|later\b|in addition\b|additionally\b|also\b|in another\b|in a separate\b|separately\b|furthermore\b"
    r"|moreover\b|meanwhile, (?:another|\w+ (?:others|more))\b)",
    re.IGNORECASE,
)
"""How a sentence begins that goes on with what the last speaker tells."""
TELLS_OF_IT = re.compile(
    r"\b(?:said|told [\w ]{2,30}|confirmed|reported|announced|stated"
    r"|claimed)(?: in a (?:\w+ )?statement)?(?: (?:on|late|early) [\w ]{3,20})?,?(?: that)?,?"
    r" (?:(?:the|these|those|this)\s(?:\w+ )?(?:fatalities|deaths|dead|victims|attacks?|incident|clash(?:es)?"
    r"|soldiers|gunfight|blasts?|explosion|shooting"
    r"|ambush|raids?|men|militants|terrorists|rebels|strikes?|assault|operation|casualties|encounter|fighting"
    r"|killings|troops|victim|deceased|feat|operation|bodies)\b|they|he was|she was|all)"
    r"|^(?:the|this) (?:\w+ )?(?:incident|attack|clash|gunfight|blast|explosion|shooting|ambush|raid|strike|assault"
    r"|operation|encounter|fighting|killings?|bombing) (?:happened|took place|occurred|was|broke out|erupted|came|began"
    r"|started)\b",
    re.IGNORECASE,
)
"""How a second sentence tells of what the first one told: "said that the deaths …"."""
HEARSAY = re.compile(r"(?:(?:media|some|initial|local|several|the)\s)*(?:reports?|social media)", re.IGNORECASE)
"""Speakers that are nobody."""

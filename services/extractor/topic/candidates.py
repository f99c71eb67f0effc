"""Choose the sentences worth reading: a word of loss beside a figure, in an article about armed conflict.

The cheap gate before everything else: one regular expression over the text, then one over the few sentences it lets
through.
"""

from __future__ import annotations

import re
from itertools import islice

from services.extractor.discourse import Discourse, Sentence
from services.extractor.figures import aftermath, carried, lexicon
from services.extractor.word_patterns import WordPattern

from . import domain, history

_LOSS = WordPattern(
    r"\b(?:kill|slain|\bdie[ds]?\b|\bdead|death|fatal|casualt|wound|injur|\bhurt|maim|captur|prisoner|captiv|\bPOWs?\b"
    r"|surrender|hostage|abduct|kidnap"
    r"|detain|releas|\bfree(?:d|s|ing)?\b|exchang|\bswap|missing|\blo(?:st|ss|sses|se[sd]?|sing)\b|\btoll\b|eliminat"
    r"|neutrali|liquidat|behead|execut|massacr"
    r"|murder|assassinat|perish|shot dead|gunned|slaughter|lives|unaccounted|seiz|held|hold|custody|\bhands\b|ransom"
    r"|wiped out"
    r"|return|disappear|martyr|took|taken|arms|slay|hospitali|lynch|arrest|apprehend|rescu|liberat|repatriat"
    r"|hand(?:ed|ing) over"
    r"|butcher|\bbod(?:y|ies)\b|corpse|detention|hospital|themselves|stabbed|\bshot\b|hacked|beaten|let go|behind bars"
    r"|(?-i:\b[KWM]IA\b)|brought|nabbed|rounded up|\bfell\b|\bfallen\b|(?:came|come) home|hands (?:up|raised)"
    r"|yield(?:ed|ing) to"
    r"|peace process|sacrifice|ultimate price|shahadat|sent to hell|under (?:the )?(?:rubble|debris|ruins)|freedom"
    r"|carried off|\bburied\b|\bfate of\b|medical cent|intensive care|in (?:our|their) hands)",
    re.IGNORECASE,
)
_FIGURE = WordPattern(
    r"\d|\b(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|eleven|twelve|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds?|thousands?|dozens?|scores|several|few|many|some|number|couple|numerous|casualties|losses|prisoners"
    r"|captives|hostages)\b",
    re.IGNORECASE,
)
_ONE_PERSON = WordPattern(
    r"\b(?:commander|warlord|general|colonel|major|captain|lieutenant|sergeant|brigadier|soldier|fighter|pilot"
    r"|journalist"
    r"|reporter|leader|chief|ringleader|mayor|governor|commissioner|minister|ambassador|councill?or|official|deputy"
    r"|priest|pastor|cleric|imam|teacher|ruler|activist|attacker|gunman|perpetrator|assailant|bomber|shooter|driver"
    r"|guard|officer|policeman|woman|tourist)\b",
    re.IGNORECASE,
)
CONFLICT = WordPattern(
    r"\b(?:soldiers?|troops?|militar(?:y|ies)|army|armed|forces|rebels?|insurgen\w+|militants?|fighters?|combatants?"
    r"|militias?|wars?|air\s?strikes?|strikes?|struck|gunfire|opened fire|executed|shell(?:ing|ed)"
    r"|missiles?|drones?|offensive|cease-?fire|front\s?lines?|gunm[ae]n|ambush\w*|bomb\w*|IEDs?|clash\w*|battles?"
    r"|terroris\w+|hostages?|prisoners? of war|guerrillas?"
    r"|jihad\w*|airstrikes?|artillery|battalions?|brigades?|commandos?|mortars?|rockets?|raids?|invasion|invaders?"
    r"|incursion|suicide bomb\w*|security forces"
    r"|peacekeep\w+|POWs?|paramilitar\w+|raiders?|saboteurs?|prisoners?|frontier guards?|border guards?|warplanes?"
    r"|bombardment|checkpoints?|occup(?:ied|ation|iers)|enemy|militiam[ae]n|landmines?|losses|detainees|junta|attack\w*"
    r"|defen[cs]e minist\w+|general staff|massacre|bandits?|kidnap\w*|abduct\w*|extremists?"
    r"|grenades?|explosives|cadres|islamists?|separatists?|hostilities|gunned down|fighting|shells?|civilians?"
    r"|invaded|herders|herdsmen"
    r"|vigilantes?|conflict|maoists?|nax(?:al|alite)s?|gang(?:s|sters?)?|gunfights?|shoot-?outs?|jihadi\w*|insurgency"
    r"|protest(?:s|ers?|ors?)|demonstrators?|riot(?:s|ing|ers?)|security personnel|bombings?|violence|assassinat\w+)\b",
    re.IGNORECASE,
)
_POLITICAL = ("armed_group", "militia", "armed_forces")
_CODE = re.compile(
    r"\W*(?:[\w-]+ ){0,4}fatalit(?:y|ies) (?:(?:is|are|were|was) )?(?:coded|split|estimated at 10\b)", re.IGNORECASE
)
_FORCE = WordPattern(
    r"\b(?:explo(?:ded|sions?)|detonated|police|protest\w*|firing|fired|perpetrators?|communists?"
    r"|refugees|activists?|demonstrat\w+|militia\w*|security|journalists?|opposition|arrest\w*|mob|agents|lynch\w*"
    r"|beat(?:en|s|ing)?|shot|unidentified|supporters|cadres?|dissidents?|exchange of fire|landmines?)\b",
    re.IGNORECASE,
)
_NO_LOSS = "no loss word"
_NOTE = 110
"""A coder's note, of fewer words than this, has no room for many words of conflict."""
_WORDS_OF_CONFLICT = 3
_WORDS_TO_ONE = 60
_LONGEST = 1_200
"""No sentence of prose has more characters: it is a table or a list without full stops."""


def select(discourse: Discourse) -> list[Sentence]:
    """Return the sentences that may hold a claim, in order."""
    text = discourse.text
    if not _LOSS.search(text) or not (is_about_conflict(text) or _names_a_party(discourse)):
        discourse.trace.skipped("it is not about armed conflict, or tells of no loss")
        return []
    found: list[Sentence] = []
    about = domain.of(discourse)
    for sentence in discourse.sentences:
        reason = reason_to_skip(sentence.text)
        if reason == _NO_LOSS and found and carried.goes_on(sentence.text, sentence.index - found[-1].index):
            reason = None
        reason = reason or about.reason_to_skip(sentence)
        if reason is None and history.is_history(discourse, sentence):
            reason = "told of history: another war, or a year past"
        if reason is None:
            found.append(sentence)
        else:
            discourse.trace.dropped(sentence.start, sentence.end, reason)
    return found


def reason_to_skip(sentence: str) -> str | None:
    """Return why a sentence of an article about armed conflict holds no claim, or null when it may hold one."""
    if len(sentence) > _LONGEST:
        return "too long for a sentence: a table, or a list"
    if not _LOSS.search(sentence):
        return _NO_LOSS
    if not (
        _FIGURE.search(sentence)
        or _ONE_PERSON.search(sentence)
        or lexicon.names_one(sentence)
        or aftermath.is_told(sentence)
    ):
        return "no figure"
    if _CODE.match(sentence):
        return "how a coder counted, and no claim"
    return None


def is_about_conflict(text: str) -> bool:
    """Return whether an article's words are those of armed conflict, by number or by share."""
    found = sum(1 for _ in islice(CONFLICT.finditer(text), _WORDS_OF_CONFLICT))
    if found == _WORDS_OF_CONFLICT:
        return True
    length = len(text.split())
    if found and found * _WORDS_TO_ONE >= length:
        return True
    return length < _NOTE and found + sum(1 for _ in _FORCE.finditer(text)) > 1


def _names_a_party(discourse: Discourse) -> bool:
    """Return whether an article with fewer words of conflict names armed parties instead: "IPOB members killed two"."""
    kinds = (discourse.registry.actor(one.actor_id).kind for one in discourse.mentions if one.actor_id)
    return any(kind in _POLITICAL for kind in kinds)

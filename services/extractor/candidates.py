"""Choose the sentences worth reading: a word of loss beside a figure, in an article about armed conflict.

The cheap gate before everything else: one regular expression over the text, then one over the few sentences it lets
through.
"""

from __future__ import annotations

import re

from .discourse import Discourse, Sentence

_LOSS = re.compile(
    r"kill|slain|\bdie[ds]?\b|\bdead|death|fatal|casualt|wound|injur|\bhurt|maim|captur|prisoner|captiv|\bPOWs?\b"
    r"|surrender|hostage|abduct|kidnap"
    r"|detain|releas|\bfreed|\bfree\b|exchang|\bswap|missing|\blo(?:st|ss|sses|se[sd]?|sing)\b|\btoll\b|eliminat"
    r"|neutrali|liquidat|behead|execut|massacr"
    r"|murder|assassinat|perish|shot dead|gunned|slaughter|lives|unaccounted|seiz|held|hold|in custody|wiped out"
    r"|return|disappear|martyr|took|taken|arms|slay|hospitali|lynch|arrest|apprehend|rescu|liberat|repatriat"
    r"|hand(?:ed|ing) over"
    r"|(?-i:\b[KWM]IA\b)|brought|nabbed|rounded up|fell in",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds?|thousands?|dozens?|scores|several|few|many|some|number|couple|numerous|casualties|losses|prisoners"
    r"|captives|hostages)\b",
    re.IGNORECASE,
)
_ONE_PERSON = re.compile(
    r"\b(?:commander|warlord|general|colonel|major|captain|lieutenant|sergeant|brigadier|soldier|fighter|pilot"
    r"|journalist"
    r"|reporter|leader|chief|ringleader)\b",
    re.IGNORECASE,
)
CONFLICT = re.compile(
    r"\b(?:soldiers?|troops?|militar(?:y|ies)|army|armed|forces|rebels?|insurgen\w+|militants?|fighters?|combatants?"
    r"|militias?|wars?|air\s?strikes?|strikes?|struck|gunfire|opened fire|executed|shell(?:ing|ed)"
    r"|missiles?|drones?|offensive|cease-?fire|front\s?lines?|gunm[ae]n|ambush\w*|bomb\w*|IEDs?|clash\w*|battles?"
    r"|terroris\w+|hostages?|prisoners? of war|guerrillas?"
    r"|jihad\w*|airstrikes?|artillery|battalions?|brigades?|commandos?|mortars?|rockets?|raids?|invasion|invaders?"
    r"|incursion|suicide bomb\w*|security forces"
    r"|peacekeep\w+|POWs?|paramilitar\w+|raiders?|saboteurs?|prisoners?|frontier guards?|border guards?|warplanes?"
    r"|bombardment|checkpoints?|occup(?:ied|ation|iers)|enemy|militiam[ae]n|landmines?|losses|detainees|junta|attack\w*"
    r"|defen[cs]e minist\w+|general staff|massacre|bandits?|kidnap\w*|abduct\w*|extremists?"
    r"|islamists?|separatists?|hostilities|gunned down|fighting|shells?|civilians?|invaded|herders|herdsmen"
    r"|vigilantes?|conflict)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:earthquake|floods?|flooding|plague|cholera|ebola|covid\S*|coronavirus|pandemic|epidemic|outbreak|measles"
    r"|virus|vaccin\w+|landslides?|avalanche"
    r"|hurricane|cyclone|typhoon|tornado|heat\s?wave|wildfires?|stampede|collision|car crash|bus crash|road accident"
    r"|traffic|(?-i:ferry)|derail\w+|shipwreck|plane crash"
    r"|capsiz\w+|matches|league|tournament|striker|midfielder|goalkeeper|innings|season|championship|film|novel"
    r"|box office|anniversary|drill|exercise"
    r"|cancer|overdose|opioid|suicide rate|mass shooting|school shooting|mine collapse|gas leak|house fire"
    r"|apartment fire|nightclub|robber\w*|burgl\w*|stabb\w+|homicides?|serial killer)\b",
    re.IGNORECASE,
)
_NO_FIGHT = re.compile(
    r"\b(?:crash\w*|overturn\w*|accident\w*|collid\w*|bad weather|lightning|drown\w*|drills?|exercises?|malfunction\w*"
    r"|training (?:accident|flight|session)|heatstroke|food poisoning)\b",
    re.IGNORECASE,
)
_HOSTILE = re.compile(
    r"\b(?:attack\w*|ambush\w*|rebels?|insurgen\w+|militants?|gunm[ae]n|fighting|opened fire|gunfire|shell\w*"
    r"|air\s?strikes?"
    r"|strikes?|struck|bomb\w*|clash\w*|battles?|missiles?|drones?|rockets?|enemy|shot|mortars?|raids?|jihad\w*"
    r"|terror\w*"
    r"|mines?|explosi\w+|hit by|war)\b",
    re.IGNORECASE,
)
_FICTION = re.compile(
    r"\b(?:(?:the|a|this|her|his) (?:new )?(?:film|movie|novel|thriller|tv series|video game|memoir))\b", re.I
)
_POLICING = re.compile(
    r"\b(?:arrest|detain|apprehend)\w*\b(?=.*\b(?:protest|demonstrat|rall(?:y|ies)|corrupt|drug|traffick|smuggl"
    r"|fraud|theft"
    r"|embezzl))|\b(?:protest|demonstrat|rall(?:y|ies)|corrupt|drug|traffick|smuggl|fraud|theft|embezzl)"
    r"(?=.*\b(?:arrest|detain|apprehend))",
    re.IGNORECASE | re.DOTALL,
)
_ARMED = re.compile(
    r"\b(?:militants?|insurgents?|rebels?|terror\w+|soldiers?|troops|fighters?|gunm[ae]n|jihad\w+)\b", re.I
)
_WORDS_OF_CONFLICT = 3
_LONGEST = 1_200
"""No sentence of prose has more characters: it is a table or a list without full stops."""


def select(discourse: Discourse) -> list[Sentence]:
    """Return the sentences that may hold a claim, in order."""
    text = discourse.text
    if not _LOSS.search(text) or not is_about_conflict(text):
        return []
    return [
        sentence
        for sentence in discourse.sentences
        if len(sentence.text) <= _LONGEST
        and _LOSS.search(sentence.text)
        and (_FIGURE.search(sentence.text) or _ONE_PERSON.search(sentence.text))
        and not _is_elsewhere(sentence.text)
    ]


def is_about_conflict(text: str) -> bool:
    """Return whether an article's words are those of armed conflict, by number or by share."""
    found = CONFLICT.findall(text)
    return len(found) >= _WORDS_OF_CONFLICT or (len(found) * 40 >= len(text.split()) and bool(found))


def _is_elsewhere(sentence: str) -> bool:
    """Return whether a sentence tells of an accident, a disease, crime, sport or fiction, and not of fighting."""
    if _FICTION.search(sentence) or (_NO_FIGHT.search(sentence) and not _HOSTILE.search(sentence)):
        return True
    if _POLICING.search(sentence) and not _ARMED.search(sentence):
        return True
    return bool(_ELSEWHERE.search(sentence)) and len(CONFLICT.findall(sentence)) < 2

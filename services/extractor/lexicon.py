"""The words of the field: losses, people, things. Data, and the one regular expression over each table.

A loss word says which measure it is about and how it takes its people: "killed" before or after them, "died" after,
"killing" before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from schemas.claim import Measure, SubjectKind

Form = Literal["past", "active", "base", "intransitive", "adjective", "noun", "toll"]
"""`past`: "killed", with people before (passive) or after (active); `active`: "killing 3"; `base`: "kill 3", also
after "to" and modals; `intransitive`: "3 died"; `adjective`: "3 dead", "3 were missing"; `noun`: "3 deaths", "the
deaths of 3"; `toll`: "the toll is 3".
"""

Needs = Literal["", "people", "captives", "shot"]
Camp = Literal["", "rebel", "state", "civilian"]


@dataclass(frozen=True, slots=True)
class LossWord:
    """One word or phrase for a loss. `needs`: whom it must stand beside, or it speaks of something else."""

    pattern: str
    measure: Measure
    form: Form
    needs: Needs = ""


@dataclass(frozen=True, slots=True)
class PeopleWord:
    """A noun for people. `camp` tells whether "including 2 soldiers" may be a part of "21 militants" (it may not)."""

    pattern: str
    kind: SubjectKind
    camp: Camp = ""
    captive: bool = False


_DEAD = r"killed|dead|slain|deaths?|fatalities|killing|martyred"
_HURT = r"wounded|injured|injuries|wounding|injuring|missing|captured|taken\ prisoners?"

_SOME = r"(?:\d|at\ least|more|over|about|around|some|nearly|almost|up\ to|several|dozens|scores|hundreds|another)"
"""What begins a figure of its own: "left 12 people dead and wounded more than 40"."""

LOSS_WORDS = (
    LossWord(
        rf"(?:(?:{_DEAD}),?\ (?:{_HURT}|{_DEAD}),?\ (?:and|or)\ (?:{_HURT}))|(?!dead\ and\ \w+\ {_SOME})(?:{_DEAD})"
        r"(?:\ (?:and|or)\ |\ ?/\ ?|,\ )(?:wounded|injured|injuries|wounding|injuring)(?!\ in\ )"
        r"|(?:killed|dead)\ or\ (?:captured|taken\ prisoners?)|captured\ or\ killed"
        r"|(?:wounded|injured|injuring|wounding)(?:\ (?:and|or)\ |\ ?/\ ?)(?:killed|dead|killing)",
        "casualties",
        "past",
    ),
    LossWord(
        r"killed\ in\ action|(?-i:KIA)|shot\ dead|shot\ and\ killed|gunned\ down|killed|slain|murdered|massacred"
        r"|executed|slaughtered|beheaded|butchered|martyred|assassinated|lynched|fatally\ (?:shot|stabbed|wounded)"
        r"|(?:\w+ed|hacked|beaten|burnt|shot)\ to\ death",
        "killed",
        "past",
    ),
    LossWord(
        r"eliminated|neutrali[sz]ed|liquidated|wiped\ out|destroyed|blown\ (?:up|apart)", "killed", "past", "people"
    ),
    LossWord(
        r"(?:had|have|has)\ fallen|fell"
        r"(?!\ (?:back|from|to|into|on|under|short|ill|by|behind|off|silent|out|apart|asleep))",
        "killed",
        "intransitive",
        "people",
    ),
    LossWord(
        r"killing(?!\ of)|kills|slaying(?!\ of)|beheading(?!\ of)|slaughtering|gunning\ down|shooting\ dead"
        r"|murdering|massacring|executing|assassinating|claiming\ the\ lives\ of|claim(?:ed|s)\ the\ lives\ of"
        r"|(?:took|cost)\ the\ lives\ of",
        "killed",
        "active",
    ),
    LossWord(
        r"(?:execution|killings?|murders?|massacre|slaying|slaughter|beheading|assassination)\ of",
        "killed",
        "active",
        "people",
    ),
    LossWord(r"eliminating|neutrali[sz]ing|liquidating|destroying", "killed", "active", "people"),
    LossWord(r"kill|slay|murder|massacre|execute|assassinate|behead|slaughter", "killed", "base"),
    LossWord(
        r"lost\ (?:their|his|her|its)\ li(?:ves|fe)|lives\ (?:(?:have|had)\ been\ |were\ |was\ )?lost"
        r"|(?:embraced|attained)\ martyrdom|fell\ in\ (?:battle|action|combat)|died|perished|succumbed"
        r"|dies|die|dying|(?:was|were)\ found\ dead",
        "killed",
        "intransitive",
    ),
    LossWord(r"dead", "killed", "adjective"),
    LossWord(r"death\ toll|toll|body\ count|number\ of\ (?:dead|deaths|fatalities|victims|martyrs)", "killed", "toll"),
    LossWord(r"number\ of\ (?:wounded|injured|injuries)", "wounded", "toll"),
    LossWord(r"(?<=among\ the\ )(?:victims|slain)", "killed", "adjective"),
    LossWord(r"deaths?|fatalities|fatality|killings|martyrs", "killed", "noun"),
    LossWord(r"(?:bodies|body|corpses?|remains)\ of", "killed", "active", "people"),
    LossWord(r"bodies|corpses", "killed", "noun"),
    LossWord(r"(?:loss|martyrdom|deaths?)\ of(?=\ [\w,]+\ (?:\w+\ )?lives)|martyrdom\ of", "killed", "active"),
    LossWord(r"wounded\ in\ action|(?-i:WIA)|wounded|injured|hurt|maimed|hospitali[sz]ed", "wounded", "past"),
    LossWord(r"wounding|injuring|hurting|maiming|wounds|injures|maims", "wounded", "active"),
    LossWord(r"wound|injure|maim", "wounded", "base"),
    LossWord(r"shot(?!\ (?:down|at|by|to))", "wounded", "active", "shot"),
    LossWord(
        r"(?:suffer(?:ed|ing)?|sustain(?:ed|ing)?|received|with)\ (?:(?!no\b)\w+\ ){0,2}?(?:injur(?:i?es|y)|wounds?)"
        r"|(?:taken|rushed|admitted|sent)\ to\ (?:the\ |a\ )?(?:\w+\ )?hospitals?",
        "wounded",
        "intransitive",
    ),
    LossWord(r"injuries|injury", "wounded", "noun"),
    LossWord(r"casualty|casualties|losses", "casualties", "noun"),
    LossWord(
        r"lost(?!\ (?:contact|control|track|ground|sight|touch|power))|put\ out\ of\ action"
        r"|suffered\ the\ loss\ of",
        "casualties",
        "active",
        "people",
    ),
    LossWord(r"losing|loses|loss\ of", "casualties", "active", "people"),
    LossWord(
        r"abducted|kidnapped|apprehended|detained|arrested|rounded\ up|nabbed|taken\ into\ (?:captivity|custody)",
        "captured",
        "past",
    ),
    LossWord(
        r"(?:taken|took)\ (?:prisoner|hostage|captive)s?|captured(?!\ by\ surprise)|seized",
        "captured",
        "past",
        "people",
    ),
    LossWord(
        r"captur(?:ing|es)|taking\ (?:prisoner|hostage|captive)|seiz(?:ing|es)"
        r"|(?:detention|arrests?|capture|abduction|kidnapping|surrender)\ of",
        "captured",
        "active",
        "people",
    ),
    LossWord(r"arresting|detaining|apprehending|abduct(?:ing|s)|kidnap(?:ping|s)|rounding\ up", "captured", "active"),
    LossWord(r"abduct|kidnap|arrest|detain|apprehend", "captured", "base"),
    LossWord(r"capture|seize", "captured", "base", "people"),
    LossWord(r"take|takes|taking|took|taken", "captured", "past", "captives"),
    LossWord(
        r"surrendered|surrenders?|surrendering"
        r"|(?:gave|given)\ themselves\ up|turned\ themselves\ in|la(?:id|ying)\ down\ (?:their\ )?(?:arms|weapons)",
        "captured",
        "intransitive",
        "people",
    ),
    LossWord(
        r"released|freed|repatriated|exchanged|swapped|set\ free|handed\ over|returned\ from\ captivity"
        r"|brought\ (?:home|back)|came\ home|let\ go",
        "released",
        "past",
        "people",
    ),
    LossWord(
        r"returned|returns?(?!\ of)|liberated|rescued|rescuing|liberating|received|got\ back|back",
        "released",
        "past",
        "captives",
    ),
    LossWord(
        r"releas(?:ing|es)|free(?:ing|s)|exchang(?:ing|es)|swapping|repatriating|handing\ over",
        "released",
        "active",
        "people",
    ),
    LossWord(
        r"release\ of|exchange\ of|swap\ of|return\ of|handover\ of|in\ (?:exchange|return)\ for",
        "released",
        "active",
        "people",
    ),
    LossWord(r"release|free|exchange|swap|repatriate", "released", "base", "people"),
    LossWord(
        r"in\ (?:(?!the\b|taking)\w+\ )?(?:captivity|custody|detention)(?!\ of)|behind\ bars"
        r"|(?:is|are|was|were|being|still|remain)\ held|held\ (?:captive|hostage|prisoner)"
        r"|remain\ hostage|imprisoned",
        "held",
        "intransitive",
        "people",
    ),
    LossWord(r"holding|holds", "held", "active", "people"),
    LossWord(r"held|hold", "held", "base", "captives"),
    LossWord(
        r"missing\ in\ action|(?-i:MIA)|missing|unaccounted\ for|gone\ missing|went\ missing"
        r"|disappeared",
        "missing",
        "adjective",
    ),
)  # equipment: its loss words go here, with `needs` things

PEOPLE_WORDS = (
    PeopleWord(r"prisoners?\ of\ war|pows?", "combatant", captive=True),
    PeopleWord(r"prisoners?|captives?|detainees?", "unknown", captive=True),
    PeopleWord(r"hostages?|abductees?|inmates?", "unknown", captive=True),
    PeopleWord(
        r"militants?|insurgents?|rebels?|terrorists?|gunm[ae]n|jihadists?|jihadis?|guerrillas?|bandits?|extremists?"
        r"|saboteurs?|separatists?|suspects?|kidnappers?|pirates?"
        r"|assailants?|attackers?|militiam[ae]n|fighters?|operatives?|suicide\ bombers?|bombers?|mercenar(?:y|ies)"
        r"|raiders?|paramilitar(?:y|ies)"
        r"|combatants?|maoists?|nax(?:al|alite)s?|cadres?|infiltrators?|secessionists?|khwarij|insurrectionists?|warlords?"
        r"|miscreants?|apostates?|ultras|stormtroopers?|collaborators?|hijackers?|abductors?|gangsters?|loyalists?",
        "combatant",
        "rebel",
    ),
    PeopleWord(
        r"soldiers?|troops?|troopers?|servicem[ae]n|servicewom[ae]n|service\ members?|military\ personnel"
        r"|security\ personnel|personnel(?!\ carrier)"
        r"|policem[ae]n|policewom[ae]n|police\ officers?|police(?=\W)|border\ guards?|national\ guards?m[ae]n"
        r"|peacekeepers?|marines?|sailors?|airm[ae]n|paratroopers?"
        r"|conscripts?|reservists?|officers?|security\ (?:forces?|guards?|officials?)|guards?|crew\ members?|pilots?"
        r"|gendarmes?|legionnaires?|rangers?|infantrym[ae]n|cadets?|recruits?"
        r"|invaders?|occupiers?|defenders?|generals?|colonels?|majors?|captains?|lieutenants?|sergeants?|jawans?"
        r"|commandos?|constables?|corporals?|brigadiers?|inspectors?|gendarmes?|infantrym[ae]n|bodyguards?",
        "combatant",
        "state",
    ),
    PeopleWord(r"commanders?|leaders?|chiefs?|members?|volunteers?|forces|elements|warriors|recruiters?", "combatant"),
    PeopleWord(r"officials?|associates?|supporters?|delegates?|informants?", "unknown"),
    PeopleWord(
        r"civilians?|villagers?|residents?|journalists?|reporters?"
        r"|farmers?|worshippers?|worshipers?|students?|pupils?|teachers?|doctors?|nurses?|medics?|paramedics?"
        r"|aid\ workers?|workers?|labou?rers?|miners?|herders?"
        r"|traders?|passengers?|pilgrims?|priests?|refugees?|migrants?|shoppers?|mourners?|protesters?|demonstrators?"
        r"|pensioners?|patients?|mothers?"
        r"|fathers?|couples?|famil(?:y|ies)\ members?|rescuers?|firefighters?|drivers?|fisherm[ae]n|employees?"
        r"|staff(?:\ members?)?|humanitarians?|locals"
        r"|inhabitants?|elders?|tourists?|non-combatants?|bystanders?|schoolchildren|schoolgirls?|schoolboys?"
        r"|clerics?|lawmakers?|politicians?|judges?|lawyers?|activists?|merchants?"
        r"|engineers?|contractors?|travell?ers?|commuters?|evacuees|idps|foreigners?|neighbou?rs?|hunters?"
        r"|tribesm[ae]n|herdsm[ae]n"
        r"|wives|husbands|parents|relatives|daughters?|sons?|brothers?"
        r"|sisters?|nuns?|imams?|settlers?|nationals?|citizens?|civillians?|mayors?|councill?ors?|ambassadors?|diplomats?"
        r"|pastors?|clergym[ae]n|vendors?|shopkeepers?|bloggers?|intellectuals|scholars?|players?|photographers?"
        r"|correspondents?|protestors?|parishioners?|barbers?|loggers?|businessm[ae]n|wife|husband|cyclists?|motorists?"
        r"|crewm[ae]n|seafarers?|peasants?|academics?|retirees?|youngsters?|spectators?|health\ workers?",
        "civilian",
        "civilian",
    ),
    PeopleWord(r"children|child|wom[ae]n|girls?|boys?|bab(?:y|ies)|infants?|toddlers?|teenagers?|minors?", "civilian"),
    PeopleWord(
        r"people|colleagues?|comrades?|persons?|individuals?|m[ae]n|victims?|others?|souls|lives|youths?|Palestinians|Israelis|Ukrainians"
        r"|Russians|Syrians|(?-i:[A-Z][a-z]+(?:[mnr]ians|[kghnt]ans|gerians|raqis|emenis|banese|omalis|hanis|ericans))",
        "unknown",
    ),
)

THINGS = re.compile(
    r"""\b(?:tanks?|vehicles?|trucks?|cars?|buses|bus|boats?|ships?|vessels?|drones?|uavs?|missiles?|rockets?"
    r"|shells?|bombs?|aircraft|planes?|jets?|helicopters?
    |guns?|artillery|howitzers?|mortars?|rifles?|weapons?|systems?|launchers?|radars?|units?|brigades?|battalions?|regiments?|compan(?:y|ies)|groups?|camps?|bases?
    |posts?|checkpoints?|positions?|strongholds?|hideouts?|depots?|buildings?|houses?|homes?|apartments?|schools?|hospitals?|villages?|settlements?|towns?|cit(?:y|ies)
    |districts?|regions?|provinces?|communities|countries|nations|states|times|attacks?|strikes?|airstrikes?|raids?|clashes|battles|incidents?|operations?|assaults?
    |attempts?|cases?|bodies|remains|corpses|families|households|cattle|livestock|animals|goats|sheep|camels|cows|horses|dogs|motorcycles?|motorbikes?|pickups?|rounds
    |stages?|phases?|countries|hectares|seats|votes|flights?|trains?|trips|outposts?|facilities|lists?|documents?|factories|plants?|refiner(?:y|ies)|bridges?|roads?|areas?|locations?|sites?
    |targets?|explosions?|blasts?|grenades?|mines?|devices?|projectiles?|installations?|structures?|churches|mosques|shops?|markets?|warships?|percent|displaced|homeless|evacuated|stranded|trapped)\b""",
    re.VERBOSE | re.IGNORECASE,
)

_SINGULAR_ENDINGS = re.compile(r"(?:[^s]|ss)$", re.IGNORECASE)
_PLURALS = re.compile(r"(?:men|women|people|children|police|personnel|staff|troops|lives)$", re.IGNORECASE)


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    alternatives = "|".join(f"(?P<w{number}>{pattern})" for number, pattern in enumerate(patterns))
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?!\w|-\w)".replace("\\ ", r"[\ \u00a0]"), re.IGNORECASE)


_LOSS = _compiled([word.pattern for word in LOSS_WORDS])
_PEOPLE = _compiled([word.pattern for word in PEOPLE_WORDS])


def loss_words(text: str) -> list[tuple[int, int, LossWord]]:
    """Return the loss words of `text` with their offsets, apart and in order."""
    return [(*match.span(), LOSS_WORDS[int((match.lastgroup or "w0")[1:])]) for match in _LOSS.finditer(text)]


def people_words(text: str) -> list[tuple[int, int, PeopleWord]]:
    """Return the nouns for people in `text` with their offsets, apart and in order."""
    return [(*match.span(), PEOPLE_WORDS[int((match.lastgroup or "w0")[1:])]) for match in _PEOPLE.finditer(text)]


def is_singular(noun: str) -> bool:
    """Return whether a noun for people names one: "soldier", "child", "policeman"."""
    return bool(_SINGULAR_ENDINGS.search(noun)) and not _PLURALS.search(noun)

"""The words of the field: losses, people, things. Data, and the one regular expression over each table.

A loss word says which measure it is about and how it takes its people: "killed" before or after them, "died" after,
"killing" before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from schemas.claim import Measure
from services.extractor.word_patterns import WordPattern, WordTable

from .people_nouns import PEOPLE_WORDS, PeopleWord

Form = Literal["past", "active", "base", "intransitive", "adjective", "noun", "toll"]
"""`past`: "killed", with people before (passive) or after (active); `active`: "killing 3"; `base`: "kill 3", also
after "to" and modals; `intransitive`: "3 died"; `adjective`: "3 dead", "3 were missing"; `noun`: "3 deaths", "the
deaths of 3"; `toll`: "the toll is 3".
"""

Needs = Literal["", "people", "captives", "shot"]


@dataclass(frozen=True, slots=True)
class LossWord:
    """One word or phrase for a loss. `needs`: whom it must stand beside, or it speaks of something else."""

    pattern: str
    measure: Measure
    form: Form
    needs: Needs = ""


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
        r"|(?:\w+ed|hacked|beaten|burnt|shot)\ to\ death"
        r"|(?:stabbed|hacked|beat|clubbed|stoned|shot|tortured|burned|bludgeoned"
        r"|trampled)(?=(?:\ [\w'’-]+){1,9}\ to\ death\b)",
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
        r"killing(?!\ of)|kills|beheads|executes|murders(?=\ [\da-z])|assassinates|lynches|lynching|guns\ down"
        r"|shoots\ dead|slaying(?!\ of)|beheading(?!\ of)|slaughtering|gunning\ down|shooting\ dead"
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
        r"los[te](?:s|ing)?\ (?:their|his|her|its)\ li(?:ves|fe)|lives\ (?:(?:have|had)\ been\ |were\ |was\ )?lost"
        r"|(?:embrac|attain|achiev)(?:ed|es|ing)\ (?:martyrdom|shahadat)|drank\ the\ cup\ of\ martyrdom"
        r"|(?:gave|given|giving|laid\ down|sacrificed)\ (?:up\ )?(?:their|his|her)\ li(?:ves|fe)"
        r"|(?:paid|made|gave)\ the\ (?:ultimate|supreme|highest|final)\ (?:sacrifice|price)"
        r"|(?:were|was|been)\ (?:sent\ to\ hell|put\ to\ death|laid\ to\ rest)"
        r"|fell\ in\ (?:battle|action|combat)|died|perished|succumbed"
        r"|dies|die|dying|(?:was|were|been)\ (?:later\ |subsequently\ |also\ )?found\ (?:dead|killed|murdered)",
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
    LossWord(
        r"wounded\ in\ action|(?-i:WIA)|shot\ (?:and|&)\ (?:\w+ly\ )?(?:wounded|injured)|wounded|injured|hurt"
        r"|maimed|hospitali[sz]ed",
        "wounded",
        "past",
    ),
    LossWord(r"wounding|injuring|hurting|maiming|wounds|injures|maims", "wounded", "active"),
    LossWord(r"wound|injure|maim", "wounded", "base"),
    LossWord(r"shot(?!\ (?:down|at|by|to))", "wounded", "active", "shot"),
    LossWord(
        r"(?:suffer(?:ed|ing)?|sustain(?:ed|ing)?|received|with)\ (?:(?!no\b)\w+\ ){0,2}?(?:injur(?:i?es|y)|wounds?)"
        r"|(?:taken|rushed|admitted|sent|flown|evacuated|brought|airlifted|transferred)\ to\ (?:(?!his\b"
        r"|her\b)[\w'’]+\ ){0,4}?"
        r"(?:hospitals?|clinics?|medical\ cent(?:er|re)s?|infirmary|intensive\ care)"
        r"|(?:is|are|was|were|remain|remains)\ (?:still\ |now\ )?(?:in|under|receiving|undergoing)"
        r"\ (?:(?:an?|the|intensive|medical)\ )?(?:hospitals?|care|treatment)|evacuated\ with\ (?:\w+\ )?wounds",
        "wounded",
        "intransitive",
    ),
    LossWord(r"injuries|injury", "wounded", "noun"),
    LossWord(r"casualty|casualties|causalit(?:y|ies)|casuali?ties|losses", "casualties", "noun"),
    LossWord(
        r"lost(?!\ (?:contact|control|track|ground|sight|touch|power))|put\ out\ of\ action"
        r"|suffered\ the\ loss\ of",
        "casualties",
        "active",
        "people",
    ),
    LossWord(r"losing|loses|loss\ of", "casualties", "active", "people"),
    LossWord(
        r"abducted|kidnapp?ed|apprehended|detained|arrested|rounded\ up|nabbed|taken\ into\ (?:captivity|custody)",
        "captured",
        "past",
    ),
    LossWord(
        r"(?:taken|took)\ (?:prisoner|hostage|captive)s?|captured(?!\ by\ surprise)|seized"
        r"|(?:carried|dragged|marched|led|hauled|whisked|spirited)\ (?:off|away)|(?:took|taken)\ away|drove\ off\ with",
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
    LossWord(
        r"arresting|detaining|apprehending|abduct(?:ing|s)|kidnap(?:p?ing|s)|rounding\ up|detains"
        r"|apprehends",
        "captured",
        "active",
    ),
    LossWord(r"abduct|kidnap(?!\ (?:victims?|cases?|gangs?))|arrest|detain|apprehend", "captured", "base"),
    LossWord(r"capture|seize", "captured", "base", "people"),
    LossWord(r"take|takes|taking|took|taken", "captured", "past", "captives"),
    LossWord(
        r"surrendered|surrenders?|surrendering"
        r"|(?:gave|given|giving|give)\ themselves\ up|turn(?:ed|ing)?\ themselves\ in|la(?:id|ying"
        r"|y)\ down\ (?:their\ )?(?:arms|weapons)"
        r"|yield(?:ed|ing)\ to|(?:came|come|coming|walked)\ (?:out|forward)\ with\ (?:their\ )?hands\ (?:up|raised)"
        r"|join(?:ed|ing)\ the\ peace\ process|hand(?:ed|ing)\ (?:over\ |in\ )?their\ (?:arms|weapons|guns|rifles)",
        "captured",
        "intransitive",
        "people",
    ),
    LossWord(
        r"released|freed|repatriated|exchanged(?!\ (?:\w+[- ])?(?:gun)?(?:fires?|shots|shelling|blows|artillery"
        r"|shells|rockets|bullets))"
        r"|swapped|set\ free|handed\ over|returned\ from\ captivity"
        r"|(?:brought|sent|flown)\ (?:home|back)|came\ home|come\ home|let\ go|set\ at\ liberty|ransomed"
        r"|regained\ (?:their|his|her)\ (?:freedom|liberty)|returned\ (?:home|to\ (?:their\ )?homeland)"
        r"(?=[^.]*\b(?:exchange|swap|captiv|prisoner))",
        "released",
        "past",
        "people",
    ),
    LossWord(
        r"returned|returns?(?!\ of)|liberated|rescu(?:ed|es?|ing)|liberat(?:es?|ing)|received|got\ back|back"
        r"|(?:were|was|been)\ transferred",
        "released",
        "past",
        "captives",
    ),
    LossWord(
        r"releas(?:ing|es)|free(?:ing|s)|rescues|sets\ free|exchang(?:ing|es)|swapping|repatriating|handing\ over",
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
        r"(?:in|under)\ (?:(?!the\b|taking)[\w’'-]+\ ){0,2}?(?:captivity|custody|detention)(?!\ of)|behind\ bars"
        r"|(?:is|are|was|were|being|still|remain)\ held|held\ (?:captive|hostage|prisoner)"
        r"|remain\ hostage|imprisoned|in\ (?:our|their|his|its|enemy|rebel"
        r"|(?-i:[A-Z][\w’'-]+(?:\ [A-Z][\w’'-]+)?))\ hands",
        "held",
        "intransitive",
        "people",
    ),
    LossWord(r"holding|holds", "held", "active", "people"),
    LossWord(r"held|hold", "held", "base", "captives"),
    LossWord(
        r"missing\ in\ action|(?-i:MIA)|missing|unaccounted\ for|gone\ missing|went\ missing"
        r"|disappeared|(?:still\ |trapped\ |buried\ )*under\ (?:the\ )?(?:rubble|debris|ruins)",
        "missing",
        "adjective",
    ),
)  # equipment: its loss words go here, with `needs` things

THINGS = WordPattern(
    r"""\b(?:tanks?|vehicles?|trucks?|cars?|buses|bus|boats?|ships?|vessels?|drones?|uavs?|missiles?|rockets?
    |shells?|bombs?|aircraft|planes?|jets?|helicopters?
    |guns?|artillery|howitzers?|mortars?|rifles?|weapons?|systems?|launchers?|radars?|units?|brigades?|battalions?|regiments?|compan(?:y|ies)|groups?|camps?|bases?
    |posts?|checkpoints?|positions?|strongholds?|hideouts?|depots?|buildings?|houses?|homes?|apartments?|schools?|hospitals?|villages?|settlements?|towns?|cit(?:y|ies)
    |districts?|regions?|provinces?|communities|countries|nations|states|times|attacks?|strikes?|airstrikes?|raids?|clashes|battles|incidents?|operations?|assaults?
    |attempts?|cases?|bodies
    |remains(?!\s(?:missing|in|un|held|captive|hostage|a\b))|corpses|families|households|cattle|livestock|animals|goats|sheep|camels|cows|horses|dogs|motorcycles?|motorbikes?|pickups?|rounds
    |stages?|phases?|sides|parties|hectares|seats|votes|flights?|trains?|trips|outposts?|facilities|lists?|documents?|factories|plants?|refiner(?:y|ies)|bridges?|roads?|areas?|locations?|sites?
    |targets?|explosions?|blasts?|grenades?|mines?|devices?|projectiles?|installations?|structures?|churches|mosques|shops?|markets?|warships?|percent|displaced|homeless|evacuated|stranded|trapped)\b""",
    re.VERBOSE | re.IGNORECASE,
)

_SINGULAR_ENDINGS = re.compile(r"(?:[^s]|ss)$", re.IGNORECASE)
_PLURALS = re.compile(r"(?:men|women|people|children|police|personnel|staff|troops|lives)$", re.IGNORECASE)


def _whole(pattern: str) -> str:
    return rf"(?<![\w-])(?:{pattern})(?!\w|-\w)".replace("\\ ", r"[\ \u00a0]")


_LOSS = WordTable([_whole(word.pattern) for word in LOSS_WORDS], re.IGNORECASE)
_PEOPLE = WordTable([_whole(word.pattern) for word in PEOPLE_WORDS], re.IGNORECASE)


def loss_words(text: str) -> list[tuple[int, int, LossWord]]:
    """Return the loss words of `text` with their offsets, apart and in order."""
    return [(*match.span(), LOSS_WORDS[number]) for match, number in _LOSS.finditer(text)]


def people_words(text: str) -> list[tuple[int, int, PeopleWord]]:
    """Return the nouns for people in `text` with their offsets, apart and in order."""
    return [(*match.span(), PEOPLE_WORDS[number]) for match, number in _PEOPLE.finditer(text)]


def names_one(text: str) -> bool:
    """Return whether a noun for one person stands in `text`."""
    return any(is_singular(match[0]) for match, _ in _PEOPLE.finditer(text))


def is_singular(noun: str) -> bool:
    """Return whether a noun for people names one: "soldier", "child", "policeman"."""
    return bool(_SINGULAR_ENDINGS.search(noun)) and not _PLURALS.search(noun)

"""Tell sentences about armed conflict from those about accidents, disease, crime, sport and fiction.

A sentence is judged by its own words first. One whose words do not say ("six soldiers were among the dead") goes with
what was told right before it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from services.extractor.discourse import Discourse, Sentence
from services.extractor.word_patterns import WordPattern

_SIDES = WordPattern(
    r"\b(?:rebel\w*|insurgen\w+|militant\w*|guerrilla\w*|jihad\w*|islamists?|extremists?|separatists?|terror\w*"
    r"|militia\w*|paramilitar\w+|enemy|bandits?|cartels?|gangs|maoists?|nax(?:al|alite)s?|junta|invaders?|combatants?"
    r"|occupation (?:forces|army)|armed groups?|(?<!fire)(?<!fire )fighters?|protest\w*|demonstrat(?:ors?|ions?)"
    r"|riot\w*|herders|herdsmen"
    r"|al[- ]?shabaab|taliban|boko haram|isis|isil|islamic state|hamas|hezbollah)\b",
    re.IGNORECASE,
)
_ACTS = WordPattern(
    r"\b(?:air\s?strikes?|air raids?|shell(?:ing|ed|s)?|artillery|missiles?|drones?|rockets?|mortars?|ambush\w*"
    r"|(?:land)?mines?|IEDs?|improvised explosive|bomb\w*|offensive|front\s?lines?|gunfights?|firefights?|clash\w*"
    r"|cease-?fire|invasion|hostilities|massacre\w*|coup|raid(?:s|ed|ers?)?|warplanes?|gunm[ae]n|armed (?:men|attack"
    r"|clash|conflict)\w*|attack\w*|fighting|opened fire|gunfire|strikes?|struck|battles?|shot|hit by|violence"
    r"|detonat\w+|(?<!gas )explosions?|exploded)\b",
    re.IGNORECASE,
)
_TROOPS = WordPattern(r"\b(?:soldiers?|troops|security (?:forces|personnel))\b", re.IGNORECASE)
_POLICE = re.compile(
    r"\b(?:police(?:m[ae]n| officers?| patrol| station| agents?)|polic(?:e|ía) (?:forces|opened)|army|military"
    r"|clash\w*)\b",
    re.IGNORECASE,
)
_FICTION = WordPattern(
    r"\b(?:(?:the|a|this|her|his) (?:new )?(?:film|movie|novel|thriller|tv series|video game|memoir)"
    r"|war (?:epic|film|movie|novel|drama)|box office|blockbuster|in the (?:first|second|third|last) (?:verse|chapter"
    r"|act|reel))\b",
    re.IGNORECASE,
)
_SPORT = WordPattern(
    r"\b(?:(?:football|cricket|cup|league) match(?:es)?|(?-i:league)|tournament|striker|midfielder|goalkeeper"
    r"|innings|champion(?:s|ships?)|athletes?"
    r"|volleyball|football(?:ers?)?\b(?! (?:pitch|ground|field|stadium))|basketball|cricket(?:ers?)?|wrestlers?"
    r"|grand prix|playoffs?|world cup"
    r"|quarter-?finals?|semi-?finals?)\b",
    re.IGNORECASE,
)
_NATURE = WordPattern(
    r"\b(?:plague|cholera|ebola|covid\S*|coronavirus|pandemic|epidemic|an outbreak|outbreak of (?:the )?(?:disease"
    r"|virus)|measles|virus|vaccin\w+|flu|influenza|malaria|dengue|diphtheria|meningitis|typhoid|malnutrition|new cases"
    r"|cancer|overdose|opioid|suicide rate|food poisoning|heatstroke|infections?|earthquakes?|floods?|flooding"
    r"|landslides?"
    r"|mudslides?|avalanche|hurricane|cyclone|typhoon|tornado|heat\s?wave|wildfires?|lightning(?! \w+ive\b| advance)"
    r"|bad weather"
    r"|torrential rains?|volcan\w+)\b",
    re.IGNORECASE,
)
_ACCIDENT = WordPattern(
    r"\b(?:accidents?|crash(?:ed|es)?|plunge[sd]? (?:into|off|down) (?:\w+ ){0,2}(?:gorge|ravine|river|valley|canal"
    r"|cliff"
    r"|lake|ditch|sea)|overturn\w*|collid\w+|collision|skidd\w+|stampedes?|derailments?|train derail\w*|shipwreck\w*"
    r"|capsiz\w+|drown\w*|malfunction\w*|training flight|tyre|left the road|(?:truck|car|bus|boat|engine|pick-up) broke"
    r" down|level crossing|traffic (?:accident|police)|(?:on|in) traffic|on the roads|ignored the signal"
    r"|gas (?:leak|explosion|blast|cylinder)|mine collapse|grandstand|(?:house|apartment|factory|hotel|market) fire"
    r"|blaze"
    r"|fires (?:killed|claimed|left)|caught fire|nightclub|(?:building|bridge|roof|wall|stand) collapse\w*|in queues"
    r"|drills?|(?:military|training|naval|joint|field) exercises?|(?:during|in) (?:an|the) exercise)\b",
    re.IGNORECASE,
)
_ASIDE = WordPattern(r"\b(?:before|since|apart from) (?:\w+['’]s |the )?(?:crash|accident)", re.IGNORECASE)
"""The accident only dates what is told: "before Monday's crash, the alliance had lost 156 this year"."""
_CRASHED = re.compile(
    r"\b(?:killed|died|injured|hurt) (?:when|after|as) (?:\w+ ){1,3}(?:crashed|collided|overturned|capsized|derailed)\b"
    r"(?![^.]*\b(?:hit|struck|shot|fire|missile|mine|bomb\w*|militants?|rebels?|gunm[ae]n|attack\w*|ambush\w*)\b)",
    re.IGNORECASE,
)
_CRIME = WordPattern(
    r"\b(?:robber(?:y|ies|s)|rob(?:bed|bing)? a|burgl\w*|homicides?|serial killer|school shooting|mass shooting"
    r"|gangland|(?:gang|turf) (?:rivalry|war|feud)s?|gang[- ]related|(?:property|land|family|personal) dispute"
    r"|(?:personal|family|old) (?:enmity|feud|rivalry|vendetta)|(?:ownership|possession) of (?:a "
    r"|the )?(?:\w+ )?land|drive-by|over a (?:mobile|phone|woman|girl|plot|debt|well|cow|parking)|impersonat\w+"
    r"|illegal (?:refining|mining|logging|fishing)|murdered a family|shoplift\w*|domestic (?:violence|dispute)"
    r"|a fellow guard)\b",
    re.IGNORECASE,
)
_AIMED_AT = re.compile(
    r"\b(?:shi['’]?as?|sunnis?|hazaras?|ahmadis?|christians?|hindus?|sectarian|police\w*|officers?|lawyers?"
    r"|journalists?"
    r"|clerics?|imams?|elders?|council\w*|activists?|leaders?|officials?|politicians?|candidates?|judges?|party"
    r"|soldiers?"
    r"|prosecutors?|mayors?|governor|tribal|workers?|engineers?)\b",
    re.IGNORECASE,
)
"""Whom a killing from a passing car is aimed at where it is no feud of gangs."""
_POLICING = WordPattern(
    r"\b(?:arrest|detain|apprehend)\w*\b(?=.*\b(?:corrupt|drug|traffick|smuggl|fraud|theft|embezzl|immigration"
    r"|migrant workers))"
    r"|\b(?:corrupt|drug|traffick|smuggl|fraud|theft|embezzl|immigration)(?=.*\b(?:arrest|detain|apprehend))",
    re.IGNORECASE | re.DOTALL,
)
_FIGHTERS = WordPattern(r"\b(?:soldiers?|troops|fighters?|gunm[ae]n)\b", re.IGNORECASE)
_IMAGINED = WordPattern(
    r"\b(?:worst[- ]case|in (?:a|the) (?:bad|worst) case|must be reckoned with|war games?|hypothetical\w*"
    r"|doomsday|will look like a picnic)\b",
    re.IGNORECASE,
)
_FEUD = re.compile(
    r"\b(?:crime motivation|(?:motive|motivation) (?:for|of) the crime|gang(?:land)? (?:rivalry|reprisal|related|feud)"
    r"|gang-related|no (?:reports?|information|word) (?:on|of|about) (?:the identity|who)|homicides?"
    r"|organi[sz]ed crime|drug (?:dealers?|traffick\w+))\b",
    re.IGNORECASE,
)
"""What a short note adds that tells of crime: nobody in it fought for anything."""
_SHORT = 900
_GROUPS = ("armed_group", "militia")
_REACH = 4
"""So many sentences back a sentence that does not say goes with what was told."""
_OPENING = 3


def told_of_instead(text: str) -> str | None:
    """Return what a sentence by its own words tells of where it is not fighting, or null."""
    if found := _FICTION.search(text):
        return f"told of fiction: “{found[0]}”"
    if found := _IMAGINED.search(text):
        return f"told of what may come: “{found[0]}”"
    if found := _CRASHED.search(text):
        return f"told of an accident: “{found[0]}”"
    if _SIDES.search(text):
        return None
    if _POLICING.search(text) and not _FIGHTERS.search(text):
        return "told of arrests by police"
    acts = bool(_ACTS.search(text))
    if (found := _CRIME.search(text)) and not ((acts and _TROOPS.search(text)) or _is_aimed(found[0], text)):
        return f"told of crime: “{found[0]}”"
    if acts:
        return None
    if found := _SPORT.search(text) or _NATURE.search(text):
        return f"told of a disaster, a disease or sport: “{found[0]}”"
    if (found := _ACCIDENT.search(text)) and not _ASIDE.search(text):
        return f"told of an accident or an exercise: “{found[0]}”"
    return None


def _is_aimed(crime: str, text: str) -> bool:
    """Return whether a drive-by shooting was aimed at somebody for what he stands for."""
    return crime.lower() == "drive-by" and bool(_AIMED_AT.search(text))


def names_a_side(text: str) -> bool:
    """Return whether a sentence names those who fight by a word of their kind: rebels, bandits, demonstrators."""
    return bool(_SIDES.search(text))


@lru_cache(maxsize=64)  # asked for every sentence of an article
def of(discourse: Discourse) -> Domain:
    """Return what the sentences of an article are about."""
    return Domain(discourse)


class Domain:
    """What the sentences of one article are about; each is looked at when it is first asked for."""

    def __init__(self, discourse: Discourse) -> None:
        self._discourse = discourse
        self._known: dict[int, str | bool | None] = {}

    def reason_to_skip(self, sentence: Sentence) -> str | None:
        """Return why a sentence is not about armed conflict, or null when it is, or nothing says otherwise."""
        own = self._told(sentence)
        if isinstance(own, str):
            return own
        if self._is_note_of_crime():
            return "told in a note of crime"
        return None if own else self._carried(sentence)

    def _is_note_of_crime(self) -> bool:
        """Return whether a short note is of gangs or of killers whom nobody knows, and of no soldiers or police."""
        text = self._discourse.text
        if len(text) > _SHORT or not _FEUD.search(text):
            return False
        return not (_SIDES.search(text) or _TROOPS.search(text) or _POLICE.search(text))

    def _told(self, sentence: Sentence) -> str | bool | None:
        """Return what a sentence tells of instead of fighting; true: it tells of fighting; null: it does not say."""
        if sentence.index not in self._known:
            text = sentence.text
            fighting = True if _SIDES.search(text) or _ACTS.search(text) else None
            instead = told_of_instead(text)
            self._known[sentence.index] = fighting if instead and self._names_a_group(sentence) else instead or fighting
        return self._known[sentence.index]

    def _names_a_group(self, sentence: Sentence) -> bool:
        """Return whether a registered armed group acts in a sentence, whatever else its words are of."""
        discourse = self._discourse
        named = discourse.mentions_in(sentence.start, sentence.end)
        return any(discourse.registry.actor(one.actor_id).kind in _GROUPS for one in named if one.actor_id)

    def _carried(self, sentence: Sentence) -> str | None:
        """Return what was told right before; across paragraphs only where the article opens with an accident."""
        first = max(0, sentence.index - _REACH)
        for other in reversed(self._discourse.sentences[first : sentence.index]):
            told = self._told(other)
            if told is None:
                continue
            goes_on = other.passage == sentence.passage or self._opens_otherwise()
            return f"goes on about what was {told}" if isinstance(told, str) and goes_on else None
        return None

    def _opens_otherwise(self) -> bool:
        opening = (self._told(sentence) for sentence in self._discourse.sentences[:_OPENING])
        return isinstance(next((told for told in opening if told is not None), None), str)

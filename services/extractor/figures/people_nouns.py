"""The nouns for people: of what kind they are, and whose side they tell. Data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.claim import SubjectKind

Camp = Literal["", "rebel", "state", "civilian"]


@dataclass(frozen=True, slots=True)
class PeopleWord:
    """A noun for people. `camp` tells whether "including 2 soldiers" may be a part of "21 militants" (it may not)."""

    pattern: str
    kind: SubjectKind
    camp: Camp = ""
    captive: bool = False


PEOPLE_WORDS = (
    PeopleWord(r"prisoners?\ of\ war|pows?", "combatant", captive=True),
    PeopleWord(r"prisoners?|captives?|detainees?", "unknown", captive=True),
    PeopleWord(r"hostages?|abductees?|inmates?", "unknown", captive=True),
    PeopleWord(
        r"mill?it[ae]nts?|insurg[ae]nts?|rebels?|terrorists?|gunm[ae]n|jihadists?|jihadis?|guerrillas?|bandits?"
        r"|extremists?"
        r"|saboteurs?|separatists?|suspects?|kidnappers?|pirates?"
        r"|assailants?|attackers?|militiam[ae]n|fighters?|operatives?|suicide\ bombers?|bombers?|mercenar(?:y|ies)"
        r"|raiders?|paramilitar(?:y|ies)"
        r"|combatants?|maoists?|nax(?:al|alite)s?|cadres?|infiltrators?|secessionists?|khwarij|insurrectionists?"
        r"|warlords?"
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
        r"|commandos?|constables?|privates|corporals?|brigadiers?|inspectors?|gendarmes?|infantrym[ae]n|bodyguards?"
        r"|orderl(?:y|ies)|wardens?|commandants?|superintendents?"
        r"|sub-inspectors?|PSOs?|home\ guards?|warders?|askaris?|gendarmerie",
        "combatant",
        "state",
    ),
    PeopleWord(
        r"comm?[ao]nders?|leaders?|chiefs?|members?|volunteers?|forces|elements|warriors"
        r"|recruiters?",
        "combatant",
    ),
    PeopleWord(
        r"officials?|associates?|supporters?|sympathi[sz]ers?|activists|delegates?|informants?|agents?|spies"
        r"|aides?|secretar(?:y|ies)",
        "unknown",
    ),
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
        r"|sisters?|nuns?|imams?|settlers?|nationals?|citizens?|civill?[ia]{1,3}ns?|mayors?|councill?ors?"
        r"|ambassadors?|diplomats?"
        r"|pastors?|clergym[ae]n|vendors?|shopkeepers?|bloggers?|intellectuals|scholars?|players?|photographers?"
        r"|correspondents?|protestors?|parishioners?|barbers?|loggers?|businessm[ae]n|wife|husband|cyclists?|motorists?"
        r"|shepherds?|pastoralists?|nomads?|cattlem[ae]n|tailors?|carpenters?|electricians?|mechanics|cooks?|bakers?"
        r"|pharmacists?|midwi(?:fe|ves)|grooms?|brides?|guests?|monks?|bishops?|muezzins?|preachers?|missionar(?:y|ies)"
        r"|evangelists?|headm[ae]n|headmasters?|sheikhs?|cameram[ae]n|editors?|writers?|poets?|singers?|musicians?"
        r"|artists?|senators?|legislators?|magistrates?|prosecutors?|attorneys?|candidates?|landowners?|landlords?"
        r"|nephews?|nieces?|cousins?|uncles?|aunts?|grandsons?|granddaughters?|grandmothers?|grandfathers?|toddlers?"
        r"|adolescents?|teens?|adults?|newborns?|widows?|orphans?|congregants?|devotees?|hawkers?|porters?"
        r"|taxi\ drivers?"
        r"|chairm[ae]n|chairpersons?|chairwom[ae]n|electoral\ workers?|campaigners?|tribals?|informers?|goldsmiths?"
        r"|crewm[ae]n|seafarers?|peasants?|academics?|retirees?|youngsters?|spectators?|health\ workers?",
        "civilian",
        "civilian",
    ),
    PeopleWord(r"children|child|wom[ae]n|girls?|boys?|bab(?:y|ies)|infants?|toddlers?|teenagers?|minors?", "civilian"),
    PeopleWord(
        r"people|poeple|colleagues?|comrades?|persons?|individuals?|m[ae]n|victims?|others|other(?=\W*(?:$|[.,;)]"
        r"|(?:was|were|is|are|had|has|died|and|in|at|by|who)\b))|souls|lives|youths?|Palestinians|Israelis|Ukrainians"
        r"|Russians|Syrians|(?-i:[A-Z][a-z]+(?:[mnr]ians|[kghnt]ans|gerians|raqis|emenis|banese|omalis|hanis|ericans))",
        "unknown",
    ),
)

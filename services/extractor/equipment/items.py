"""The words for equipment: vehicles, vessels, aircraft, guns, launchers, missiles, and what becomes of them. Data.

Small arms, ammunition, buildings and stores are no items: "30 captured rifles" and "a fuel depot" are not in the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.claim import ItemState
from services.extractor.word_patterns import WordTable


@dataclass(frozen=True, slots=True)
class ItemWord:
    """A noun for equipment and its normal name. `flies`: it is shot down or intercepted, and spent where it is lost."""

    pattern: str
    name: str
    flies: bool = False


@dataclass(frozen=True, slots=True)
class StateWord:
    """A word for what became of an item. `active`: it takes its items behind it only ("destroying 3", "loss of")."""

    pattern: str
    state: ItemState
    active: bool = False


HIT = r"hit|struck"

ITEM_WORDS = (
    ItemWord(r"aircraft\ carriers?|warships?|frigates?|corvettes?|cruisers?|destroyers?|submarines?", "ship"),
    ItemWord(
        r"landing\ (?:ships?|craft)|ships?|vessels?|tankers?|freighters?|barges?|minesweepers?|ferry|ferries", "ship"
    ),
    ItemWord(r"(?:naval|sea|marine|surface)\ drones?|drone\ boats?|unmanned\ (?:surface\ )?boats?", "naval drone"),
    ItemWord(r"(?:speed|gun|motor|patrol\ )?boats?|canoes?|dinghy|dinghies|dhows?", "boat"),
    ItemWord(
        r"drones?|UAVs?|UAS|UCAVs?|unmanned\ (?:aerial\ |air\ )?(?:vehicles?|aircraft)|quadcopters?|Shaheds?|Gerans?"
        r"|Bayraktars?|MQ-\d+s?|RQ-\d+s?|Hermes\ \d+s?|Herons?|Orlans?|Lancets?",
        "drone",
        flies=True,
    ),
    ItemWord(
        r"(?:ballistic\ |cruise\ )?missiles?|Iskanders?|Kalibrs?|Kinzhals?|Scuds?",
        "missile",
        flies=True,
    ),
    ItemWord(r"rockets?", "rocket", flies=True),
    ItemWord(r"helicopters?|gunships?|choppers?|Mi-\d+\w*|Ka-\d+\w*|Black\ Hawks?|Apaches?", "helicopter", flies=True),
    ItemWord(
        r"(?:war|air)?planes?|aircrafts?|(?:fighter\ |fighter-|bomber\ |combat\ )?jets?|fighter-bombers?"
        r"|(?:Su|MiG|F|Tu|Il|An|JF|JAS|C)-\d+\w*|Mirages?|Rafales?|Antonovs?",
        "aircraft",
        flies=True,
    ),
    ItemWord(
        r"(?:multiple|multiple-launch)\ (?:launch\ )?rocket\ (?:launchers?|systems?)|MLRSs?|HIMARS|rocket\ launchers?"
        r"|rocket\ systems?|Katyushas?|BM-\d+\w*",
        "multiple rocket launcher",
    ),
    ItemWord(
        r"(?:anti-aircraft|anti-air|air(?:-|\ )defen[cs]e|surface-to-air|SAM)\ (?:missile\ )?(?:systems?|guns?"
        r"|launchers?|complex(?:es)?|batter(?:y|ies)|means|units?)|(?:S-\d00|Pantsir|Tor|Buk|Osa"
        r"|Patriot)s?(?:\ systems?)?"
        r"|anti-aircraft\ guns?|radars?|radar\ (?:stations?|systems?)",
        "air-defence system",
    ),
    ItemWord(r"missile\ (?:launchers?|systems?)|(?<!grenade\ )launchers?|launch\ vehicles?", "launcher"),
    ItemWord(
        r"artillery\ (?:systems?|pieces?|guns?|mounts?|batter(?:y|ies)|units?)|(?:\w+-\d+\ )?howitzers?|cannons?"
        r"|(?:field|self-propelled|anti-tank)\ guns?|M777s?|heavy\ machine(?:-|\ )?guns?",
        "artillery system",
    ),
    ItemWord(r"mortars?(?!\ (?:bombs?|shells?|rounds?|attacks?|fire|carriers?|grenades?))", "mortar"),
    ItemWord(r"(?:main\ |battle\ )*tanks?|T-(?:5|6|7|8|9)\d\w*|Leopards?|Abrams|Merkavas?", "tank"),
    ItemWord(
        r"(?:armou?red|infantry\ fighting|fighting|combat|assault|airborne)\ (?:\w+\ )?(?:vehicles?|cars?|trucks?)"
        r"|(?:armou?red\ )?(?:personnel\ )?carriers?|mortar\ carriers?|APCs?|IFVs?|AFVs?|MRAPs?|Humvees?|Strykers?"
        r"|Bradleys?|BMP\S{0,3}|BTR\S{0,4}|BMDs?|Marders?|(?-i:Casspirs?)|armou?red\ convoys?",
        "armoured vehicle",
    ),
    ItemWord(
        r"(?:fuel\ |tank\ |gun\ |supply\ |water\ |pickup\ |pick-up\ )?trucks?|lorry|lorries|pick-?ups?|technicals?",
        "truck",
    ),
    ItemWord(r"motor-?(?:cycles?|bikes?)|bikes?|quad\ bikes?|ATVs?", "motorcycle"),
    ItemWord(
        r"vehicles?|cars?|jeeps?|Land\ ?Cruisers?|SUVs?|buses|minibus(?:es)?|bulldozers?|excavators?|tractors?",
        "vehicle",
    ),
    ItemWord(
        r"(?:units?|pieces?|items?)\ of\ (?:[\w’'-]+\ ){0,5}?(?:equipment|hardware|machinery|armou?r|artillery)",
        "military equipment",
    ),
)

STATE_WORDS = (
    StateWord(r"shot\ down(?:\ or\ suppressed)?|downed|intercepted|brought\ down|taken\ down", "shot_down"),
    StateWord(
        r"shooting\ down|(?:the\ )?downing\ of|intercepting|(?:the\ )?interception\ of|bringing\ down|shoots\ down"
        r"|downs|intercepts|(?:managed|able)\ to\ (?:shoot|bring)\ down",
        "shot_down",
        active=True,
    ),
    StateWord(
        r"destroyed|burn(?:ed|t)(?:(?:-|\ )(?:out|down))?|torched|set\ (?:on\ fire|ablaze|alight|fire\ to)|blown\ up"
        r"|blew\ up|knocked\ out|taken\ out|took\ out|sunk|sank|sent\ to\ the\ bottom|eliminated|neutrali[sz]ed"
        r"|wiped\ out|obliterated|incinerated|wrecked|put\ out\ of\ action|annihilated|liquidated|gutted",
        "destroyed",
    ),
    StateWord(r"(?<!job\ )lost(?!\ in\ location|\ control|\ contact)", "destroyed"),
    StateWord(
        r"destroying|destroys|(?:the\ )?destruction\ of|burning|torching|setting\ fire\ to|blowing\ up|sinking"
        r"|knocking\ out|sinks|losing|loses|(?:the\ )?loss\ of|eliminating|neutrali[sz]ing|wiping\ out"
        r"|(?:managed|able)\ to\ (?:destroy|sink|knock\ out)",
        "destroyed",
        active=True,
    ),
    StateWord(r"damaged|disabled|crippled|immobili[sz]ed", "damaged"),
    StateWord(HIT, "damaged"),
    StateWord(r"damaging|disabling|damages|damage\ to", "damaged", active=True),
    StateWord(r"captured|seized|recovered|confiscated|impounded|taken\ as\ (?:booty|trophies)", "captured"),
    StateWord(
        r"capturing|seizing|recovering|seizes|captures|(?:the\ )?(?:capture|seizure)\ of"
        r"|dr(?:ove|iving)\ off\ (?:in|with)|ma(?:de|king)\ off\ (?:in|with)|took\ away",
        "captured",
        active=True,
    ),
)


def _whole(pattern: str) -> str:
    return rf"(?<![\w-])(?:{pattern})(?!\w|-\w)".replace("\\ ", r"[\ \u00a0]")


_ITEM = WordTable([_whole(word.pattern) for word in ITEM_WORDS], re.IGNORECASE)
_STATE = WordTable([_whole(word.pattern) for word in STATE_WORDS], re.IGNORECASE)


def items(text: str) -> list[tuple[int, int, ItemWord]]:
    """Return the nouns for equipment of `text` with their offsets, apart and in order."""
    return [(*match.span(), ITEM_WORDS[number]) for match, number in _ITEM.finditer(text)]


def states(text: str) -> list[tuple[int, int, StateWord]]:
    """Return the words of `text` for what became of equipment, with their offsets, apart and in order."""
    return [(*match.span(), STATE_WORDS[number]) for match, number in _STATE.finditer(text)]


_TELLS = (
    "destroy", "shot down", "shooting down", "shoots down", "down", "intercept", "lost", "loss", "losing", "damag",
    "captur", "seiz", "burn", "torch", "sank", "sunk", "sink", "knocked out", "recover", "blown up", "blew up", "taken",
    "took", "disabl", "ablaze", "fire to", "set on fire", "wiped", "eliminat", "neutrali", "confiscat", "off in",
    "off with",
)  # fmt: skip


def mentioned(text: str) -> bool:
    """Return whether a text may tell of lost equipment: a fast look before anything is taken apart."""
    lowered = text.lower()
    return any(word in lowered for word in _TELLS) and _ITEM.is_in(text)


def mentions_an_item(sentence: str, carried: bool) -> bool:
    """Return whether a sentence names an item, or (`carried`) may count one of the sentence before again."""
    return _ITEM.is_in(sentence) or (carried and _STATE.is_in(sentence))

"""Read figures in Ukrainian and Russian: the count table of `schemas/README.md` in these languages' words.

"Понад 20" is more than 20, "щонайменше" and "не менее" at least, "до 20" up to 20; "десятки" are two tens up to 99
("dozens" are two dozens up to 99), "кількасот" and "сотни" are hundreds. `find` reads running text, `parse` one wording
alone, as the publishing gate does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.claim import Count, Qualifier
from services.extractor.figures import counts

from . import numerals
from .numerals import folded

_VAGUE: dict[str, tuple[int | None, int | None]] = {
    "сотні тисяч": (200_000, 999_999),
    "сотни тысяч": (200_000, 999_999),
    "десятки тисяч": (20_000, 99_999),
    "десятки тысяч": (20_000, 99_999),
    "кілька тисяч": (2_000, 9_999),
    "декілька тисяч": (2_000, 9_999),
    "несколько тысяч": (2_000, 9_999),
    "тисячі": (2_000, 9_999),
    "тысячи": (2_000, 9_999),
    "тисяч": (2_000, 9_999),
    "тысяч": (2_000, 9_999),
    "кілька сотень": (200, 999),
    "декілька сотень": (200, 999),
    "несколько сотен": (200, 999),
    "несколько сот": (200, 999),
    "кількасот": (200, 999),
    "сотні": (200, 999),
    "сотни": (200, 999),
    "сотень": (200, 999),
    "сотен": (200, 999),
    "сотнями": (200, 999),
    "кілька десятків": (20, 99),
    "декілька десятків": (20, 99),
    "кількадесят": (20, 99),
    "несколько десятков": (20, 99),
    "десятки": (20, 99),
    "десятків": (20, 99),
    "десятков": (20, 99),
    "кілька": (3, 9),
    "декілька": (3, 9),
    "кількох": (3, 9),
    "декількох": (3, 9),
    "кількоє": (3, 9),
    "несколько": (3, 9),
    "нескольких": (3, 9),
    "багато": (None, None),
    "много": (None, None),
    "чимало": (None, None),
    "немало": (None, None),
    "невідому кількість": (None, None),
    "неизвестное количество": (None, None),
}
"""Wording without a number, and the integers that it allows."""

_ONE_OF = {"тисячі": 1_000, "тысячи": 1_000, "сотні": 100, "сотни": 100}
"""Words that behind a qualifier are the genitive of one: "около тысячи"."""

_QUALIFIERS: dict[Qualifier, str] = {
    "at_least": (
        r"щонайменше|принаймні|не\ менше(?:\ ніж|\ як|\ від)?|не\ менш\ (?:як|ніж)|як\ мінімум|мінімум"
        r"|не\ менее(?:\ чем)?|не\ меньше|по\ меньшей\ мере|по\ крайней\ мере|как\ минимум|минимум"
    ),
    "more_than": (r"понад|більше(?:\ ніж|\ як|\ за)?|більш\ (?:ніж|як)|свыше|более(?:\ чем)?|больше(?:\ чем)?"),
    "up_to": r"(?:аж\ )?до|щонайбільше|не\ більше(?:\ ніж|\ як)?|максимум|не\ более(?:\ чем)?|не\ больше",
    "fewer_than": r"менше(?:\ ніж|\ як|\ за)?|менш\ (?:ніж|як)|менее(?:\ чем)?|меньше(?:\ чем)?",
    "about": (
        r"(?P<short>майже|почти|без\ малого|мало\ не|чуть\ менее|трохи\ менше)"
        r"|(?:приблизно|орієнтовно|примерно|ориентировочно|порядка|близько|около|біля)(?:\ (?:в|у|до))?"
        r"|десь|где-то|~|≈"
    ),
}

_GAP = "[ \u00a0\u202f\u2009]"
_DIGITS = rf"(?:\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)|\d{{1,3}}(?:[.]\d{{3}})+(?!\d)|\d+(?:,\d{{1,2}}(?!\d))?)"
_APOSTROPHE = "['’ʼ`]"


def _either(words: Iterable[str]) -> str:
    found = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace("'", _APOSTROPHE).replace("е", "[её]") for word in found)


_WORD = rf"(?:{_either(numerals.SMALL)})"
_SCALE = rf"(?:(?:тис|тыс)\b\.?|(?:{_either(numerals.SCALES)})\b)"
_SPELLED = rf"(?<![\w’'-]){_WORD}(?:\ {_WORD}){{0,3}}(?![\w’'-])"
_TENS = rf"(?:{_either(numerals.TENS)})\b"
_HUNDREDS = rf"(?:{_either(numerals.HUNDREDS)})\b"
_NUMERAL = (
    rf"(?:(?<![\w$€£₴₽.,:/№-])(?:{_DIGITS})(?:{_GAP}?(?:{_SCALE}|{_TENS}|{_HUNDREDS})|(?!\w|[.,:/]\d|-[^\W\d]))"
    rf"|{_SPELLED}(?:\ (?:{_SCALE}|{_TENS}|{_HUNDREDS})(?:\ {_SPELLED})?)?"
    rf"|(?<![\w’'-])(?:десяток|десятка|пів\ сотні|полсотни|тисячу|тысячу)(?![\w’'-]))"
)
_UPPER = rf"(?:{_DIGITS}(?:{_GAP}?(?:{_SCALE}))?(?!\w)|{_SPELLED}(?:\ (?:{_SCALE}|{_TENS}))?)"
_VAGUE_WORDS = rf"(?<![\w’'-])(?:{_either(_VAGUE)})(?![\w’'-])"
_QUALIFIER = "|".join(f"(?P<{name}>{words})" for name, words in _QUALIFIERS.items())

_FIGURE = re.compile(
    rf"""
    (?:(?<![\w’'-])(?:{_QUALIFIER})\ ?(?:ще\ |еще\ |ещё\ )?(?:в\ |у\ )?)?
    (?:
        (?P<lead>(?<![\w])(?:від|от|з|с)\ )?(?P<from>{_NUMERAL})
        (?P<link>\ (?:до|чи|або|или)\ |\ ?[-–—]\ ?(?=\d))(?P<to>{_UPPER})
      | (?P<numeral>{_NUMERAL})
      | (?P<vague>{_VAGUE_WORDS})
    )
    (?P<suffix>\+|\ з\ (?:гаком|лишком)|\ с\ (?:лишним|небольшим)|\ (?:і|и|або|или)\ (?:більше|больше|более))?(?![\w])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OR_MORE = re.compile(r"\+|(?:більше|больше|более)$", re.IGNORECASE)
_DROPPED = re.compile(rf"[.]|{_GAP}")
_CHANGE = re.compile(
    r"\b(?:зріс|зросл|возрос|вырос|увеличил|збільшил|виріс|повыс|знизи|снизи|сокра)\w*\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `start:end` of a text, what it allows, and whether its form counts people and nothing else."""

    start: int
    end: int
    count: Count
    of_people: bool = False


def parse(wording: str) -> Count | None:
    """Return what `wording`, taken alone, counts; null when it is not a figure as a whole."""
    match = _FIGURE.fullmatch(wording)
    return _read(match) if match else None


def find(text: str) -> list[Figure]:
    """Return the figures of `text`, in order and apart, whatever they count."""
    found = []
    position = 0
    while match := _FIGURE.search(text, position):
        position = max(match.end(), position + 1)
        start = match.start()
        changed = match["from"] and match["lead"] and _CHANGE.search(text, max(0, start - 40), start)
        if changed:
            upper = parse(match["to"])
            if upper:
                found.append(Figure(match.start("to"), match.end("to"), upper))
            continue
        if match["up_to"] and folded(match["up_to"]) == "до" and _CHANGE.search(text, max(0, start - 40), start):
            start = match.start("numeral") if match["numeral"] else start  # "rose to eight" is eight
            match = _FIGURE.match(text, start) or match
        count = _read(match)
        if count is None and match["from"]:
            position = match.end("from")
            count = parse(match["from"])
            if count is None:
                continue
            found.append(Figure(match.start("from"), position, count, _counts_people(match["from"])))
        elif count is not None:
            found.append(Figure(start, match.end(), count, _counts_people(match["numeral"] or "")))
    return found


def _counts_people(numeral: str) -> bool:
    words = folded(numeral).split()
    return bool(words) and words[-1] in numerals.PEOPLE_FORMS


def _read(match: re.Match[str]) -> Count | None:
    wording = match[0]
    if match["vague"]:
        one = _ONE_OF.get(folded(match["vague"]))
        if one and any(match[name] for name in _QUALIFIERS):
            return _bounded(match, wording, one, one, one)  # "більше тисячі" is more than one thousand
        low, high = _VAGUE[folded(match["vague"])]
        return _bounded(match, wording, None, low, high)
    if match["numeral"]:
        value = _integer(match["numeral"])
        return None if value is None else _bounded(match, wording, value, value, value)
    low, high = _integer(match["from"]), _integer(match["to"])
    if low is None or high is None:
        return None
    scale = next((numerals.SCALES[word] for word in _words(match["to"]) if word in numerals.SCALES), 1)
    if low < 1_000 <= high:
        low *= scale  # "10–15 тисяч"
    return counts.stated(wording, None, low, high, "range") if low < high else None


def _bounded(match: re.Match[str], wording: str, value: int | None, low: int | None, high: int | None) -> Count:
    qualifier: Qualifier = next((name for name in _QUALIFIERS if match[name]), "exact")
    if match["suffix"]:
        qualifier = "at_least" if _OR_MORE.search(match["suffix"]) else "more_than"
    return counts.bounded(wording, qualifier, value, low, high, from_below=bool(match["short"]))


def _words(numeral: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", folded(numeral))


def _integer(numeral: str) -> int | None:
    """Return the integer that a numeral writes: digits in any grouping, number words, tens, hundreds, thousands."""
    words = _words(numeral)
    if folded(numeral) in {"пів сотні", "полсотни"}:
        return 50
    digits = re.match(_DIGITS, numeral)
    total = 0.0
    section = 0.0
    if digits:
        section = float(_DROPPED.sub("", digits[0]).replace(",", "."))
    for number, word in enumerate(words):
        first = number == 0 and not digits
        if word in numerals.TENS:
            section = (section or 1) * 10
        elif word in numerals.HUNDREDS and not first:
            section *= 100
        elif word in numerals.SCALES:
            total, section = total + (section or 1) * numerals.SCALES[word], 0
        else:
            value = numerals.SMALL[word]
            if section and not ((section % 10 == 0 and value < 10) or (section % 100 == 0 and value < 100)):
                return None  # "двоє троє" is no number
            section += value
    whole = total + section
    return int(whole) if whole == int(whole) else None

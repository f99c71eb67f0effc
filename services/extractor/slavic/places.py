"""Find where it happened: the name behind "у", "под", "село", as the text has it."""

from __future__ import annotations

import re

from schemas.claim import Place
from services.extractor.discourse import Discourse, Sentence

_NAME = r"[А-ЯІЇЄҐЁ][\w’'ʼ-]+(?:[ -][А-ЯІЇЄҐЁ][\w’'ʼ-]+)*"
_KIND = (
    r"(?:сел[оіеауи]\w*|посёлк\w+|поселк\w+|посёлок|поселок|селищ\w+|міст[оіа]\w*|город\w*"
    r"|хутор\w*|станиц\w+|острів|остров\w*|с\.|м\.|смт|г\.|мыс\w*)"
)
_OF = r"(?:\s(?:област[іиь]|района?|районі|районе|напрямку|направлении|округ\w*))?"
_PLACE = re.compile(
    rf"(?:{_KIND}\s(?P<settled>{_NAME})|\b(?:[Вв]|[Уу]|[Пп]ід|[Пп]од|[Бб]іля|[Оо]коло|[Пп]о|[Нн]а|[Пп]облизу|[Рр]айоне|[Вв]озле)"
    rf"\s(?:(?:\w+\s)?{_KIND}\s|районе\s|районі\s|центр\w*\s)?(?P<name>{_NAME}{_OF}))|📍\s?(?P<pinned>{_NAME})"
)
_NO_PLACE = re.compile(r"^(?:Генштаб|Міноборон|Минобор|ДСНС|ГУР|СБУ|ОВА|Офіс|Офис|Штаб|Telegram|Мінобор|Кремл)")
_HEADED = re.compile(rf"^[^\w\n]{{0,4}}(?P<name>{_NAME}(?:\s\w+)?)\s?[:.]\s")


def place_of(discourse: Discourse, sentence: Sentence, position: int) -> tuple[Place, int, int] | None:
    """Return the place nearest before or behind `position`, else the one that heads the paragraph."""
    found = []
    for match in _PLACE.finditer(sentence.text):
        group = next(name for name in ("settled", "name", "pinned") if match[name])
        if not _NO_PLACE.match(match[group]):
            start = sentence.start + match.start(group)
            found.append((abs(start - position), match[group], start))
    if found:
        _, name, start = min(found)
        return Place(text=name, name=name), start, start + len(name)
    passage = discourse.passage_of(sentence)
    if headed := _HEADED.match(discourse.text[passage.start : passage.end]):
        start = passage.start + headed.start("name")
        return Place(text=headed["name"], name=headed["name"]), start, start + len(headed["name"])
    return None

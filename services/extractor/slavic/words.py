"""Words of a Ukrainian or Russian text with their places, and their dictionary forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .numerals import folded

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`-][^\W_]+)*|\d+-[^\W\d_]+")
_ABBREVIATED = re.compile(r"([А-ЯІЇЄҐ]{2,})[а-яіїєґ]{0,3}")
_ADJECTIVE = re.compile(
    r"(?:ого|его|ому|ему|ими|ыми|ої|ій|ий|ый|ой|ою|ая|ое|ые|ие|их|ых|им|ым|ую|яя|юю|ей|а|е|і|у|я|и)$"
)
_ENDING = re.compile(
    r"(?:ами|ями|ах|ях|ам|ям|ом|ем|єм|ою|ею|ів|їв|ов|ев|ей|ові|еві|ый|ий|ій|а|я|у|ю|и|і|ї|ы|е|є|о|ь|й)$"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `start:end` of the text it was read from; `low` is the word folded."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_name(self) -> bool:
        return self.text[0].isupper()


def read(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of `text[start:end]`, in order."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [Word(match.start(), match.end(), match[0], folded(match[0])) for match in found]


@lru_cache(maxsize=1 << 16)
def key(word: str, language: str) -> str:
    """Return what the cases of one word have in common: the stem of its dictionary form; of "ЦАХАЛу" the capitals."""
    if match := _ABBREVIATED.fullmatch(word):
        return match[1]
    lemma = folded(_lemmatizer().lemmatize(word.lower(), lang=language))
    if lemma.endswith(("ський", "ский", "зький", "цький")):
        return lemma[:-2]
    return stem(lemma)


def stem(word: str) -> str:
    """Return a folded word without its ending, three letters at least."""
    bare = _ADJECTIVE.sub("", word) if word.endswith(("ого", "его", "ому", "ої", "ими", "ыми")) else word
    bare = bare if len(bare) > 3 and bare != word else _ENDING.sub("", word)
    return bare if len(bare) >= 3 else word


@cache
def _lemmatizer() -> Any:
    import simplemma  # takes a while, and is for these languages only

    return simplemma

"""Ids for actors that no registry knows: the same name always gives the same id."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

_PREFIX = "unregistered:"
_LONGEST = 80
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’ʼ`]s\b", re.IGNORECASE)

# Russian and Ukrainian letters about as English-language news writes them. One table serves both languages; letters
# with a mark (й, ё, ї) are in it because they are other letters without the mark.
# fmt: off
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}
# fmt: on
_LATIN = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_LETTERS = str.maketrans(_CYRILLIC | _LATIN)
_APOSTROPHES = str.maketrans("", "", "'’ʼ`\u2018")


def unregistered(name: str) -> str:
    """Return `unregistered:<slug>` for a name: lower-case ASCII words joined by hyphens, never empty.

    Case, a leading "the", accents, possessives and punctuation make no difference. A name with letters that are not
    Latin or Cyrillic, or too long for an id, is told apart by a digest at the end.
    """
    plain = unicodedata.normalize("NFC", _ARTICLE.sub("", _POSSESSIVE.sub("", name.strip())).casefold())
    latin = unicodedata.normalize("NFKD", plain.translate(_APOSTROPHES).translate(_LETTERS))
    letters = "".join(letter for letter in latin if not unicodedata.combining(letter))
    slug = _SEPARATORS.sub("-", letters).strip("-")
    is_whole = all(letter.isascii() for letter in letters if letter.isalnum())
    if slug and is_whole and len(slug) <= _LONGEST:
        return _PREFIX + slug
    digest = sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return _PREFIX + "-".join(filter(None, [slug[:_LONGEST].strip("-"), digest]))

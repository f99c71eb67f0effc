"""Tell losses that happened from those that are denied, planned, wished for or only possible."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .phrases import Token

_WISH = re.compile(
    r"call(?:s|ed|ing)?|demand\w*|urg(?:e|es|ed|ing)|seek(?:s|ing)?|sought|negotiat\w+|propos\w+|offer\w*|hop(?:e"
    r"|es|ed|ing)"
    r"|want(?:s|ed)?|plead\w*|appeal\w*|expect\w*|planned|plans?|agree[sd]?|talks|deal",
    re.IGNORECASE,
)
_REACH = 5


def is_unreal(line: Sequence[Token], index: int) -> bool:
    """Return whether what `line` says at `index` did not happen: "did not kill", "could be killed", "to kill"."""
    word = line[index].loss
    if word and word.measure == "released" and _is_wished(line, index):
        return True
    for position in range(index - 1, max(-1, index - 1 - _REACH), -1):
        token = line[position]
        if token.kind == "negation":
            return True
        if token.kind == "modal":
            done = any(other.text.lower() in {"have", "has", "had"} for other in line[position:index])
            return not (done and token.text.lower() in {"to", "may"})
        if token.kind not in {"auxiliary", "adverb"}:
            return False
    return False


def _is_wished(line: Sequence[Token], index: int) -> bool:
    """Return whether a release is only called for or talked about: "demanded the release of 48 hostages"."""
    if not line[index].text.lower().endswith(" of"):
        return False
    return any(_WISH.fullmatch(token.text) for token in line[max(0, index - 1 - _REACH) : index])

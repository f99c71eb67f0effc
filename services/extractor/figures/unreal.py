"""Tell losses that happened from those that are denied, planned, wished for or only possible."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .tokens import Token

_WISH = re.compile(
    r"call(?:s|ed|ing)?|demand\w*|urg(?:e|es|ed|ing)|seek(?:s|ing)?|sought|negotiat\w+|propos\w+|offer\w*|hop(?:e"
    r"|es|ed|ing)"
    r"|want(?:s|ed)?|plead\w*|appeal\w*|expect\w*|planned|plans?|agree[sd]?|talks|deal",
    re.IGNORECASE,
)
_BODIES = re.compile(r"bod(?:y|ies)|corpses?|remains\ of", re.IGNORECASE)
_GIVEN = re.compile(
    r"return\w*|repatriat\w+|hand(?:ed|ing|s)?|handover|exchang\w+|swap\w*|deliver\w*|transfer\w*|bur(?:y|ied|ial)"
    r"|funerals?|back|identif\w+|exhum\w+|brought|receipt",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"expect(?:s|ing)?|foresee\w*|forecast\w*|predict\w*|threaten\w*|projects|envisage\w*|envisions?|risk(?:s|ed|ing)?",
    re.IGNORECASE,
)
_QUOTES = frozenset("\"“”‘’'«»")
_DONE = {"managed", "helped", "continued", "succeeded", "proceeded"}
_REACH = 5


def is_unreal(line: Sequence[Token], index: int) -> bool:
    """Return whether what `line` says at `index` did not happen: "did not kill", "could be killed", "to kill"."""
    word = line[index].loss
    if word and word.measure == "released" and _is_wished(line, index):
        return True
    if is_of_bodies_given(line, index + 1) or _is_forecast(line, index):
        return True
    for position in range(index - 1, max(-1, index - 1 - _REACH), -1):
        token = line[position]
        if token.kind == "negation":
            return True
        if token.kind == "modal" and line[position - 1].text.lower() in _DONE:
            return False
        if token.kind == "modal":
            done = any(other.text.lower() in {"have", "has", "had"} for other in line[position:index])
            return not (done and token.text.lower() in {"to", "may"})
        if token.kind not in {"auxiliary", "adverb"} and token.text not in _QUOTES:
            return False
    return False


def is_of_bodies_given(line: Sequence[Token], index: int) -> bool:
    """Return whether at `index` begins whose bodies are given back or buried: they were counted before, if at all."""
    if index == 0 or not _BODIES.match(line[index - 1].text):
        return False
    return any(_GIVEN.match(token.text) for token in line)


def _is_wished(line: Sequence[Token], index: int) -> bool:
    """Return whether a release is only called for or talked about: "demanded the release of 48 hostages"."""
    if not line[index].text.lower().endswith(" of"):
        return False
    return any(_WISH.fullmatch(token.text) for token in line[max(0, index - 1 - _REACH) : index])


def _is_forecast(line: Sequence[Token], index: int) -> bool:
    """Return whether deaths are what somebody reckons with: 'expects "thousands of deaths"'."""
    if not line[index].text.lower().startswith(("death", "casualt", "fatalit", "losses")):
        return False
    for token in reversed(line[max(0, index - _REACH) : index]):
        if token.text in _QUOTES:
            continue
        if token.kind in {"stop", "pause", "reporting", "and"} or token.loss:
            return False
        if _FORECAST.fullmatch(token.text):
            return True
    return False

"""What a wording allows, by the one count table of `schemas/README.md`: the same in every language.

The languages differ in the words ("more than", "понад"); what a qualifier does to a number is told here alone.
"""

from __future__ import annotations

from schemas.claim import Count, Qualifier


def bounded(
    wording: str,
    qualifier: Qualifier,
    value: int | None,
    low: int | None,
    high: int | None,
    *,
    from_below: bool = False,
) -> Count:
    """Return the count of a wording whose number allows `low` to `high` before its qualifier is heard.

    `value` is the number as written, null for "dozens"; `low` and `high` null: no figure at all. `from_below`: the
    number is the top of what is about it, as in "nearly 20".
    """
    if low is None or high is None:
        return Count(value=None, low=None, high=None, qualifier="unspecified", basis="none", text=wording)
    match qualifier:
        case "at_least":
            return stated(wording, value, low, None, qualifier)
        case "more_than":
            return stated(wording, value, low + 1 if value is not None else low, None, qualifier)
        case "up_to":
            return stated(wording, value, 0, high, qualifier)
        case "fewer_than":
            return stated(wording, value, 0, max(0, low - 1), qualifier)
        case "about" if value is not None:
            spread = max(1, value // 10)
            return stated(wording, value, max(0, value - spread), value if from_below else value + spread, qualifier)
    return stated(wording, value, low, high, "exact" if value is not None else "unspecified")


def stated(wording: str, value: int | None, low: int | None, high: int | None, qualifier: Qualifier) -> Count:
    """Return a count that stands in the text in these words."""
    return Count(value=value, low=low, high=high, qualifier=qualifier, basis="stated", text=wording)

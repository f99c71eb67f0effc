"""How figures, days and ages are put into words, the same on pages, in reasons and in the terminal."""

from __future__ import annotations

from datetime import UTC, date, datetime

_MEASURES = {
    "killed": "killed",
    "wounded": "wounded",
    "casualties": "killed or wounded",
    "captured": "captured",
    "released": "released",
    "held": "held",
    "missing": "missing",
    "equipment": "equipment",
}

_PERSPECTIVES = {
    "own": "own side",
    "adversary": "adversary",
    "third_party": "third party",
    "outlet": "outlet’s own voice",
    "unknown": "side not known",
}


def number(value: int) -> str:
    """Return `value` with its thousands set apart: 1,500."""
    return f"{value:,}"


def figure(low: int | None, high: int | None) -> str:
    """Return a range as people write it: 37, 18–22, ≥ 21, ≤ 20, or "no figure"."""
    if low is None and high is None:
        return "no figure"
    if high is None:
        return f"≥ {number(low or 0)}"
    if low == high:
        return number(high)
    if not low:
        return f"≤ {number(high)}"
    return f"{number(low)}–{number(high)}"


def count(how_many: int, noun: str, plural: str | None = None) -> str:
    """Return "1 article", "2 articles", "3 entries"."""
    return f"{number(how_many)} {noun if how_many == 1 else plural or noun + 's'}"


def age(seconds: float) -> str:
    """Return a span of time in its largest whole unit: 40 s, 4 min, 3 h, 2 d."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{max(0, int(seconds))} s"


def day(value: date) -> str:
    """Return 9 May 2024."""
    return f"{value.day} {value:%b %Y}"


def days(start: date | None, end: date | None) -> str:
    """Return a period of whole days without saying a month or a year twice: 12–14 Mar 2024."""
    match start, end:
        case None, None:
            return "day not known"
        case None, date() as last:
            return f"until {day(last)}"
        case date() as first, None:
            return f"from {day(first)}"
        case date() as first, date() as last:
            return _between(first, last)
    raise AssertionError  # pragma: no cover: the cases above are all there are


def _between(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def moment(value: datetime) -> str:
    """Return 9 May 2024, 14:05 UTC."""
    utc = value.astimezone(UTC)
    return f"{day(utc)}, {utc:%H:%M} UTC"


def measure(name: str) -> str:
    """Return what a measure counts, for a reader who has not read the contract."""
    return _MEASURES.get(name, name)


def perspective(name: str) -> str:
    """Return how a claimant stands to the one it speaks of."""
    return _PERSPECTIVES.get(name, name)


def outcome(name: str) -> str:
    """Return an outcome as a phrase: "failed:no_text" is "failed: no text"."""
    return name.replace(":", ": ").replace("_", " ")

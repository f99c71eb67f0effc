"""Durations as people write them: 10s, 15m, 1h, 7d."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_WRITTEN = re.compile(r"(\d+)\s*([smhd])")


def parse_duration(written: str) -> timedelta:
    """Return the duration that `written` means.

    Raises:
        ValueError: it is not a number and a unit.
    """
    match = _WRITTEN.fullmatch(written.strip())
    if not match:
        raise ValueError(f"{written!r} is no duration; write a number and a unit: 10s, 15m, 1h or 7d")
    try:
        return timedelta(**{_UNITS[match[2]]: int(match[1])})
    except OverflowError as error:
        raise ValueError(f"{written!r} is longer than time goes") from error


def _read(value: Any) -> Any:
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, int | float):
        raise ValueError(f"{value} has no unit; write 10s, 15m, 1h or 7d")  # noqa: TRY004 - pydantic wants ValueError
    return value


Duration = Annotated[timedelta, BeforeValidator(_read)]
"""A field of a model that is written as 10s, 15m, 1h or 7d."""

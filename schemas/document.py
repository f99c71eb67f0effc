"""Documents in and claims out, one JSON object a line.

What `claimledger extract --input-format jsonl` reads and writes.
"""

from __future__ import annotations

from datetime import date

from .claim import Claim
from .event import Record


class Document(Record):
    """A text to be read. `published` is the day that "on Friday" is reckoned from."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    url: str | None = None


class DocumentClaims(Record):
    """The claims of one document, in the order of the text."""

    id: str
    claims: tuple[Claim, ...]

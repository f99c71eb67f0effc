"""What a feed says, read from the bytes that we fetched.

feedparser reads RSS and Atom in all their dialects; it is handed bytes and headers and never an address, because it
would fetch one. Whatever the bytes are, the answer is a feed or `NotAFeed`.
"""

from __future__ import annotations

import calendar
import hashlib
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser
from feedparser.encodings import convert_to_utf8

from schemas.event import canonical_json
from services.fetcher.addresses import canonical_address
from services.fetcher.errors import NotAFeed
from services.fetcher.legible import legible

MOST_ENTRIES = 2_000
"""Entries beyond these are not read; the newest come first in nearly every feed."""

LONGEST_ADDRESS = 2_048

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,9})|([0-9]{1,9}));")
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_LOOKED_AT = 2_000
_DATES_THAT_EXIST = range(1970, 10_000)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. `url` is canonical; `fingerprint` changes when the entry says something else.

    `content` is HTML: the whole text where the feed carries it, else a summary.
    """

    url: str
    title: str | None
    published_at: datetime | None
    updated_at: datetime | None
    language: str | None
    content: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed as it was read. `note` says in plain words what was wrong with it, where reading went on regardless."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    note: str | None


def read_feed(body: bytes, content_type: str, address: str) -> FeedDocument:
    """Return the feed that `body` holds. `address` is where it came from, for links that are relative to it.

    Raises:
        NotAFeed: the body is empty, a web page, something else, or an XML document that declares entities.
    """
    if not body.strip():
        raise NotAFeed("the answer is empty", kind="empty")
    # Without a charset in the header the document's own declaration counts (RFC 7303), also for text/xml.
    kind = content_type if "charset" in content_type.lower() else "application/xml"
    headers = {"content-type": kind, "content-location": address}
    # Decoded once here, so that entities are found in every encoding, and once more by feedparser, which then has only
    # UTF-8 to decode. A title in a wrong encoding is better than no feed: see `note`.
    decoding: dict[str, Any] = {}
    readable = convert_to_utf8(headers, body, decoding)
    if _ENTITY.search(readable):
        raise NotAFeed("the document declares XML entities, which no feed needs and bombs are made of", kind="entities")
    if _HTML.match(readable[:_LOOKED_AT]):
        raise NotAFeed("the answer is a web page; look for the address of its feed", kind="html")
    headers["content-type"] = "application/xml; charset=utf-8"
    try:
        parsed = feedparser.parse(io.BytesIO(_REFERENCE.sub(_possible, readable)), response_headers=headers)
    except MemoryError:
        raise
    except Exception as error:
        # feedparser lets exceptions of many kinds through when a document is odd enough; none of them is ours to know.
        raise NotAFeed(f"it cannot be read ({type(error).__name__}: {error})", kind="unreadable") from error
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeed("the answer is neither RSS nor Atom", kind="not_a_feed")
    entries = [entry for raw in parsed.entries[:MOST_ENTRIES] if (entry := _entry(raw))]
    return FeedDocument(
        title=_text(parsed.feed.get("title")),
        language=_text(parsed.feed.get("language")),
        entries=tuple(_one_per_address(entries)),
        note=legible("; ".join(_remarks(parsed, decoding, len(entries)))) or None,
    )


def _possible(reference: re.Match[bytes]) -> bytes:
    """Return a character reference, or one of U+FFFD where there is no such character: feedparser trips over those."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if number < 0xD800 or 0xDFFF < number <= 0x10FFFF else b"&#xFFFD;"


def as_page(entry: Entry) -> bytes:
    """Return the article that the entry carries whole, as a web page; the same entry gives the same bytes."""
    title = html.escape(entry.title or "")
    page = (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1>{entry.content}</article></body></html>"
    )
    return page.encode("utf-8", errors="replace")


def _entry(raw: Any) -> Entry | None:
    try:
        url = canonical_address(raw.get("link") or raw.get("id") or "")
    except ValueError:
        return None
    if len(url) > LONGEST_ADDRESS:
        return None
    title = _text(raw.get("title"))
    content = "\n".join(part.get("value", "") for part in raw.get("content", ())) or raw.get("summary", "")
    # feedparser answers "updated" with "published" where there is no other, and warns that it will not do so for ever.
    updated = _moment(raw["updated_parsed"] if dict.__contains__(raw, "updated_parsed") else None)
    said = {"title": title, "content": content, "updated": updated and updated.isoformat()}
    return Entry(
        url=url,
        title=title,
        published_at=_moment(raw.get("published_parsed")),
        updated_at=updated,
        language=_text(raw.get("title_detail", {}).get("language")),
        content=content,
        fingerprint=hashlib.sha256(canonical_json(said).encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _one_per_address(entries: list[Entry]) -> Iterator[Entry]:
    seen: set[str] = set()
    for entry in entries:
        if entry.url not in seen:
            seen.add(entry.url)
            yield entry


def _remarks(parsed: Any, decoding: dict[str, Any], usable: int) -> Iterator[str]:
    problem = decoding.get("bozo_exception")
    if isinstance(problem, feedparser.CharacterEncodingOverride):
        yield f"its encoding is not what it says ({problem})"
    if parsed.bozo:
        yield f"it is not well-formed ({parsed.bozo_exception})"
    if len(parsed.entries) > MOST_ENTRIES:
        yield f"it has {len(parsed.entries)} entries, of which the first {MOST_ENTRIES} were read"
    if without := min(len(parsed.entries), MOST_ENTRIES) - usable:
        yield f"entries without an address that can be visited: {without}"


def _moment(parsed: struct_time | None) -> datetime | None:
    # feedparser answers in UTC. Years outside the calendar come from feeds that write their own.
    if parsed is None or parsed.tm_year not in _DATES_THAT_EXIST:
        return None
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)


def _text(value: Any) -> str | None:
    return legible(value) or None if isinstance(value, str) else None

"""Read what a page says about itself in its head: title, author, date, canonical address.

Structured metadata only (meta tags, JSON-LD, `time`); a date that has to be guessed from addresses and prose is
htmldate's, and trusted less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publishdate",
    "publication_date", "pubdate", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date", "dcterms.created",
    "date",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author")
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What the head of a page says; null where it says nothing, or nothing usable."""

    title: str | None
    author: str | None
    published_at: datetime | None
    canonical_url: str | None
    synthetic: bool


def read(tree: HtmlElement, url: str | None) -> PageMetadata:
    """Return the structured metadata of a parsed page; `url` resolves a relative canonical address."""
    metas = dict(_metas(tree))
    author = next((metas[name] for name in _AUTHORS if name in metas and "://" not in metas[name]), None)
    return PageMetadata(
        title=_title(tree, metas),
        author=author,
        published_at=_published(tree, metas),
        canonical_url=_canonical(tree, url),
        synthetic=metas.get("claimledger-synthetic") == "true",
    )


def _metas(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in reversed(tree.findall(".//meta")):  # the first of a name wins
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if name and content:
            yield name.strip().lower(), content


def _title(tree: HtmlElement, metas: dict[str, str]) -> str | None:
    headings = tree.findall(".//h1")
    if len(headings) == 1 and (text := _text(headings[0])):
        return text
    if title := metas.get("og:title") or metas.get("twitter:title"):
        return " ".join(title.split())
    element = tree.find(".//title")
    return (_text(element) or None) if element is not None else None


def _published(tree: HtmlElement, metas: dict[str, str]) -> datetime | None:
    for name in _PUBLISHED:
        if name in metas and (moment := _moment(metas[name])):
            return moment
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        found = _JSON_LD_DATE.search(script.text or "")
        if found and (moment := _moment(found[1])):
            return moment
    for element in tree.iterfind(".//article//time[@datetime]"):
        if moment := _moment(element.get("datetime", "")):
            return moment
    return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _canonical(tree: HtmlElement, url: str | None) -> str | None:
    for link in tree.iterfind('.//link[@rel="canonical"]'):
        address: str = urljoin(url or "", (link.get("href") or "").strip())
        if urlsplit(address).scheme in {"http", "https"}:
            return address
    return None


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())

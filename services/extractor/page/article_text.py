"""Turn a page into the one text that claims are read from.

The text is the title, a blank line, and the body's paragraphs with a blank line between them, and nothing else: what
stands beside the article is dropped, so a changed sidebar makes no new version. All evidence offsets count its code
points. Pure: the same bytes, fetch event and code give the same text under any clock, in a fresh process and in a
warm one.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import trafilatura
from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import Document as TrafilaturaDocument

from schemas.article import ArticleFetched, PublishedBasis, article_id
from schemas.claim import ClaimArticle, Section
from schemas.document import Document
from services.extractor.failures import NoText, Unreadable
from services.extractor.figures.numbers import MONTHS
from services.extractor.when_and_where import dates

from . import language, page_metadata, segments
from .segments import Paragraph, Segment

_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
}
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BYLINE = re.compile(rf"[Bb]y ((?:(?!{MONTHS})[^\W\d]+ ){{2,3}})")
_TEXT_TAGS = {"p": "paragraph", "quote": "paragraph", "head": "heading", "item": "bullet", "code": "paragraph"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A title or paragraph at `start:end` of the text; `lead_in`: the index of the passage over a bullet."""

    start: int
    end: int
    section: Section
    lead_in: int | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """A paragraph of the page that does not speak for the article, below the first `under` of its passages."""

    text: str
    label: segments.Label
    under: int


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as the extractors read it, and beside it what was set aside."""

    about: ClaimArticle
    text: str
    passages: tuple[Passage, ...]
    author: str | None = None
    asides: tuple[Aside, ...] = ()

    @property
    def published_on(self) -> date | None:
        return self.about.published_at.date() if self.about.published_at else None


@dataclass(frozen=True, slots=True)
class _Page:
    """A page taken apart, before it is known what of it speaks."""

    paragraphs: Sequence[Paragraph]
    title: str | None
    author: str | None
    published_at: datetime | None
    basis: PublishedBasis
    canonical_url: str | None = None
    synthetic: bool = False


def read_article(page: bytes, fetched: ArticleFetched) -> ArticleText:
    """Return the article that a fetched page carries.

    What the feed said of date and title is trusted before what the page says.

    Raises:
        NoText: a document without an article in it.
        Unreadable: not a document that can be parsed.
    """
    _refuse_binary(page)
    content = (
        _from_html(page, fetched)
        if _is_markup(page, fetched.content_type)
        else _from_plain_text(_decoded(page, fetched.content_type))
    )
    if fetched.published_at is not None:
        basis: PublishedBasis = fetched.published_basis if fetched.published_basis != "none" else "given"
        published_at: datetime | None = fetched.published_at
    else:
        published_at, basis = content.published_at, content.basis
        if published_at and published_at > fetched.fetched_at + timedelta(days=1):
            published_at, basis = None, "none"
    return _composed(
        content.paragraphs,
        # The page's own: what a feed said of it may be older than its correction.
        content.title or fetched.title,
        content.author,
        {
            "article_id": fetched.article_id,
            "url": fetched.url,
            "canonical_url": fetched.canonical_url or content.canonical_url,
            "publisher": fetched.publisher,
            "published_at": published_at,
            "published_basis": basis if published_at else "none",
            "fetched_at": fetched.fetched_at,
            "language": fetched.language,
            "page_sha256": fetched.page_sha256,
            "synthetic": fetched.synthetic or content.synthetic,
        },
    )


def read_document(document: Document) -> ArticleText:
    """Return the article that a given text is; without an address its id is derived from the document's own id.

    Raises:
        NoText: nothing in it speaks.
    """
    content = _from_plain_text(document.text)
    published_at, basis = content.published_at, content.basis
    if document.published:
        published_at, basis = datetime.combine(document.published, time(), UTC), "given"
    identity: UUID = article_id(document.url or f"urn:document:{document.id}")
    return _composed(
        content.paragraphs,
        document.title or content.title,
        content.author,
        {"article_id": identity, "url": document.url, "published_at": published_at, "published_basis": basis},
        title_suffices=True,
    )


def _composed(
    paragraphs: Sequence[Paragraph],
    title: str | None,
    author: str | None,
    about: dict[str, Any],
    *,
    title_suffices: bool = False,
) -> ArticleText:
    title = " ".join(title.split()) if title else None
    labelled = segments.label(paragraphs, title)
    body = [segment for segment in labelled if segment.label == "body"]
    if not body and not (title and title_suffices):
        raise NoText("no paragraph of the page reads like an article: an index, a paywall, or a page that scripts fill")
    passages: list[Passage] = []
    text = ""
    lead_ins: dict[str, int] = {}
    parts: list[tuple[str, Section, str | None]] = [(title, "title", None)] if title else []
    parts += [(segment.text, "body", segment.lead_in) for segment in body]
    for part, section, lead_in in parts:
        text += "\n\n" if text else ""
        passages.append(Passage(len(text), len(text) + len(part), section, lead_ins.get(lead_in or "")))
        lead_ins[part] = len(passages) - 1
        text += part
    article = ClaimArticle(
        **{
            **about,
            "title": title,
            "language": language.identify(text) if len(text) >= 40 else about.get("language"),
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        }
    )
    return ArticleText(article, text, tuple(passages), author, tuple(_asides(labelled, len(passages) - len(body))))


def _asides(labelled: Sequence[Segment], under: int) -> Iterator[Aside]:
    for segment in labelled:
        if segment.label == "body":
            under += 1
        else:
            yield Aside(segment.text, segment.label, under)


def _from_html(page: bytes, fetched: ArticleFetched) -> _Page:
    try:
        tree = trafilatura.load_html(page)
    except (ValueError, etree.LxmlError) as error:
        raise Unreadable(f"the page could not be parsed as HTML: {error}") from error
    if tree is None:
        raise Unreadable("the page could not be parsed as HTML; it may be cut off, or another kind of document")
    metadata = page_metadata.read(tree, fetched.url)
    published_at, basis = metadata.published_at, "metadata"
    if published_at is None and fetched.published_at is None:
        guessed = find_date(tree, max_date=fetched.fetched_at.date().isoformat(), original_date=True)
        published_at = datetime.fromisoformat(guessed).replace(tzinfo=UTC) if guessed else None
        basis = "htmldate"
    document = trafilatura.bare_extraction(tree, fast=True, include_comments=False, include_tables=False)
    if not isinstance(document, TrafilaturaDocument) or document.body is None:
        raise NoText("the page holds no article: an index, a paywall, or a page that scripts would have to fill")
    return _Page(
        paragraphs=_blocks(document.body),
        title=metadata.title,
        author=metadata.author,
        published_at=published_at,
        basis="metadata" if basis == "metadata" else "htmldate",
        canonical_url=metadata.canonical_url,
        synthetic=metadata.synthetic,
    )


def _blocks(body: HtmlElement) -> list[Paragraph]:
    found: list[Paragraph] = []
    for element in body.iter(*_TEXT_TAGS):
        if any(parent.tag in _TEXT_TAGS for parent in element.iterancestors()) or (
            element.tag == "quote" and element.find("p") is not None
        ):
            continue
        kind: Any = _TEXT_TAGS[element.tag]
        for paragraph in segments.paragraphs(_with_its_breaks(element)):
            found.append(paragraph if kind == "paragraph" else Paragraph(paragraph.text, kind))
    return found


def _with_its_breaks(element: HtmlElement) -> str:
    """Return the text of a block: a line break of the markup ends a line, one of its source only where it is kept."""
    if element.tag == "code":
        return "".join(element.itertext())
    parts = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append(re.sub(r"\s+", " ", part.text or "") + ("\n" if part.tag == "lb" else ""))
        elif part is not element:
            parts.append(re.sub(r"\s+", " ", part.tail or ""))
    return "".join(parts)


def _from_plain_text(text: str) -> _Page:
    page = segments.paragraphs(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [paragraph.text for paragraph in page[:15]]
    dated = [line for line in lines if segments.is_byline(line) or re.match(r"\W*date\W", line, re.IGNORECASE)]
    published_at = next((moment for line in dated if (moment := dates.moment(line))), None)
    author = next((found[1] for line in dated if (found := _BYLINE.match(line))), None)
    return _Page(
        page,
        segments.headline(page),
        author.strip() if author else None,
        published_at,
        "metadata" if published_at else "none",
    )


def _is_markup(page: bytes, content_type: str) -> bool:
    """Return whether a page is HTML: by what it holds where the declared type cannot be right."""
    if re.match(rb"\W*<(?:!doctype html|html)\b", page[:500], re.IGNORECASE):
        return True  # a server that says text/plain, or a file without an ending
    declared = "html" in content_type or "xml" in content_type
    return declared and bool(
        re.search(rb"<(?:html|head|body|main|article|div|p|h1|br)\b", page[:20_000], re.IGNORECASE)
    )


def _refuse_binary(page: bytes) -> None:
    for magic, what in _MAGIC.items():
        if page.startswith(magic):
            raise Unreadable(f"the page is {what}, not HTML or text")
    if b"\0" in page[:4_096] and not page.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("the page is binary data, not HTML or text")


def _decoded(page: bytes, content_type: str) -> str:
    """Return the characters of a text: by its byte-order mark, the charset declared, UTF-8, else Windows-1252."""
    declared = re.search(r"charset=[\"']?([\w-]+)", content_type)
    charsets = [charset for mark, charset in _BOMS.items() if page.startswith(mark)]
    charsets += ["utf-8", declared[1]] if declared else ["utf-8"]
    for charset in charsets:
        try:
            return page.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return page.decode("cp1252", errors="replace")

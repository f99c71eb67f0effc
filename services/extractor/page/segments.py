"""Label the paragraphs of a page: who is speaking, the article or the furniture around it.

Only `title` and `body` speak for the article. Sidebars, teasers and news feeds tell other stories with figures of their
own, and in plain text they stand between and behind the paragraphs without a mark; so the labels are read from what a
paragraph looks like and from the marker lines that open a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .lines import BULLET, SENTENCE_END, joined

Kind = Literal["paragraph", "heading", "bullet"]
Label = Literal["title", "body", "heading", "caption", "teaser", "related", "feed", "newsletter", "comments", "byline"]

_WORDS_OF_A_HEADLINE = 18
_SHORT_DOCUMENT = 3

_ENTRY = re.compile(r"[^\W\d][^.:;–—]{1,40}?(?:\s?[:–—]|\s-)\s+(?:\w+\s)?\d")
"""A line of a list without marks: "tanks – 12", under a line that ends with a colon."""
_CUT_OFF = re.compile(r"(?:…|\.\.\.)[\"”]?$")
_CLOCK = re.compile(r"^(?:\d{1,2}[:.]\d{2}(?:\s*[AaPp]\.?[Mm]\.?)?\b[\s(:)A-Za-z]{0,14}|\d{4}, \w+day)$")

_LASTING = re.compile(
    r"^(?:news ?feed|live feed|latest news|more news|more from\b.*|most (?:read|popular|viewed)|trending(?: now)?"
    r"|editors?['’]s? picks?"
    r"|comments?|leave a (?:comment|reply)|follow us|newsletters?|popular|you may also like|recommended(?: for you)?"
    r"|top stories)\W*$",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"^(?:read (?:also|more|next)|also read|see also|related(?: (?:content|articles?|stories|news|posts?|topics?))?"
    r"|more on this(?: story)?|don['’]t miss|tags|further reading)\s*:?\s*$",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"^(?:read (?:also|more|next)|also read|see also|related|watch|listen|explainer|opinion)\s*[:|–—-]\s*\S", re.I
)
_CAPTION = re.compile(
    r"\((?:photo|image|picture|source|credit|file|screenshot|video)\b[^)]*\)\W*$|^(?:images?|photos?|pictures?|video"
    r"|file photo|illustration)\b"
    r"[^.]{0,20}(?:source|credit|by|:|©)|(?:getty images|/afp|/reuters|/ap|/epa|/tass|/bloomberg"
    r"|/anadolu|anadolu (?:agency|images))\b[^.]{0,40}\)?\W*$|©"
    r"|\b(?:handout|screengrab) (?:photo|via|from)\b",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"\b(?:subscribe|subscription|newsletter|your (?:e-?mail|inbox)|become a (?:member|patron)|support (?:us"
    r"|independent|our)"
    r"|paying members?|can we count on you|counting on you|birthday campaign|sign up|donate|donation|cookies?"
    r"|privacy policy|terms of (?:use|service)"
    r"|all rights reserved|skip to content|created with ai|indicates required|click here|download (?:the|our) app"
    r"|advertis(?:ement|ing)"
    r"|as little as [$€£]\d|we['’]ve been amazed|cost of freedom|freedom can be costly|join our|follow us|share this"
    r"|contact us"
    r"|people chose to support|is reader-supported)\b",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"^(?:by|authors?:?|written by|reporting by|edited by|editing by|editor['’]s note)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it stood on the page. `kind` is what the markup or a bullet sign says it is."""

    text: str
    kind: Kind = "paragraph"


@dataclass(frozen=True, slots=True)
class Segment:
    """A paragraph with its label. `lead_in` is the line ending with ":" that a bullet stands under."""

    text: str
    label: Label
    kind: Kind = "paragraph"
    lead_in: str | None = None


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of plain text: one a line, hard-wrapped lines joined, bullets recognised."""
    found: list[Paragraph] = []
    groups = [[" ".join(line.split()) for line in group.split("\n")] for group in re.split(r"\n[ \t]*\n", text)]
    for lines in joined([[line for line in group if line] for group in groups]):
        for line in lines:
            bullet = BULLET.match(line)
            found.append(Paragraph(line[bullet.end() :], "bullet") if bullet else Paragraph(line))
    return [paragraph for paragraph in found if paragraph.text]


def label(page: Sequence[Paragraph], title: str | None) -> list[Segment]:
    """Return every paragraph of `page` with its label, in order; a repeated `title` is labelled `heading`."""
    short = len(page) <= _SHORT_DOCUMENT
    segments: list[Segment] = []
    list_label: Label | None = None
    lasting = False
    lead_in: str | None = None
    begun = False
    for position, paragraph in enumerate(page):
        after = page[position + 1].text if position + 1 < len(page) else ""
        text = paragraph.text
        speaks = _is_prose(paragraph, short)
        if begun and _LASTING.match(text):
            list_label = "comments" if text.lower().startswith(("comment", "leave")) else "feed"
            lasting = True
        elif begun and _PASSING.match(text):
            list_label, lasting = "related", False
        elif list_label and not lasting and speaks and SENTENCE_END.search(text) and not _CUT_OFF.search(text):
            list_label = None
        listed = paragraph.kind == "bullet" or (lead_in is not None and bool(_ENTRY.match(text)))
        if not listed:
            lead_in = text if text.endswith(":") else None
        found: Label
        if list_label:
            found = list_label
        elif listed and lead_in:
            found = "body"
        else:
            found = _label_alone(paragraph, after, title, speaks)
        begun = begun or found == "body"
        segments.append(Segment(text, found, paragraph.kind, lead_in if listed else None))
    return segments


def headline(page: Sequence[Paragraph]) -> str | None:
    """Return the headline of a plain-text page: the line over the byline, else the longest before the first prose."""
    found: list[str] = []
    if len(page) == 1:
        return None
    for position, paragraph in enumerate(page[:40]):
        text = paragraph.text
        if is_byline(text):
            if found and page[position - 1].text == found[-1]:
                return found[-1]
        elif _PROMOTION.search(text) or _CAPTION.search(text):
            continue
        elif _is_prose(paragraph, short=False):
            break
        elif 5 <= len(text.split()) <= 24 and text.count(",") < len(text.split()) / 4:
            found.append(text)
    return max(reversed(found), key=len, default=None)


def is_byline(text: str) -> bool:
    """Return whether a line names author or date and says nothing else."""
    if len(text.split()) > 24:
        return False
    dated = re.search(r"\b(?:19|20)\d\d\b", text) and not SENTENCE_END.search(text)
    return bool(
        _CLOCK.match(text) or (_AUTHOR.match(text) and not text.endswith(".")) or (dated and _is_date_line(text))
    )


def _is_date_line(text: str) -> bool:
    rest = re.sub(
        r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b[a-z]+day\b|\b(?:am|pm|edt|est|cet|gmt"
        r"|utc|by|at|on|min|read"
        r"|published|updated|date)\b|[\d\W_]+",
        " ",
        text,
    )
    return len(rest.split()) <= (6 if _AUTHOR.match(text) else 2)


def _label_alone(paragraph: Paragraph, after: str, title: str | None, speaks: bool) -> Label:
    text = paragraph.text
    if title and _same(text, title):
        return "heading"
    if is_byline(text):
        return "byline"
    if _INLINE.match(text) and len(text.split()) <= _WORDS_OF_A_HEADLINE + 4:
        return "related"
    if _CAPTION.search(text):
        return "caption"
    if _PROMOTION.search(text):
        return "newsletter"
    if _CUT_OFF.search(text) or _opens_a_teaser(text, after):
        return "teaser"
    return "body" if speaks else "heading"


def _is_prose(paragraph: Paragraph, short: bool) -> bool:
    """Return whether a paragraph is told in sentences, and is not a headline, a label or a button."""
    if paragraph.kind == "heading":
        return False
    words = len(paragraph.text.split())
    if short and words > 1:
        return True
    if words >= _WORDS_OF_A_HEADLINE:
        return True
    return words >= 4 and bool(SENTENCE_END.search(paragraph.text)) and not paragraph.text.endswith("?")


def _opens_a_teaser(text: str, after: str) -> bool:
    """Return whether `text` is the headline over a paragraph that is cut off, which makes both a teaser."""
    is_headline = len(text.split()) < _WORDS_OF_A_HEADLINE and not text.rstrip('"”').endswith((".", ":", ";", "!"))
    return is_headline and bool(_CUT_OFF.search(after)) and len(after.split()) >= 12


def _same(text: str, title: str) -> bool:
    return re.sub(r"\W+", "", text).casefold().endswith(re.sub(r"\W+", "", title).casefold())

"""The front door: a page, or a batch of texts, in; claims out.

    page ─▶ article text ─▶ extractor ─▶ publishing gate ─▶ claims with their ids

Pure: the same page, fetch event and extractor give the same reading, under any clock and in any process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from schemas.article import ArticleFetched
from schemas.claim import Claim, ClaimArticle, with_ids
from schemas.document import Document, DocumentClaims
from services.registry import Registry

from .explaining.trace import UNHEARD, Trace
from .failures import NoText
from .figures.parser import Parser
from .gate import reason_to_refuse
from .page.article_text import ArticleText, read_article, read_document
from .rules import RulesExtractor


class Extractor(Protocol):
    """Reads claims out of articles; ids and the gate are not its concern. `model`: the trained model behind it."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def model(self) -> str | None: ...

    @property
    def languages(self) -> tuple[str, ...]: ...

    def extract_many(self, articles: Sequence[ArticleText]) -> list[list[Claim]]:
        """Return the claims of each article, in order; claims of one article carry any distinct ids."""
        ...


@runtime_checkable
class Traceable(Protocol):
    """An extractor that can tell, claim by claim and word by word, what it read and what it dropped."""

    def extract_traced(self, article: ArticleText, trace: Trace) -> list[Claim]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one page.

    `text` is what `article.text_sha256` is the digest of; `refused` counts the claims that the gate stopped.
    """

    article: ClaimArticle
    text: str
    author: str | None
    claims: tuple[Claim, ...]
    refused: int


def rules_extractor(actors: Sequence[Path] = (), *, parser: bool = True) -> RulesExtractor:
    """Return the default extractor with the shipped registry and further files; without `parser`, grammar alone."""
    return RulesExtractor(Registry.load(actors), _installed_parser() if parser else None)


def _installed_parser() -> Parser | None:
    try:
        return Parser.load()
    except (ImportError, OSError):
        # The grammar then reads alone; `model` is null in every claim, and the service says so.
        return None


def read_page(page: bytes, fetched: ArticleFetched, extractor: Extractor) -> Reading:
    """Return what `extractor` reads in a fetched page.

    Raises:
        NoText: a document without an article in it.
        Unreadable: not a document that can be parsed.
    """
    article = read_article(page, fetched)
    return checked(article, extractor.extract_many([article])[0])


def read_documents(documents: Sequence[Document], extractor: Extractor) -> list[DocumentClaims]:
    """Return the claims of each document, in order. A document without any text has no claims."""
    articles: list[ArticleText] = []
    numbers: list[int] = []
    for number, document in enumerate(documents):
        try:
            articles.append(read_document(document))
        except NoText:
            continue  # its answer is the empty list: the line is still there
        numbers.append(number)
    found = dict(zip(numbers, map(checked, articles, extractor.extract_many(articles)), strict=True))
    return [
        DocumentClaims(id=document.id, claims=found[number].claims if number in found else ())
        for number, document in enumerate(documents)
    ]


def checked(article: ArticleText, claims: Sequence[Claim], trace: Trace = UNHEARD) -> Reading:
    """Return the reading of `article` with those of its drafted `claims` that pass the gate, in their order."""
    passed = []
    for claim in claims:
        reason = reason_to_refuse(claim, article.text)
        if reason is None:
            passed.append(claim)
        else:
            trace.refused(claim.claim_id, reason)
    standing = {claim.claim_id for claim in passed}
    whole = [
        claim if claim.part_of is None or claim.part_of in standing else claim.model_copy(update={"part_of": None})
        for claim in passed
    ]
    return Reading(article.about, article.text, article.author, with_ids(whole), len(claims) - len(passed))

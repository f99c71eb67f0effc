"""Many texts on all cores, without any server: what `claimledger extract` does."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import chain, islice

from schemas.article import ArticleFetched, article_id
from schemas.document import Document, DocumentClaims

from .explaining.explanation import Explanation, explain
from .failures import NoText, NotReadable
from .page.article_text import ArticleText, read_article, read_document
from .reading import Extractor, read_documents, read_page

BATCH = 32
FEW = 16
"""Up to so many texts are read in this process: starting others takes longer."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page given by hand: HTML or plain text."""

    name: str
    content: bytes
    published: date | None = None
    url: str | None = None

    def fetched(self) -> ArticleFetched:
        """Return the event that the fetcher would have told of this page, fetched now."""
        digest = sha256(self.content).hexdigest()
        return ArticleFetched(
            article_id=article_id(self.url or f"urn:sha256:{digest}"),
            revision=1,
            url=self.url,
            published_at=datetime.combine(self.published, time(12), UTC) if self.published else None,
            published_basis="given" if self.published else "none",
            fetched_at=datetime.now(UTC),
            page_sha256=digest,
            page_bytes=len(self.content),
            visit="given",
        )


Text = Document | Page


def name_of(text: Text) -> str:
    """Return what a text is called: the id of a document, the file of a page."""
    return text.id if isinstance(text, Document) else text.name


_extractor: Extractor | None = None


def read_in_bulk(
    texts: Iterable[Text], prepare: Callable[[], Extractor], *, workers: int | None = None
) -> Iterator[DocumentClaims]:
    """Yield the claims of each text, in the order given, reading no further ahead than the workers need.

    `prepare` makes the extractor, in this process or in each worker.

    Raises:
        NotReadable: a page has no article; the message names it.
        NotAnswered: a language model gave no usable answer.
    """
    rest = iter(texts)
    first = list(islice(rest, FEW + 1))
    count = workers or os.cpu_count() or 1
    if len(first) <= FEW or count == 1:
        extractor = prepare()
        for batch in _batches(chain(first, rest)):
            yield from _read(batch, extractor)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, spawn, initializer=_prepare, initargs=(prepare,)) as pool:
        waiting: deque[Future[list[DocumentClaims]]] = deque()
        for batch in _batches(chain(first, rest)):
            waiting.append(pool.submit(_read_here, batch))
            if len(waiting) > 2 * count:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


def explain_each(texts: Iterable[Text], extractor: Extractor) -> Iterator[tuple[str, Explanation | NoText]]:
    """Yield the name of each text with how it was read, one after the other; a text without an article, why not.

    Raises:
        Unreadable: a page is no document; the message names it.
    """
    for text in texts:
        name = name_of(text)
        try:
            yield name, explain(_article(text), extractor)
        except NoText as error:
            yield name, error
        except NotReadable as error:
            raise type(error)(f"{name}: {error}") from error


def _article(text: Text) -> ArticleText:
    return read_document(text) if isinstance(text, Document) else read_article(text.content, text.fetched())


def _batches(texts: Iterable[Text]) -> Iterator[list[Text]]:
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _prepare(prepare: Callable[[], Extractor]) -> None:
    global _extractor
    _extractor = prepare()


def _read_here(batch: list[Text]) -> list[DocumentClaims]:
    if _extractor is None:
        raise RuntimeError("a worker was given texts before its extractor was prepared")
    return _read(batch, _extractor)


def _read(batch: list[Text], extractor: Extractor) -> list[DocumentClaims]:
    """Read a batch; documents go through the extractor together, which parses their sentences in one go."""
    documents = [text for text in batch if isinstance(text, Document)]
    read = iter(read_documents(documents, extractor))
    return [next(read) if isinstance(text, Document) else _read_page(text, extractor) for text in batch]


def _read_page(page: Page, extractor: Extractor) -> DocumentClaims:
    try:
        reading = read_page(page.content, page.fetched(), extractor)
    except NotReadable as error:
        raise type(error)(f"{page.name}: {error}") from error
    return DocumentClaims(id=page.name, claims=reading.claims)

"""Many texts on all cores, without any server: what `claimledger extract` does."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from schemas.article import ArticleFetched, article_id
from schemas.document import Document, DocumentClaims
from services.extractor.failures import NotReadable
from services.extractor.reading import Extractor, read_documents, read_page, rules_extractor

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


Text = Document | Page

_extractor: Extractor | None = None


def read_in_bulk(
    texts: Iterable[Text], actors: tuple[Path, ...], *, parser: bool, workers: int | None = None
) -> Iterator[DocumentClaims]:
    """Yield the claims of each text, in the order given, reading no further ahead than the workers need.

    Raises:
        NotReadable: a page has no article; the message names it.
    """
    rest = iter(texts)
    first = list(islice(rest, FEW + 1))
    count = workers or os.cpu_count() or 1
    if len(first) <= FEW or count == 1:
        extractor = rules_extractor(actors, parser=parser)
        for batch in _batches(chain(first, rest)):
            yield from _read(batch, extractor)
        return
    prepare = partial(_prepare, actors, parser)
    with ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=prepare) as pool:
        waiting: deque[Future[list[DocumentClaims]]] = deque()
        for batch in _batches(chain(first, rest)):
            waiting.append(pool.submit(_read_here, batch))
            if len(waiting) > 2 * count:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


def _batches(texts: Iterable[Text]) -> Iterator[list[Text]]:
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _prepare(actors: tuple[Path, ...], parser: bool) -> None:
    global _extractor
    _extractor = rules_extractor(actors, parser=parser)


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
    digest = sha256(page.content).hexdigest()
    fetched = ArticleFetched(
        article_id=article_id(page.url or f"urn:sha256:{digest}"),
        revision=1,
        url=page.url,
        published_at=datetime.combine(page.published, time(12), UTC) if page.published else None,
        published_basis="given" if page.published else "none",
        fetched_at=datetime.now(UTC),
        page_sha256=digest,
        page_bytes=len(page.content),
        visit="given",
    )
    try:
        reading = read_page(page.content, fetched, extractor)
    except NotReadable as error:
        raise type(error)(f"{page.name}: {error}") from error
    return DocumentClaims(id=page.name, claims=reading.claims)

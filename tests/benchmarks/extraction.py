"""What reading claims costs an article, beside what trafilatura costs on the same pages.

Each row is a process of its own: trafilatura and htmldate remember what they have seen, and would be several times too
fast on a page seen before. Processor time of one core; memory is the peak of the row's process.
"""

from __future__ import annotations

import html
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from schemas.article import ArticleFetched
from services.extractor.page.article_text import ArticleText, read_article
from services.extractor.reading import rules_extractor
from tests.examples import an_article_fetched
from tests.gold.corpus import DEVELOPMENT, GoldDocument, load

ROWS = ("trafilatura", "text", "parser", "grammar")
MIXES = {
    "every article about a conflict, nearly every one with claims": 1,
    "one article in five about a conflict, as in general news": 5,
}
_BATCH = 16
_ROUNDS = 2


def pages(one_in: int) -> Iterator[bytes]:
    """Yield the open English documents of the gold set as pages of the size of real ones, some 90 kB at the mean.

    Of `one_in` pages one is about a conflict; the others are the documents of the set that carry no claim.
    """
    documents = [document for document in load(DEVELOPMENT) if document.language == "en"]
    claiming = [document for document in documents if document.claims]
    others = [document for document in documents if not document.claims]
    number = 0
    for _ in range(_ROUNDS):
        for position, document in enumerate(claiming):
            yield _page(document, number)
            number += 1
            for step in range(one_in - 1):
                yield _page(others[(position + step) % len(others)], number)
                number += 1


def _page(document: GoldDocument, number: int) -> bytes:
    """Return a document as a page with as many links, teasers and scripts as real ones have."""
    links = "".join(f'<li><a href="/{number}/{n}">Section {n} of edition {number}</a></li>' for n in range(700))
    teasers = "".join(f"<div><h4>Story {n}</h4><span>Edition {number}, page {n}</span></div>" for n in range(250))
    script = "<script>" + "".join(f"var v{n} = [{number}, {n}];" for n in range(1200)) + "</script>"
    lines = [*(line for line in document.text.splitlines() if line.strip()), f"Edition {number} of this report."]
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    title = html.escape(document.title or f"Report {number}")
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>"
        f'<meta property="article:published_time" content="{document.published}T0{number % 10}:15:00Z"></head>'
        f"<body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>{body}</article>"
        f"<aside>{teasers}</aside>{script}</body></html>"
    ).encode()


def main() -> None:
    """Print a table for each mix of articles."""
    if len(sys.argv) > 1:
        print(json.dumps(_row(sys.argv[1], int(sys.argv[2]))))
        return
    for title, one_in in MIXES.items():
        size = sum(map(len, pages(one_in))) / sum(1 for _ in pages(one_in)) / 1000
        print(f"{title[0].upper()}{title[1:]}; {size:.0f} kB a page.\n")
        rows = {row: _measured(row, one_in) for row in ROWS}
        bare = rows["trafilatura"]["ms"]
        print("| step | ms an article and core | beside trafilatura | words/s and core | peak memory, MB |")
        print("|---|---:|---:|---:|---:|")
        for row, name in (
            ("trafilatura", "trafilatura alone, with metadata"),
            ("text", "page to article text (trafilatura inside)"),
            ("parser", "claims from the text, with the parser"),
            ("grammar", "claims from the text, grammar alone"),
        ):
            found = rows[row]
            cost, words = f"{found['ms']:.1f} | {found['ms'] / bare:.2f}", f"{found['words_s']:,.0f}"
            print(f"| {name} | {cost} | {words} | {found['mb']:.0f} |")
        print()


def _measured(row: str, one_in: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.extraction", row, str(one_in)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(answer))


def _row(row: str, one_in: int) -> dict[str, float]:
    corpus = list(pages(one_in))
    fetched = an_article_fetched(content_type="text/html; charset=utf-8", published_at=None)
    if row == "trafilatura":
        import trafilatura  # brings numpy, and the extractor's package says first how many threads that has

        read = partial(trafilatura.bare_extraction, fast=True, with_metadata=True)
        seconds = _seconds(lambda: [read(page.decode()) for page in corpus])
        return _figures(seconds, _articles(corpus, fetched))
    if row == "text":
        articles: list[ArticleText] = []
        seconds = _seconds(lambda: articles.extend(_articles(corpus, fetched)))
        return _figures(seconds, articles)
    articles = _articles(corpus, fetched)
    extractor = rules_extractor(parser=row == "parser")
    extractor.extract_many(articles[:1])  # the tables and the model are loaded once a process
    batches = [articles[first : first + _BATCH] for first in range(0, len(articles), _BATCH)]
    return _figures(_seconds(lambda: [extractor.extract_many(batch) for batch in batches]), articles)


def _articles(corpus: list[bytes], fetched: ArticleFetched) -> list[ArticleText]:
    return [read_article(page, fetched) for page in corpus]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _figures(seconds: float, articles: list[ArticleText]) -> dict[str, float]:
    words = sum(len(article.text.split()) for article in articles)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"ms": seconds / len(articles) * 1000, "words_s": words / seconds, "mb": megabytes}


if __name__ == "__main__":
    main()

"""Articles a second and core: the whole of reading a page beside bare trafilatura on the same pages.

Processor time of one core. Each page differs from all others in every paragraph, because trafilatura and htmldate
remember what they have seen and would be several times too fast on a page seen before.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence

import trafilatura

from schemas.article import ArticleFetched
from services.extractor.article_text import read_article
from services.extractor.reading import Extractor, rules_extractor
from services.newsroom.rendering import render
from services.newsroom.site import ACTORS, load_site
from tests.examples import an_article_fetched

ROUNDS = 14


def pages(first: int = 0) -> list[bytes]:
    """Return the newsroom's pages, `ROUNDS` times from the number `first`, each with words and dates of its own."""
    paths = {path: answer.body for path, answer in render(load_site(), False, "http://127.0.0.1").items()}
    stories = [body for path, body in sorted(paths.items()) if path.endswith(".html")]
    return [_varied(story.decode(), number).encode() for number in range(first, first + ROUNDS) for story in stories]


def _varied(page: str, number: int) -> str:
    page = re.sub(r"2026-(\d\d)-(\d\d)", lambda day: f"20{(10 + number) % 27:02d}-{day[1]}-{day[2]}", page)
    return re.sub(r"</p>", f" Copy {number} of this paragraph.</p>", page)


def furnished(page: bytes, number: int) -> bytes:
    """Return the page with as many links, teasers and scripts as real ones have: some 115 kB at the median."""
    links = "".join(f'<li><a href="/{number}/{n}">Section {n} of edition {number}</a></li>' for n in range(700))
    teasers = "".join(f"<div><h4>Story {n}</h4><span>Edition {number}, page {n}</span></div>" for n in range(250))
    script = "<script>" + "".join(f"var v{n} = [{number}, {n}];" for n in range(1200)) + "</script>"
    extra = f"<nav><ul>{links}</ul></nav><aside>{teasers}</aside>{script}".encode()
    return page.replace(b"</body>", extra + b"</body>")


def cost(work: Callable[[bytes], object], corpus: Sequence[bytes]) -> float:
    """Return the milliseconds of processor time that `work` takes a page."""
    start = time.process_time()
    for page in corpus:
        work(page)
    return (time.process_time() - start) / len(corpus) * 1000


def main() -> None:
    compare("lean pages, nearly every one with claims", pages())
    print()
    large = [furnished(page, number) for number, page in enumerate(pages(ROUNDS))]
    compare("the same in pages of the size of real ones", large)


def compare(title: str, corpus: Sequence[bytes]) -> None:
    """Print a table of what reading costs; each row has pages of its own, which nobody read before."""
    fetched: ArticleFetched = an_article_fetched(content_type="text/html; charset=utf-8", published_at=None)
    third = len(corpus) // 3
    bare = cost(lambda page: trafilatura.bare_extraction(page.decode(), fast=True, with_metadata=True), corpus[:third])
    with_parser = rules_extractor((ACTORS,), parser=True)
    grammar = rules_extractor((ACTORS,), parser=False)
    with_parser.extract_many([read_article(corpus[0], fetched)])
    text, own = _both(with_parser, corpus[third : 2 * third], fetched)
    _, own_grammar = _both(grammar, corpus[2 * third :], fetched)
    size = sum(map(len, corpus)) / len(corpus) / 1000
    print(f"{third} pages of the demo newsroom a row, {size:.0f} kB a page: {title}.\n")
    print("| reading a page | ms a page and core | pages/s and core | beside bare trafilatura |")
    print("|---|---:|---:|---:|")
    for name, ms in (
        ("trafilatura alone, with metadata", bare),
        ("page to article text (trafilatura inside)", text),
        ("claims from the text, with the parser", own),
        ("claims from the text, grammar alone", own_grammar),
        ("all of it, with the parser", text + own),
    ):
        print(f"| {name} | {ms:.1f} | {1000 / ms:.0f} | {ms / bare:.2f} |")


def _both(extractor: Extractor, corpus: Sequence[bytes], fetched: ArticleFetched) -> tuple[float, float]:
    """Return the cost of the text, and the cost of its claims."""
    articles = []
    text = cost(lambda page: articles.append(read_article(page, fetched)), corpus)
    start = time.process_time()
    for article in articles:
        extractor.extract_many([article])
    return text, (time.process_time() - start) / len(articles) * 1000


if __name__ == "__main__":
    main()

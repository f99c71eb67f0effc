"""From a page to the one text that claims are read from."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.article import ArticleFetched, article_id
from services.extractor.failures import NoText, Unreadable
from services.extractor.page.article_text import ArticleText, read_article

FETCHED_AT = datetime(2026, 10, 20, 12, tzinfo=UTC)
PROSE = "The mission said on Tuesday that its monitors had reached the village and would stay there for a week."
PAGE = f"""<!doctype html><html lang="en"><head><title>Mission reaches village - Example</title>
<link rel="canonical" href="/mission"><meta property="article:published_time" content="2026-10-14T08:00:00+02:00">
<meta name="author" content="Jo Writer"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Mission reaches village</h1>
<p>{PROSE}</p><p>The army suffered, according to its own staff and nobody else who was there:</p>
<ul><li>12 killed;</li><li>30 wounded.</li></ul>
<p>{PROSE}</p></article><aside><p>Elsewhere: <a href="/x">ferry sinks, 41 dead</a></p></aside></body></html>"""


def fetched(page: bytes, **changes: Any) -> ArticleFetched:
    return ArticleFetched.model_validate(
        {
            "article_id": article_id("https://news.example/a"),
            "revision": 1,
            "url": "https://news.example/a",
            "fetched_at": FETCHED_AT,
            "page_sha256": hashlib.sha256(page).hexdigest(),
            "page_bytes": len(page),
            **changes,
        }
    )


def read(page: str | bytes, **changes: Any) -> ArticleText:
    content = page if isinstance(page, bytes) else page.encode()
    return read_article(content, fetched(content, **changes))


def test_title_and_body_are_one_text_and_nothing_beside_them() -> None:
    article = read(PAGE)
    assert article.text.startswith(f"Mission reaches village\n\n{PROSE}\n\n")
    assert "ferry" not in article.text
    assert article.about.text_sha256 == hashlib.sha256(article.text.encode()).hexdigest()


def test_passages_are_slices_of_the_text_and_bullets_know_their_lead_in() -> None:
    article = read(PAGE)
    bullet = next(passage for passage in article.passages if article.text[passage.start :].startswith("12 killed"))
    assert bullet.lead_in is not None
    lead_in = article.passages[bullet.lead_in]
    assert article.text[lead_in.start : lead_in.end].endswith(":")


def test_the_head_of_the_page_gives_date_author_and_address() -> None:
    article = read(PAGE)
    assert article.about.published_at == datetime(2026, 10, 14, 6, tzinfo=UTC)
    assert article.about.published_basis == "metadata"
    assert article.about.canonical_url == "https://news.example/mission"
    assert article.about.language == "en"
    assert article.author == "Jo Writer"


def test_what_the_feed_says_of_the_date_is_trusted_first() -> None:
    moment = datetime(2026, 10, 13, tzinfo=UTC)
    article = read(PAGE, published_at=moment, published_basis="feed")
    assert (article.about.published_at, article.about.published_basis) == (moment, "feed")


def test_a_date_after_the_fetch_is_not_believed() -> None:
    article = read(PAGE.replace("2026-10-14", "2031-10-14"))
    assert (article.about.published_at, article.about.published_basis) == (None, "none")


def test_a_date_line_dates_a_plain_text() -> None:
    text = f"Mission reaches the village at last\nby Jo Writer October 14, 2026 9:10 PM\n\n{PROSE}\n\n{PROSE}"
    article = read(text, content_type="text/plain")
    assert article.about.title == "Mission reaches the village at last"
    assert article.about.published_at == datetime(2026, 10, 14, 21, 10, tzinfo=UTC)
    assert article.author == "Jo Writer"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_decoded_by_its_mark_its_declaration_or_its_bytes(charset: str) -> None:
    article = read(
        f"“Ça va,” she said of the raid on the village, and would say no more.\r\n\r\n{PROSE}".encode(charset),
        content_type="text/plain",
    )
    assert article.text.startswith("“Ça va,” she said")
    assert "\r" not in article.text


@pytest.mark.parametrize("page", [b"%PDF-1.7 ...", b"\x89PNG\r\n", b"PK\x03\x04", b"text\0with\0nulls"])
def test_what_is_no_document_is_unreadable(page: bytes) -> None:
    with pytest.raises(Unreadable):
        read(page)


@pytest.mark.parametrize(
    "page", ["", "<html><body><nav><a href='/'>Home</a></nav></body></html>", "Home\n\nMenu\n\nSearch"]
)
def test_a_page_without_an_article_has_no_text(page: str) -> None:
    with pytest.raises(NoText):
        read(page)


CHILD = """
import sys, time
from datetime import UTC, datetime
clock = float(sys.argv[1])
time.time = lambda: clock
import hashlib
import services.extractor.page.article_text as module
from schemas.article import ArticleFetched, article_id
page = sys.stdin.buffer.read()
event = ArticleFetched(
    article_id=article_id("https://news.example/a"), revision=1, url="https://news.example/a",
    fetched_at=datetime(2026, 10, 20, 12, tzinfo=UTC), page_bytes=len(page),
    page_sha256=hashlib.sha256(page).hexdigest(),
)
for _ in range(int(sys.argv[2])):
    article = module.read_article(page, event)
sys.stdout.write(article.about.model_dump_json() + article.text)
"""


def test_the_same_page_is_the_same_text_under_any_clock_in_fresh_and_warm_processes() -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2026-10-14T08:00:00+02:00">', "")
    page = page.replace("<article>", "<article><p class='date'>Published 12 October 2026</p>").encode()
    answers = {
        subprocess.run([sys.executable, "-c", CHILD, clock, times], input=page, capture_output=True, check=True).stdout
        for clock, times in (("1500000000", "1"), ("2500000000", "1"), ("1800000000", "5"))
    }
    assert len(answers) == 1
    assert b"htmldate" in answers.pop()


def test_lines_that_the_markup_breaks_at_a_column_are_one_paragraph() -> None:
    broken = PROSE.replace("its monitors had", "its monitors in the province had").replace(
        "village and", "village<br>\nand"
    )
    article = read(PAGE.replace(f"<p>{PROSE}</p></article>", f"<p>{broken}<br><br>{PROSE}</p></article>"))
    assert "had reached the village and would stay" in article.text.split("\n\n")[-2]
    assert article.text.endswith(f"\n\n{PROSE}")

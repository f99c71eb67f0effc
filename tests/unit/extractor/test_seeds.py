"""The five articles that the product must read right, as plain text, as documents and as HTML.

They are not part of the project: the tests run where their folder lies beside the checkout, or where
CLAIMLEDGER_SEEDS names it.
"""

from __future__ import annotations

import hashlib
import html
import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.article import ArticleFetched, article_id
from schemas.claim import Claim
from schemas.document import Document
from services.extractor.page import segments
from services.extractor.reading import read_documents, read_page, rules_extractor
from services.extractor.rules import RulesExtractor

SEEDS = Path(os.environ.get("CLAIMLEDGER_SEEDS", Path(__file__).parents[4] / "shared" / "seeds"))
EXPECTED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "seeds_expected.yaml").read_text(encoding="utf-8")
)["articles"]

pytestmark = [
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not on this machine"),
    pytest.mark.parametrize("article", EXPECTED, ids=lambda article: article["file"][:3]),
]


@pytest.fixture(scope="module", params=[True, False], ids=["with the parser", "grammar alone"])
def extractor(request: pytest.FixtureRequest) -> RulesExtractor:
    return rules_extractor(parser=request.param)


def text_of(article: dict[str, Any]) -> str:
    return (SEEDS / article["file"]).read_text(encoding="utf-8")


def fetched(page: bytes, published: date, content_type: str) -> ArticleFetched:
    return ArticleFetched(
        article_id=article_id("https://seeds.example/1"),
        revision=1,
        url="https://seeds.example/1",
        published_at=datetime.combine(published, time(), UTC),
        published_basis="given",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        content_type=content_type,
        page_sha256=hashlib.sha256(page).hexdigest(),
        page_bytes=len(page),
    )


def assert_as_expected(claims: tuple[Claim, ...], article: dict[str, Any]) -> None:
    """Every claim with a figure is one that the reader found, and the other way round."""
    read = {row(claim): claim for claim in claims if claim.has_figure and claim.measure != "equipment"}
    assert set(read) == {expected_row(expected) for expected in article["claims"]}
    for expected in article["claims"]:
        period = read[expected_row(expected)].period
        if "period" in expected:
            assert [period.start, period.end] == [expected["period"]["start"], expected["period"]["end"]]
        if "cumulative" in expected:
            assert period.cumulative is expected["cumulative"]


def row(claim: Claim) -> tuple[Any, ...]:
    count = claim.count
    figures = (count.value, count.low, count.high, count.qualifier)
    claimant = claim.claimant.actor_id if claim.claimant else None
    return (claim.measure, *figures, claimant, claim.subject.actor_id, claim.subject.kind, claim.stance)


def expected_row(expected: dict[str, Any]) -> tuple[Any, ...]:
    count, subject = expected["count"], expected["subject"]
    figures = (count["value"], count["low"], count["high"], count["qualifier"])
    return (expected["measure"], *figures, expected["claimant"], subject["id"], subject["kind"], expected["stance"])


def test_as_plain_text_every_claim_of_people_is_read_and_nothing_from_the_sidebars(
    article: dict[str, Any], extractor: RulesExtractor
) -> None:
    page = text_of(article).encode()
    reading = read_page(page, fetched(page, article["published"], "text/plain; charset=utf-8"), extractor)
    assert reading.refused == 0
    assert_as_expected(reading.claims, article)


def test_as_a_document_the_same_claims_are_read(article: dict[str, Any], extractor: RulesExtractor) -> None:
    document = Document(id="1", text=text_of(article), published=article["published"])
    assert_as_expected(read_documents([document], extractor)[0].claims, article)


def test_as_html_the_same_claims_are_read(article: dict[str, Any], extractor: RulesExtractor) -> None:
    page = as_html(text_of(article)).encode()
    reading = read_page(page, fetched(page, article["published"], "text/html"), extractor)
    assert_as_expected(reading.claims, article)


def as_html(text: str) -> str:
    """Return the text as a page of a news site would carry it: prose in `article`, the rest in `aside`."""
    page = segments.paragraphs(text)
    title = segments.headline(page) or ""
    parts = []
    for segment in segments.label(page, title or None):
        words = html.escape(segment.text)
        if segment.label == "body":
            parts.append(f"<ul><li>{words}</li></ul>" if segment.kind == "bullet" else f"<p>{words}</p>")
        elif segment.label != "heading":
            parts.append(f"<aside><p>{words}</p></aside>")
    head = f"<title>{html.escape(title)}</title>"
    return (
        f"<html><head>{head}</head><body><article><h1>{html.escape(title)}</h1>{''.join(parts)}</article></body></html>"
    )

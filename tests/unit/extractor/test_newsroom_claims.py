"""The demo newsroom's pages, read as the fetcher hands them over, against what a careful reader wrote down before."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.article import ArticleFetched, article_id
from services.extractor.reading import read_page
from services.extractor.rules import RulesExtractor
from services.newsroom import rendering, site
from services.registry import Registry

ROOT = Path(__file__).parents[3]
BASE = "http://127.0.0.1:8090"
ARTICLES: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "newsroom_expected.yaml").read_text(encoding="utf-8")
)["articles"]


@pytest.fixture(scope="module")
def newsroom() -> RulesExtractor:
    return RulesExtractor(Registry.load([ROOT / "services" / "newsroom" / "actors.yaml"]))


@pytest.fixture(scope="module")
def pages() -> dict[bool, dict[str, rendering.Answer]]:
    """All pages of the newsroom, before and after its corrections."""
    return {corrected: rendering.render(site.load_site(), corrected, BASE) for corrected in (False, True)}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article['slug']} {article['version']}")
def test_every_figure_of_the_newsroom_is_read_with_who_says_it_of_whom(
    article: dict[str, Any], newsroom: RulesExtractor, pages: dict[bool, dict[str, rendering.Answer]]
) -> None:
    answers = pages[article["version"] == "corrected"]
    path = next(path for path in answers if path.endswith(f"/{article['slug']}.html"))
    page = answers[path].body
    fetched = ArticleFetched(
        article_id=article_id(path),
        revision=1,
        url=BASE + path,
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        page_sha256=hashlib.sha256(page).hexdigest(),
        page_bytes=len(page),
    )
    reading = read_page(page, fetched, newsroom)
    read = [
        (
            claim.measure,
            claim.count.low,
            claim.count.high,
            claim.claimant.actor_id if claim.claimant else None,
            claim.subject.actor_id,
            claim.subject.kind,
            claim.stance,
            claim.part_of is not None,
        )
        for claim in reading.claims
        if claim.has_figure and claim.measure != "equipment"
    ]
    fields = ("measure", "low", "high", "claimant", "subject", "kind", "stance", "part_of")
    assert sorted(read, key=str) == sorted(
        (tuple(claim[field] for field in fields) for claim in article["claims"]), key=str
    )
    assert reading.article.synthetic

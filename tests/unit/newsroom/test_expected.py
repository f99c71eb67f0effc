"""The expectations agree with themselves: with the stories, the registry, the count table, and their own sums."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from schemas import Count, Period, Subject
from schemas.claim import Measure, Stance
from services.newsroom import ACTORS
from services.newsroom.site import load_site
from services.newsroom.story import Story
from services.registry import Registry

EXPECTED = yaml.safe_load((Path(__file__).parents[2] / "newsroom_expected.yaml").read_text(encoding="utf-8"))
ARTICLES: list[dict[str, Any]] = EXPECTED["articles"]
CLAIMS = [(article, claim) for article in ARTICLES for claim in article["claims"]]
STORIES = {story.slug: story for story in load_site().stories}
WAR_BEGAN = date(2026, 3, 2)
LEVELS = {"held"}
FIELDS = {
    "measure", "text", "value", "low", "high", "qualifier", "claimant", "subject", "kind", "stance", "start", "end",
    "cumulative", "part_of",
}  # fmt: skip

each_claim = pytest.mark.parametrize(
    ("article", "claim"),
    CLAIMS,
    ids=[f"{article['slug']}: {claim['text']} {claim['measure']}" for article, claim in CLAIMS],
)


def story_of(article: dict[str, Any]) -> Story:
    story = STORIES[article["slug"]]
    return story.corrected() if article["version"] == "corrected" else story


def bounds(value: int | None, qualifier: str) -> tuple[int | None, int | None] | None:
    """The count table; None where the wording and not the number decides."""
    if value is None:
        return None
    return {
        "exact": (value, value),
        "at_least": (value, None),
        "more_than": (value + 1, None),
        "up_to": (0, value),
        "about": (value - max(1, value // 10), value + max(1, value // 10)),
    }[qualifier]


def test_every_story_is_read_in_every_version_that_it_has() -> None:
    versions = {(article["slug"], article["version"], article["outlet"]) for article in ARTICLES}
    assert len(versions) == len(ARTICLES)
    assert versions == {
        (story.slug, version, story.outlet)
        for story in STORIES.values()
        for version in (("original", "corrected") if story.correction else ("only",))
    }


@each_claim
def test_each_figure_stands_in_its_story_and_in_the_contract(article: dict[str, Any], claim: dict[str, Any]) -> None:
    assert set(claim) == FIELDS
    told = [block for block in story_of(article).blocks if block.kind in ("paragraph", "list")]
    assert any(claim["text"] in text for block in told for text in (block.text, *block.items))
    Count(**{name: claim[name] for name in ("value", "low", "high", "qualifier", "text")}, basis="stated")
    Subject(actor_id=claim["subject"], text="as in the story", kind=claim["kind"])
    Period(start=claim["start"], end=claim["end"], cumulative=claim["cumulative"])
    assert claim["measure"] in get_args(Measure)
    assert claim["stance"] in get_args(Stance)


@each_claim
def test_low_and_high_follow_the_count_table(article: dict[str, Any], claim: dict[str, Any]) -> None:
    allowed = bounds(claim["value"], claim["qualifier"])
    assert allowed is None or allowed == (claim["low"], claim["high"])


@each_claim
def test_what_is_told_happened_in_the_war_and_before_it_was_told(
    article: dict[str, Any], claim: dict[str, Any]
) -> None:
    assert WAR_BEGAN <= claim["start"] <= claim["end"] <= story_of(article).changed.date()
    assert not claim["cumulative"] or claim["start"] == WAR_BEGAN


def test_everybody_who_claims_or_suffers_is_registered() -> None:
    actors = Registry.load([ACTORS]).actors
    said = [claim for article in ARTICLES for claim in (*article["claims"], *article.get("without_figure", ()))]
    assert {claim[role] for claim in said for role in ("claimant", "subject")} - {None} <= set(actors)


def test_a_part_has_a_greater_figure_of_the_same_claimant_and_measure_in_its_story() -> None:
    for article, part in CLAIMS:
        if part["part_of"]:
            alike = ("measure", "claimant", "subject", "start", "end")
            totals = [c for c in article["claims"] if not c["part_of"] and all(c[name] == part[name] for name in alike)]
            assert any(total["low"] > part["low"] for total in totals)


def test_the_tallies_are_the_sums_of_the_claims_that_count() -> None:
    distinct = {
        (tuple(claim[name] for name in ("subject", "measure", "claimant", "start", "end", "low", "high")), repetition)
        for article in ARTICLES
        if article["version"] != "original"
        for repetition, claim in _numbered(article["claims"])
        if not (claim["cumulative"] or claim["part_of"] or claim["stance"] == "deny")
    }
    tallies: dict[tuple[str, str, str], tuple[int, int | None]] = {}
    for (subject, measure, claimant, _, _, low, high), _ in distinct:
        assert measure not in LEVELS or (subject, measure, claimant) not in tallies
        least, most = tallies.get((subject, measure, claimant), (0, 0))
        tallies[subject, measure, claimant] = least + low, None if high is None or most is None else most + high
    rows = EXPECTED["tallies"]
    assert tallies == {(row["subject"], row["measure"], row["claimant"]): (row["low"], row["high"]) for row in rows}
    assert len(tallies) == len(rows)


def _numbered(claims: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """Number claims that are equal within one story, so that only those of different stories fall together."""
    return [(claims[:place].count(claim), claim) for place, claim in enumerate(claims)]

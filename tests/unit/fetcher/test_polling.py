from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import article_id
from services.fetcher.errors import Gone, NotAFeed, TryLater
from services.fetcher.feed_document import Entry
from services.fetcher.feed_list import Feed
from services.fetcher.memory import FeedMemory, PageMemory
from services.fetcher.polling import first_due, news_of, next_due, next_try

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEED = Feed(name="wire", url="https://wire.example/feed.xml", interval="15m")
DOWN = TryLater("the server answers 500", kind="http_500", status=500)


def entry(path: str, fingerprint: str = "1") -> Entry:
    return Entry(f"https://wire.example/{path}", "Title", None, None, None, "", fingerprint)


def page(path: str, **known: object) -> dict[object, PageMemory]:
    url = f"https://wire.example/{path}"
    return {article_id(url): PageMemory(url, **known)}  # type: ignore[arg-type]


def test_a_feed_that_was_never_asked_is_due() -> None:
    assert first_due(FEED, FeedMemory(), NOW) == NOW


def test_a_feed_with_another_address_than_before_is_due() -> None:
    memory = FeedMemory(url="https://old.example/", polls=3, polled_at=NOW, next_due=NOW + MINUTE)
    assert first_due(FEED, memory, NOW) == NOW


def test_a_feed_waits_for_its_moment_also_over_a_restart() -> None:
    memory = FeedMemory(url=FEED.url, polls=3, polled_at=NOW, next_due=NOW + 14 * MINUTE)
    assert first_due(FEED, memory, NOW) == NOW + 14 * MINUTE


def test_a_feed_whose_interval_was_shortened_does_not_wait_out_the_old_one() -> None:
    memory = FeedMemory(url=FEED.url, polls=3, polled_at=NOW, next_due=NOW + timedelta(days=1))
    assert first_due(FEED, memory, NOW) == NOW + 16.5 * MINUTE


def test_a_feed_that_failed_waits_as_long_as_it_was_told_to() -> None:
    memory = FeedMemory(url=FEED.url, polls=3, failures=1, polled_at=NOW, next_due=NOW + timedelta(days=1))
    assert first_due(FEED, memory, NOW) == NOW + timedelta(days=1)


@given(st.integers(0, 10_000))
def test_the_pause_is_the_interval_give_or_take_a_tenth(polls: int) -> None:
    pause = next_due(FEED, polls, NOW) - NOW
    assert timedelta(minutes=13.5) <= pause <= timedelta(minutes=16.5)
    assert pause == next_due(FEED, polls, NOW) - NOW


def test_feeds_with_one_interval_spread_out() -> None:
    feeds = [Feed(name=f"wire-{number}", url=FEED.url) for number in range(50)]
    assert len({next_due(feed, 1, NOW) for feed in feeds}) == 50


def test_each_failure_doubles_the_pause_up_to_a_day() -> None:
    pauses = [next_try(FEED, DOWN, failures, NOW) - NOW for failures in range(1, 12)]
    for failures, pause in enumerate(pauses):
        expected = min(15 * MINUTE * 2**failures, timedelta(days=1))
        assert 0.9 * expected <= pause <= 1.1 * expected


def test_nobody_is_asked_before_the_end_of_a_retry_after() -> None:
    busy = TryLater("the server answers 429", kind="http_429", status=429, retry_after=timedelta(hours=5))
    assert next_try(FEED, busy, 1, NOW) == NOW + timedelta(hours=5)


def test_a_feed_that_is_gone_for_good_is_asked_again_after_a_month() -> None:
    assert next_try(FEED, Gone("410", kind="http_410", status=410), 1, NOW) == NOW + timedelta(days=30)
    assert next_try(FEED, Gone("404", kind="http_404", status=404), 1, NOW) < NOW + timedelta(minutes=17)


@pytest.mark.parametrize("failures", [1, 60, 5_000])
def test_a_pause_never_outgrows_the_calendar(failures: int) -> None:
    assert next_try(FEED, NotAFeed("x", kind="html"), failures, NOW) <= NOW + timedelta(days=1.1)


def test_an_unknown_page_is_discovered() -> None:
    assert [each.news for each in news_of(FEED, [entry("a")], {})] == ["discovered"]


def test_a_page_that_was_only_given_by_hand_is_discovered() -> None:
    assert [each.news for each in news_of(FEED, [entry("a")], page("a", revision=1))] == ["discovered"]


def test_an_entry_that_says_what_it_said_is_no_news() -> None:
    known = page("a", feed="wire", fingerprints={"wire": "1"})
    assert news_of(FEED, [entry("a")], known) == []


def test_an_entry_that_says_something_else_has_changed() -> None:
    known = page("a", feed="wire", fingerprints={"wire": "1"})
    assert [each.news for each in news_of(FEED, [entry("a", "2")], known)] == ["changed"]


def test_a_page_that_another_feed_named_first_is_shared() -> None:
    known = page("a", feed="paper", fingerprints={"paper": "9"})
    assert [each.news for each in news_of(FEED, [entry("a")], known)] == ["shared"]

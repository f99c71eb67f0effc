from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schemas.article import article_id
from services.fetcher.errors import FetchError, Gone, Refused, TooLarge, TryLater
from services.fetcher.feed_list import REVISIT
from services.fetcher.memory import PageMemory
from services.fetcher.visiting import LONGEST_PAUSE, failed_visit, fetched, next_visit

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAGE = PageMemory("https://wire.example/a", feed="wire", title="Title")
DOWN = TryLater("the server answers 503", kind="http_503", status=503)


def test_a_page_is_visited_again_after_an_hour_six_hours_a_day_and_a_week() -> None:
    moments, now = [], NOW
    while (due := next_visit(NOW, now, REVISIT)) is not None:
        moments.append(due - NOW)
        now = due
    assert moments == [HOUR, 6 * HOUR, 24 * HOUR, 168 * HOUR]


def test_what_was_missed_while_the_fetcher_was_away_is_not_made_up_for() -> None:
    assert next_visit(NOW, NOW + 30 * HOUR, REVISIT) == NOW + 168 * HOUR


def test_a_page_without_plans_is_visited_once() -> None:
    assert next_visit(NOW, NOW, ()) is None


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=30)), max_size=5), st.timedeltas(timedelta(0), 720 * HOUR))
def test_the_next_visit_is_always_to_come(revisit: list[timedelta], passed: timedelta) -> None:
    due = next_visit(NOW, NOW + passed, revisit)
    assert due is None or due > NOW + passed


def test_a_page_that_cannot_be_had_now_is_tried_again_later_each_time() -> None:
    pauses = []
    for failures in range(7):
        page = PageMemory(PAGE.url, failures=failures)
        failed = failed_visit(page, DOWN, NOW, give_up_after=8)
        assert failed.outcome == "failed"
        assert failed.next_due
        pauses.append(failed.next_due - NOW)
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=1)
    assert pauses[-1] == LONGEST_PAUSE


def test_a_page_is_given_up_after_as_many_failures_as_were_set() -> None:
    failed = failed_visit(PageMemory(PAGE.url, failures=7), DOWN, NOW, give_up_after=8)
    assert (failed.outcome, failed.next_due) == ("given_up", None)


def test_what_another_visit_cannot_mend_is_given_up_at_once() -> None:
    errors: list[FetchError] = [
        Gone("404", kind="http_404", status=404),
        Refused("robots.txt", kind="robots"),
        TooLarge("too large", kind="too_large"),
    ]
    assert [failed_visit(PAGE, error, NOW, give_up_after=8).outcome for error in errors] == ["given_up"] * 3


def test_a_retry_after_is_waited_for() -> None:
    busy = TryLater("429", kind="http_429", status=429, retry_after=10 * HOUR)
    assert failed_visit(PAGE, busy, NOW, give_up_after=8).next_due == NOW + 10 * HOUR


def test_a_version_is_numbered_after_those_that_are_remembered() -> None:
    page = PageMemory(PAGE.url, revision=2, visit="changed_in_feed", synthetic=True)
    version = fetched(article_id(page.url), page, content_type="text/html", page_sha256="0" * 64, page_bytes=5, now=NOW)
    assert (version.revision, version.visit, version.synthetic, version.url) == (3, "changed_in_feed", True, page.url)


def test_a_page_that_has_no_address_has_none_in_the_event() -> None:
    page = PageMemory("urn:sha256:0")
    version = fetched(
        article_id(page.url), page, content_type="text/plain", page_sha256="0" * 64, page_bytes=5, now=NOW
    )
    assert version.url is None

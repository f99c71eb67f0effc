from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.memory import DuePage, FeedMemory, PageMemory

MOMENTS = st.none() | st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TEXTS = st.none() | st.text(min_size=1, max_size=20)


@given(
    st.builds(
        FeedMemory,
        url=TEXTS,
        etag=TEXTS,
        last_modified=TEXTS,
        body_sha256=TEXTS,
        polls=st.integers(0),
        failures=st.integers(0),
        polled_at=MOMENTS,
        next_due=MOMENTS,
    )
)
def test_what_is_remembered_of_a_feed_is_read_back(memory: FeedMemory) -> None:
    assert FeedMemory.from_hash(memory.to_hash()) == memory


@given(
    st.builds(
        PageMemory,
        url=st.text(min_size=1),
        feed=TEXTS,
        title=TEXTS,
        published_at=MOMENTS,
        published_basis=st.sampled_from(["feed", "none"]),
        alignment=st.sampled_from(["state", "unknown"]),
        synthetic=st.booleans(),
        visit=st.sampled_from(["discovered", "revisited"]),
        revision=st.integers(0),
        page_sha256=TEXTS,
        planned_from=MOMENTS,
        failures=st.integers(0),
        fingerprints=st.dictionaries(st.text(max_size=5), st.text(min_size=1, max_size=5), max_size=3),
    )
)
def test_what_is_remembered_of_a_page_is_read_back(memory: PageMemory) -> None:
    assert PageMemory.from_hash(memory.to_hash()) == memory


def test_a_counter_that_never_counted_is_not_written() -> None:
    assert {"revision", "failures"}.isdisjoint(PageMemory("https://wire.example/a").to_hash())


@given(st.from_regex(r"[a-z0-9.:\-]{1,30}", fullmatch=True), st.uuids(), st.integers(0, 10**14))
def test_an_item_of_the_due_list_is_read_back(host: str, article: object, due_ms: int) -> None:
    page = DuePage(host, article, due_ms)  # type: ignore[arg-type]
    assert DuePage.from_member(page.member, float(due_ms)) == page

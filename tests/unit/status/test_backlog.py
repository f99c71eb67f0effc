from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.status.backlog import Backlog, together, waiting, with_pending

NOW_MS = 1_900_000_060_000


def test_at_the_end_of_the_stream_nothing_waits() -> None:
    assert waiting([], appended=7, now_ms=NOW_MS) == Backlog(events=0, age_s=None)


def test_what_waits_is_counted_from_the_number_of_the_first_entry() -> None:
    first = ("1900000000000-3", {"sequence": "5"})
    assert waiting([first], appended=7, now_ms=NOW_MS) == Backlog(events=3, age_s=60)


def test_an_entry_without_a_number_waits_uncounted() -> None:
    assert waiting([("1900000000000-0", {})], appended=7, now_ms=NOW_MS) == Backlog(events=None, age_s=60)


def test_a_clock_that_was_set_back_makes_no_negative_age() -> None:
    assert waiting([("1900000099999-0", {"sequence": "7"})], appended=7, now_ms=NOW_MS).age_s == 0


def test_a_group_has_before_it_what_it_holds_and_what_it_was_never_given() -> None:
    behind = with_pending(Backlog(2, 10), 3, oldest="1900000030000-0", held_ms=1500, now_ms=NOW_MS)
    assert behind == Backlog(events=5, age_s=30, pending=3, pending_age_s=1.5)


def test_a_reader_of_several_streams_is_as_late_as_with_the_latest() -> None:
    assert together([Backlog(2, 10), Backlog(0, None), Backlog(1, 40)]) == Backlog(3, 40)
    assert together([Backlog(2, 10), Backlog(None, 5)]) == Backlog(None, 10)


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_at_least_the_entry_that_is_there_waits_even_when_the_counter_was_lost(number: int, appended: int) -> None:
    events = waiting([("1-0", {"sequence": str(number)})], appended, NOW_MS).events
    assert events == max(1, appended - number + 1)

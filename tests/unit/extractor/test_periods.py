"""When it happened, reckoned from Thursday, October 15, 2026; and never a guessed year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.claim import Period
from schemas.document import Document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor
from services.extractor.when_and_where import dates

PUBLISHED = date(2026, 10, 15)


def period_of(text: str, extractor: RulesExtractor, published: date | None = PUBLISHED) -> Period:
    claims = read_documents([Document(id="1", text=text, published=published)], extractor)[0].claims
    return claims[0].period


@pytest.mark.parametrize(
    ("when", "start", "end", "precision", "basis"),
    [
        ("on October 12", (10, 12), (10, 12), "day", "stated"),
        ("on 12 October 2026", (10, 12), (10, 12), "day", "stated"),
        ("on Tuesday", (10, 13), (10, 13), "day", "relative"),
        ("yesterday", (10, 14), (10, 14), "day", "relative"),
        ("overnight", (10, 14), (10, 15), "days", "relative"),
        ("over the weekend", (10, 10), (10, 11), "days", "relative"),
        ("in the past 24 hours", (10, 14), (10, 15), "days", "relative"),
        ("over the past three days", (10, 12), (10, 15), "days", "relative"),
        ("between October 5 and October 8", (10, 5), (10, 8), "days", "stated"),
        ("on March 12-17", (3, 12), (3, 17), "days", "stated"),
        ("two days ago", (10, 13), (10, 13), "day", "relative"),
        ("Tuesday", (10, 13), (10, 13), "day", "relative"),
        ("last week", (10, 5), (10, 11), "week", "relative"),
        ("earlier this week", (10, 12), (10, 14), "week", "relative"),
        ("last month", (9, 1), (9, 30), "month", "relative"),
        ("in three days of clashes", (10, 13), (10, 15), "days", "relative"),
        ("on Monday, 12 October,", (10, 12), (10, 12), "day", "stated"),
        ("from Monday evening to Tuesday noon", (10, 12), (10, 13), "days", "relative"),
        ("on 6/7 October 2026", (10, 6), (10, 7), "days", "stated"),
        ("on 24.09.26", (9, 24), (9, 24), "day", "stated"),
        ("in late August", (8, 21), (8, 31), "days", "stated"),
        ("in the third week of May", (5, 18), (5, 24), "week", "stated"),
        ("in July", (7, 1), (7, 31), "month", "stated"),
    ],
)
def test_a_time_is_reckoned_from_the_day_of_publication(
    when: str,
    start: tuple[int, int],
    end: tuple[int, int],
    precision: str,
    basis: str,
    grammar: RulesExtractor,
) -> None:
    period = period_of(f"The Sudmarkian army killed 30 Norlandic soldiers {when}.", grammar)
    assert (period.start, period.end) == (date(2026, *start), date(2026, *end))
    assert (period.precision, period.basis) == (precision, basis)


def test_a_date_of_the_sentence_before_still_holds(grammar: RulesExtractor) -> None:
    text = "On October 9, the Sudmarkian army shelled a Norlandic post. It killed 30 Norlandic soldiers."
    period = period_of(text, grammar)
    assert (period.start, period.basis) == (date(2026, 10, 9), "carried")


def test_the_day_of_saying_is_not_the_day_of_dying_where_both_are_named(grammar: RulesExtractor) -> None:
    text = "The Sudmarkian army said on Wednesday that 30 Norlandic soldiers were killed on Monday."
    assert period_of(text, grammar).start == date(2026, 10, 12)


def test_a_month_and_day_without_a_publication_date_have_no_year(grammar: RulesExtractor) -> None:
    text = "The Sudmarkian army killed 30 Norlandic soldiers on October 12."
    period = period_of(text, grammar, published=None)
    assert (period.start, period.end, period.basis) == (None, None, "none")


@pytest.mark.parametrize(
    ("since", "start"),
    [
        ("this year", date(2026, 1, 1)),
        ("since 1984", date(1984, 1, 1)),
        ("since July of last year", date(2025, 7, 1)),
        ("since the army, which has bases there, invaded on March 2", date(2026, 3, 2)),
        ("in the first seven months of 2026", date(2026, 1, 1)),
        ("between 1 July and 23 September", date(2026, 7, 1)),
    ],
)
def test_a_total_over_a_long_time_is_cumulative_from_its_start(
    since: str, start: date, grammar: RulesExtractor
) -> None:
    period = period_of(f"The Sudmarkian army has killed 300 Norlandic soldiers {since}.", grammar)
    assert (period.start, period.cumulative) == (start, True)


def test_a_dateline_is_the_day_of_report(grammar: RulesExtractor) -> None:
    text = "HARBOUR, Oct. 15 (Wire) -- The Sudmarkian army killed 30 Norlandic soldiers on Monday."
    assert period_of(text, grammar).start == date(2026, 10, 12)


def test_the_day_of_the_opening_holds_far_below(grammar: RulesExtractor) -> None:
    filler = "The governor of the province spoke to reporters about the harvest and about the price of bread."
    text = f"The army shelled Tolm on Monday, and fighting went on.\n\n{filler}\n\n{filler}\n\n"
    period = period_of(f"{text}The Sudmarkian army killed 30 Norlandic soldiers there, a resident said.", grammar)
    assert (period.start, period.basis) == (date(2026, 10, 12), "carried")


def test_the_next_day_is_reckoned_from_the_day_told_before(grammar: RulesExtractor) -> None:
    text = "The army shelled a post on October 9. The next day it killed 30 Norlandic soldiers."
    assert period_of(text, grammar).start == date(2026, 10, 10)


def test_what_is_held_is_held_on_the_day_of_report(grammar: RulesExtractor) -> None:
    text = "The Sudmarkian army attacked on October 9. The Sudmarkian army holds 30 Norlandic soldiers."
    assert period_of(text, grammar).start == PUBLISHED


def test_a_day_that_others_are_compared_with_is_not_its_own(grammar: RulesExtractor) -> None:
    text = "The Sudmarkian army killed 30 Norlandic soldiers on Monday in the deadliest raid this year."
    period = period_of(text, grammar)
    assert (period.start, period.cumulative) == (date(2026, 10, 12), False)


@pytest.mark.parametrize("since", ["since the start of the war", "during the entire raid", "since March 2"])
def test_a_running_total_is_cumulative_up_to_the_publication(since: str, grammar: RulesExtractor) -> None:
    period = period_of(f"The Sudmarkian army has killed 300 Norlandic soldiers {since}.", grammar)
    assert period.cumulative
    assert period.end == PUBLISHED


def test_only_the_total_beside_a_running_marker_is_cumulative(grammar: RulesExtractor) -> None:
    text = "Strikes killed 34 Norlandic soldiers over the past day, raising the death toll to 900 since March 2."
    day, total = read_documents([Document(id="1", text=text, published=PUBLISHED)], grammar)[0].claims
    assert (day.period.cumulative, total.period.cumulative) == (False, True)


@given(st.text(alphabet="0123456789 -/,.:MarchDecofthndsy", max_size=50))
def test_no_text_breaks_the_date_grammar(text: str) -> None:
    for written in dates.find(text):
        assert 0 <= written.start < written.end <= len(text)
        written.on(PUBLISHED)
    dates.moment(text)


@pytest.mark.parametrize(
    "since",
    ["since the start of the war", "since the war began", "since Sudmark's invasion", "since the outbreak of war"],
)
def test_since_the_war_counts_from_the_last_phase_of_the_war_of_the_article(
    since: str, grammar: RulesExtractor
) -> None:
    period = period_of(f"The Norlandic army said 900 Sudmarkian soldiers had been killed {since}.", grammar)
    assert (period.start, period.end, period.cumulative) == (date(2026, 6, 2), PUBLISHED, True)


def test_what_is_the_largest_since_the_war_began_is_no_total_of_the_war(grammar: RulesExtractor) -> None:
    text = "Norland released 95 Sudmarkian soldiers on Tuesday in the largest exchange since the start of the war."
    assert period_of(text, grammar) == period_of(text.replace(" since the start of the war", ""), grammar)


def test_what_is_added_to_a_total_is_not_the_total(grammar: RulesExtractor) -> None:
    text = "The Norlandic army said two soldiers were killed near Tell, bringing the total number of its dead to 19."
    assert not period_of(text, grammar).cumulative

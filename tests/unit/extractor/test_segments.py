"""Who speaks on a page: the article, or the furniture around it."""

from __future__ import annotations

import pytest

from services.extractor.page import segments
from services.extractor.page.segments import Paragraph

BODY = "The mission said on Tuesday that its monitors had reached the village and would stay there for a week."


def body_of(text: str) -> list[str]:
    page = segments.paragraphs(text)
    return [segment.text for segment in segments.label(page, segments.headline(page)) if segment.label == "body"]


def test_a_news_feed_behind_the_article_does_not_speak() -> None:
    text = f"{BODY}\n\n{BODY}\n\n{BODY}\n\nNews Feed\n\n11:50 PM\n\nShelling kills 3, injures 17 in another town.\n"
    assert body_of(text) == [BODY] * 3


def test_a_read_also_list_ends_where_prose_begins_again() -> None:
    text = f"{BODY}\n\n{BODY}\n\nRead also:\n\nRaid kills 30 in the hills\n\n{BODY}\n\n{BODY}"
    assert body_of(text) == [BODY] * 4


def test_a_headline_over_a_cut_off_paragraph_is_a_teaser() -> None:
    teaser = (
        "Why is the river front quiet?\nShells have left villages in ruins, and in one of them nine people were killed…"
    )
    assert body_of(f"{BODY}\n\n{BODY}\n\n{teaser}\n\n{BODY}") == [BODY] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Soldiers cross the bridge where 40 of them died. (Photo by A. Nobody/Example Agency)",
        "Subscribe to our newsletter, which 9,000 people read every single morning before breakfast.",
        "by Jo Writer June 2, 2025 9:10 PM 4 min read",
        "Read also: Ferry sinks, 41 dead",
    ],
)
def test_captions_promotion_bylines_and_inline_links_do_not_speak(line: str) -> None:
    assert body_of(f"{BODY}\n\n{line}\n\n{BODY}\n\n{BODY}") == [BODY] * 3


def test_bullets_keep_the_line_that_leads_them_in() -> None:
    lead_in = "According to him, the army suffered in the raid on the two villages:"
    page = segments.paragraphs(f"{BODY}\n\n{BODY}\n\n{lead_in}\n  • 40 fatalities;\n  • 12 captured.")
    bullets = [segment for segment in segments.label(page, None) if segment.kind == "bullet"]
    assert [(bullet.text, bullet.label, bullet.lead_in) for bullet in bullets] == [
        ("40 fatalities;", "body", lead_in),
        ("12 captured.", "body", lead_in),
    ]


def test_the_line_over_the_byline_is_the_headline() -> None:
    headline = "Mission reaches the village at last"
    page = segments.paragraphs(
        f"Menu\nWar Culture Sport Business Opinion Video Podcasts\n{headline}\nby Jo Writer June 2, 2025\n\n{BODY}"
    )
    assert segments.headline(page) == headline


def test_a_note_of_one_line_speaks_even_without_a_full_stop() -> None:
    assert body_of("On 6 May, rebels attacked a post; 12 soldiers were killed") != []


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The mission said on Tuesday that its monitors had reached\n"
        "the village, where they would stay for a week and count\n"
        "the houses that were still standing."
    )
    assert segments.paragraphs(wrapped) == [Paragraph(" ".join(wrapped.split()))]


def test_lines_broken_at_a_wide_column_are_joined_and_paragraphs_kept() -> None:
    page = (
        "BRAKK (Wire) - The mission said on Tuesday that its monitors had reached the village, where they\n"
        "would stay for a week and count the houses that were still standing after the shelling of the\n"
        "weekend.\n"
        "The army, which holds the road, said nothing of that. Its spokesman could not be reached at the\n"
        "Brakk headquarters.\n"
        "\n"
        "A second village was empty, it said, and 12 soldiers who had been posted there were missing, as\n"
        "were their lorries."
    )
    assert [paragraph.text.split()[0] for paragraph in segments.paragraphs(page)] == ["BRAKK", "The", "A"]


def test_paragraphs_of_a_line_each_and_lists_are_not_joined() -> None:
    page = f"{BODY}\nSouth: 9 dead, 31 wounded\nNorth: 14 dead, 20 wounded\n{BODY} {BODY}\npersonnel - 405\ntanks - 6"
    assert len(segments.paragraphs(page)) == 6


def test_an_agency_named_in_a_sentence_makes_no_caption() -> None:
    line = "Two children were killed on Thursday by a mine near the town, reports Anadolu, citing the police there."
    assert body_of(f"{BODY}\n\n{line}\n\n{BODY}\n\n{BODY}") == [BODY, line, BODY, BODY]

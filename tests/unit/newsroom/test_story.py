"""Story files: what they may hold, and how a mistake in one speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.newsroom.story import Block, NewsroomError, read_blocks, read_story

FRONT_MATTER = """\
outlet: some-paper
slug: a-flood
title: River rises by 14 feet
summary: The river rose by 14 feet.
author: A. Writer
published: 2026-09-15T09:40:00Z
"""
CORRECTION = """\
correction:
  published: 2026-09-15T16:05:00Z
  note: It was 11 feet.
  replace: {14 feet: 11 feet}
"""


def a_file(front_matter: str = FRONT_MATTER, body: str = "It rose by 14 feet, and fell again.") -> str:
    return f"---\n{front_matter}---\n{body}\n"


def test_every_notation_is_read_as_the_block_that_it_stands_for() -> None:
    body = (
        "One line\nand its next.\n\n## A heading\n\n- first\n- second\n\n> Somebody said.\n\n!photo A bridge\n\n"
        "!also One | Two\n\n!teaser Another story | It began when…\n\n!update 14:20 News came"
    )
    assert list(read_blocks(body)) == [
        Block("paragraph", "One line and its next."),
        Block("heading", "A heading"),
        Block("list", items=("first", "second")),
        Block("quotation", "Somebody said."),
        Block("photo", "A bridge"),
        Block("also", items=("One", "Two")),
        Block("teaser", "It began when…", lead="Another story"),
        Block("update", "News came", lead="14:20"),
    ]


@given(st.lists(st.text(st.characters(categories=("L", "N")), min_size=1), min_size=1))
def test_plain_paragraphs_come_back_as_they_were_written(paragraphs: list[str]) -> None:
    assert [block.text for block in read_blocks("\n\n".join(paragraphs))] == paragraphs


def test_a_correction_changes_title_summary_and_body_and_the_time_of_change() -> None:
    story = read_story(a_file(FRONT_MATTER + CORRECTION), "flood.md")
    corrected = story.corrected()
    assert (story.changed, story.correction_note) == (story.published, None)
    assert (corrected.title, corrected.summary) == ("River rises by 11 feet", "The river rose by 11 feet.")
    assert corrected.body == "It rose by 11 feet, and fell again."
    assert corrected.changed > story.changed
    assert corrected.correction_note == "It was 11 feet."


def test_a_story_without_a_correction_stays_as_it_is() -> None:
    story = read_story(a_file(), "flood.md")
    assert story.corrected() is story


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (a_file(FRONT_MATTER + "authr: B. Writer\n"), "authr"),
        (a_file(FRONT_MATTER.replace("slug: a-flood\n", "")), "slug"),
        (a_file(FRONT_MATTER.replace("T09:40:00Z", "")), "published"),
        (a_file(FRONT_MATTER + CORRECTION, body="Nothing rose."), "the correction replaces"),
        (a_file(body="!phto A bridge"), "!phto is none of !photo"),
        ("No front matter at all.", "no front matter"),
        (a_file("[unclosed"), "no front matter"),
    ],
)
def test_a_mistake_in_a_story_file_is_named_with_its_file(text: str, said: str) -> None:
    if "the correction" in said:
        text = text.replace("by 14 feet", "high")
    with pytest.raises(NewsroomError, match=r"^flood\.md: ") as raised:
        read_story(text, "flood.md")
    assert said in str(raised.value)

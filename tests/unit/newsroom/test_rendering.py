"""The pages and feeds of the newsroom: well-formed, marked as synthetic, and full of the traps of real pages."""

from __future__ import annotations

import io
import re

import feedparser
import pytest
from lxml import etree

from schemas.event import rfc3339
from services.newsroom.rendering import NOTICE, Answer, render, render_missing
from services.newsroom.site import load_site, path_of

BASE_URL = "http://127.0.0.1:8090"
SITE = load_site()
ORIGINAL = render(SITE, corrected=False, base_url=BASE_URL)
CORRECTED = render(SITE, corrected=True, base_url=BASE_URL)
PAGES = [path for path, answer in ORIGINAL.items() if answer.content_type.startswith("text/html")]
FEEDS = [outlet.feed_path for outlet in SITE.outlets]


def tree(answer: Answer) -> etree._Element:
    return etree.fromstring(answer.body)


def text_of(path: str) -> str:
    return " ".join(" ".join(tree(ORIGINAL[path]).itertext()).split())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_well_formed_and_says_that_it_is_synthetic(path: str) -> None:
    for edition in (ORIGINAL, CORRECTED):
        page = tree(edition[path])
        assert page.xpath("string(//*[local-name()='meta'][@name='claimledger-synthetic']/@content)") == "true"
        assert page.xpath("string(//*[@class='synthetic'])") == NOTICE


def test_the_page_that_nothing_is_there_says_so_and_escapes_what_was_asked_for() -> None:
    page = tree(render_missing("/<script>", BASE_URL))
    assert page.xpath("string(//*[@class='synthetic'])") == NOTICE
    assert "no page at /<script>" in " ".join(page.itertext())


@pytest.mark.parametrize("path", ["/robots.txt", "/newsroom.css"])
def test_plain_files_say_that_they_are_synthetic(path: str) -> None:
    assert NOTICE in ORIGINAL[path].body.decode()


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_parses_and_lists_the_stories_of_its_outlet(path: str) -> None:
    feed = feedparser.parse(io.BytesIO(ORIGINAL[path].body))
    outlet = next(outlet for outlet in SITE.outlets if outlet.feed_path == path)
    assert not feed.bozo
    assert NOTICE in feed.feed.subtitle
    assert [entry.link for entry in feed.entries] == [BASE_URL + path_of(story) for story in SITE.stories_of(outlet)]
    for entry, story in zip(feed.entries, SITE.stories_of(outlet), strict=True):
        assert (entry.title, entry.summary, entry.author) == (story.title, story.summary, story.author)
        assert entry.published_parsed[:6] == story.published.timetuple()[:6]
        assert entry.updated == rfc3339(story.changed)


def test_both_kinds_of_feed_are_there() -> None:
    assert {outlet.feed for outlet in SITE.outlets} == {"rss", "atom"}


def test_every_story_is_served_with_its_date_title_and_invented_address() -> None:
    for story in SITE.stories:
        page = ORIGINAL[path_of(story)].body.decode()
        outlet = next(outlet for outlet in SITE.outlets if outlet.slug == story.outlet)
        assert f'<link rel="canonical" href="https://{outlet.domain}/{story.slug}.html" />' in page
        assert outlet.domain.endswith(".example")
        assert f'"datePublished": "{rfc3339(story.published)}"' in page
        assert story.title in text_of(path_of(story))


def test_stories_are_as_long_as_news_stories_are() -> None:
    lengths = {story.slug: len(story.body.split()) for story in SITE.stories}
    feature = lengths.pop("ferryman-of-halse-lock")
    assert feature > 500
    assert all(150 <= length <= 450 for length in lengths.values()), lengths


def test_a_correction_changes_page_front_page_and_feed_entry_and_nothing_else() -> None:
    (path,) = SITE.correctable_paths
    changed = {path for path, answer in ORIGINAL.items() if answer != CORRECTED[path]}
    assert changed == {path, "/borderlands-wire/", "/borderlands-wire/feed.xml"}
    bodies = (edition["/borderlands-wire/feed.xml"].body for edition in (ORIGINAL, CORRECTED))
    feeds = (feedparser.parse(io.BytesIO(body)) for body in bodies)
    before, after = (next(entry for entry in feed.entries if entry.link.endswith(path)) for feed in feeds)
    assert before.updated < after.updated
    assert before.published == after.published
    assert before.id == after.id
    page = CORRECTED[path].body.decode()
    assert "killed 11 fighters" in page
    assert "killed 14 fighters" not in page
    assert "Correction, September 15" in page


def test_rendering_again_gives_the_same_bytes() -> None:
    assert render(SITE, corrected=False, base_url=BASE_URL) == ORIGINAL


@pytest.mark.parametrize(
    ("outlet", "trap"),
    [
        ("borderlands-wire", "Ferry accident kills 41 off the Sorrel Islands"),
        ("borderlands-wire", "At least 67 people were killed when the storm"),
        ("merrowick-standard", "112 enemy soldiers surrender in a week"),
        ("merrowick-standard", "Hero battalion destroys 30 raiders in one night"),
        ("avel-courier", "says 300 died at the bridge"),
        ("avel-courier", "Seven soldiers killed in helicopter crash"),
        ("tessen-live", "44 people were reported killed above the Salt Gate"),
    ],
)
def test_the_figures_of_other_stories_stand_around_every_story(outlet: str, trap: str) -> None:
    for story in SITE.stories:
        if story.outlet == outlet:
            assert trap in text_of(path_of(story))


def test_some_traps_stand_amid_the_text_in_the_markup_of_the_text() -> None:
    assert b"<p><b>Read also:</b>" in ORIGINAL["/merrowick-standard/beet-harvest.html"].body
    assert b"<p>Fifteen people were killed on this road last year" in ORIGINAL["/avel-courier/aldery-toll.html"].body


def test_no_page_leads_away_from_this_machine() -> None:
    for path in PAGES:
        addresses = re.findall(r'(?:href|src)="([^"]+)"', ORIGINAL[path].body.decode())
        away = [address for address in addresses if not address.startswith(f"{BASE_URL}/")]
        # The canonical address of a story is on its outlet's own domain, which cannot exist.
        assert all(re.match(r"https://[a-z]+\.example/", address) for address in away), away

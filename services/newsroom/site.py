"""The site of the newsroom: its outlets and their stories, loaded from the files beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError

from schemas.article import Alignment

from .story import NewsroomError, Story, Strict, in_words, read_story

_HERE = Path(__file__).parent

ACTORS = _HERE / "actors.yaml"
"""Who acts in the invented conflict, for `Registry.load(extra=[ACTORS])`."""


class Teaser(Strict):
    """A headline of another story; `excerpt` is cut off, as teasers are."""

    headline: str
    excerpt: str = ""
    time: str = ""


class Outlet(Strict):
    """A news outlet. `style` is the template of its pages; the rest, from `nav` on, is furniture around its stories.

    The furniture carries figures of other stories on purpose: whoever reads the page must tell them from the article.
    """

    slug: str
    name: str
    domain: str
    tagline: str
    alignment: Alignment
    feed: Literal["rss", "atom"]
    style: Literal["wire", "daily", "paper", "live"]
    nav: tuple[str, ...]
    most_read: tuple[str, ...]
    ticker: tuple[Teaser, ...]
    teasers: tuple[Teaser, ...]
    newsletter: str
    cookies: str
    author_box: str
    comments: tuple[str, ...] = ()

    @property
    def feed_path(self) -> str:
        """The path at which the newsroom serves the feed."""
        return f"/{self.slug}/{'feed.xml' if self.feed == 'rss' else 'atom.xml'}"

    def address_of(self, story: Story) -> str:
        """Return the address that `story` would have on the outlet's own, invented domain."""
        return f"https://{self.domain}/{story.slug}.html"


class Site(Strict):
    """All outlets, and all stories, the newest first."""

    outlets: tuple[Outlet, ...]
    stories: tuple[Story, ...]

    def stories_of(self, outlet: Outlet) -> tuple[Story, ...]:
        return tuple(story for story in self.stories if story.outlet == outlet.slug)

    def corrected(self) -> Site:
        """Return the site as it stands once every correction is published."""
        return self.model_copy(update={"stories": tuple(story.corrected() for story in self.stories)})

    @property
    def correctable_paths(self) -> frozenset[str]:
        """The paths of the pages that a correction will change."""
        return frozenset(path_of(story) for story in self.stories if story.correction)


def path_of(story: Story) -> str:
    """Return the path at which the newsroom serves `story`."""
    return f"/{story.outlet}/{story.slug}.html"


@cache
def load_site() -> Site:
    """Return the site that ships with claimledger.

    Raises:
        NewsroomError: a file of it is broken, or a story names an outlet that is not there.
    """
    document = yaml.safe_load((_HERE / "outlets.yaml").read_text(encoding="utf-8"))
    try:
        outlets = tuple(Outlet.model_validate(entry) for entry in document["outlets"])
    except ValidationError as error:
        raise NewsroomError(f"outlets.yaml: {in_words(error)}. Correct the entry.") from error
    files = sorted((_HERE / "articles").glob("*/*.md"))
    stories = [read_story(file.read_text(encoding="utf-8"), origin=file.name) for file in files]
    if strays := {story.outlet for story in stories} - {outlet.slug for outlet in outlets}:
        raise NewsroomError(f"outlets.yaml: stories name outlets that it does not list: {', '.join(sorted(strays))}.")
    newest_first = sorted(stories, key=lambda story: (story.published, story.slug), reverse=True)
    return Site(outlets=outlets, stories=tuple(newest_first))

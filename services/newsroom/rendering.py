"""Turn the site into bytes: every page, feed and file of it, by path.

Pure: the same site at the same address is always the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from schemas.event import rfc3339

from .site import Outlet, Site, path_of

HTML = "text/html; charset=utf-8"
NOTICE = (
    "Synthetic: a part of the claimledger demo. Countries, forces, places, persons and outlets are invented; "
    "nothing told here happened."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is served at one path."""

    body: bytes
    content_type: str


def _day(moment: datetime) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"


_TEMPLATES = Environment(
    loader=PackageLoader("services.newsroom"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {"day": _day, "rfc3339": rfc3339, "rfc822": format_datetime}
_TEMPLATES.globals |= {"notice": NOTICE, "path_of": path_of}


def render(site: Site, corrected: bool, base_url: str) -> dict[str, Answer]:
    """Return what the site answers at each path; `base_url` is where it is served, without a slash at the end.

    `corrected`: whether the corrections have been published.
    """
    edition = site.corrected() if corrected else site
    return dict(_answers(edition, base_url))


def render_missing(path: str, base_url: str) -> Answer:
    """Return the page that says that there is nothing at `path`."""
    return _html("missing.html", base_url, path=path)


def _answers(site: Site, base_url: str) -> Iterator[tuple[str, Answer]]:
    yield "/", _html("index.html", base_url, site=site)
    yield "/robots.txt", _text("robots.txt", "text/plain; charset=utf-8", base_url)
    yield "/newsroom.css", _text("newsroom.css", "text/css; charset=utf-8", base_url)
    yield "/favicon.svg", _text("favicon.svg", "image/svg+xml", base_url)
    for outlet in site.outlets:
        yield from _outlet_answers(site, outlet, base_url)


def _outlet_answers(site: Site, outlet: Outlet, base_url: str) -> Iterator[tuple[str, Answer]]:
    stories = site.stories_of(outlet)
    yield f"/{outlet.slug}/", _html("outlet.html", base_url, outlet=outlet, stories=stories)
    changed = max(story.changed for story in stories)
    content_type = f"application/{outlet.feed}+xml; charset=utf-8"
    feed = _text(f"{outlet.feed}.xml", content_type, base_url, outlet=outlet, stories=stories, changed=changed)
    yield outlet.feed_path, feed
    for story in stories:
        yield path_of(story), _html(f"{outlet.style}.html", base_url, outlet=outlet, story=story)


def _html(template: str, base_url: str, **values: object) -> Answer:
    return _text(template, HTML, base_url, **values)


def _text(template: str, content_type: str, base_url: str, **values: object) -> Answer:
    text = _TEMPLATES.get_template(template).render(base_url=base_url, **values)
    return Answer(text.encode(), content_type)

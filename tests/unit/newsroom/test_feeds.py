"""The feed list that points the fetcher at the newsroom."""

from __future__ import annotations

import tomllib
from pathlib import Path

from services.fetcher.feed_list import read_feed_list
from services.newsroom import feeds_toml
from services.newsroom.site import load_site


def test_the_feed_list_names_every_feed_and_marks_it_synthetic() -> None:
    document = tomllib.loads(feeds_toml("http://127.0.0.1:8090/"))
    assert document["settings"]["allow_private"] == ["127.0.0.1"]
    assert [feed["url"] for feed in document["feed"]] == [
        f"http://127.0.0.1:8090{outlet.feed_path}" for outlet in load_site().outlets
    ]
    assert all(feed["synthetic"] and feed["language"] == "en" for feed in document["feed"])


def test_the_fetcher_reads_the_feed_list(tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(feeds_toml("http://127.0.0.1:8090"), encoding="utf-8")
    feeds = read_feed_list(file).feeds
    assert {feed.publisher: feed.alignment for feed in feeds} == {
        outlet.name: outlet.alignment for outlet in load_site().outlets
    }

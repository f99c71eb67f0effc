"""The feed list that points the fetcher at the newsroom."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from .site import load_site


def feeds_toml(base_url: str) -> str:
    """Return the text of a `feeds.toml` with every feed of the newsroom served at `base_url`.

    It lets that one host through the guard against private addresses, and asks often, because a demo should not keep
    anybody waiting.
    """
    base_url = base_url.rstrip("/")
    head = [
        "# The demo newsroom of claimledger: invented outlets that report on an invented conflict.",
        "[settings]",
        f"allow_private = [{json.dumps(urlsplit(base_url).hostname)}]",
    ]
    feeds = [
        [
            "",
            "[[feed]]",
            f"name = {json.dumps(outlet.slug)}",
            f"url = {json.dumps(base_url + outlet.feed_path)}",
            'language = "en"',
            f"publisher = {json.dumps(outlet.name)}",
            f"alignment = {json.dumps(outlet.alignment)}",
            'interval = "10s"',
            'revisit = ["10s", "60s"]',
            "synthetic = true",
        ]
        for outlet in load_site().outlets
    ]
    return "\n".join([*head, *(line for feed in feeds for line in feed)]) + "\n"

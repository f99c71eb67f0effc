"""Why a page gives no article. A page is never skipped in silence: one of these says what is wrong with it.

NotReadable
├── NoText        a document, but no article in it
└── Unreadable    not a document that can be parsed
"""

from __future__ import annotations


class NotReadable(ValueError):
    """A page from which no article can be read. The message says what was found instead."""


class NoText(NotReadable):
    """The page is a document, but has no article text: a paywall, an index, an empty or script-only page."""


class Unreadable(NotReadable):
    """The bytes are not HTML or text: an image, an archive, a broken encoding."""

"""Why a page gives no article. A page is never skipped in silence: one of these says what is wrong with it.

NotReadable
├── NoText        a document, but no article in it
└── Unreadable    not a document that can be parsed
NotAnswered       an article, but the model that should read it gave no usable answer: try it again later
"""

from __future__ import annotations


class NotReadable(ValueError):
    """A page from which no article can be read. The message says what was found instead."""


class NoText(NotReadable):
    """The page is a document, but has no article text: a paywall, an index, an empty or script-only page."""


class Unreadable(NotReadable):
    """The bytes are not HTML or text: an image, an archive, a broken encoding."""


class NotAnswered(RuntimeError):
    """No model has read the article, which may be sound and may hold claims. The message says why."""

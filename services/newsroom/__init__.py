"""The demo newsroom: a small local web site about an invented conflict.

It gives the pipeline something to read on a machine without internet: an RSS and an Atom feed for each taste, pages
with all the furniture of real ones, claims and counter-claims, denials, and a story that is corrected. Everything in
it is invented, and every page, feed and answer says so.
"""

from .feeds import feeds_toml
from .server import CORRECT_AFTER, CannotServe, Newsroom, serve
from .site import ACTORS

__all__ = ["ACTORS", "CORRECT_AFTER", "CannotServe", "Newsroom", "feeds_toml", "serve"]

"""Addresses of articles: one spelling for each, so that one article is one article.

Only what never changes the page is dropped. What a page says of itself (rel=canonical) is the extractor's to read.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

_HOST = re.compile(r"[a-z0-9._:%-]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "at_medium", "at_campaign")
# fmt: off
_TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "igshid", "twclid", "ttclid",
    "mc_cid", "mc_eid", "_hsenc", "_hsmi", "cmpid", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname",
})
# fmt: on
"""Query parameters by which newsletters, networks and advertisers recognise a click; no page depends on them."""


def canonical_address(url: str) -> str:
    """Return the one spelling of an article's address: the same article under two spellings gives the same.

    Scheme and host in lower case (the host in ASCII), no default port, no user, no fragment, no tracking parameters,
    `/` for an empty path. Doing it twice is doing it once.

    Raises:
        ValueError: this is no http(s) address with a host.
    """
    parts = split_address(url)
    scheme = parts.scheme.lower()
    port = parts.port
    host = host_of(url)
    shown = f"[{host}]" if ":" in host else host
    place = shown if port is None or port == _DEFAULT_PORTS[scheme] else f"{shown}:{port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    return urlunsplit((scheme, place, parts.path or "/", query, "")).strip()


def host_of(url: str) -> str:
    """Return the host of an http(s) address, in lower case and in ASCII, without a dot at its end.

    Raises:
        ValueError: this is no http(s) address with a host.
    """
    name = (split_address(url).hostname or "").rstrip(".")
    try:
        host = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"{name!r} is no host name") from error
    if not _HOST.fullmatch(host.lower()):
        raise ValueError(f"{name!r} is no host name")
    return host.lower()


def split_address(url: str) -> SplitResult:
    """Return the parts of an http(s) address.

    Raises:
        ValueError: this is no http(s) address with a host, or a part of it is malformed.
    """
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        raise ValueError(f"{url!r} does not begin with http:// or https://")
    if not parts.hostname:
        raise ValueError(f"{url!r} has no host")
    _ = parts.port  # raises ValueError when it is no number
    _ = url.encode()  # raises ValueError for half a surrogate pair, which no address has and nothing can store
    return parts


def _is_tracking(pair: str) -> bool:
    name = pair.split("=", 1)[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)

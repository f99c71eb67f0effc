"""What a poll writes about the pages that a feed names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from services.fetcher.addresses import host_of
from services.fetcher.feed_document import Entry, FeedDocument
from services.fetcher.feed_list import Feed
from services.fetcher.keys import make_due, page_key, set_fields
from services.fetcher.memory import DuePage, PageMemory, fingerprint_field, milliseconds
from services.fetcher.polling import Sighting
from services.messaging import Write


def page_writes(
    feed: Feed,
    document: FeedDocument,
    sighting: Sighting,
    known: PageMemory | None,
    content_sha256: str | None,
    now: datetime,
) -> Iterator[Write]:
    """Return the writes that remember a sighting and make its page due `now`.

    They never touch what visits write (revision, hash of the page): a visit may be going on.
    """
    page, entry = page_key(sighting.article_id), sighting.entry
    fields = {fingerprint_field(feed.name): entry.fingerprint}
    if sighting.news == "shared" or (known and known.erased):
        yield set_fields(page, fields)
        return
    corrected = sighting.news == "changed" and known is not None and known.revision > 0
    if known is None or known.feed in {None, feed.name}:  # the feed that named the page first describes it
        fields |= _described(feed, document, entry, known, content_sha256).to_hash()
    yield set_fields(page, fields | {"visit": "changed_in_feed" if corrected else "discovered", "failures": "0"})
    yield Write("HDEL", page, ("planned_from",))  # what was corrected once may be corrected again: plan anew
    yield make_due(DuePage(host_of(entry.url), sighting.article_id, milliseconds(now)))


def _described(
    feed: Feed, document: FeedDocument, entry: Entry, known: PageMemory | None, content_sha256: str | None
) -> PageMemory:
    # Without a date of publication the first update is the best there is; later ones are corrections.
    published_at = entry.published_at or (known and known.published_at) or entry.updated_at
    return PageMemory(
        url=entry.url,
        feed=feed.name,
        title=entry.title,
        published_at=published_at,
        published_basis="feed" if published_at else "none",
        language=feed.language or entry.language or document.language,
        publisher=feed.outlet,
        alignment=feed.alignment,
        synthetic=feed.synthetic,
        content_sha256=content_sha256,
    )

"""Files and addresses that an operator names, given to the running pipeline."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from redis.exceptions import RedisError

from services import messaging
from services.clock import now
from services.fetcher.addresses import host_of
from services.fetcher.answers import Downloaded
from services.fetcher.download import Downloader, user_agent
from services.fetcher.errors import FetchError, NoPipeline, TooLarge
from services.fetcher.ingest import GivenPage, Ingested, content_type_of, ingest_page
from services.fetcher.settings import FetcherSettings
from services.messaging import Log
from services.pages import PageStore


@dataclass(frozen=True, slots=True)
class Given:
    """What an operator names: a file or an http(s) address, with what is known of it."""

    source: str
    published: date | None = None
    url: str | None = None

    @property
    def is_address(self) -> bool:
        """Whether the source is to be downloaded."""
        return self.source.startswith(("http://", "https://"))

    @property
    def published_at(self) -> datetime | None:
        """The beginning of the day of publication."""
        return datetime.combine(self.published, time(), UTC) if self.published else None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one source, in words."""

    accepted: bool
    words: str


async def ingest_all(settings: FetcherSettings, given: Sequence[Given]) -> list[Accepted]:
    """Give each source to the pipeline and return what became of it, in the same order.

    A source that cannot be had does not keep the others back.

    Raises:
        NoPipeline: Redis does not answer, so there is nobody to give them to.
        PageStoreUnavailable: pages cannot be stored.
        RedisRefused: Redis does not let us do what we need.
    """
    pages = PageStore(settings.page_store_url)
    # An address that an operator types is their own choice, also when it is private; where it redirects to is not.
    chosen = {host_of(each.source) for each in given if each.is_address}
    redis = messaging.connect(settings.redis_url)
    web = Downloader(user_agent(settings.contact), settings.allow_private | chosen, settings.limits)
    async with redis, web:
        try:
            await redis.ping()
            return [await _ingest(Log(redis), pages, web, each, settings.decoded_bytes) for each in given]
        except RedisError as error:
            raise NoPipeline(
                f"Redis is not answering at {messaging.address(redis)} ({error}). Start the pipeline with "
                "`claimledger up`, or say where it runs with --data or CLAIMLEDGER_REDIS_URL; giving pages twice is "
                "harmless."
            ) from error


async def _ingest(log: Log, pages: PageStore, web: Downloader, given: Given, most: int) -> Accepted:
    try:
        page = await _had(web, given, most)
        return Accepted(True, _in_words(await ingest_page(log, pages, page, now())))
    except OSError as error:
        return Accepted(False, f"cannot be read: {error.strerror or error}")
    except (FetchError, ValueError) as error:
        return Accepted(False, str(error))


async def _had(web: Downloader, given: Given, most: int) -> GivenPage:
    """Return the page itself.

    Raises:
        FetchError, OSError: it cannot be had.
    """
    if given.is_address:
        answer = await web.download(given.source)
        if not isinstance(answer, Downloaded):
            raise FetchError("the server says that nothing has changed, though we did not ask that", kind="http_304")
        content, content_type = answer.body, answer.content_type
    else:
        content, content_type = await asyncio.to_thread(Path(given.source).read_bytes), ""
    if len(content) > most:
        raise TooLarge(f"it is larger than {most:,} bytes", kind="too_large")
    if not content.strip():
        raise FetchError("it is empty", kind="empty")
    return GivenPage(
        content,
        content_type or content_type_of(given.source, content),
        given.url or (given.source if given.is_address else None),
        given.published_at,
    )


def _in_words(ingested: Ingested) -> str:
    match ingested.outcome:
        case "new":
            return f"accepted as article {ingested.article_id}"
        case "changed":
            return f"accepted as version {ingested.revision} of article {ingested.article_id}"
        case "unchanged":
            return f"known already as version {ingested.revision} of article {ingested.article_id}; nothing is new"

"""The fetcher, wired: settings and the list of feeds in, a loop that polls and visits out."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from services import messaging
from services.clock import now
from services.fetcher.download import Downloader, user_agent
from services.fetcher.feed_list import read_feed_list
from services.fetcher.parser import FeedParser
from services.fetcher.poller import Poller
from services.fetcher.rounds import Rounds
from services.fetcher.settings import FetcherSettings
from services.fetcher.visitor import Visitor
from services.pages import PageStore

log = structlog.get_logger(__name__)


async def run(settings: FetcherSettings, alive: Callable[[], None]) -> None:
    """Fetch until cancelled. `alive` is called each time the loop turns.

    Raises:
        FeedListError: the list of feeds cannot be used.
        PageStoreUnavailable: the page store cannot be opened.
        RedisError: Redis did not answer within `settings.patience_s`.
        RedisRefused: Redis does not let us do what we need.
    """
    feeds = read_feed_list(settings.feeds, settings.revisit)
    own_hosts = settings.allow_private | feeds.settings.allow_private
    agent = user_agent(settings.contact or feeds.settings.contact)
    pages = PageStore(settings.page_store_url)
    redis = messaging.connect(settings.redis_url)
    async with redis, Downloader(agent, own_hosts, settings.limits) as web, FeedParser() as parser:
        await messaging.wait_for_redis(redis, patience_s=settings.patience_s)
        redis_log = messaging.Log(redis)
        await redis_log.probe("fetcher")
        log.info(f"reading {len(feeds.enabled)} feeds", list=str(settings.feeds))
        await Rounds(
            redis_log,
            feeds.enabled,
            Poller(redis_log, pages, web, parser, now),
            Visitor(redis_log, pages, web, feeds, settings.revisit, settings.give_up_after, now),
            spacing=settings.spacing,
            own_hosts=own_hosts,
            concurrency=settings.concurrency,
            now=now,
        ).run(alive)

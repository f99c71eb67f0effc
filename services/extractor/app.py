"""The extractor, wired: settings, page store, workers, the stream in, the steps out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import structlog
from faststream import AckPolicy, FastStream
from faststream.redis import RedisBroker, StreamSub
from faststream.redis.message import RedisBatchStreamMessage
from faststream.redis.prometheus import RedisPrometheusMiddleware
from prometheus_client import REGISTRY
from redis.asyncio import Redis

from schemas.streams import ARTICLES
from services import messaging
from services.clock import now
from services.messaging import Entry
from services.pages import PageStore
from services.runner import Turned

from .engines import preparation
from .handlers import ArticleHandler
from .settings import ExtractorSettings
from .workers import Readers

log = structlog.get_logger(__name__)

GROUP = "extractor"
_LOGGER = logging.getLogger("faststream")  # ours: its own would write a line per batch, in a format of its own
SUPERVISED_EVERY_S = 1.0


def broker_for(settings: ExtractorSettings, handler: ArticleHandler) -> RedisBroker:
    """Return the broker whose one subscriber hands batches of entries to `handler`.

    FastStream never delivers again what was read and not acknowledged, so acknowledging is left to the step, and
    pending entries to `_pending` below.
    """
    broker = RedisBroker(
        settings.redis_url,
        apply_types=False,
        graceful_timeout=settings.article_s * 2,
        logger=_LOGGER,
        log_level=logging.DEBUG,
        middlewares=[RedisPrometheusMiddleware(registry=REGISTRY, metrics_prefix="claimledger_extractor_stream")],
    )
    # Without max_records one read would take the whole backlog into the pending list.
    stream = StreamSub(
        ARTICLES.key,
        group=GROUP,
        consumer=settings.consumer,
        batch=True,
        max_records=settings.batch,
        polling_interval=messaging.BLOCK_MS,
    )

    async def decode(message: RedisBatchStreamMessage) -> list[Entry]:
        return messaging.entries_of(message.raw_message, ARTICLES, GROUP, settings.consumer)

    broker.subscriber(stream=stream, ack_policy=AckPolicy.MANUAL, decoder=decode)(handler.on_articles)
    return broker


async def run(settings: ExtractorSettings, turned: Turned) -> None:
    """Run until cancelled; then finish the batch in hand."""
    redis = messaging.connect(settings.redis_url)
    await messaging.wait_for_redis(redis, patience_s=settings.patience_s)
    await messaging.Log(redis).probe(GROUP)
    await messaging.ensure_group(redis, ARTICLES, GROUP)
    prepare = preparation(settings)
    extractor = prepare()
    readers = Readers(prepare, workers=settings.workers, deadline_s=settings.article_s)
    handler = ArticleHandler(
        redis,
        PageStore(settings.page_store_url),
        readers.read,
        extractor=f"{extractor.name} {extractor.version}",
        now=now,
        deliveries=settings.deliveries,
    )
    while pending := await messaging.own_pending(redis, ARTICLES, GROUP, settings.consumer, settings.batch):
        await handler.on_articles(pending)
        turned()
    app = FastStream(broker_for(settings, handler), logger=_LOGGER)
    await app.start()
    log.info("the extractor reads articles", workers=settings.workers, model=extractor.model or "grammar alone")
    note = None if extractor.model else "no parser model: the grammar reads alone, and finds less"
    try:
        await _supervise(redis, settings, handler, lambda: turned(note))
    finally:
        await app.stop()
        await readers.close()
        await redis.aclose()


async def _supervise(
    redis: Redis, settings: ExtractorSettings, handler: ArticleHandler, turned: Callable[[], None]
) -> None:
    """Take over what dead consumers left, and end with an error when the stream or its group is gone.

    FastStream's subscriber stops for good without its group, and turns hot on a refusal of Redis; asking for the same
    group here raises the same error where it ends the process, so that a supervisor starts it anew.
    """
    since_reclaim = 0.0
    while True:
        await messaging.persist(lambda: redis.ping(), "reading articles")
        await redis.xpending(ARTICLES.key, GROUP)
        turned()
        if since_reclaim * 1000 >= settings.reclaim_idle_ms / 4:
            since_reclaim = 0.0
            left = await messaging.take_over(
                redis, ARTICLES, GROUP, settings.consumer, idle_ms=settings.reclaim_idle_ms, count=settings.batch
            )
            if left:
                log.info(f"took over {len(left)} articles that another extractor left")
                await handler.on_articles(left)
        await asyncio.sleep(SUPERVISED_EVERY_S)
        since_reclaim += SUPERVISED_EVERY_S

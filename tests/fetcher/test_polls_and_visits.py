"""What one poll and one visit do, on a real Redis and over real HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schemas.article import article_id
from schemas.streams import ARTICLES, FEEDS
from services.fetcher.feed_list import Feed, FeedList
from services.fetcher.ingest import Erased, GivenPage, ingest_page
from services.fetcher.keys import page_key
from services.fetcher.leases import take_lease
from services.messaging import key
from tests.fetcher.bench import HOST, NO_PAUSE, Bench
from tests.fetcher.site import Item, Resource, Site

HOUR = timedelta(hours=1)


async def test_what_a_feed_names_is_fetched_once_and_told_once(bench: Bench, site: Site) -> None:
    site.feed(Item("/a", "First"), Item("/b", "Second"))
    site.page("/a", "One soldier was wounded.")
    site.page("/b", "Nothing happened.")

    next_due = await bench.poll()
    assert await bench.visit_due() == 2

    first, second = sorted(await bench.fetched(), key=lambda fetched: str(fetched["url"]))
    assert (first["title"], first["revision"], first["visit"]) == ("First", 1, "discovered")
    assert (first["publisher"], first["feed"], first["published_basis"]) == ("The Wire", "wire", "feed")
    assert first["published_at"] == "2026-10-05T10:00:00Z"
    assert first["article_id"] == str(article_id(f"{site.url}/a"))
    assert await bench.pages.get(first["page_sha256"]) == site.resources["/a"].body
    assert second["page_sha256"] != first["page_sha256"]
    assert [(told["outcome"], told["discovered"], told["entries"]) for told in await bench.told()] == [("new", 2, 2)]
    assert timedelta(minutes=13) < next_due - bench.now < timedelta(minutes=17)
    assert await bench.visit_due() == 0


async def test_a_feed_that_has_not_changed_is_not_sent_again(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    await bench.poll()
    await bench.poll_when_due()
    assert [told["outcome"] for told in await bench.told()] == ["new", "not_modified"]
    assert "If-None-Match" in site.requests("/feed.xml")[1].headers


async def test_the_same_bytes_without_validators_are_not_read_again(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    site.resources["/feed.xml"].headers.clear()
    await bench.poll()
    await bench.poll_when_due()
    assert [(told["outcome"], told["http_status"]) for told in await bench.told()] == [
        ("new", 200),
        ("not_modified", 200),
    ]


async def test_a_feed_with_other_bytes_and_no_news_is_unchanged(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"), Item("/b"))
    await bench.poll()
    site.feed(Item("/b"), Item("/a"))
    await bench.poll_when_due()
    assert [told["outcome"] for told in await bench.told()] == ["new", "unchanged"]
    assert len(await bench.due()) == 2


async def test_a_poll_that_comes_too_early_asks_nobody(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    due = await bench.poll()
    assert await bench.poll() == due
    assert len(site.asked) == 1


async def test_a_page_that_changes_there_and_back_has_three_versions(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    await bench.poll()
    for text, passed in (("14 died.", 0), ("11 died.", 1), ("14 died.", 6), ("14 died.", 24)):
        site.page("/a", text)
        bench.now = bench.now.replace(hour=12) + passed * HOUR
        assert await bench.visit_due() == 1
    fetched = await bench.fetched()
    assert [version["revision"] for version in fetched] == [1, 2, 3]
    assert [version["visit"] for version in fetched] == ["discovered", "revisited", "revisited"]
    assert fetched[0]["page_sha256"] == fetched[2]["page_sha256"] != fetched[1]["page_sha256"]
    visited = [told for told in await bench.told() if "visited_at" in told]
    assert [(told["outcome"], told["article_id"]) for told in visited] == [("unchanged", fetched[0]["article_id"])]
    events = await bench.log.redis.xrange(ARTICLES.key)
    assert len({fields["id"] for _, fields in events}) == 3
    assert [fields["sequence"] for _, fields in events] == ["1", "2", "3"]


async def test_after_the_last_planned_visit_a_page_is_left_alone(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    site.page("/a", "14 died.")
    await bench.poll()
    start = bench.now
    for passed in (0, 1, 6, 24, 168):
        bench.now = start + passed * HOUR
        assert await bench.visit_due() == 1
    assert await bench.due() == []


async def test_an_entry_that_changes_makes_its_page_due_at_once(bench: Bench, site: Site) -> None:
    site.feed(Item("/a", summary="14 died"))
    site.page("/a", "14 died.")
    await bench.poll()
    await bench.visit_due()
    site.feed(Item("/a", "Corrected", summary="11 died"))
    site.page("/a", "Correction: 11 died.")
    await bench.poll_when_due()
    assert await bench.visit_due() == 1
    last = (await bench.fetched())[-1]
    assert (last["revision"], last["visit"], last["title"]) == (2, "changed_in_feed", "Corrected")
    assert (await bench.told())[-1]["changed"] == 1
    (due,) = await bench.due()
    assert due.due_ms == int((bench.now + HOUR).timestamp() * 1000), "the planned visits begin anew"


async def test_a_later_update_is_not_taken_for_the_day_of_publication(bench: Bench, site: Site) -> None:
    def atom(updated: str) -> Resource:
        entry = f'<entry><id>1</id><title>T</title><link href="/a"/><updated>{updated}</updated></entry>'
        return Resource(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entry}</feed>'.encode())

    site.resources["/feed.xml"] = atom("2026-10-05T10:00:00Z")
    site.page("/a", "14 died.")
    await bench.poll()
    await bench.visit_due()
    site.resources["/feed.xml"] = atom("2026-10-07T10:00:00Z")
    site.page("/a", "11 died.")
    await bench.poll_when_due()
    await bench.visit_due()
    assert [fetched["published_at"] for fetched in await bench.fetched()] == ["2026-10-05T10:00:00Z"] * 2


async def test_one_article_in_two_feeds_is_one_article(bench: Bench, site: Site) -> None:
    site.feed(Item("/a", summary="short"))
    site.feed(Item("/a", summary="in other words"), Item("/b"), path="/other.xml")
    site.page("/a", "14 died.")
    other = Feed(name="other", url=f"{site.url}/other.xml", publisher="Another")
    await bench.poll()
    await bench.visit_due()
    await bench.poll(other)
    assert [(told["feed"], told["discovered"], told["changed"]) for told in await bench.told()] == [
        ("wire", 1, 0),
        ("other", 1, 0),
    ]
    bench.now += timedelta(minutes=20)
    site.resources["/other.xml"].headers.clear()
    await bench.poll(other)
    assert (await bench.told())[-1]["changed"] == 0
    page = await bench.page(next(due for due in await bench.due() if due.article_id == article_id(f"{site.url}/a")))
    assert (page.feed, set(page.fingerprints)) == ("wire", {"wire", "other"})


async def test_a_feed_that_carries_whole_articles_needs_no_page(bench: Bench, site: Site) -> None:
    feed = Feed(name="wire", url=f"{site.url}/feed.xml", full_content=True)
    site.feed(Item("/a", "Title", summary="<p>14 died.</p>"))
    await bench.poll(feed)
    assert await bench.visit_due() == 1
    (fetched,) = await bench.fetched()
    assert b"<p>14 died.</p>" in await bench.pages.get(fetched["page_sha256"])
    assert fetched["content_type"] == "text/html; charset=utf-8"
    assert site.requests("/a") == []
    assert await bench.due() == []

    site.feed(Item("/a", "Title", summary="<p>11 died.</p>"))
    bench.now += HOUR
    await bench.poll(feed)
    await bench.visit_due()
    assert [(version["revision"], version["visit"]) for version in await bench.fetched()] == [
        (1, "discovered"),
        (2, "changed_in_feed"),
    ]


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        (Resource(b"<!doctype html><html></html>"), "html"),
        (Resource(b""), "empty"),
        (Resource(b"<rss><!DOCTYPE x [<!ENTITY a 'b'>]></rss>", "application/xml"), "entities"),
        (Resource(b"gone", status=410), "http_410"),
        (Resource(b"busy", status=503), "http_503"),
        (Resource(bytes(10_000_001), "application/xml"), "too_large"),
    ],
)
async def test_a_feed_that_cannot_be_read_is_told_and_asked_again_later(
    bench: Bench, site: Site, resource: Resource, kind: str
) -> None:
    site.feed(Item("/a"))
    await bench.poll()
    good = site.resources["/feed.xml"]
    site.resources["/feed.xml"] = resource
    await bench.poll_when_due()
    failed = (await bench.told())[-1]
    assert (failed["outcome"], failed["error_kind"]) == ("failed", kind)
    assert failed["error"]
    assert len(await bench.due()) == 1, "what was found before stays due"

    site.resources["/feed.xml"] = good
    await bench.poll_when_due()
    assert (await bench.told())[-1]["outcome"] == "not_modified"
    assert (await bench.poller.recall(bench.feed)).failures == 0


async def test_a_feed_is_not_asked_before_the_end_of_a_retry_after(bench: Bench, site: Site) -> None:
    site.resources["/feed.xml"] = Resource(b"", status=429, headers={"Retry-After": "7200"})
    assert await bench.poll() == bench.now + 2 * HOUR


async def test_a_feed_that_moves_in_the_list_is_asked_without_its_old_validators(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    await bench.poll()
    site.resources["/moved.xml"] = site.resources["/feed.xml"]
    await bench.poll(Feed(name="wire", url=f"{site.url}/moved.xml"))
    assert "If-None-Match" not in site.requests("/moved.xml")[0].headers
    assert (await bench.told())[-1]["outcome"] == "unchanged"


async def test_a_page_that_is_not_there_is_given_up(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    await bench.poll()
    await bench.visit_due()
    visited = (await bench.told())[-1]
    assert (visited["outcome"], visited["error_kind"], visited["next_due"]) == ("given_up", "http_404", None)
    assert await bench.due() == []
    assert await bench.fetched() == []


async def test_a_page_that_fails_is_tried_again_and_given_up_in_the_end(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    site.resources["/a"] = Resource(b"", status=503)
    await bench.poll()
    for _ in range(3):
        assert await bench.visit_due() == 1
        assert await bench.visit_due() == 0
        bench.now += 7 * HOUR
    outcomes = [told["outcome"] for told in await bench.told() if "visited_at" in told]
    assert outcomes == ["failed", "failed", "given_up"]
    assert await bench.due() == []


async def test_a_page_that_recovers_is_fetched(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    site.resources["/a"] = Resource(b"", status=503)
    await bench.poll()
    await bench.visit_due()
    site.page("/a", "14 died.")
    bench.now += HOUR
    assert await bench.visit_due() == 1
    assert [fetched["revision"] for fetched in await bench.fetched()] == [1]
    (due,) = await bench.due()
    assert (await bench.page(due)).failures == 0


async def test_a_page_that_robots_may_not_read_is_given_up(bench: Bench, site: Site) -> None:
    site.resources["/robots.txt"] = Resource(b"User-agent: *\nDisallow: /a\n", "text/plain")
    site.feed(Item("/a"))
    site.page("/a", "14 died.")
    await bench.poll()
    await bench.visit_due()
    assert (await bench.told())[-1]["error_kind"] == "robots"
    assert site.requests("/a") == []


async def test_a_feeds_owner_may_have_said_that_robots_are_welcome(bench: Bench, site: Site) -> None:
    site.resources["/robots.txt"] = Resource(b"User-agent: *\nDisallow: /\n", "text/plain")
    bench.visitor._feeds = FeedList(feed=(bench.feed.model_copy(update={"robots": False}),))
    site.feed(Item("/a"))
    site.page("/a", "14 died.")
    await bench.poll()
    await bench.visit_due()
    assert len(await bench.fetched()) == 1


async def test_a_due_page_that_nothing_is_known_of_is_taken_off_the_list(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    await bench.poll()
    (due,) = await bench.due()
    await bench.log.redis.delete(key("page", str(due.article_id)))
    await bench.visit_due()
    assert await bench.due() == []


async def test_two_fetchers_at_one_feed_tell_it_once(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    slow = await take_lease(bench.log, HOST)
    assert slow
    await bench.log.redis.delete(slow.key)  # it ran out while its holder was slow
    quick = await take_lease(bench.log, HOST)
    assert quick
    await bench.poller.poll(bench.feed, slow, NO_PAUSE)
    assert await bench.log.redis.xlen(FEEDS.key) == 0, "whoever lost the lease changes nothing"
    await bench.poller.poll(bench.feed, quick, NO_PAUSE)
    assert await bench.log.redis.xlen(FEEDS.key) == 1


async def test_two_fetchers_at_one_page_tell_it_once(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    site.page("/a", "14 died.")
    await bench.poll()
    (due,) = await bench.due()
    slow = await take_lease(bench.log, HOST)
    assert slow
    await bench.log.redis.delete(slow.key)
    assert await bench.visit_due() == 1
    await bench.visitor.visit(due, slow, NO_PAUSE)
    assert len(await bench.fetched()) == 1


async def test_a_change_in_the_feed_during_a_visit_is_not_lost(bench: Bench, site: Site) -> None:
    site.feed(Item("/a", summary="14 died"))
    site.page("/a", "14 died.")
    await bench.poll()
    (seen,) = await bench.due()
    bench.now += HOUR
    site.feed(Item("/a", summary="11 died"))
    await bench.poll()
    lease = await take_lease(bench.log, HOST)
    assert lease
    await bench.visitor.visit(seen, lease, NO_PAUSE)
    assert await bench.fetched() == [], "the list says another moment than the visitor saw"
    assert await bench.visit_due() == 1
    assert len(await bench.fetched()) == 1


async def test_an_erased_article_is_never_fetched_again(bench: Bench, site: Site) -> None:
    site.feed(Item("/a"))
    site.page("/a", "One soldier was wounded.")
    await bench.poll()
    await bench.visit_due()
    (due,) = await bench.due()
    await bench.log.redis.hset(page_key(due.article_id), "erased", "true")
    site.page("/a", "Two soldiers were wounded.")
    bench.now += 2 * HOUR
    assert await bench.visit_due() == 1
    assert await bench.due() == []
    site.feed(Item("/a", "Corrected"))
    await bench.poll()
    assert await bench.due() == []
    assert len(site.requests("/a")) == 1
    given = GivenPage(b"Two soldiers were wounded.", "text/plain", f"{site.url}/a")
    with pytest.raises(Erased, match="someone's request"):
        await ingest_page(bench.log, bench.pages, given, bench.now)
    assert len(await bench.fetched()) == 1

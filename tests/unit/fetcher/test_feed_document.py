from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.errors import NotAFeed
from services.fetcher.feed_document import MOST_ENTRIES, FeedDocument, as_page, read_feed

ADDRESS = "https://wire.example/news/feed.xml"

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>The “Wire” – новини</title><language>en</language>
<item><title>First &amp; foremost</title><link>https://wire.example/a?utm_source=rss#top</link><guid>1</guid>
<pubDate>Mon, 05 Oct 2026 10:00:00 +0300</pubDate><description>A summary.</description></item>
<item><title>Second</title><guid isPermaLink="true">https://wire.example/b</guid></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk"><title>Paper</title>
<entry><id>urn:1</id><link rel="alternate" href="../c"/><title>Third</title>
<published>2026-10-05T07:00:00Z</published><updated>2026-10-06T07:00:00Z</updated>
<content type="html">&lt;p&gt;All of it.&lt;/p&gt;</content></entry></feed>"""


def rss(encoding: str = "utf-8") -> bytes:
    return RSS.format(encoding=encoding).encode(encoding)


def item(fields: str) -> FeedDocument:
    document = f'<rss version="2.0"><channel><title>x</title><item>{fields}</item></channel></rss>'
    return read_feed(document.encode(), "application/rss+xml", ADDRESS)


def refused(body: bytes, content_type: str = "application/xml") -> NotAFeed:
    with pytest.raises(NotAFeed) as raised:
        read_feed(body, content_type, ADDRESS)
    return raised.value


def test_rss_is_read() -> None:
    document = read_feed(rss(), "application/rss+xml", ADDRESS)
    first, second = document.entries
    assert (document.title, document.language, document.note) == ("The “Wire” – новини", "en", None)
    assert (first.title, first.url) == ("First & foremost", "https://wire.example/a")
    assert first.published_at == datetime(2026, 10, 5, 7, tzinfo=UTC)
    assert (second.url, second.published_at) == ("https://wire.example/b", None)


def test_atom_is_read_with_links_relative_to_the_feed() -> None:
    (entry,) = read_feed(ATOM.encode(), "application/atom+xml", ADDRESS).entries
    assert (entry.url, entry.language) == ("https://wire.example/c", "uk")
    assert entry.published_at == datetime(2026, 10, 5, 7, tzinfo=UTC)
    assert "All of it." in entry.content


@pytest.mark.parametrize("content_type", ["text/xml", "text/html", "application/octet-stream", ""])
def test_a_wrong_media_type_does_not_matter(content_type: str) -> None:
    assert len(read_feed(rss(), content_type, ADDRESS).entries) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "koi8-u"])
def test_a_declared_encoding_is_honoured(encoding: str) -> None:
    body = RSS.format(encoding=encoding).replace("“", "").replace("”", "").replace("–", "-").encode(encoding)
    assert "новини" in (read_feed(body, "application/xml", ADDRESS).title or "")


def test_a_wrong_encoding_is_survived_and_noted() -> None:
    body = RSS.format(encoding="utf-8").replace("новини", "").encode("windows-1252")
    document = read_feed(body, "application/xml", ADDRESS)
    assert len(document.entries) == 2
    assert "its encoding is not what it says" in (document.note or "")


def test_a_feed_that_was_cut_off_gives_what_arrived() -> None:
    document = read_feed(rss()[:-60], "application/xml", ADDRESS)
    assert document.entries[0].title == "First & foremost"
    assert "not well-formed" in (document.note or "")


def test_entries_without_an_address_are_counted_in_the_note() -> None:
    document = item("<title>Nowhere</title></item><item><title>Mail</title><link>mailto:a@wire.example</link>")
    assert document.entries == ()
    assert document.note == "entries without an address that can be visited: 2"


def test_one_address_is_one_entry() -> None:
    link = "<link>https://wire.example/a</link>"
    assert len(item(f"{link}</item><item>{link}").entries) == 1


def test_no_more_than_the_first_two_thousand_entries_are_read() -> None:
    links = "</item><item>".join(f"<link>https://wire.example/{number}</link>" for number in range(MOST_ENTRIES + 5))
    document = item(links)
    assert len(document.entries) == MOST_ENTRIES
    assert "2005 entries, of which the first 2000" in (document.note or "")


def test_a_date_outside_the_calendar_is_no_date() -> None:
    (entry,) = item("<link>https://wire.example/a</link><pubDate>0001-01-01T00:00:00Z</pubDate>").entries
    assert entry.published_at is None


def test_a_fingerprint_changes_with_what_the_entry_says() -> None:
    def fingerprint(summary: str, updated: str = "2026-10-05T10:00:00Z") -> str:
        (entry,) = item(
            f"<link>https://wire.example/a</link><description>{summary}</description>"
            f'<updated xmlns="http://www.w3.org/2005/Atom">{updated}</updated>'
        ).entries
        return entry.fingerprint

    assert fingerprint("14 died") == fingerprint("14 died")
    assert fingerprint("14 died") != fingerprint("11 died")
    assert fingerprint("14 died") != fingerprint("14 died", "2026-10-05T11:00:00Z")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "html"),
        (b"\n<!-- x --><html><body>Log in</body></html>", "html"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "not_a_feed"),
        (b"just some words", "not_a_feed"),
        (b"<?xml version='1.0'?><urlset></urlset>", "not_a_feed"),
        (bytes(range(256)), "not_a_feed"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, kind: str) -> None:
    assert refused(body).kind == kind


BOMB = """<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-7", "cp037", "utf-32"])
def test_an_entity_bomb_is_refused_in_every_encoding(encoding: str) -> None:
    assert refused(BOMB.format(encoding=encoding).encode(encoding)).kind in {"entities", "not_a_feed"}


def test_an_empty_feed_is_a_feed() -> None:
    document = read_feed(b'<rss version="2.0"><channel><title>x</title></channel></rss>', "", ADDRESS)
    assert document.entries == ()
    assert document.note is None


def test_the_old_doctype_of_rss_is_harmless() -> None:
    document = read_feed(
        b'<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://a.example/dtd">'
        b'<rss version="0.91"><channel><title>Old</title><item><link>https://wire.example/a</link></item></channel></rss>',
        "text/xml",
        ADDRESS,
    )
    assert document.title == "Old"
    assert len(document.entries) == 1


def test_an_entry_that_carries_the_whole_article_makes_the_same_page_each_time() -> None:
    (entry,) = read_feed(ATOM.encode(), "application/atom+xml", ADDRESS).entries
    assert as_page(entry) == as_page(entry)
    assert b"<h1>Third</h1><p>All of it.</p>" in as_page(entry)


@pytest.mark.parametrize("reference", ["&#xD800;", "&#0;", "&#x1F600;", "&#65535;"])
def test_no_character_reference_makes_a_title_that_cannot_be_stored(reference: str) -> None:
    (entry,) = item(f"<link>https://wire.example/a</link><title>Fire {reference} out</title>").entries
    assert entry.title
    assert b"\x00" not in entry.title.encode()
    assert as_page(entry)


@given(st.binary(max_size=400), st.sampled_from(["application/xml", "text/html; charset=utf-7", "", "a; charset=\x00"]))
def test_no_bytes_make_reading_fail_otherwise(noise: bytes, content_type: str) -> None:
    with contextlib.suppress(NotAFeed):
        read_feed(noise, content_type, ADDRESS)


@given(st.integers(0, 600), st.binary(max_size=30))
def test_no_damage_to_a_feed_makes_reading_fail_otherwise(where: int, noise: bytes) -> None:
    body = rss()
    with contextlib.suppress(NotAFeed):
        read_feed(body[:where] + noise + body[where + len(noise) :], "application/xml", ADDRESS)

"""One download, over real connections to a real server."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from services.fetcher.answers import Downloaded, Limits, NotModified, Validators
from services.fetcher.download import Downloader, retry_after, user_agent
from services.fetcher.errors import FetchError, Gone, Refused, TooLarge, TryLater
from tests.fetcher.site import Resource, Site

OWN = {"127.0.0.1"}
SHORT = Limits(
    connect=timedelta(seconds=1),
    read=timedelta(seconds=0.2),
    total=timedelta(seconds=1),
    wire_bytes=100_000,
    decoded_bytes=200_000,
    redirects=3,
)


@pytest.fixture
async def downloader() -> AsyncIterator[Downloader]:
    async with Downloader(user_agent("https://us.example"), OWN, SHORT) as web_client:
        yield web_client


async def refusal(downloader: Downloader, url: str) -> FetchError:
    with pytest.raises(FetchError) as raised:
        await downloader.download(url)
    return raised.value


async def server_of(handler: object) -> tuple[web.ServerRunner, str]:
    runner = web.ServerRunner(web.Server(handler), shutdown_timeout=0.1)  # type: ignore[arg-type]
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/"


async def test_what_is_there_is_downloaded_with_what_asks_for_it_again(downloader: Downloader, site: Site) -> None:
    validators = {"ETag": 'W/"odd \u00e9tag"', "Last-Modified": "yesterday, more or less"}
    site.resources["/a"] = Resource(b"words", "text/plain", headers=validators)
    answer = await downloader.download(f"{site.url}/a")
    assert isinstance(answer, Downloaded)
    assert (answer.body, answer.content_type, answer.status) == (b"words", "text/plain", 200)
    assert answer.validators == Validators(validators["ETag"], validators["Last-Modified"])

    assert isinstance(await downloader.download(f"{site.url}/a", answer.validators), NotModified)
    again = site.requests("/a")[1].headers
    assert (again["If-None-Match"], again["If-Modified-Since"]) == tuple(validators.values())


async def test_we_say_who_we_are_and_keep_no_cookies(downloader: Downloader, site: Site) -> None:
    site.resources["/a"] = Resource(b"", headers={"Set-Cookie": "id=1"})
    await downloader.download(f"{site.url}/a")
    await downloader.download(f"{site.url}/a")
    for request in site.asked:
        assert request.headers["User-Agent"].startswith("claimledger/")
        assert request.headers["User-Agent"].endswith(" (+https://us.example)")
        assert "Cookie" not in request.headers


async def test_a_validator_that_cannot_be_kept_to_the_letter_is_not_kept(downloader: Downloader) -> None:
    async def odd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nETag: "\xff"\r\nContent-Type: text/\xff\r\nContent-Length: 0\r\n\r\n')
        writer.close()

    server = await asyncio.start_server(odd, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        answer = await downloader.download(f"http://127.0.0.1:{port}/")
    assert isinstance(answer, Downloaded)
    assert answer.validators == Validators()
    assert answer.content_type.encode()


async def test_a_redirect_is_followed(downloader: Downloader, site: Site) -> None:
    site.resources["/old"] = Resource(b"", status=301, headers={"Location": "/new?x=1"})
    site.resources["/new"] = Resource(b"here")
    answer = await downloader.download(f"{site.url}/old")
    assert isinstance(answer, Downloaded)
    assert (answer.url, answer.body) == (f"{site.url}/new?x=1", b"here")


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("http://10.0.0.1/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://[::ffff:127.0.0.2]/", "private_address"),
        ("http://localhost/", "private_address"),
        ("http://127.1/", "private_address"),
        ("http://0x7f.1/", "private_address"),
        ("//127.0.0.2/", "private_address"),
        ("http://127.0.0.1@127.0.0.2/", "private_address"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://127.0.0.1/", "scheme"),
        ("http://[broken/", "bad_address"),
        ("http://host:port/", "bad_address"),
    ],
)
async def test_a_redirect_to_where_we_do_not_go_is_refused(
    downloader: Downloader, site: Site, target: str, kind: str
) -> None:
    site.resources["/a"] = Resource(b"", status=302, headers={"Location": target})
    error = await refusal(downloader, f"{site.url}/a")
    assert isinstance(error, Refused)
    assert error.kind == kind


async def test_redirects_in_a_circle_are_refused(downloader: Downloader, site: Site) -> None:
    site.resources["/a"] = Resource(b"", status=302, headers={"Location": "/a"})
    error = await refusal(downloader, f"{site.url}/a")
    assert isinstance(error, Refused)
    assert len(site.asked) == SHORT.redirects + 1


async def test_a_private_address_is_refused_unless_it_is_the_operators_own(site: Site) -> None:
    async with Downloader("x", (), SHORT) as downloader:
        error = await refusal(downloader, site.url)
    assert isinstance(error, Refused)
    assert str(error) == "127.0.0.1 is no public address; list the host under allow_private if it is yours"
    assert site.asked == []


@pytest.mark.parametrize(
    ("status", "error"), [(404, Gone), (410, Gone), (403, TryLater), (500, TryLater), (304, TryLater)]
)
async def test_an_error_of_the_server_is_named_by_what_to_do(
    downloader: Downloader, site: Site, status: int, error: type[FetchError]
) -> None:
    site.resources["/a"] = Resource(b"", status=status)
    raised = await refusal(downloader, f"{site.url}/a")
    assert type(raised) is error
    assert (raised.kind, raised.status) == (f"http_{status}", status)


async def test_a_retry_after_is_passed_on(downloader: Downloader, site: Site) -> None:
    site.resources["/a"] = Resource(b"", status=429, headers={"Retry-After": "120"})
    error = await refusal(downloader, f"{site.url}/a")
    assert isinstance(error, TryLater)
    assert error.retry_after == timedelta(minutes=2)


async def test_an_answer_that_says_it_is_too_large_is_not_read(downloader: Downloader, site: Site) -> None:
    site.resources["/a"] = Resource(bytes(SHORT.wire_bytes + 1))
    assert isinstance(await refusal(downloader, f"{site.url}/a"), TooLarge)


async def test_an_answer_that_does_not_end_is_cut_off(downloader: Downloader) -> None:
    async def endless(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(bytes(10_000))

    runner, url = await server_of(endless)
    error = await refusal(downloader, url)
    await runner.cleanup()
    assert isinstance(error, TooLarge)


async def test_an_answer_that_is_too_large_when_unpacked_is_refused(downloader: Downloader, site: Site) -> None:
    site.resources["/a"] = Resource(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})
    assert isinstance(await refusal(downloader, f"{site.url}/a"), TooLarge)


async def test_a_packed_answer_is_unpacked(downloader: Downloader, site: Site) -> None:
    site.resources["/a"] = Resource(gzip.compress(b"words"), headers={"Content-Encoding": "gzip"})
    answer = await downloader.download(f"{site.url}/a")
    assert isinstance(answer, Downloaded)
    assert answer.body == b"words"


async def test_nobody_listening_is_no_reason_to_give_up(downloader: Downloader) -> None:
    error = await refusal(downloader, "http://127.0.0.1:1/")
    assert isinstance(error, TryLater)
    assert error.kind == "connection"


async def test_a_name_that_does_not_resolve_is_no_reason_to_give_up(downloader: Downloader) -> None:
    error = await refusal(downloader, "http://nowhere.invalid/")
    assert isinstance(error, TryLater)
    assert error.kind == "connection"


async def test_a_server_that_says_nothing_is_not_waited_for(downloader: Downloader) -> None:
    async def silent(_: web.BaseRequest) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    runner, url = await server_of(silent)
    error = await refusal(downloader, url)
    await runner.cleanup()
    assert isinstance(error, TryLater)
    assert error.kind == "timeout"


async def test_a_body_that_trickles_for_ever_is_not_waited_for(downloader: Downloader) -> None:
    async def trickling(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b".")
            await asyncio.sleep(0.05)

    runner, url = await server_of(trickling)
    error = await refusal(downloader, url)
    await runner.cleanup()
    assert isinstance(error, TryLater)
    assert error.kind == "timeout"


async def test_a_connection_that_breaks_in_the_middle_is_no_answer(downloader: Downloader) -> None:
    async def breaking(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"half of it")
        assert request.transport
        request.transport.abort()
        return response

    runner, url = await server_of(breaking)
    error = await refusal(downloader, url)
    await runner.cleanup()
    assert isinstance(error, TryLater)
    assert error.kind == "connection"


ASKED_AT = datetime(2026, 10, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 05 Oct 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Mon, 05 Oct 2026 12:05:00", timedelta(minutes=5)),
        ("Mon, 05 Oct 2026 11:00:00 GMT", timedelta(0)),
        ("999999999999999999", None),
        ("31536000", timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(written: str, wait: timedelta | None) -> None:
    assert retry_after({"Retry-After": written}, ASKED_AT) == wait

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.content_coding import unpack
from services.fetcher.errors import FetchError, TooLarge, TryLater

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}
MEGABYTE = 1 << 20


@pytest.mark.parametrize("coding", PACKERS)
@given(content=st.binary(max_size=500))
def test_what_was_packed_is_unpacked(coding: str, content: bytes) -> None:
    assert unpack(PACKERS[coding](content), coding, 500) == content


@pytest.mark.parametrize("coding", PACKERS)
def test_a_bomb_is_refused(coding: str) -> None:
    with pytest.raises(TooLarge, match="larger than 1,048,576 bytes"):
        unpack(PACKERS[coding](bytes(20 * MEGABYTE)), coding, MEGABYTE)


@pytest.mark.parametrize("coding", PACKERS)
def test_as_much_as_is_allowed_is_allowed(coding: str) -> None:
    assert len(unpack(PACKERS[coding](bytes(MEGABYTE)), coding, MEGABYTE)) == MEGABYTE


def test_a_bomb_in_a_bomb_is_refused() -> None:
    inner = gzip.compress(bytes(200 * MEGABYTE))
    with pytest.raises(TooLarge):
        unpack(gzip.compress(inner), "gzip, gzip", MEGABYTE)


def test_a_gzip_file_of_several_members_is_read_whole() -> None:
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip", 100) == b"one two"


def test_a_zstd_stream_of_several_frames_is_read_whole() -> None:
    assert unpack(zstandard.compress(b"one ") + zstandard.compress(b"two"), "zstd", 100) == b"one two"


def test_deflate_without_its_header_is_read_too() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert unpack(packer.compress(b"words") + packer.flush(), "deflate", 100) == b"words"


@pytest.mark.parametrize("coding", PACKERS)
def test_an_answer_that_was_cut_off_is_not_taken_for_whole(coding: str) -> None:
    packed = PACKERS[coding](b"a sentence of some length " * 20)
    with pytest.raises(TryLater, match="cannot be unpacked"):
        unpack(packed[:-6], coding, 1000)


def test_an_unknown_coding_is_named() -> None:
    with pytest.raises(TryLater, match="packed with compress"):
        unpack(b"x", "compress", 100)


@pytest.mark.parametrize("coding", PACKERS)
@given(body=st.binary(max_size=200))
def test_no_bytes_make_unpacking_fail_otherwise(coding: str, body: bytes) -> None:
    with contextlib.suppress(FetchError):
        assert len(unpack(body, coding, 1000)) <= 1000

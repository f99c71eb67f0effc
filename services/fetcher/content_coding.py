"""Unpacks what servers pack (gzip, deflate, brotli, zstd), and stops before a small answer becomes a large one."""

from __future__ import annotations

import zlib

import brotli
import zstandard

from services.fetcher.errors import TooLarge, TryLater

ACCEPTED = "gzip, deflate, br, zstd"

_PIECE = 256


def unpack(body: bytes, codings: str, most: int) -> bytes:
    """Return `body` without the content codings that the header `codings` names, last applied first.

    Raises:
        TooLarge: unpacked, it is more than `most` bytes. Little more than that is ever held.
        TryLater: it is damaged, cut off, or packed in a way that we did not ask for.
    """
    for coding in reversed([name.strip().lower() for name in codings.split(",")]):
        try:
            body = _unpack_one(body, coding, most)
        except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
            words = f"the answer says that it is packed with {coding}, but cannot be unpacked ({error})"
            raise TryLater(words, kind="damaged") from error
        if len(body) > most:
            raise TooLarge(f"unpacked, the answer is larger than {most:,} bytes", kind="too_large")
    return body


def _unpack_one(body: bytes, coding: str, most: int) -> bytes:
    match coding:
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            return _inflate(body, most, zlib.MAX_WBITS | 16)
        case "deflate":
            # RFC 9110 means a zlib stream; some servers send the bare one.
            has_header = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
            return _inflate(body, most, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        case "br":
            return _unbrotli(body, most)
        case "zstd":
            return _unzstd(body, most)
        case _:
            raise EOFError("we know gzip, deflate, br and zstd")


def _inflate(body: bytes, most: int, window: int) -> bytes:
    unpacked = bytearray()
    while body and len(unpacked) <= most:  # a gzip file may have several members
        member = zlib.decompressobj(window)
        unpacked += member.decompress(body, most + 1 - len(unpacked))
        if not member.eof and len(unpacked) <= most:
            raise EOFError("it ends too early")
        body = member.unused_data
    return bytes(unpacked)


def _unbrotli(body: bytes, most: int) -> bytes:
    stream = brotli.Decompressor()
    unpacked = bytearray(stream.process(body, output_buffer_limit=most + 1))
    while not stream.is_finished() and len(unpacked) <= most:
        more = stream.process(b"", output_buffer_limit=most + 1)
        if not more:
            raise EOFError("it ends too early")
        unpacked += more
    return bytes(unpacked)


def _unzstd(body: bytes, most: int) -> bytes:
    # Its stream reader does not tell a whole stream from one that was cut off; this object does, but has no limit of
    # its own. Four bytes can unpack to 128 KB, so it is fed in small pieces.
    unpacked = bytearray()
    stream = zstandard.ZstdDecompressor().decompressobj()
    for start in range(0, len(body), _PIECE):
        piece = body[start : start + _PIECE]
        while piece and len(unpacked) <= most:
            if stream.eof:  # a further frame
                stream = zstandard.ZstdDecompressor().decompressobj()
            unpacked += stream.decompress(piece)
            piece = stream.unused_data
    if not stream.eof and body and len(unpacked) <= most:
        raise EOFError("it ends too early")
    return bytes(unpacked)

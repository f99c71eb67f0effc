"""The page store: fetched pages and extracted texts, each under the hash of its content.

A page is stored before the event that names it is appended, so whoever reads the event finds the page. Storing the same
content again changes nothing but mends a damaged copy.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
import zstandard
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

_LEVEL = 6


class PageStoreError(Exception):
    """The root of what can go wrong with the page store.

    PageStoreError
    ├── PageMissing            nothing is stored under this hash
    ├── PageDamaged            what is stored is not what was put there
    └── PageStoreUnavailable   the store cannot be reached, read or written; trying again may help
    """


class PageMissing(PageStoreError):
    """Nothing is stored under this hash: it was never put there, or it was erased."""


class PageDamaged(PageStoreError):
    """The stored bytes do not have the hash that they are stored under."""


class PageStoreUnavailable(PageStoreError):
    """The store cannot be reached, read or written: a permission, a full disk, a network."""


class PageStore:
    """Content-addressed bytes in a folder or an object store, compressed with zstd.

    Keys are the sha256 of the uncompressed content in hexadecimal; in the store, `ab/cdef….zst`.
    """

    def __init__(self, url: str) -> None:
        """Open the store at `url`: `file:///…`, `s3://…`, `memory://` or another address that obstore knows.

        Raises:
            PageStoreUnavailable: the address means nothing, or its folder cannot be made.
        """
        self.url = url
        self._folder: Path | None = None
        parts = urlsplit(url)
        try:
            if parts.scheme == "file":
                self._folder = Path(unquote(parts.path))
                self._store: ObjectStore = LocalStore(self._folder, mkdir=True)
            else:
                self._store = from_url(url)
        except (BaseError, OSError, ValueError) as error:
            raise PageStoreUnavailable(
                f"The page store {url} cannot be opened: {_first_line(error)}. "
                "Set CLAIMLEDGER_PAGES_URL to file:///a/folder or s3://bucket/prefix."
            ) from error

    def put_sync(self, content: bytes) -> str:
        """Store `content`, to stay there if the machine stops, and return its hash.

        Raises:
            PageStoreUnavailable: it could not be written.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = _path(sha256)
        try:
            obstore.put(self._store, path, zstandard.compress(content, _LEVEL))
            if self._folder:
                _sync(self._folder / path)
        except (BaseError, OSError) as error:
            raise PageStoreUnavailable(f"A page cannot be written to {self.url}: {_first_line(error)}") from error
        return sha256

    def get_sync(self, sha256: str) -> bytes:
        """Return the content that was put under `sha256`.

        Raises:
            PageMissing: nothing is there.
            PageDamaged: something else is there.
            PageStoreUnavailable: it could not be read.
        """
        try:
            packed = bytes(obstore.get(self._store, _path(sha256)).bytes())
        except FileNotFoundError as error:
            raise PageMissing(f"{self.url} holds no page {sha256}") from error
        except (BaseError, OSError) as error:
            raise PageStoreUnavailable(f"Page {sha256} cannot be read from {self.url}: {_first_line(error)}") from error
        try:
            content = zstandard.decompress(packed)
        except zstandard.ZstdError as error:
            raise PageDamaged(f"Page {sha256} in {self.url} is damaged: {error}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise PageDamaged(f"Page {sha256} in {self.url} is damaged: its content has another hash")
        return content

    def delete_sync(self, sha256: str) -> None:
        """Remove what is stored under `sha256`; it may be gone already.

        Raises:
            PageStoreUnavailable: it could not be removed.
        """
        try:
            obstore.delete(self._store, _path(sha256))
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            problem = f"Page {sha256} cannot be removed from {self.url}: {_first_line(error)}"
            raise PageStoreUnavailable(problem) from error

    async def put(self, content: bytes) -> str:
        """Do as `put_sync` without holding up the event loop."""
        return await asyncio.to_thread(self.put_sync, content)

    async def get(self, sha256: str) -> bytes:
        """Do as `get_sync` without holding up the event loop."""
        return await asyncio.to_thread(self.get_sync, sha256)

    async def delete(self, sha256: str) -> None:
        """Do as `delete_sync` without holding up the event loop."""
        await asyncio.to_thread(self.delete_sync, sha256)


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:]}.zst"


def _sync(path: Path) -> None:
    # obstore's LocalStore writes a file beside the target and renames it, which no reader sees half-done, but it never
    # calls fsync (traced with obstore 0.12.1): after a power cut the event could outlive its page.
    for place, flags in ((path, os.O_RDONLY), (path.parent, os.O_RDONLY | os.O_DIRECTORY)):
        descriptor = os.open(place, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _first_line(error: Exception) -> str:
    # obstore appends a dump of its Rust error on further lines.
    return str(error).split("\n", 1)[0].rstrip(".")

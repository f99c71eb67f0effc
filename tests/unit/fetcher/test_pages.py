from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.pages import PageDamaged, PageMissing, PageStore, PageStoreUnavailable

NOWHERE = "0" * 64


@given(st.binary(max_size=2_000))
def test_what_was_put_is_got(content: bytes) -> None:
    store = PageStore("memory://")
    assert store.get_sync(store.put_sync(content)) == content


async def test_what_was_put_without_waiting_is_got_without_waiting(tmp_path: Path) -> None:
    store = PageStore(tmp_path.as_uri())
    sha256 = await store.put(b"a page")
    assert await store.get(sha256) == b"a page"
    await store.delete(sha256)
    with pytest.raises(PageMissing, match=sha256):
        await store.get(sha256)


def test_one_content_is_stored_once_whoever_stores_it(tmp_path: Path) -> None:
    first, second = PageStore(tmp_path.as_uri()), PageStore(tmp_path.as_uri())
    assert first.put_sync(b"a page") == second.put_sync(b"a page")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_the_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "pages of ünusual näme %20"
    store = PageStore(folder.as_uri())
    assert store.get_sync(store.put_sync(b"a page")) == b"a page"
    assert folder.is_dir()


def test_a_missing_page_is_missing() -> None:
    with pytest.raises(PageMissing):
        PageStore("memory://").get_sync(NOWHERE)


def test_deleting_what_is_not_there_is_fine(tmp_path: Path) -> None:
    PageStore(tmp_path.as_uri()).delete_sync(NOWHERE)


@pytest.mark.parametrize("damage", [b"", b"not zstd", b"\x28\xb5\x2f\xfd\x04\x00\x09\x00\x00x\x91\x16\x2d\x5c"])
def test_a_damaged_page_is_told_from_a_missing_one_and_mended_by_storing_it_again(
    tmp_path: Path, damage: bytes
) -> None:
    store = PageStore(tmp_path.as_uri())
    sha256 = store.put_sync(b"a page")
    (stored,) = (path for path in tmp_path.rglob("*") if path.is_file())
    stored.write_bytes(damage)
    with pytest.raises(PageDamaged, match=sha256):
        store.get_sync(sha256)
    store.put_sync(b"a page")
    assert store.get_sync(sha256) == b"a page"


def test_a_page_under_anothers_hash_is_damaged(tmp_path: Path) -> None:
    store = PageStore(tmp_path.as_uri())
    one, other = store.put_sync(b"one"), store.put_sync(b"other")
    (tmp_path / one[:2] / f"{one[2:]}.zst").replace(tmp_path / other[:2] / f"{other[2:]}.zst")
    with pytest.raises(PageDamaged, match="another hash"):
        store.get_sync(other)


def test_an_address_that_means_nothing_says_what_would(tmp_path: Path) -> None:
    with pytest.raises(PageStoreUnavailable, match="Set CLAIMLEDGER_PAGES_URL to file:///a/folder"):
        PageStore("somewhere://else")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("a file in the way")
    with pytest.raises(PageStoreUnavailable, match="pages"):
        PageStore((tmp_path / "pages").as_uri()).put_sync(b"a page")

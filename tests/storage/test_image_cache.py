from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.storage import image_cache
from app.storage.image_cache import ImageCache

URLS = [f"https://cf.cjdropshipping.com/{number}.jpg" for number in range(10)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


def age(folder: Path) -> None:
    """Set every file a minute back, so that what is used next is the newest."""
    for path in folder.iterdir():
        past = path.stat().st_mtime - 60
        os.utime(path, (past, past))


def test_a_picture_is_there_again(folder: Path) -> None:
    assert ImageCache(folder).put(URLS[0], b"jpeg")
    assert ImageCache(folder).get(URLS[0]) == b"jpeg"
    assert ImageCache(folder).get(URLS[1]) is None
    assert [len(path.stem) for path in folder.iterdir()] == [64]


@pytest.mark.parametrize("url", ["../../etc/passwd", "C:\\con", "x" * 5000, "a\ud83d", "\0", ""])
def test_an_address_is_never_a_path(folder: Path, url: str) -> None:
    cache = ImageCache(folder)
    assert cache.put(url, b"jpeg")
    assert cache.get(url) == b"jpeg"
    assert len(list(folder.iterdir())) == 1


def test_the_least_used_make_room(folder: Path) -> None:
    cache = ImageCache(folder, limit_bytes=1000)
    for url in URLS[:4]:
        cache.put(url, b"x" * 240)
        age(folder)
    assert cache.get(URLS[0])  # used again: it stays
    cache.put(URLS[4], b"x" * 240)
    kept = [url for url in URLS if cache.get(url)]
    assert kept == [URLS[0], URLS[3], URLS[4]]


def test_the_limit_holds_for_what_was_there_before(folder: Path) -> None:
    for url in URLS:
        ImageCache(folder).put(url, b"x" * 100)
    ImageCache(folder, limit_bytes=500).put("new", b"x" * 100)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 500
    assert ImageCache(folder).get("new")


def test_the_same_picture_counts_once_after_pruning(folder: Path) -> None:
    cache = ImageCache(folder, limit_bytes=1000)
    for _ in range(50):
        cache.put(URLS[0], b"x" * 300)
        cache.put(URLS[1], b"x" * 300)
    assert cache.get(URLS[0])
    assert cache.get(URLS[1])


@pytest.mark.parametrize("data", [b"", b"x" * 1001])
def test_nothing_and_too_much_are_not_kept(folder: Path, data: bytes) -> None:
    assert not ImageCache(folder, limit_bytes=1000).put(URLS[0], data)


def test_what_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("in the way")
    cache = ImageCache(tmp_path / "pictures")
    assert not cache.put(URLS[0], b"jpeg")
    assert cache.get(URLS[0]) is None


def test_a_failed_write_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ImageCache(folder)
    cache.put(URLS[0], b"old")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "disk full")

    monkeypatch.setattr(Path, "replace", fail)
    assert not cache.put(URLS[0], b"new")
    assert cache.get(URLS[0]) == b"old"
    assert len(list(folder.iterdir())) == 1
    assert image_cache.LIMIT_BYTES == 64 * 1024 * 1024

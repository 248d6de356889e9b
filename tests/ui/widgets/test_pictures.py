"""Product pictures: kept within bounds, asked for again, and of the account that is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap, QPixmapCache
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.background.runner import Lane
from app.domain.errors import AppError, NotFound, Offline, OfflineCause, ServerFailed, TimedOut
from app.ui.widgets.pictures import PictureLoader
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.exporting.test_case_file import picture

OFFLINE = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)


class Web:
    """Serves one picture under every address, or fails."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.error: AppError | None = None
        self.asked: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if self.error is not None:
            raise self.error
        return self.data


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web(Path(picture(tmp_path / "lamp.png", 300, 300).path).read_bytes())


@pytest.fixture(autouse=True)
def empty_cache(qapp: object) -> Iterator[None]:
    QPixmapCache.clear()
    yield
    QPixmapCache.clear()


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def test_many_pictures_stay_within_bounds(web: Web, owner: QObject) -> None:
    loader = PictureLoader(inline_runner(), web, owner)
    came: list[int] = []
    for number in range(300):  # twice as many as the bound
        loader.load(f"https://cj/{number}.png", owner, lambda each: came.append(each.cacheKey()))
    assert len(came) == 300
    bound = QPixmapCache.cacheLimit() * 1024
    kept = [
        number for number in range(300) if QPixmapCache.find(f"https://cj/{number}.png", QPixmap())
    ]
    assert 0 < len(kept) * 256 * 256 * 4 <= bound <= 40_000_000
    assert _pictures_held_by(loader) == 0


def _pictures_held_by(loader: PictureLoader) -> int:
    """How many pictures the loader itself holds on to, whatever is asked of Qt's cache."""
    held = [each for each in vars(loader).values() if isinstance(each, dict)]
    return sum(isinstance(each, QPixmap) for kept in held for each in kept.values())


def test_a_picture_is_fetched_once(web: Web, owner: QObject) -> None:
    loader = PictureLoader(inline_runner(), web, owner)
    came: list[QPixmap] = []
    loader.load("https://cj/a.png", owner, came.append)
    loader.load("https://cj/a.png", owner, came.append)
    assert [each.width() for each in came] == [256, 256]
    assert web.asked == ["https://cj/a.png"]


@pytest.mark.parametrize("error", [OFFLINE, TimedOut(request_left=True), ServerFailed()])
def test_what_failed_on_the_way_is_asked_for_again(
    web: Web, owner: QObject, error: AppError
) -> None:
    loader = PictureLoader(inline_runner(), web, owner)
    came: list[QPixmap] = []
    web.error = error
    loader.load("https://cj/a.png", owner, came.append)
    assert came == []
    web.error = None
    loader.load("https://cj/a.png", owner, came.append)
    assert len(came) == 1


def test_what_is_not_there_is_not_asked_for_again(web: Web, owner: QObject) -> None:
    loader = PictureLoader(inline_runner(), web, owner)
    web.error = NotFound()
    for _ in range(3):
        loader.load("https://cj/a.png", owner, lambda _: None)
    assert len(web.asked) == 1


def test_another_account_does_not_get_what_the_last_one_waited_for(
    web: Web, owner: QObject
) -> None:
    held = HeldExecutor()
    loader = PictureLoader(inline_runner({Lane.PICTURES: held}), web, owner)
    old: list[QPixmap] = []
    new: list[QPixmap] = []
    loader.load("https://cj/a.png", owner, old.append)
    loader.use(web)
    loader.load("https://cj/a.png", owner, new.append)
    held.release()
    held.release()
    assert old == []
    assert len(new) == 1


def test_who_is_gone_gets_no_picture(web: Web, owner: QObject) -> None:
    held = HeldExecutor()
    loader = PictureLoader(inline_runner({Lane.PICTURES: held}), web, owner)
    came: list[QPixmap] = []
    gone = QObject()
    loader.load("https://cj/a.png", gone, came.append)
    delete(gone)
    held.release()
    assert came == []

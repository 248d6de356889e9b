"""Files beside the case: listed, removed, brought back, and never sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
)

from app.domain.errors import InvalidInput, StorageCause, StorageFailed
from app.ui.widgets.keys import DELETE
from tests.ui.filing.stage import Stage


@pytest.fixture
def page(stage: Stage) -> Stage:
    stage.to_reason()
    return stage


def _drop(stage: Stage, *urls: QUrl) -> None:
    data = QMimeData()
    data.setUrls(list(urls))
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    for event in (
        QDragEnterEvent(QPoint(1, 1), action, data, buttons, keys),
        QDropEvent(QPointF(1, 1), action, data, buttons, keys),
    ):
        QApplication.sendEvent(stage.reason_page, event)


def _files(stage: Stage) -> list[str]:
    listed = stage.find(QListWidget, "Attached files")
    return [listed.item(row).text() for row in range(listed.count())]


def test_it_says_plainly_that_cj_takes_links_only(page: Stage) -> None:
    assert page.says("They stay on this computer. CJ takes links only")
    assert not page.has(QListWidget, "Attached files")


def test_dropped_files_are_listed_and_web_addresses_are_not(page: Stage, tmp_path: Path) -> None:
    _drop(page, QUrl.fromLocalFile(str(tmp_path / "a.jpg")), QUrl("https://example.com/b.jpg"))
    assert _files(page) == ["a.jpg · 1.2 MB"]
    assert page.dialog.draft.evidence == ()


def test_a_dropped_link_is_added_to_those_that_are_there(page: Stage) -> None:
    _drop(page, QUrl("https://example.com/a.jpg"))
    _drop(page, QUrl("https://example.com/b.jpg"))
    assert [each.url for each in page.dialog.draft.evidence] == [
        "https://example.com/a.jpg",
        "https://example.com/b.jpg",
    ]
    assert not page.has(QListWidget, "Attached files")


@pytest.mark.parametrize("where", ["message", "link", "elsewhere"])
def test_a_copied_picture_becomes_a_file_of_the_case(page: Stage, where: str) -> None:
    picture = QImage(4, 3, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(picture)
    inputs = {
        "message": page.find(QPlainTextEdit, "Message to CJ"),
        "link": page.find(QLineEdit, "Evidence link"),
        "elsewhere": page.reason_page.reason_box,
    }
    inputs[where].setFocus()
    QTest.keySequence(inputs[where], QKeySequence(QKeySequence.StandardKey.Paste))
    (shown,) = _files(page)
    assert shown.startswith("Picture ")
    assert ".png" in shown
    assert page.dialog.draft.evidence == ()


def test_text_that_is_pasted_into_a_field_stays_text(page: Stage) -> None:
    field = page.find(QLineEdit, "Evidence link")
    QApplication.clipboard().setText("https://example.com/a.jpg")
    field.setFocus()
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))
    assert field.text() == "https://example.com/a.jpg"
    assert not page.has(QListWidget, "Attached files")


@pytest.mark.parametrize("key", DELETE)
def test_removing_can_be_undone(page: Stage, key: Qt.Key) -> None:
    page.reason_page.attachments.attach((Path("a.jpg"), Path("b.jpg")))
    files = page.find(QListWidget, "Attached files")
    files.setFocus()
    page.qtbot.keyClick(files, key)
    assert _files(page) == ["b.jpg · 1.2 MB"]
    assert page.says("File removed.")
    page.press("Undo")
    assert sorted(_files(page)) == ["a.jpg · 1.2 MB", "b.jpg · 1.2 MB"]
    assert not page.has(QPushButton, "Undo")


def test_the_button_asks_for_files(page: Stage) -> None:
    page.press("Attach file…")
    assert page.dialog.findChildren(QFileDialog)


def test_a_copied_picture_that_cannot_be_read_is_told(page: Stage) -> None:
    copied = QMimeData()
    copied.setImageData(None)
    copied.setData("application/x-qt-image", b"broken")
    QApplication.clipboard().setMimeData(copied)
    QTest.keySequence(page.find(QLineEdit, "Evidence link"), QKeySequence.StandardKey.Paste)
    assert page.says("The copied picture could not be read.")
    assert not page.has(QListWidget, "Attached files")


def test_a_file_that_could_not_be_removed_is_not_said_to_be(page: Stage) -> None:
    page.reason_page.attachments.attach((Path("a.jpg"),))
    page.desk.attachments.errors = [StorageFailed(StorageCause.READ_ONLY)]
    page.press("Remove file")
    assert page.says("The data folder is read-only")
    assert not page.says("File removed.")
    assert not page.has(QPushButton, "Undo")
    assert _files(page) == ["a.jpg · 1.2 MB"]


def test_a_file_too_large_is_named_and_blocks_nothing(page: Stage) -> None:
    page.desk.attachments.errors = [InvalidInput(), StorageFailed(StorageCause.DISK_FULL)]
    page.reason_page.attachments.attach((Path("film <b>.mp4"),))
    assert page.says("“film <b>.mp4” was not attached: it is no file that can be read, or larger")
    page.reason_page.attachments.attach((Path("a.jpg"),))
    assert page.says("The disk is full")
    page.reason_page.attachments.attach((Path("a.jpg"),))
    assert not page.says("The disk is full")


def test_of_many_files_all_are_told_that_were_not_attached(page: Stage) -> None:
    page.desk.attachments.errors = [InvalidInput(), InvalidInput()]
    page.reason_page.attachments.attach(tuple(Path(f"{number}.jpg") for number in range(25)))
    assert len(_files(page)) == 18
    assert page.says("20 files are attached at once: 5 more were left out.")
    assert page.says("“0.jpg” was not attached")
    assert page.says("“1.jpg” was not attached")
    page.desk.attachments.errors = [StorageFailed(StorageCause.DISK_FULL)] * 2
    page.reason_page.attachments.attach((Path("a.jpg"), Path("b.jpg")))
    assert not page.says("were left out")
    assert page.reason_page.attachments._trouble.text().count("The disk is full") == 1

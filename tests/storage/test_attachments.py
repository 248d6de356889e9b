from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput, StorageFailed
from app.domain.history.attachments import FILE_LIMIT
from app.domain.ids import BusinessDisputeId
from app.storage.attachments import AttachmentStore

REFERENCE = BusinessDisputeId("DD-1")


@pytest.fixture
def store(tmp_path: Path) -> AttachmentStore:
    return AttachmentStore(tmp_path / "files")


def _file(folder: Path, name: str, content: bytes = b"x") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_files_are_copied_and_listed_by_name(store: AttachmentStore, tmp_path: Path) -> None:
    assert store.all(REFERENCE) == ()
    source = _file(tmp_path, "b.jpg", b"picture")
    store.add(REFERENCE, source)
    store.add(REFERENCE, _file(tmp_path, "A.txt"))
    source.unlink()
    listed = store.all(REFERENCE)
    assert [(each.name, each.size) for each in listed] == [("A.txt", 1), ("b.jpg", 7)]
    assert listed[1].path.read_bytes() == b"picture"
    assert store.all(BusinessDisputeId("DD-2")) == ()


def test_a_second_file_of_the_same_name_replaces_none(
    store: AttachmentStore, tmp_path: Path
) -> None:
    source = _file(tmp_path, "a.jpg", b"one")
    store.add(REFERENCE, source)
    source.write_bytes(b"two!")
    assert store.add(REFERENCE, source).name == "a (2).jpg"
    assert [each.size for each in store.all(REFERENCE)] == [4, 3]


def test_removed_files_come_back(store: AttachmentStore, tmp_path: Path) -> None:
    store.add(REFERENCE, _file(tmp_path, "a.jpg", b"one"))
    store.remove(REFERENCE, "a.jpg")
    assert store.all(REFERENCE) == ()
    store.add(REFERENCE, _file(tmp_path, "a.jpg", b"two!"))
    assert store.undo_remove(REFERENCE, "a.jpg").name == "a (2).jpg"
    assert len(store.all(REFERENCE)) == 2


@pytest.mark.parametrize("size", [FILE_LIMIT, FILE_LIMIT + 1])
def test_a_file_has_at_most_twenty_megabytes(
    store: AttachmentStore, tmp_path: Path, size: int
) -> None:
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.truncate(size)
    if size <= FILE_LIMIT:
        assert store.add(REFERENCE, path).size == size
    else:
        with pytest.raises(InvalidInput):
            store.add(REFERENCE, path)
        assert store.all(REFERENCE) == ()


def test_a_folder_or_nothing_is_no_file(store: AttachmentStore, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(InvalidInput):
            store.add(REFERENCE, path)


def test_a_file_that_cannot_be_read_is_not_called_a_read_only_folder(
    store: AttachmentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = tmp_path / "a.jpg"
    path.touch()
    monkeypatch.setattr(Path, "open", forbid)
    with pytest.raises(InvalidInput):
        store.add(REFERENCE, path)


# Files that Windows has none of; they come from elsewhere.
not_on_windows = pytest.mark.skipif(sys.platform == "win32", reason="no such file can be there")


@pytest.mark.parametrize(
    "name",
    [
        ".hidden",
        "a" * 200 + ".jpeg",
        "灯" * 80 + ".png",
        *(
            pytest.param(each, marks=not_on_windows)
            for each in ("con.txt", "a\nb.jpg", "x: y?.jpg")
        ),
    ],
)
def test_names_are_made_fit_for_every_file_system(
    store: AttachmentStore, tmp_path: Path, name: str
) -> None:
    attached = store.add(REFERENCE, _file(tmp_path, name))
    assert [each.name for each in store.all(REFERENCE)] == [attached.name]
    assert len(attached.name.encode()) <= 100
    assert not set(attached.name) & set('\n:?*"<>|/\\')
    assert attached.path.parent.parent == tmp_path / "files"


@pytest.mark.parametrize("reference", ["../../etc", "", "a/b", "x" * 500, "DD-\ud800"])
def test_no_reference_leads_out_of_the_folder(
    store: AttachmentStore, tmp_path: Path, reference: str
) -> None:
    attached = store.add(BusinessDisputeId(reference), _file(tmp_path, "a.jpg"))
    assert attached.path.parent.parent == tmp_path / "files"


def test_no_name_leads_out_of_the_folder(store: AttachmentStore, tmp_path: Path) -> None:
    outside = _file(tmp_path, "precious")
    store.add(REFERENCE, _file(tmp_path, "a.jpg"))
    with pytest.raises(StorageFailed):
        store.remove(REFERENCE, "../../precious")
    assert outside.exists()

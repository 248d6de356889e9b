from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.errors import StorageCause, StorageFailed
from app.domain.history.exports import ExportCause, ExportFailed
from app.storage import files
from app.storage.database.failures import storage_failures
from app.storage.files import cause_of, replace_file, replacing

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links are POSIX's")


def write(path: Path, content: bytes = b"new") -> None:
    with replacing(path) as file:
        file.write(content)


def test_the_new_file_takes_the_old_ones_place(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write(path, b"first")
    write(path)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_in_the_block_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write(path, b"old")

    def fail_halfway() -> None:
        with replacing(path) as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@needs_posix
def test_a_new_file_is_as_private_as_the_user_wants_and_an_old_one_stays_so(
    tmp_path: Path,
) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    (tmp_path / "new").chmod(0o600)
    write(tmp_path / "new", b"newer")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


@needs_posix
def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (errno.ENOSPC, ExportCause.DISK_FULL),
        (errno.EROFS, ExportCause.READ_ONLY),
        (errno.EACCES, ExportCause.READ_ONLY),
        (errno.ENOENT, ExportCause.FOLDER_GONE),
        (errno.ENAMETOOLONG, ExportCause.BAD_NAME),
        (errno.EIO, ExportCause.OTHER),
    ],
)
def test_each_cause_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, cause: ExportCause
) -> None:
    def refuse(*_args: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ExportFailed) as failure:
        write(tmp_path / "out.csv")
    assert failure.value.cause is cause
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_open_elsewhere_is_told_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Access is denied")  # as Windows says it

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportFailed) as failure:
        write(path)
    assert failure.value.cause is ExportCause.IN_USE
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_on_windows_a_write_protected_file_is_told_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    path.chmod(stat.S_IREAD)
    if sys.platform != "win32":
        monkeypatch.setattr(files, "sys", SimpleNamespace(platform="win32"))
        monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    with pytest.raises(ExportFailed) as failure:
        write(path)
    path.chmod(stat.S_IREAD | stat.S_IWRITE)
    assert failure.value.cause is ExportCause.READ_ONLY
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_looked_at_for_a_moment_is_replaced_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(b"old")
    # As Windows has it, where this passes without a stand-in, too.
    with path.open("rb") as reader:
        replace = Path.replace

        def refuse_while_open(self: Path, target: Path) -> Path:
            if not reader.closed:
                raise PermissionError(errno.EACCES, "Access is denied")
            return replace(self, target)

        if sys.platform != "win32":
            monkeypatch.setattr(Path, "replace", refuse_while_open)
            monkeypatch.setattr(files, "_PAUSES", (0.01, 0.02))
        monkeypatch.setattr("time.sleep", lambda _: reader.close())
        replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_stays_open_is_told_as_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(b"old")
    waits: list[float] = []

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Access is denied")

    if sys.platform != "win32":
        monkeypatch.setattr(Path, "replace", refuse)
        monkeypatch.setattr(files, "_PAUSES", (0.01, 0.02))
    monkeypatch.setattr("time.sleep", waits.append)
    with path.open("rb"), pytest.raises(StorageFailed) as failure, storage_failures(path):
        replace_file(path, b"new")
    assert failure.value.cause is StorageCause.LOCKED
    assert waits == list(files._PAUSES)
    assert 0 < sum(waits) < 2
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "win32", reason="names of devices on Windows")
@pytest.mark.parametrize("name", ["nul.csv", "CON", "com1.xlsx", "conin$", "lpt².csv", "aux .txt"])
def test_a_name_that_is_a_device_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed) as failure:
        write(tmp_path / name)
    assert failure.value.cause is ExportCause.BAD_NAME


def test_impossible_names_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "content").touch()
    for name in ("x" * 300, "a\0b", "folder"):
        with pytest.raises(ExportFailed) as failure:
            write(tmp_path / name)
        assert failure.value.cause is ExportCause.BAD_NAME, name
    assert {each.name for each in tmp_path.iterdir()} == {"folder"}


def test_a_full_disk_while_syncing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportFailed) as failure:
        write(tmp_path / "out.csv")
    assert failure.value.cause is ExportCause.DISK_FULL
    assert list(tmp_path.iterdir()) == []


def test_only_the_last_step_tells_of_a_file_in_use() -> None:
    denied = PermissionError(errno.EACCES, "Access is denied")
    assert cause_of(denied) is ExportCause.READ_ONLY
    assert cause_of(denied, is_last_step=True) is ExportCause.IN_USE

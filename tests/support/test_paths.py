from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.program import default_data_root
from app.support.paths import DataFolder, make_private


def test_each_thing_has_its_place(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    places = [
        folder.database("a1"),
        folder.database("practice"),
        folder.pictures,
        folder.logs,
        folder.practice_state,
        folder.window_settings,
        folder.preferences,
    ]
    assert len(set(places)) == len(places)
    assert all(place.is_relative_to(tmp_path) for place in places)
    assert folder.database("practice") == tmp_path / "practice.sqlite3"
    assert folder.database("a1") == tmp_path / "accounts" / "a1.sqlite3"
    assert folder.window_settings.suffix == ".ini"


@pytest.mark.parametrize(
    "account_id",
    ["../../etc/passwd", "a/b", "C:\\x", "con", "nul", "", ".", "a" * 200, "é\ud83d", "A1", "a b"],
)
def test_an_account_never_names_another_file(tmp_path: Path, account_id: str) -> None:
    path = DataFolder(tmp_path).database(account_id)
    assert path.parent == tmp_path / "accounts"
    assert path.name.startswith("id-")
    assert len(path.name) < 60


def test_accounts_that_differ_in_case_have_two_files(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    names = {folder.database(each).name.casefold() for each in ("ab", "AB", "Ab", "aB")}
    assert len(names) == 4


def test_the_default_folder_is_the_systems() -> None:
    # Named here by its value: data must be found again by every later version.
    folders = {
        "linux": Path(os.environ.get("XDG_DATA_HOME", "~/.local/share")),
        "darwin": Path("~/Library/Application Support"),
        "win32": Path(os.environ.get("LOCALAPPDATA", "~/AppData/Local")),
    }
    assert default_data_root() == folders[sys.platform].expanduser() / "dispute-desk"


@pytest.mark.skipif(os.name != "posix", reason="Windows profiles are private by themselves")
def test_folders_that_are_made_are_private(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new" / "data")
    folder.create()
    assert folder.root.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_a_folder_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)  # --data-dir may name a folder that others need
    make_private(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755

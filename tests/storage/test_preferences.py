from __future__ import annotations

import errno
import json
import threading
from functools import partial
from pathlib import Path

import pytest

from app.domain.account.accounts import Account, AccountId
from app.domain.errors import StorageCause, StorageFailed
from app.storage.preferences import Preferences, PreferenceValues

CHOSEN = PreferenceValues(
    last_account=AccountId("a1"),
    accounts=(Account(AccountId("a1"), "me@例子.com"), Account(AccountId("a2"), "<b>")),
    language="zh_CN",
    check_minutes=0,
    announce_changes=False,
    keep_in_tray=True,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "preferences.json"


def test_without_a_file_nothing_was_chosen(path: Path) -> None:
    assert Preferences(path).load() == PreferenceValues()
    assert not path.parent.exists()


def test_choices_come_back(path: Path) -> None:
    Preferences(path).save(CHOSEN)
    assert Preferences(path).load() == CHOSEN
    assert [each.name for each in path.parent.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[1]", b"\xff\xfe", b"null", b"7" * 9, b"[" * 100_000, b'{"a":' * 100_000],
    ids=range(8),
)
def test_a_broken_file_is_kept_aside(path: Path, broken: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(broken)
    assert Preferences(path).load() == PreferenceValues()
    assert path.with_name("preferences.damaged.json").read_bytes() == broken
    Preferences(path).save(CHOSEN)
    assert Preferences(path).load() == CHOSEN


@pytest.mark.parametrize("value", [{"x": 1}, [1, None, {"id": 3}], -5.5, 10**30, "\0"])
def test_a_wrong_value_does_no_harm_to_the_others(path: Path, value: object) -> None:
    for name in PreferenceValues._fields:
        Preferences(path).save(CHOSEN)
        content = json.loads(path.read_text("utf-8")) | {name: value, "unheard of": 1}
        path.write_text(json.dumps(content), "utf-8")
        loaded = Preferences(path).load()
        for field in PreferenceValues._fields:
            if field != name:
                assert getattr(loaded, field) == getattr(CHOSEN, field), name


def test_a_value_out_of_bounds_is_the_nearest_within(path: Path) -> None:
    path.parent.mkdir()
    accounts = [{"id": "one", "label": "x" * 100_000}]
    for minutes, kept in ((-5, 0), (10**12, 24 * 60)):
        path.write_text(json.dumps({"check_minutes": minutes, "accounts": accounts}), "utf-8")
        loaded = Preferences(path).load()
        assert loaded.check_minutes == kept
        assert len(loaded.accounts[0].label) == 200


def test_what_cannot_be_saved_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StorageFailed) as caught:
        Preferences(tmp_path / "data" / "preferences.json").save(CHOSEN)
    assert caught.value.cause is StorageCause.OTHER


def with_account(new: Account, values: PreferenceValues) -> PreferenceValues:
    return values._replace(accounts=(*values.accounts, new))


def test_two_copies_of_the_program_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path, start = tmp_path / "preferences.json", threading.Barrier(4)

    def add(name: str) -> None:
        own = Preferences(path)
        start.wait()
        for number in range(20):
            own.update(partial(with_account, Account(AccountId(f"{name}{number}"), name)))

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(Preferences(path).load().accounts) == 80


def test_what_does_not_change_is_not_written(path: Path) -> None:
    Preferences(path).save(CHOSEN)
    names, before = list(path.parent.iterdir()), path.stat()
    assert Preferences(path).update(lambda stored: stored._replace(language="zh_CN")) == CHOSEN
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert list(path.parent.iterdir()) == names


def test_choices_that_cannot_be_read_for_a_moment_are_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Preferences(path).save(CHOSEN)

    def refuse(*_args: object, **_options: object) -> str:
        raise PermissionError(errno.EACCES, "Access is denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refuse)
        with pytest.raises(StorageFailed):
            Preferences(path).update(lambda stored: stored._replace(language="de"))
    assert Preferences(path).load() == CHOSEN

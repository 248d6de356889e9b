from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import StorageCause, StorageFailed
from app.storage.database.process_lock import ProcessMark, only_one_process


def test_a_mark_is_alive_until_it_is_lifted(tmp_path: Path) -> None:
    one, two = ProcessMark(tmp_path), ProcessMark(tmp_path)
    name = one.name()
    assert one.name() == name
    assert one.is_alive(name)
    assert two.is_alive(name)
    del one
    assert not two.is_alive(name)
    assert list(tmp_path.iterdir()) == []


def test_only_marks_of_the_dead_are_swept_away(tmp_path: Path) -> None:
    (tmp_path / "0123.running").write_text("")
    (tmp_path / "other file").write_text("")
    one, two = ProcessMark(tmp_path), ProcessMark(tmp_path)
    name = one.name()
    two.sweep()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{name}.running", "other file"]
    one.sweep()
    assert two.is_alive(name)


def test_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with (
        only_one_process(path, 0.0),
        pytest.raises(StorageFailed) as caught,
        only_one_process(path, 0.02),
    ):
        pass
    assert caught.value.cause is StorageCause.LOCKED
    with only_one_process(path, 0.0):
        pass

"""Putting garbage collections off while very many objects are made."""

from __future__ import annotations

import gc
import threading

import pytest

from app.support.collection import no_collection


class Seen:
    """How long collections were, by generation."""

    def __init__(self) -> None:
        self.generations: list[int] = []

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self.generations.append(info["generation"])


@pytest.fixture
def seen() -> Seen:
    return Seen()


def test_nothing_is_collected_meanwhile_and_what_was_made_is_never_walked(seen: Seen) -> None:
    before = gc.get_freeze_count()
    with no_collection():
        gc.callbacks.append(seen)
        made = [[place] for place in range(200_000)]
    gc.callbacks.remove(seen)
    assert seen.generations == []
    assert gc.isenabled()
    assert gc.get_freeze_count() - before >= len(made)
    del made
    assert gc.get_freeze_count() - before < 200_000  # it is freed as ever
    gc.unfreeze()


def test_it_is_over_only_when_the_last_of_several_threads_is_done() -> None:
    inside, may_end = threading.Event(), threading.Event()

    def make() -> None:
        with no_collection():
            inside.set()
            may_end.wait(10)

    thread = threading.Thread(target=make)
    thread.start()
    inside.wait(10)
    with no_collection():
        pass
    assert not gc.isenabled()
    may_end.set()
    thread.join()
    assert gc.isenabled()
    gc.unfreeze()


def test_a_failure_ends_it() -> None:
    with pytest.raises(ValueError, match="made"), no_collection():
        raise ValueError("made")
    assert gc.isenabled()
    gc.unfreeze()

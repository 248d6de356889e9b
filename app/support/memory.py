"""Keeps Python's search for garbage from being felt."""

from __future__ import annotations

import gc


def put_off_search() -> None:
    """Search for no garbage until `set_aside_what_is_loaded`: a start makes next to none."""
    gc.disable()


def set_aside_what_is_loaded() -> None:
    """Leave everything that is in memory now out of the search for garbage from here on.

    A full search walks every object, a hundred thousand once the libraries are loaded, and holds
    up all threads for 40 to 80 ms: a hitch while scrolling. What was loaded at the start stays
    anyway. To be called once that is done, and again after more was loaded; it takes no time.
    """
    gc.freeze()
    gc.enable()

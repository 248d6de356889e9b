"""Keeps Python's search for garbage from being felt, and gives back what a start leaves unused."""

from __future__ import annotations

import gc
import sys


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


def give_back_unused() -> None:
    """Return to the system what was freed since the start: 2 MB, where the C library is GNU's.

    That one keeps it in pieces between what is in use; other libraries do not offer this. Takes
    some milliseconds, most of them to import ctypes: not for the main thread.
    """
    if sys.platform == "linux":
        import ctypes  # here, for the start would only wait for it

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)

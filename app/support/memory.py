"""Keeps garbage collection from being felt."""

from __future__ import annotations

import gc


def freeze_gc() -> None:
    """Leave everything that is in memory now out of garbage collection from here on.

    A full collection walks every object, a hundred thousand once the libraries are loaded, and
    holds up all threads for 40 to 80 ms: a hitch while scrolling. What was loaded at the start
    stays anyway. To be called once that is done, and again after more was loaded; takes no time.
    """
    gc.freeze()

"""How far CJ's terms for a selection are known: what the ceiling is drawn by."""

from __future__ import annotations

from enum import Enum


class TermsState(Enum):
    """What is known of CJ's terms for the selection."""

    NOTHING_CHOSEN = "nothing chosen"
    ASKING = "asking"
    KNOWN = "known"
    FAILED = "failed"

"""A copy of this checkout as somebody else has it: no history, environment or results."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_MADE_HERE = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", ".cache", "build", "dist", "*.egg-info", "*.qm"
)


def check_out(target: Path) -> Path:
    """Fill a folder that is not there yet with what belongs to the checkout."""
    shutil.copytree(ROOT, target, ignore=_MADE_HERE)
    return target

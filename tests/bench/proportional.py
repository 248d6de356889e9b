"""The memory that a process takes: what it shares with others counts in proportion."""

from __future__ import annotations

from pathlib import Path


def pss(pid: int | str) -> float:
    """Proportional set size in MB; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))

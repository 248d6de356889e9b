"""What was measured, and on what: numbers mean nothing without it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

_QUIET = 0.5
"""So many other tasks at once, on average, leave the times what they are."""

ROOT = Path(__file__).resolve().parents[3]


def facts() -> dict[str, str]:
    """The machine, the versions and the commit, by name."""
    return {
        "commit": _commit(),
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": _memory(),
        "system": platform.platform(),
        "Python": platform.python_version(),
        "PySide6": importlib.metadata.version("PySide6-Essentials"),
        "busy before": _load(),
    }


def _commit() -> str:
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        return "unknown"
    found = [
        subprocess.run(  # noqa: S603 - a fixed command
            [git, *command], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip()
        for command in (["rev-parse", "--short=12", "HEAD"], ["status", "--porcelain"])
    ]
    return f"{found[0]}, with changes" if found[1] else found[0]


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            return f"{int(line.split()[1]) / 1024 / 1024:.0f} GB"
    return "unknown"


def _load() -> str:
    """What else this machine does."""
    if not hasattr(os, "getloadavg"):
        return "unknown"
    load = os.getloadavg()[0]
    warning = "; TOO BUSY: trust ratios and processor time only" if load > _QUIET else ""
    return f"{load:.1f} tasks at once in the last minute{warning}"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8", "replace").splitlines()
    except OSError:
        return []

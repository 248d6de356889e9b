"""The memory that a process takes: what it shares with others counts in proportion.

Except for what belongs to the program itself: its Python, its Qt, its libraries. Where another
program happens to use the same files just now, such as a test run beside this one, they would
count half or less; on a user's computer nobody else has them.
"""

from __future__ import annotations

import re
from pathlib import Path

_MAPPING = re.compile(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(.*)")
_SYSTEM = ("/usr/lib", "/lib", "/usr/share", "/etc", "/var", "/dev")


def pss(pid: int | str) -> float:
    """Proportional set size in MB, as if no other copy of the program ran. 0 where unknown."""
    try:
        lines = Path(f"/proc/{pid}/smaps").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0.0
    kilobytes, counted = 0, "Pss:"
    for line in lines:
        mapping = _MAPPING.fullmatch(line)
        if mapping:
            is_own = mapping[1].startswith("/") and not mapping[1].startswith(_SYSTEM)
            counted = "Rss:" if is_own else "Pss:"
        elif line.startswith(counted):
            kilobytes += int(line.split()[1])
    return kilobytes / 1024

"""Loads Qt and leaves Python's own `import` in force. To be imported before anything of PySide6.

PySide6 puts an `import` of its own in place, for `from __feature__ import …`, which nothing here
uses. It reads the source of every module imported from then on to see whether it names PySide6,
and keeps all that text: 17 MB and a tenth of the time that the imports take.
"""

import builtins

_own = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401 - this is what replaces `import`

builtins.__import__ = _own

"""Loads Qt without what only those need who write programs. To be imported before all of PySide6.

Two things that PySide6 does at every start:

* It compiles some 3,000 lines of Python that it carries as text, and runs them: they describe the
  functions of Qt, for the sentence of a `TypeError` and for `help()`. That is a quarter of the
  time in which an empty window is there. Here each of these modules is put off until something of
  it is asked for.
* It puts an `import` of its own in place, for `from __feature__ import …`, which nothing here
  uses. It reads the source of every module imported from then on to see whether it names PySide6,
  and keeps all that text: 17 MB and a tenth of the time that the imports take.

Where another PySide6 does any of this otherwise, there is nothing to put off, and all is as usual.
"""

from __future__ import annotations

import builtins
from threading import RLock
from typing import Any

_DESCRIBES = "shibokensupport/signature/"
_AT_ONCE = ("/__init__.py", "/loader.py", "/importhandler.py")
"""What the loading itself runs."""
_STAND_IN = "from app.ui.lean_qt import put_off\nput_off({name!r}, globals())"
_import, _compile = builtins.__import__, builtins.compile
_texts: dict[str, Any] = {}
_turn = RLock()


def is_lean() -> bool:
    """Whether a description was put off. Not so where Qt was loaded before this module."""
    return bool(_texts)


def put_off(name: str, module: dict[str, Any]) -> None:
    """Have a module run its own text when something of it is asked for."""

    def load(attribute: str) -> Any:
        if attribute.startswith("__"):  # of the import system, which asks every module
            raise AttributeError(attribute)
        with _turn:
            if name in _texts:
                del module["__getattr__"]
                exec(_compile(_texts.pop(name), name, "exec"), module)  # noqa: S102 - PySide6's own
        try:
            return module[attribute]
        except KeyError:
            raise AttributeError(attribute) from None

    module["__getattr__"] = load
    if name.endswith("/mapping.py"):  # before a `TypeError`, looked up past `__getattr__`

        def update_mapping() -> Any:
            return load("update_mapping")()

        module["update_mapping"] = update_mapping


def _compile_later(source: Any, filename: Any, mode: str, *others: Any, **more: Any) -> Any:
    name = str(filename)
    if name.startswith(_DESCRIBES) and not name.endswith(_AT_ONCE):
        _texts[name] = source
        source = _STAND_IN.format(name=name)
    return _compile(source, filename, mode, *others, **more)


builtins.compile = _compile_later
try:
    import PySide6.QtCore  # noqa: F401 - this is what compiles, and replaces `import`
finally:
    builtins.compile, builtins.__import__ = _compile, _import

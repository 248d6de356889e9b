"""What Python needs under Wine and nowhere else. Only the test's own Windows has this file."""

import _winapi
import os
import sys

FONTS = r"C:\fonts"
# Wine keeps every QT_* variable of Linux to itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QPA_FONTDIR", FONTS)
# Wine 8 has no CopyFile2; without it Python copies by itself.
if hasattr(_winapi, "CopyFile2"):
    del _winapi.CopyFile2
# Qt's tools for translations find their libraries there.
os.environ["PATH"] += rf";{sys.prefix}\Lib\site-packages\PySide6"

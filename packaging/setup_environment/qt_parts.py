"""The parts of Qt that the program uses: asked for here before it starts, and shipped with it."""

QT_MODULES = {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtNetwork"}
"""The modules of PySide6 that the program imports. tests/packaging compares them with its code."""

# By folder. What is not listed is neither shipped nor needed: contents.py has the reasons.
KEPT_PLUGINS = {
    # offscreen for the self-test; one each for X11, Wayland, Windows and macOS
    "platforms": {"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"},
    # the formats in which product pictures come; ico for the window's icon on Windows
    "imageformats": {"qsvg", "qjpeg", "qwebp", "qgif", "qico"},
    "iconengines": {"qsvgicon"},
    # the desktop's colour scheme and file dialogs; the GTK theme would pull in GTK, 46 libraries
    "platformthemes": {"qxdgdesktopportal"},
    # dead keys, and the way to type Chinese
    "platforminputcontexts": {
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    },
    # a plain Wayland window and its frame
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-decoration-client": {"bradient"},
    "styles": {"qmodernwindowsstyle", "qmacstyle"},
}

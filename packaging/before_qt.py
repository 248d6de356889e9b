"""What `python -m app` does first. Run before PyInstaller's own hooks, which load Qt."""

from app.__main__ import prepare

prepare()

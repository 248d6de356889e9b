"""`python -m app` starts the program."""

import sys

import app.ui.plain_import  # noqa: F401 - for what it does; before anything else of Qt
from app.main import run

sys.exit(run())

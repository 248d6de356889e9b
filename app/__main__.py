"""`python -m app` starts the program."""

import sys

from app.main import run

sys.exit(run())

"""The program's first lines where it is frozen: what `python -m app` does from source."""

import sys

from app.__main__ import main

sys.exit(main())

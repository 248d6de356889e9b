"""Use cases in plain Python: what the program can do, without Qt, HTTP or SQL."""

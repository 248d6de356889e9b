"""CJ's disputes as they are kept here: written, queried, followed."""

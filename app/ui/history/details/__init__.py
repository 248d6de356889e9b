"""One dispute, in full."""

"""Dispute Desk: file and follow CJ Dropshipping disputes from the desktop."""

__version__ = "0.2.0"

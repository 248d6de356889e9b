"""Disputes as CJ tells of them."""

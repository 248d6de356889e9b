"""Widgets and models; the only layer that speaks to people."""

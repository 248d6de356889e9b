"""Widgets and models; the only floor that speaks to people."""

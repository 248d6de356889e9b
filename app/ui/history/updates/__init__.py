"""The history brought up to date: refresh, sync, watch, and what is said of it."""

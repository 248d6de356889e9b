"""Runs callables off the main thread and delivers one outcome on it."""

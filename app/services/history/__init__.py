"""The history: brought up to date, reported on, exported."""

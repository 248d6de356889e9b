"""Accounts: signing in, tokens, the connection, backups."""

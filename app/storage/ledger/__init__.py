"""Drafts and filings: every move of a claim is on the disk before the next one."""

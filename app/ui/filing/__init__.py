"""The filing dialog: three pages, one commit point."""

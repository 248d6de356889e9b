"""The dispute history: table, details, drafts."""

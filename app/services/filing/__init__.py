"""Filing a dispute: drafts, sending, and looking for what became of it."""

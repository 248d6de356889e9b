"""Filing a dispute: the draft, its rules, the dialog's flow, and what became of it."""

"""CJ's JSON as it comes and goes: tolerant readers, one strict writer. Never leaves `app.api`."""

"""Ground that every floor stands on: folders and logging."""

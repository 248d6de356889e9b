"""What every layer may use: folders and logging."""

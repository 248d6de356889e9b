"""What there is in practice mode, and how it goes on with time."""

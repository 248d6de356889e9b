"""What the user may choose, and what of it takes effect at once."""

"""Orders: what can be disputed, and what can be claimed when."""

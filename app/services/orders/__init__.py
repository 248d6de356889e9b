"""Orders: looked up, looked through, and where their parcels are."""

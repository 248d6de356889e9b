"""The merchant's orders that can be claimed."""

"""The table of disputes."""

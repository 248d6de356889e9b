"""The data file of an account: opened, migrated, checked and rescued."""

"""What is kept on this computer: SQLite files, pictures and the OS keyring. No HTTP here."""

"""Taking disputes out of the program: exports and case files."""

"""What the program says: errors and notices in sentences, amounts and times as text."""

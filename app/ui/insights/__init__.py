"""What the disputes brought in: figures, a chart, and what they were about."""

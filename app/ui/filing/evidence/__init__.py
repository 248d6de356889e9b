"""Links and files that prove a claim."""

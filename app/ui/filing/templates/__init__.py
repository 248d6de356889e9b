"""Templates of messages: chosen, named, kept."""

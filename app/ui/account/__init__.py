"""An account: signed in, its state, its commands, its settings."""

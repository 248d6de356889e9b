"""An account's tokens, and when it asked CJ last."""

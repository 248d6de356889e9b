"""An account at CJ: its tokens, how fast it may ask, its backup."""

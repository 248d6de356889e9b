"""HTTP as CJ needs it: one connection, the rate limit, deadlines, retries, answers read whole."""

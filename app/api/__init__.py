"""The HTTP client for CJ: endpoints, wire models, pace and errors. Knows nothing of storage."""

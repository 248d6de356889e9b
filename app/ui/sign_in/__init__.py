"""Signing in to CJ, or starting practice."""

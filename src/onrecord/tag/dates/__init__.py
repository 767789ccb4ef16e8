"""Expressions of time in an article, resolved against its date."""

"""The side door."""

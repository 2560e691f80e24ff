"""The kit's management commands."""

"""The append-only log of who did or read what about whom."""

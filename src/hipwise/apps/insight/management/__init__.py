"""Commands of the insight app."""

"""Statistics of one short, wandering, gappy series."""

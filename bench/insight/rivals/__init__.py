"""The engine's rivals, one file each. Every one looks at the same day and the next, and counts by the same rules."""

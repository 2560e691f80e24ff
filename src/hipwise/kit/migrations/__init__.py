"""Changes of the kit's tables."""

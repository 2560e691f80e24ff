"""Template tags of the learn app."""

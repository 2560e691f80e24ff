"""``hipwise insights``: journals in, honest answers out. Nothing here imports Django."""

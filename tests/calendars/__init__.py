"""Our calendar files, read by programs of others."""

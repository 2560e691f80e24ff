"""``hipwise manage NAME``, a file a command."""

"""The outermost ring: settings, addresses, doors to the process, and the ``hipwise`` command."""

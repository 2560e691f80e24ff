"""Calendar files: writing our own, private feeds of them, and reading practitioners' calendars from outside."""

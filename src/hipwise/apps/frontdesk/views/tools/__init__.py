"""Pages of the desk's tools: replies, hours, search, offers, whom it is about."""

"""SQLite, with writers who take turns. Named as the database engine in the settings."""

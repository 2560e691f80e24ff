"""What keeps people safe, and what is theirs to erase."""

"""What an owner types about the clinic, one file a subject."""

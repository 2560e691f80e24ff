"""What is read for booking, one file a subject."""

"""What one person's days can and cannot say about their pain."""

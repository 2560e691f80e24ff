"""What a person writes about their days."""

"""What happens in booking, one file a subject. Every service is one transaction."""

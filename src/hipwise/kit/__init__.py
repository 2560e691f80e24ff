"""What every app may lean on: Django-aware, blind to apps, one noun a file."""

"""The clinic's own web pages."""

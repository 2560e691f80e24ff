"""Notices, quiet hours and letters that arrive once."""

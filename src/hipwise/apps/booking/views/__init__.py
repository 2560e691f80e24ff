"""Booking's pages, one file a subject."""

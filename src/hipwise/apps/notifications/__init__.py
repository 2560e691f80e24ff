"""Telling people something at the right time: kinds, channels, quiet hours, and one letter for each notice."""

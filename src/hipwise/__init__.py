"""Hipwise: an open system for people with hip pain and the clinics that treat them."""

__version__ = "0.1.0"

"""The staff's inbox."""

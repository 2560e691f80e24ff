"""The staff's calendar."""

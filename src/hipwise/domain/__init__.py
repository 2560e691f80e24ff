"""The pure core: standard library, numpy and scipy. No Django, no clock, no hidden randomness, no words for people."""

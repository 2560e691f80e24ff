"""Export and erasure, over the claims that apps register."""

"""What ``script/test`` runs: the tiers, what they need, and one honest closing line."""

"""Template tags of the front desk."""

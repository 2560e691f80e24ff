"""What is read at the front desk."""

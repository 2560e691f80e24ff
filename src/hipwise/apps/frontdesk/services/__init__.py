"""What happens at the front desk."""

"""The pages a new clinic starts with: our words, true of any clinic that runs Hipwise."""

from hipwise.apps.learn.laid.laying import Member, lay

__all__ = ["Member", "lay"]

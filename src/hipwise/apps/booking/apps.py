"""The booking app."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.booking"
    label = "booking"

    def ready(self) -> None:
        """Say what booking keeps about people."""
        from hipwise.apps.booking.privacy import claim_booking

        claim_booking()

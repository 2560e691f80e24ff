"""The booking app."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.booking"
    label = "booking"

    def ready(self) -> None:
        """Say what booking keeps about people, and which letters it writes."""
        from hipwise.apps.booking import letters, letters_waiting
        from hipwise.apps.booking.privacy import claim_booking

        claim_booking()
        letters_waiting.register_kinds()
        letters.register_kinds()

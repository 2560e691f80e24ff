"""The front desk app."""

from django.apps import AppConfig


class FrontDeskConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.frontdesk"
    label = "frontdesk"

    def ready(self) -> None:
        """Say what the front desk keeps about people and which letters it writes; listen to what it must hear of."""
        from hipwise.apps.frontdesk import kinds, letters
        from hipwise.apps.frontdesk.privacy import claim_conversations
        from hipwise.apps.frontdesk.watch import connect

        claim_conversations()
        letters.register_kinds()
        kinds.register_raised()
        connect()

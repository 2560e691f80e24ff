"""The journal app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.journal"
    label = "journal"

    def ready(self) -> None:
        """Say what the journal keeps about people."""
        from hipwise.apps.journal.privacy import claim_journal

        claim_journal()

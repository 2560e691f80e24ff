"""The learn app."""

from django.apps import AppConfig
from django.contrib.auth.decorators import login_not_required


class LearnConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.learn"
    label = "learn"

    def ready(self) -> None:
        """Open the clinic's pages and documents to visitors, and hold scheduled versions to the rule."""
        from django.db.models.signals import pre_save
        from wagtail import views
        from wagtail.documents.views import serve
        from wagtail.models import Revision

        from hipwise.apps.learn.privacy import claim_signatures
        from hipwise.apps.learn.scheduling import refuse_to_schedule

        claim_signatures()

        for view in (views.serve, views.authenticate_with_password, serve.serve, serve.authenticate_with_password):
            login_not_required(view)
        pre_save.connect(refuse_to_schedule, sender=Revision, dispatch_uid="learn.refuse_to_schedule")

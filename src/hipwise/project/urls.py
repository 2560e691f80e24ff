"""Every address. Whatever is not ours falls through to the clinic's own pages."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    # Wagtail's own sign-in pages would lead past the second factor and the throttle: shadowed.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("account/", include("allauth.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("hipwise.apps.portal.urls")),
    path("api/v1/", include("hipwise.apps.booking.api.urls")),
    path("", include("hipwise.apps.frontdesk.urls")),  # before booking, whose embed/<service>/ would take embed/chat/
    path("", include("hipwise.apps.booking.urls")),
    path("insight/", include("hipwise.apps.insight.urls")),
    path("journal/", include("hipwise.apps.journal.urls")),
    path("you/", include("hipwise.apps.people.urls")),
    path("you/data/", include("hipwise.apps.privacy.urls")),
    path("you/notifications/", include("hipwise.apps.notifications.urls")),
    path("", include("hipwise.apps.learn.urls")),
]
if settings.DEMO:
    from hipwise.project.demo.mailbox import mailbox

    urlpatterns.append(path("ui/", include("hipwise.ui.urls")))
    if hasattr(settings, "EMAIL_FILE_PATH"):
        urlpatterns.append(path("demo/letters/", mailbox, name="mailbox"))
urlpatterns.append(path("", include(wagtail_urls)))

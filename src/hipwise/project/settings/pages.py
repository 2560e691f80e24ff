"""Wagtail, the clinic's pages."""

from hipwise.project.settings.base import CONFIG

WAGTAIL_SITE_NAME = "Hipwise"
WAGTAILADMIN_BASE_URL = CONFIG.origin
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAIL_WORKFLOW_ENABLED = False
# With autosave, a refused publication ends in "you saved a new version in another window", which nobody did.
WAGTAIL_AUTOSAVE_INTERVAL = 0
# The privacy page counts the cookies: messages travel in the session, not in one of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

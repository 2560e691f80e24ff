"""Apps, middleware, templates, databases, files, tasks."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from hipwise.project import config

CONFIG = config.read(dict(os.environ))
DEMO = CONFIG.demo
DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key
FIELD_KEYS = CONFIG.field_keys

INSTALLED_APPS = [
    "hipwise.apps.portal",
    "hipwise.apps.insight",
    "hipwise.apps.frontdesk",
    "hipwise.apps.journal",
    "hipwise.apps.booking",
    "hipwise.apps.learn",
    "hipwise.apps.notifications",
    "hipwise.apps.privacy",
    "hipwise.apps.people",
    "hipwise.apps.audit",
    "hipwise.ui",
    "hipwise.kit",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "hipwise.project.csp.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hipwise.apps.people.middleware.ActorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "hipwise.project.urls"
FORM_RENDERER = "hipwise.ui.forms.Renderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hipwise.project.context.place",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {"default": dj_database_url.parse(CONFIG.database_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL and IMMEDIATE: writers wait instead of failing (docs/adr/0002), in the order they came (docs/adr/0014).
    DATABASES["default"]["ENGINE"] = "hipwise.kit.sqlite"
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # secure_delete: what a person erases is overwritten in the file, not only unlinked
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(CONFIG.data / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kit_cache",
        # More than anyone can fill while a pause lasts: culling would forget the wrong passwords counted here.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # the clinic's own zone is activated per request (people.middleware)

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.static
MEDIA_URL = "/media/"
FILE_UPLOAD_MAX_MEMORY_SIZE = 12_000_000  # what comes by HTTP is no larger: nobody's picture lies in a temporary file
MEDIA_ROOT = CONFIG.data / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "hipwise.project.setup_static.Storage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = STATIC_ROOT is None
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}

# Mail is queued first; then it goes out by SMTP, or without an address for that into a folder (docs/running.md).
EMAIL_BACKEND = "hipwise.kit.mail.Backend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.email_from
if CONFIG.email_url:
    MAIL_CARRIER = "django.core.mail.backends.smtp.EmailBackend"
    _mail = urlsplit(CONFIG.email_url)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 20
else:
    MAIL_CARRIER = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = CONFIG.data / "mail"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "hipwise.kit.logs.Formatter", "format": "%(asctime)s %(levelname)s %(message)s"}},
    "filters": {"short": {"()": "hipwise.kit.logs.ShortPaths"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["short"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django would print its own 404s beside the access log, and mail the owner errors.
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}

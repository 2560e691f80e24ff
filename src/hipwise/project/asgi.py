"""The process's one port: Django as WSGI on a fixed set of threads behind uvicorn (docs/adr/0004)."""

import os
from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hipwise.project.settings")

THREADS = 8
application = WSGIMiddleware(cast(WSGIApp, get_wsgi_application()), workers=THREADS)

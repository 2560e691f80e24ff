"""The process's one port: Django as WSGI on a fixed set of threads behind uvicorn (docs/adr/0004)."""

import os
from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from django.core.wsgi import get_wsgi_application

from hipwise.project.asgi_bodies import App, whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hipwise.project.settings")

THREADS = 8
# Bodies come whole and answers queue without a limit: no thread ever waits for somebody's network.
pages = WSGIMiddleware(cast(WSGIApp, get_wsgi_application()), workers=THREADS, send_queue_size=0)
application = whole_bodies(cast(App, pages))

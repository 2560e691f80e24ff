"""The process's one port: Django as WSGI on a fixed set of threads behind uvicorn (docs/adr/0004), and before it the
event streams, which need no thread each (docs/adr/0015)."""

import os
from collections.abc import Iterable
from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from django.core.wsgi import get_wsgi_application

from hipwise.project.asgi_bodies import App, Message, Receive, Send, whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hipwise.project.settings")
_django = get_wsgi_application()  # sets Django up, which the imports below need

from hipwise.apps.frontdesk import stream  # noqa: E402
from hipwise.kit.streams import StreamDoor, Streams  # noqa: E402

THREADS = 8


class Front:
    """What a request meets first: a door of streams where its path is one's, else the pages.

    ``doors`` is all that stands in front of Django and its middleware. The door test looks at each.
    """

    def __init__(self, doors: Iterable[StreamDoor], pages: App) -> None:
        self.doors = {door.path: door for door in doors}
        self.pages, self.streams = pages, Streams()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        door = self.doors.get(scope["path"]) if scope["type"] == "http" else None
        if door is None:
            return await self.pages(scope, receive, send)
        return await self.streams.answer(door, scope, receive, send)


# Bodies come whole and answers queue without a limit: no thread ever waits for somebody's network.
pages = WSGIMiddleware(cast(WSGIApp, _django), workers=THREADS, send_queue_size=0)
application = Front(stream.DOORS, whole_bodies(cast(App, pages)))

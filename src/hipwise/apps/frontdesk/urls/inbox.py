"""Addresses of the staff's inbox. Its stream, ``staff/inbox/stream/``, is answered before Django (``stream``)."""

from django.urls import path

from hipwise.apps.frontdesk.views.inbox import deeds, live, pages

urlpatterns = [
    path("staff/inbox/", pages.inbox, name="inbox"),
    path("staff/inbox/rows/", live.rows, name="inbox_rows"),
    path("staff/inbox/<int:number>/", pages.talk, name="talk"),
    path("staff/inbox/<int:number>/do/", deeds.do, name="talk_do"),
    path("staff/inbox/<int:number>/head/", live.head, name="talk_head"),
    path("staff/inbox/<int:number>/here/", live.here, name="talk_here"),
    path("staff/inbox/<int:number>/news/", live.news, name="talk_news"),
    path("staff/inbox/<int:number>/seen/", live.seen, name="talk_seen"),
    path("staff/inbox/<int:number>/typing/", live.typing, name="talk_typing"),
]

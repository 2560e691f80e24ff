"""Addresses of the visitor's chat."""

from django.urls import path

from hipwise.apps.frontdesk.views import chat

urlpatterns = [
    path("chat/open/", chat.open_chat, name="open"),
    path("chat/say/", chat.say, name="say"),
    path("chat/me/", chat.leave_word, name="me"),
    path("chat/seen/", chat.seen, name="seen"),
    path("chat/typing/", chat.typing, name="typing"),
    path("chat/news/", chat.news, name="news"),
    path("chat/older/", chat.older, name="older"),
]

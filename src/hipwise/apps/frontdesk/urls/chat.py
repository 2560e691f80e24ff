"""Addresses of the visitor's chat."""

from django.urls import path

from hipwise.apps.frontdesk.views import chat, chat_page

urlpatterns = [
    path("chat/", chat_page.page, name="chat"),
    path("chat/window/", chat_page.window, name="window"),
    path("you/messages/", chat_page.messages, name="messages"),
    path("you/messages/<uuid:uid>/", chat_page.message, name="message"),
    path("chat/open/", chat.open_chat, name="open"),
    path("chat/say/", chat.say, name="say"),
    path("chat/me/", chat.leave_word, name="me"),
    path("chat/seen/", chat.seen, name="seen"),
    path("chat/typing/", chat.typing, name="typing"),
    path("chat/news/", chat.news, name="news"),
    path("chat/older/", chat.older, name="older"),
]

"""Addresses of the chat on other websites."""

from django.urls import path

from hipwise.apps.frontdesk.views import embed

urlpatterns = [
    path("embed/chat.js", embed.script, name="embed_script"),
    path("embed/chat/", embed.frame, name="embed_chat"),
    path("embed/chat/keep/", embed.keep, name="embed_keep"),
    path("embed/chat/erase/", embed.erase, name="embed_erase"),
]
